"""The pages that explain moB and who runs it: shipped texts, and those an editor put in their place.

Texts are Markdown, safe by construction: no HTML, no image, links to this site, https, mail and telephone alone.
"""
