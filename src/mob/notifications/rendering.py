"""From what a mail says to its plain text and its HTML, one layout for all. Nothing is sent here."""

from __future__ import annotations

import re
from textwrap import fill
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from mob.notifications.types import Content

_WIDTH = 72
_BREAKS = re.compile(r"[\r\n\t\v\f\x00-\x1f\x7f\u2028\u2029]+")


def one_line(text: str, most: int = 200) -> str:
    """A header value: no line break of any kind, bounded. What cannot be in a header never gets there."""
    line = _BREAKS.sub(" ", text).strip()
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def link(path: str) -> str:
    """The public address of a page."""
    return urljoin(settings.ENV.public_url.rstrip("/") + "/", path.lstrip("/"))


def text(content: Content, language: str) -> str:
    """The plain-text half, wrapped at 72 columns, links on lines of their own."""
    with translation.override(language):
        blocks = [content.heading, content.greeting, *content.paragraphs]
        if content.quote:
            blocks += [f"{content.quoted}\n{_quoted(content.quote)}" if content.quoted else _quoted(content.quote)]
        blocks += [content.code, content.amount]
        if content.button:
            blocks.append(f"{content.button.label}{_(':')}\n{link(content.button.path)}")
        blocks += ["\n".join(_stop_line(stop.title, stop.detail) for stop in content.stops), *content.after]
        blocks += ["--\n" + _wrapped(content.why), _("moB, Mon Compte Mobilité")]
    return "\n\n".join(_wrapped(block) for block in blocks if block) + "\n"


def html(content: Content, language: str) -> str:
    """The HTML half: tables and inline-safe styles, no remote image, no tracking."""
    with translation.override(language):
        context = {"mail": content, "language": language, "url": link(content.button.path) if content.button else ""}
        return render_to_string("notifications/mail.html", context)


def _stop_line(title: str, detail: str) -> str:
    return f"* {title}, {detail}" if detail else f"* {title}"


def _quoted(words: str) -> str:
    return "\n".join(
        f"> {line}" for paragraph in words.split("\n") for line in (fill(paragraph, _WIDTH - 2) or "").split("\n")
    )


def _wrapped(block: str) -> str:
    """Each line filled by itself, so that lists and links keep theirs."""
    lines = block.split("\n")
    return "\n".join(line if line.startswith(("http", ">")) else fill(line, _WIDTH) for line in lines)
