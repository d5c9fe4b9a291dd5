"""What must hold in the style sheet, the catalogue of words and the components themselves."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict

from mob.web import components

WEB = Path(components.__file__).parent
CSS = (WEB / "static" / "mob" / "mob.css").read_text(encoding="utf-8")


def _tokens(start: str) -> dict[str, str]:
    block = CSS[CSS.index(start) :]
    return dict(re.findall(r"(--[\w-]+|color-scheme):([^;}]+)", block[: block.index("}")]))


def test_the_two_dark_themes_are_the_same() -> None:
    followed = _tokens(":root:not([data-theme=light]){\n")
    chosen = _tokens(":root[data-theme=dark]{\n")
    assert followed == chosen
    assert len(chosen) > 20


def test_the_style_sheet_stays_under_25_kilobytes_compressed() -> None:
    assert len(gzip.compress(CSS.encode(), mtime=0)) < 25_000


def test_every_colour_token_used_is_defined() -> None:
    used = set(re.findall(r"var\((--[\w-]+)", CSS))
    defined = set(re.findall(r"(--[\w-]+):", CSS))
    assert used <= defined


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [":root{\n", ":root[data-theme=dark]{\n"])
def test_text_is_readable_in_both_themes(theme: str) -> None:
    tokens = _tokens(theme)
    for ground in ("--ground", "--ground-2", "--ground-3"):
        for text in ("--text", "--soft", "--ink"):
            assert _contrast(tokens[text], tokens[ground]) >= 7
        assert _contrast(tokens["--border"], tokens[ground]) >= 3
    for state in ("ok", "no", "unknown"):
        assert _contrast(tokens[f"--{state}"], tokens[f"--{state}-ground"]) >= 4.5
    assert _contrast(tokens["--signal-ink"], tokens["--signal"]) >= 7


def test_no_template_has_inline_style_or_code() -> None:
    for template in WEB.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son(click|change|submit|load|input)=", text), template
        assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", text), template


def test_a_stop_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="terminus"):
        components.stop("finish")


def test_paging_keeps_the_query_and_drops_the_first_page_number() -> None:
    page = Paginator(range(95), 10).page(2)
    shown = components.pagination(page, QueryDict("commune=69123&mode=velo&page=2"))
    assert shown["previous"] == "?commune=69123&mode=velo"
    assert shown["next"] == "?commune=69123&mode=velo&page=3"


def test_a_breadcrumb_ends_with_the_page_itself() -> None:
    with pytest.raises(ValueError, match="without an address"):
        components.breadcrumb("Accueil", "/")
