"""The field where a person says where she lives: what it shows, how its answer is read, the suggestions it fetches.

The form sends `lieu`, the text typed, and `commune`, the code of the suggestion or radio button chosen. Without
JavaScript only the text comes, and the server finds the commune. Which pages ask, and why, lives with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mob.geography import selectors as geography
from mob.geography.types import Commune, TerritoryKind

CODE_NAME = "commune"
TEXT_NAME = "lieu"
_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One commune to choose from. `detail` tells it from its homonyms: `93, Seine-Saint-Denis`."""

    code: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """What the field shows: the text, the code it stands for (empty when unknown), the communes to choose from."""

    text: str = ""
    code: str = ""
    choices: tuple[PlaceChoice, ...] = ()
    error: str = ""


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """`GET /communes?q=`: at most eight communes as JSON, the same for everybody, kept a day by any cache."""
    found = geography.suggest(request.GET.get("q", ""))
    response = JsonResponse([_suggestion(commune) for commune in found], safe=False)
    response.headers["Cache-Control"] = f"public, max-age={_A_DAY}"
    response.is_public = True  # type: ignore[attr-defined]
    return response


def read_place(
    data: Mapping[str, str], *, code_name: str = CODE_NAME, text_name: str = TEXT_NAME
) -> Commune | list[Commune] | None:
    """The commune answered; a list when several are meant; None when nothing, or nothing known, was written.

    A code is believed only while the text still means it: without JavaScript one can edit the text alone.
    """
    code, text = data.get(code_name, "").strip(), data.get(text_name, "").strip()
    chosen = geography.commune(code)
    if chosen and text in ("", label_of(chosen)):
        return chosen
    likely = geography.resolve(text or code)
    if chosen in likely:
        return chosen
    return likely[0] if len(likely) == 1 else likely or None


def answer_of(
    data: Mapping[str, str], place: Commune | list[Commune] | None, *, text_name: str = TEXT_NAME
) -> PlaceAnswer:
    """What to show after `read_place`: the commune found, or what was typed and why it is not enough."""
    text = data.get(text_name, "").strip()
    if isinstance(place, Commune):
        return PlaceAnswer(text=label_of(place), code=place.code)
    if place:
        choices = tuple(map(choice_of, place))
        return PlaceAnswer(text=text, choices=choices, error=_("Several towns match. Choose yours."))
    if text:
        return PlaceAnswer(text=text, error=_("We know no such town. Check the spelling, or write the postcode."))
    return PlaceAnswer(error=_("Write the name of your town or its postcode."))


def label_of(commune: Commune) -> str:
    """`Valmont-sur-Isère (38950)`, or `Lyon (69)` when it has several postcodes. `read_place` reads it back."""
    return f"{commune.name} ({_number(commune)})"


def choice_of(commune: Commune) -> PlaceChoice:
    department = geography.territory_name(TerritoryKind.DEPARTMENT, commune.department)
    return PlaceChoice(commune.code, commune.name, f"{_number(commune)}, {department}")


def _number(commune: Commune) -> str:
    return commune.postcodes[0] if len(commune.postcodes) == 1 else commune.department


def _suggestion(commune: Commune) -> dict[str, str]:
    choice = choice_of(commune)
    return {"code": choice.code, "name": choice.name, "detail": choice.detail, "text": label_of(commune)}
