"""Reading a page as its tests do."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse


def main_of(response: HttpResponse) -> str:
    """The mark-up of the main part, entities resolved."""
    found = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert found, response.content.decode()[:2000]
    return unescape(found[0])


def raw_main_of(response: HttpResponse) -> str:
    """The mark-up of the main part as sent."""
    found = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert found
    return found[0]


def errors_in(response: HttpResponse) -> list[str]:
    """Where the error summary leads."""
    summary = re.search(r'<div class="error-summary.*?</div>', response.content.decode(), re.DOTALL)
    return re.findall(r'href="([^"]+)"', summary[0]) if summary else []


def hidden_version(response: HttpResponse) -> str:
    """The version a form carries."""
    found = re.search(r'name="version" value="(\d+)"', response.content.decode())
    assert found
    return found[1]
