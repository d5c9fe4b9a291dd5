"""`{% load aid_text %}`: what an author wrote, as HTML. Plain text only: a blank line makes a paragraph, `- ` a list.

Everything is escaped; nothing an author writes can become mark-up of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_BULLETS = ("- ", "– ", "• ", "* ")


@register.filter
def told(text: str) -> SafeString:
    """The paragraphs and lists of a text."""
    blocks = [html for paragraph in _paragraphs(text) for html in _blocks(paragraph)]
    return format_html_join("", "{}", ((block,) for block in blocks))


def _paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph; blank lines stand between them."""
    lines = (line.strip() for line in text.splitlines())
    return [list(group) for is_filled, group in groupby(lines, bool) if is_filled]


def _blocks(lines: list[str]) -> Iterable[SafeString]:
    for is_list, group in groupby(lines, lambda line: line.startswith(_BULLETS)):
        if is_list:
            items = format_html_join("", "<li>{}</li>", ((line[2:].strip(),) for line in group))
            yield format_html("<ul>{}</ul>", items)
        else:
            # Each line is escaped before the breaks are put between them.
            yield format_html("<p>{}</p>", mark_safe("<br>".join(conditional_escape(line) for line in group)))  # noqa: S308
