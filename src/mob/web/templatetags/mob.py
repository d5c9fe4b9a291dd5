"""The template tags and filters every page has at hand (a builtin library: nothing to load).

Only registration and the reading of the language live here; the work is in `formats`, `components` and `forms`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms as django_forms
from django import template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mob.kernel.money import format_euros
from mob.web import components, formats, forms

register = template.Library()


def _language() -> str:
    return get_language() or "fr"


@register.filter
def euros(cents: int | None) -> str:
    """Cents as `1 300 €`; nothing for None."""
    return "" if cents is None else format_euros(cents, _language())


@register.filter
def long_date(value: date | datetime | None) -> str:
    return "" if value is None else formats.long_date(value, _language())


@register.filter
def time_hm(value: datetime | None) -> str:
    return "" if value is None else formats.time_hm(value, _language())


@register.filter
def datetime_long(value: datetime | None) -> str:
    return "" if value is None else formats.datetime_long(value, _language())


@register.filter
def file_size(size: int | None) -> str:
    return "" if size is None else formats.file_size(size, _language())


@register.filter
def whole(number: int) -> str:
    return formats.whole(number, _language())


@register.inclusion_tag("components/shown.html")
def shown(number: int | None) -> dict[str, Any]:
    """A public number, or the words for one that is kept back."""
    return {"number": None if number is None else formats.whole(number, _language())}


@register.filter
def mode_icon(mode: str) -> str:
    """The icon of a mode of transport (moB's codes); a tram when unknown."""
    return components.MODE_ICONS.get(str(mode), "tram")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    return components.icon(name, css)


@register.simple_tag
def stop(state: str = "stop") -> SafeString:
    return components.stop(state)


@register.simple_block_tag
def notice(content: str, kind: str = "info", role: str = "") -> SafeString:
    return components.notice(content, kind, role)


@register.simple_block_tag
def your_turn(content: str, title: str, before: str = "", href: str = "", act: str = "", level: int = 2) -> SafeString:
    return components.your_turn(content, title, before, href, act, level)


@register.simple_block_tag
def file_card(content: str, name: str, detail: str = "", error: str = "", error_id: str = "") -> SafeString:
    return components.file_card(content, name, detail, error, error_id)


@register.simple_block_tag
def empty_state(content: str, title: str, level: int = 2) -> SafeString:
    return components.empty_state(content, title, level)


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, label: str = "", hint: str = "", unit: str = "", heading: str = "", big: bool = False
) -> dict[str, Any]:
    return {"field": forms.describe(bound, label=label, hint=hint, unit=unit, heading=heading, big=big)}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*some_forms: django_forms.BaseForm) -> dict[str, Any]:
    title, lines = forms.summary_of(some_forms)
    return {"title": title, "lines": lines}


@register.inclusion_tag("components/tag.html")
def tag(text: str, kind: str = "plain", icon: str = "") -> dict[str, Any]:
    return {"tag": components.Tag(text, kind, icon)}


@register.inclusion_tag("components/amount.html")
def amount(cents: int, size: str = "n", before: str = "") -> dict[str, Any]:
    """`size`: m, n, l or xl. `before`: `jusqu’à`, `par an`…"""
    return {"cents": cents, "size": size, "before": before}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*parts: str) -> dict[str, Any]:
    return components.breadcrumb(*(str(part) for part in parts))


@register.inclusion_tag("components/summary.html")
def summary(rows: Iterable[components.Row], tight: bool = False) -> dict[str, Any]:
    return {"rows": rows, "tight": tight}


@register.inclusion_tag("components/checks.html")
def checks(items: Iterable[components.Check]) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[components.Step], words: bool = False) -> dict[str, Any]:
    """The horizontal line. `words`: the labels stay on a small screen (four stops at most)."""
    return {"items": items, "words": words}


@register.inclusion_tag("components/task_list.html")
def task_list(items: Iterable[components.Step], title: str, label: str) -> dict[str, Any]:
    """The steps of a form as a vertical line in a fold. `title`: `Étape 2 sur 5`; `label`: name of the landmark."""
    return {"items": items, "title": title, "label": label}


@register.inclusion_tag("components/departures.html")
def departures(rows: Iterable[components.Departure], level: int = 3) -> dict[str, Any]:
    return {"rows": rows, "level": level}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], label: str = "") -> dict[str, Any]:
    request: HttpRequest | None = context.get("request")
    query: QueryDict | None = request.GET if request else None
    return components.pagination(page, query, label)
