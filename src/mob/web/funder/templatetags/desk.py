"""Tags of the funder's pages: scripts that carry their own integrity."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def sealed_script(name: str) -> SafeString:
    """A module script whose content the browser checks before it runs it."""
    return format_html('<script type="module" src="{}" integrity="{}"></script>', static(name), integrity_of(name))


@cache
def integrity_of(name: str) -> str:
    """`sha384-…` of a static file (Subresource Integrity)."""
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(name)
    digest = hashlib.sha384(Path(str(path)).read_bytes()).digest()
    return f"sha384-{base64.b64encode(digest).decode('ascii')}"
