"""Charts drawn by the server: numbers in, SVG out. Pure functions; colours and fonts are those of the style sheet.

A chart never stands alone: a table beside it holds the same numbers, and its links. So it is one picture to a screen
reader, with a title and a description, and nothing in it takes the focus. What is told by a colour is told by full,
hollow or pale too, so that it holds in print and to whoever sees colours otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 360
_ROW, _BAR = 46, 16
_HEIGHT, _FOOT, _HEAD = 190, 26, 20
_MOST_LABEL = 38  # characters that fit above a bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal bar. `shown` is the number as it is written. `kind` picks the fill: plain, ok, no or soft."""

    label: str
    value: float
    shown: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Column:
    """A vertical bar made of parts from the bottom up: (kind, value)."""

    label: str
    parts: Sequence[tuple[str, float]]
    shown: str


def bars(name: str, title: str, description: str, rows: Sequence[Bar], most: float | None = None) -> SafeString:
    """Horizontal bars. `most`: the value as wide as the picture, the longest unless told. `name`: unique on the page."""
    most = max((row.value for row in rows), default=0) if most is None else most
    drawn = format_html_join("", "{}", ((_bar(n, row, most),) for n, row in enumerate(rows)))
    return _picture(name, title, description, max(1, len(rows)) * _ROW, drawn)


def _bar(number: int, row: Bar, most: float) -> SafeString:
    top = number * _ROW
    label = row.label if len(row.label) <= _MOST_LABEL else row.label[: _MOST_LABEL - 1].rstrip() + "…"
    return format_html(
        '<text x="0" y="{}">{}</text><text class="chart__n" x="{}" y="{}" text-anchor="end">{}</text>'
        '<rect class="chart__track" x="0" y="{}" width="{}" height="{}"/>'
        '<rect class="chart__fill chart__fill--{}" x="0" y="{}" width="{}" height="{}"/>',
        *(top + 15, label, WIDTH, top + 15, row.shown),
        *(top + 22, WIDTH, _BAR),
        *(row.kind, top + 22, _length(row.value, most, WIDTH), _BAR),
    )


def columns(name: str, title: str, description: str, rows: Sequence[Column]) -> SafeString:
    """Vertical bars side by side, the highest as high as the picture."""
    most = max((sum(value for _, value in row.parts) for row in rows), default=0)
    step = WIDTH / max(1, len(rows))
    drawn = format_html_join("", "{}", ((_column(n * step, step, row, most),) for n, row in enumerate(rows)))
    base = format_html('<path class="chart__base" d="M0 {}H{}"/>', _HEAD + _HEIGHT, WIDTH)
    return _picture(name, title, description, _HEAD + _HEIGHT + _FOOT, drawn + base)


def _column(left: float, step: float, row: Column, most: float) -> SafeString:
    width, bottom, drawn = min(step * 0.62, 64), float(_HEAD + _HEIGHT), []
    middle = left + step / 2
    for kind, value in row.parts:
        height = _length(value, most, _HEIGHT)
        bottom -= height
        drawn.append((kind, _short(middle - width / 2), _short(bottom), _short(width), _short(height)))
    rects = format_html_join(
        "", '<rect class="chart__fill chart__fill--{}" x="{}" y="{}" width="{}" height="{}"/>', drawn
    )
    return format_html(
        '{}<text class="chart__n" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        *(rects, _short(middle), _short(bottom - 6), row.shown),
        *(_short(middle), _HEAD + _HEIGHT + 19, row.label),
    )


def _length(value: float, most: float, room: float) -> float:
    """Something that is there is seen, however small."""
    if value <= 0 or most <= 0:
        return 0
    return _short(max(2, value / most * room))


def _short(number: float) -> float:
    return round(number, 1)


def _picture(name: str, title: str, description: str, height: float, drawn: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d" focusable="false">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        *(WIDTH, height, name, name, name, title, name, description, drawn),
    )
