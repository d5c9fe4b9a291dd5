"""`{% load communes %}`: the field of a commune. What it shows and reads is `mob.web.communes`."""

from __future__ import annotations

from typing import Any

from django import template

from mob.web.communes import CODE_NAME, TEXT_NAME, PlaceAnswer

register = template.Library()


@register.inclusion_tag("components/commune_field.html")
def commune_field(
    label: str, hint: str = "", place: PlaceAnswer | None = None, name: str = CODE_NAME, text_name: str = TEXT_NAME
) -> dict[str, Any]:
    """`place`: what was answered before, with its error; None at first. The text field's id is `text_name`."""
    shown = place or PlaceAnswer()
    return {"label": label, "hint": hint, "place": shown, "name": name, "id": text_name}
