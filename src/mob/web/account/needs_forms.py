"""The forms of the accessibility profile, one a page: what each asks, in words people use, and what it means.

Each form begins from a profile and gives a changed one back; the other pages' answers stay as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mob.identity.accessibility.profile import (
    MOST_TEXT,
    AccessibilityProfile,
    Animal,
    Battery,
    Boarding,
    Card,
    CardHeld,
    Communication,
    Companion,
    Equipment,
    Need,
    Reach,
)
from mob.web.forms import DateField, Form

NEEDS: Mapping[Need, Any] = {
    Need.WHEELCHAIR: _("I use a wheelchair by myself"),
    Need.ASSISTED_WHEELCHAIR: _("I use a wheelchair that somebody pushes"),
    Need.MOTORIZED_WHEELCHAIR: _("I use an electric wheelchair"),
    Need.MOBILITY_SCOOTER: _("I use a mobility scooter"),
    Need.WALKING_FRAME: _("I walk with a frame, a stick or crutches"),
    Need.RESTRICTED_MOBILITY: _("Walking or standing is hard for me"),
    Need.VISUAL_IMPAIRMENT: _("I see badly or not at all"),
    Need.AUDITORY_IMPAIRMENT: _("I hear badly or not at all"),
    Need.COGNITIVE_INPUT_IMPAIRMENT: _("Signs and announcements are hard for me to follow"),
    Need.AVERSE_TO_LIFTS: _("I cannot take a lift"),
    Need.AVERSE_TO_ESCALATORS: _("I cannot take an escalator"),
    Need.AVERSE_TO_CONFINED_SPACES: _("I cannot stay in a closed space"),
    Need.AVERSE_TO_CROWDS: _("I cannot stay in a crowd"),
    Need.LUGGAGE_ENCUMBERED: _("I travel with much luggage"),
    Need.PUSHCHAIR: _("I travel with a pushchair"),
}
BOARDING: Mapping[Boarding, Any] = {
    Boarding.RAMP: _("A ramp"),
    Boarding.LIFT: _("A lifting platform"),
    Boarding.ARM: _("An arm to lean on"),
    Boarding.GUIDE: _("Somebody who guides me"),
}
COMMUNICATION: Mapping[Communication, Any] = {
    Communication.SIGN_LANGUAGE: _("In French sign language"),
    Communication.WRITTEN: _("In writing"),
    Communication.EASY_READ: _("In plain words, easy to read"),
    Communication.SPOKEN: _("By voice"),
}
ANIMALS: Mapping[Animal, Any] = {Animal.GUIDE_DOG: _("A guide or assistance dog"), Animal.OTHER: _("Another animal")}
COMPANIONS: Mapping[Companion, Any] = {
    Companion.OPTIONAL: _("Now and then"),
    Companion.NEEDED: _("Always: I do not travel alone"),
}
BATTERIES: Mapping[Battery, Any] = {
    Battery.SEALED: _("Sealed (gel or dry)"),
    Battery.LITHIUM: _("Lithium"),
}
CARDS: Mapping[Card, Any] = {
    Card.CMI_INVALIDITY: _("Mobility inclusion card, “invalidité”"),
    Card.CMI_PRIORITY: _("Mobility inclusion card, “priorité”"),
    Card.CMI_PARKING: _("Mobility inclusion card, “stationnement”"),
    Card.EU_DISABILITY: _("European disability card"),
    Card.EU_PARKING: _("European parking card"),
}
_NOT_SAID = ("", _("I prefer not to say"))


def _several(label: Any, words: Mapping[Any, Any], hint: Any = "") -> forms.MultipleChoiceField:
    choices = [(code.value, text) for code, text in words.items()]
    return forms.MultipleChoiceField(
        label=label, help_text=hint, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
    )


def _one(label: Any, words: Mapping[Any, Any], none: Any = None) -> forms.ChoiceField:
    choices = [none or _NOT_SAID, *((code.value, text) for code, text in words.items())]
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect)


def _whole(label: Any, hint: Any = "") -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "6"})
    wrong = _("Write a whole number, or leave it empty.")
    return forms.IntegerField(
        label=label, help_text=hint, required=False, widget=widget, error_messages={"invalid": wrong}
    )


def _centimetres(label: Any) -> forms.IntegerField:
    return _whole(label, _("In centimetres."))


class NeedForm(Form):
    """A part of the profile. `read` and `changed` are each other's way back."""

    def changed(self, profile: AccessibilityProfile) -> AccessibilityProfile:
        raise NotImplementedError

    @staticmethod
    def read(profile: AccessibilityProfile) -> dict[str, Any]:
        raise NotImplementedError

    def _chosen(self, name: str, words: Mapping[Any, Any]) -> tuple[Any, ...]:
        picked = set(self.cleaned_data[name])
        return tuple(code for code in words if code.value in picked)


class NeedsForm(NeedForm):
    needs = _several(_("What is true of you?"), NEEDS, _("Tick what helps others to help you. Nothing is required."))
    first = _one(_("What matters most?"), NEEDS, ("", _("Nothing more than the rest")))

    def changed(self, profile: AccessibilityProfile) -> AccessibilityProfile:
        needs = self._chosen("needs", NEEDS)
        first = self.cleaned_data["first"]
        return replace(profile, needs=tuple(sorted(needs, key=lambda need: need.value != first)))

    @staticmethod
    def read(profile: AccessibilityProfile) -> dict[str, Any]:
        in_order = sorted(profile.needs, key=list(Need).index)
        first = profile.needs[0].value if profile.needs and list(profile.needs) != in_order else ""
        return {"needs": [need.value for need in profile.needs], "first": first}


class EquipmentForm(NeedForm):
    width_mm = _centimetres(_("Width of the chair or device"))
    length_mm = _centimetres(_("Length"))
    height_mm = _centimetres(_("Height, with you on it"))
    mass_kg = _whole(_("Weight, with you on it"), _("In kilograms."))
    is_foldable = _one(_("Does it fold?"), {})
    battery = _one(_("Its battery"), BATTERIES, ("", _("None, or I do not know")))
    can_transfer = _one(_("Can you move to a seat?"), {})
    _YES_NO: ClassVar = (("yes", _("Yes")), ("no", _("No")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("is_foldable", "can_transfer"):
            self.fields[name].choices = [_NOT_SAID, *self._YES_NO]  # type: ignore[attr-defined]

    def changed(self, profile: AccessibilityProfile) -> AccessibilityProfile:
        said = self.cleaned_data
        sizes = {name: _times(said[name], 10) for name in ("width_mm", "length_mm", "height_mm")}
        battery = Battery(said["battery"]) if said["battery"] else None
        known = {"": None, "yes": True, "no": False}
        equipment = Equipment(
            **sizes,
            mass_kg=said["mass_kg"],
            is_foldable=known[said["is_foldable"]],
            battery=battery,
            can_transfer=known[said["can_transfer"]],
        )
        return replace(profile, equipment=equipment)

    @staticmethod
    def read(profile: AccessibilityProfile) -> dict[str, Any]:
        found = profile.equipment
        words = {None: "", True: "yes", False: "no"}
        sizes = {name: _centimetres_of(getattr(found, name)) for name in ("width_mm", "length_mm", "height_mm")}
        return {
            **sizes,
            "mass_kg": found.mass_kg,
            "is_foldable": words[found.is_foldable],
            "battery": found.battery.value if found.battery else "",
            "can_transfer": words[found.can_transfer],
        }


def _times(value: int | None, factor: int) -> int | None:
    return None if value is None else value * factor


def _centimetres_of(value: int | None) -> int | None:
    return None if value is None else value // 10


class ReachForm(NeedForm):
    steps = _whole(_("Steps you climb in a row"), _("Write 0 if you cannot climb any."))
    walk_m = _whole(_("How far you go by yourself"), _("In metres."))
    stand_min = _whole(_("How long you can stand"), _("In minutes."))

    def changed(self, profile: AccessibilityProfile) -> AccessibilityProfile:
        return replace(profile, reach=Reach(**self.cleaned_data))

    @staticmethod
    def read(profile: AccessibilityProfile) -> dict[str, Any]:
        return {name: getattr(profile.reach, name) for name in Reach.__slots__}


class HelpForm(NeedForm):
    boarding = _several(_("What helps you on board?"), BOARDING)
    communication = _several(_("How should one speak with you?"), COMMUNICATION)
    animal = _one(_("An animal with you?"), ANIMALS, ("", _("No animal")))
    companion = _one(_("Somebody with you?"), COMPANIONS, ("", _("Nobody, or I prefer not to say")))
    note = forms.CharField(
        label=_("Something to add"),
        help_text=_("What helps, never an illness. 300 characters at most."),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def changed(self, profile: AccessibilityProfile) -> AccessibilityProfile:
        said = self.cleaned_data
        return replace(
            profile,
            boarding=self._chosen("boarding", BOARDING),
            communication=self._chosen("communication", COMMUNICATION),
            animal=Animal(said["animal"]) if said["animal"] else None,
            companion=Companion(said["companion"]) if said["companion"] else None,
            note=said["note"].replace("\r\n", "\n"),
        )

    @staticmethod
    def read(profile: AccessibilityProfile) -> dict[str, Any]:
        return {
            "boarding": [each.value for each in profile.boarding],
            "communication": [each.value for each in profile.communication],
            "animal": profile.animal.value if profile.animal else "",
            "companion": profile.companion.value if profile.companion else "",
            "note": profile.note,
        }


class CardsForm(NeedForm):
    """Held or not, and until when; never a number or an image."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for card, words in CARDS.items():
            self.fields[card.value] = forms.BooleanField(label=words, required=False)
            self.fields[f"{card.value}_until"] = DateField(label=_("Valid until"), required=False)

    def changed(self, profile: AccessibilityProfile) -> AccessibilityProfile:
        said = self.cleaned_data
        held = (CardHeld(card, said[f"{card.value}_until"]) for card in CARDS if said[card.value])
        return replace(profile, cards=tuple(held))

    @staticmethod
    def read(profile: AccessibilityProfile) -> dict[str, Any]:
        held = {each.card.value: True for each in profile.cards}
        return {**held, **{f"{each.card.value}_until": each.until for each in profile.cards}}


@dataclass(frozen=True, slots=True)
class NeedPiece:
    """One page of the profile."""

    title: Any
    why: Any
    form: type[NeedForm]


NEED_PIECES: Mapping[str, NeedPiece] = {
    "besoins": NeedPiece(_("What I need"), _("What makes a journey possible for you, not why."), NeedsForm),
    "equipement": NeedPiece(
        _("My chair or device"),
        _("A ramp, a lift and a place on board have limits: these tell in time."),
        EquipmentForm,
    ),
    "distances": NeedPiece(_("How far I go"), _("To choose a station, a change or a platform."), ReachForm),
    "aide": NeedPiece(_("How to help me"), _("For those who meet you at the station or on board."), HelpForm),
    "cartes": NeedPiece(_("My cards"), _("Some give a seat, a fare or a place for a companion."), CardsForm),
}
