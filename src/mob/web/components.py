"""The parts pages are made of: what each one takes, as small dataclasses, and the functions behind the template tags.

Markup lives in `templates/components/`, one partial a component. No query, no decision: callers pass what is shown.
Any object with the same attributes serves as well as these dataclasses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

# What a stop of the line may say. The text beside it always says it too.
STOPS = ("stop", "done", "here", "interchange", "upcoming", "no", "terminus")
_STOP_ICONS = {"done": "check", "no": "cross"}
_NOTICE_ICONS = {"info": "info", "ok": "check", "no": "alert", "unknown": "question", "lock": "lock"}
MODE_ICONS = {
    "transportsCommun": "tram",
    "velo": "bicycle",
    "voiture": "car",
    "libreService": "scooter",
    "electrique": "bolt",
    "autopartage": "share",
    "covoiturage": "carpool",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A stop of a horizontal line or of a task list. `state`: done, here, stop, upcoming or no."""

    label: str
    state: str
    detail: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A line of a list of checks. `state`: yes, no, unknown, or an icon's name for a plain list."""

    text: str
    state: str = "yes"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a recapitulation. `href` leads to where the answer is changed; `act` is the link's words."""

    label: str
    value: Any
    href: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class Departure:
    """A row of a departure board. `amount` is text already written (`500 €`, `Gratuit`), `before` what precedes it.

    `lang`: of the title and the text, when it is not the page's.
    """

    title: str
    href: str
    payer: str
    amount: str = ""
    before: str = ""
    text: str = ""
    icon: str = "tram"
    tags: Sequence[Any] = ()
    closed: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A label of one or two words. `kind`: plain, ok, no, unknown, you, hollow."""

    text: str
    kind: str = "plain"
    icon: str = ""


def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite, invisible to a screen reader: the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        static("mob/icons.svg"),
        name,
    )


def stop(state: str = "stop") -> SafeString:
    """The mark of a stop on the line, first child of its `<li>`; the `<li>` of what is to come has class `upcoming`."""
    if state not in STOPS:
        raise ValueError(f"{state!r} is not one of {', '.join(STOPS)}")
    css = "" if state == "stop" else f" stop--{state}"
    inner = icon(_STOP_ICONS[state]) if state in _STOP_ICONS else ""
    return format_html('<span class="stop{}" aria-hidden="true">{}</span>', css, inner)


def notice(content: str, kind: str = "info", role: str = "") -> SafeString:
    """A message: the fact, then what to do. `kind`: info, ok, no, unknown, lock."""
    return render_to_string(
        "components/notice.html", {"content": content, "kind": kind, "icon_name": _NOTICE_ICONS[kind], "role": role}
    )


def your_turn(content: str, title: str, before: str = "", href: str = "", act: str = "", level: int = 2) -> SafeString:
    """The yellow block, once a screen: what to do now. `before`: until when; `href` and `act`: the button."""
    context = {"content": content, "title": title, "before": before, "href": href, "act": act, "level": level}
    return render_to_string("components/your_turn.html", context)


def file_card(content: str, name: str, detail: str = "", error: str = "", error_id: str = "") -> SafeString:
    """A document: its name, one line about it or its error; the content holds its buttons."""
    context = {"content": content, "name": name, "detail": detail, "error": error, "error_id": error_id}
    return render_to_string("components/file_card.html", context)


def empty_state(content: str, title: str, level: int = 2) -> SafeString:
    """Nothing to show: the line stops, says why, and the content proposes the nearest stop."""
    return render_to_string("components/empty_state.html", {"content": content, "title": title, "level": level})


def breadcrumb(*parts: str) -> dict[str, Any]:
    """`"Accueil" "/" "Les aides" "/recherche" "This page"`: label and address in turn, then the page itself."""
    if len(parts) % 2 == 0:
        raise ValueError("a breadcrumb ends with the page itself, without an address")
    pairs = [{"label": parts[i], "href": parts[i + 1]} for i in range(0, len(parts) - 1, 2)]
    return {"pairs": pairs, "last": parts[-1]}


def pagination(page: Page[Any], query: QueryDict | None = None, label: str = "") -> dict[str, Any]:
    """Links to the pages of a list, keeping the query; nothing when there is one page. `?page=` is the parameter."""
    numbers: Iterable[Any] = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "label": label,
        "cells": [_cell(query, number) for number in numbers],
        "previous": _page_href(query, page.number - 1) if page.has_previous() else "",
        "next": _page_href(query, page.number + 1) if page.has_next() else "",
    }


def _cell(query: QueryDict | None, number: Any) -> dict[str, Any]:
    is_page = isinstance(number, int)  # else the paginator's ellipsis
    return {"number": number if is_page else 0, "href": _page_href(query, number) if is_page else ""}


def _page_href(query: QueryDict | None, number: int) -> str:
    kept = query.copy() if query is not None else QueryDict(mutable=True)
    kept.pop("page", None)
    if number > 1:
        kept["page"] = str(number)
    return f"?{kept.urlencode()}" if kept else "?"
