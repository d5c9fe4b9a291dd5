"""The words for the catalogue's enums on people's pages, and the icon of a mode. The order is that of the filters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mob.catalogue.types import Audience, Level, Mode, ProofType

MODES = {
    Mode.BICYCLE: _("Bicycle"),
    Mode.PUBLIC_TRANSPORT: _("Bus, tram, train"),
    Mode.CARPOOLING: _("Carpooling"),
    Mode.CAR_SHARING: _("Car sharing"),
    Mode.SELF_SERVICE: _("Self-service bicycle or scooter"),
    Mode.ELECTRIC: _("Electric vehicle"),
    Mode.CAR: _("Car"),
}
LEVELS = {
    Level.NATIONAL: _("State"),
    Level.REGION: _("Region"),
    Level.DEPARTMENT: _("Département"),
    Level.EPCI: _("Metropolitan or urban area"),
    Level.COMMUNE: _("Town"),
    Level.EMPLOYER: _("Your employer"),
}
AUDIENCES = {
    Audience.EVERYONE: _("Everyone"),
    Audience.LOW_INCOME: _("Depending on your income"),
    Audience.YOUNG: _("Young people"),
    Audience.STUDENT: _("Students"),
    Audience.EMPLOYEE: _("People in work"),
    Audience.JOB_SEEKER: _("People looking for work"),
    Audience.RETIRED: _("Retired people"),
    Audience.DISABILITY: _("People with a disability"),
}
MODE_ICONS = {
    Mode.BICYCLE: "bicycle",
    Mode.PUBLIC_TRANSPORT: "tram",
    Mode.CARPOOLING: "carpool",
    Mode.CAR_SHARING: "share",
    Mode.SELF_SERVICE: "scooter",
    Mode.ELECTRIC: "bolt",
    Mode.CAR: "car",
}
PROOF_ICONS = {ProofType.IDENTITY: "user", ProofType.RESIDENCE: "pin"}


def icon_of(modes: tuple[Mode, ...]) -> str:
    """The icon of the first mode."""
    return MODE_ICONS[modes[0]] if modes else "tram"
