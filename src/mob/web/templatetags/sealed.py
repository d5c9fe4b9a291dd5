"""Scripts whose content a page vouches for (subresource integrity): a changed file does not run."""

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


@cache
def integrity_of(name: str) -> str:
    """`sha384-…` of a static file. Raises LookupError when there is none: a page must not load it unsealed."""
    path = finders.find(name)
    if not path:
        raise LookupError(f"no static file is named {name}")
    return "sha384-" + base64.b64encode(hashlib.sha384(Path(path).read_bytes()).digest()).decode("ascii")


@register.simple_tag
def sealed_module(name: str) -> SafeString:
    """A module script of ours with its `integrity`. Several run in the order they are written."""
    return format_html('<script type="module" src="{}" integrity="{}"></script>', static(name), integrity_of(name))
