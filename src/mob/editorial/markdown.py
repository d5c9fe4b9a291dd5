"""From Markdown to HTML. Pure, and safe by construction: what could become code is never produced.

HTML in a text is shown as text. Images do not exist. A link leads to this site, to https, to a mail address or to a
telephone; any other stays the words that were typed. Titles begin at the second level: the first is the page's own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from mob.editorial.tokens import IN_TEXT, TOKENS, variables

_SCHEMES = frozenset({"https", "mailto", "tel"})
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[0-9][0-9 .]{5,20}")
_DEEPEST = 4


def leads_somewhere_safe(address: str) -> bool:
    """Whether a text may link to an address: a path of this site, https, mailto or tel. Nothing a browser may run."""
    if re.search(r"[\x00-\x20\\]", address):
        return False
    if address.startswith("#"):
        return True
    if address.startswith("/"):
        return not address.startswith("//")
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and (parts.scheme != "https" or bool(parts.hostname))


class _Parser(MarkdownIt):
    """CommonMark and tables, without what could carry code."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "maxNesting": 20})
        self.enable("table").disable(["image", "html_inline", "html_block"])
        for kind, rule in _RULES.items():
            self.add_render_rule(kind, rule)

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return leads_somewhere_safe(url)


def _lower_heading(
    renderer: RendererProtocol, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    token = tokens[place]
    level = min(max(int(token.tag[1]), 2), _DEEPEST)
    return f"<h{level}>" if token.nesting == 1 else f"</h{level}>\n"


def _table_open(
    renderer: RendererProtocol, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    env["tables"] = env.get("tables", 0) + 1
    label = f"{html.escape(env['table_label'])} {env['tables']}"
    return f'<div class="scroll-x" tabindex="0" role="region" aria-label="{label}"><table>\n'


def _table_close(
    renderer: RendererProtocol, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    return "</table></div>\n"


def _cell_open(
    renderer: RendererProtocol, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """The site's policy allows no inline style: a column of figures is a class."""
    token = tokens[place]
    scope = ' scope="col"' if token.tag == "th" else ""
    return f'<{token.tag}{scope} class="num">' if "right" in str(token.attrGet("style")) else f"<{token.tag}{scope}>"


def _text(
    renderer: RendererProtocol, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """Plain words, and they alone, may name a setting: never the address or the title of a link."""
    return IN_TEXT.sub(lambda match: _value(match[1], match[0], env), html.escape(tokens[place].content))


def _value(name: str, typed: str, env: Mapping[str, Any]) -> str:
    if name not in TOKENS:
        return typed
    value = env["values"].get(name, "")
    if not value:
        return f"<mark>{html.escape(env['to_fill'])} ({variables([name])})</mark>"
    shown = html.escape(value)
    if _MAIL.fullmatch(value):
        return f'<a href="mailto:{shown}">{shown}</a>'
    if _PHONE.fullmatch(value):
        return f'<a href="tel:{re.sub(r"[ .]", "", value)}">{shown}</a>'
    return shown


_RULES = {
    "heading_open": _lower_heading,
    "heading_close": _lower_heading,
    "table_open": _table_open,
    "table_close": _table_close,
    "th_open": _cell_open,
    "td_open": _cell_open,
    "text": _text,
}
_PARSER = _Parser()


def to_html(text: str, values: Mapping[str, str], *, to_fill: str, table_label: str) -> str:
    """The HTML of a text, with `values` in place of what stands in braces. `to_fill`: words for a value nobody set."""
    return str(_PARSER.render(text, {"values": values, "to_fill": to_fill, "table_label": table_label}))
