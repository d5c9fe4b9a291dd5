"""The words of codes, as staff read them. Lazy: the language is the reader's."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mob.catalogue.types import (
    AidState,
    Audience,
    AutomaticCheck,
    FieldKind,
    Level,
    Mode,
    Processing,
    ProofType,
    PurchaseTiming,
)
from mob.directory.partner_types import PartnerKind
from mob.directory.types import FunderKind
from mob.kernel.actor import Role

ROLES: Mapping[Role, Any] = {
    Role.CASE_MANAGER: _("Examination of applications"),
    Role.SUPERVISOR: _("Supervision"),
    Role.CONTENT_EDITOR: _("Writing of aids"),
    Role.ADMINISTRATOR: _("Administration"),
}
ROLE_HINTS: Mapping[Role, Any] = {
    Role.CASE_MANAGER: _("examines applications and decides on them"),
    Role.SUPERVISOR: _("examines, reopens, looks after case managers and keys"),
    Role.CONTENT_EDITOR: _("writes and publishes the aids, sees no application"),
    Role.ADMINISTRATOR: _("looks after the organisation, its staff, its keys and its aids"),
}
PARTNER_KINDS: Mapping[PartnerKind, Any] = {
    PartnerKind.OPERATOR: _("Mobility operator"),
    PartnerKind.MAAS: _("Assembler of services (MaaS)"),
    PartnerKind.PUBLIC: _("Public body"),
    PartnerKind.SOFTWARE: _("Software house"),
}
# At the platform the same roles do other work.
PLATFORM_ROLES: Mapping[Role, Any] = {
    Role.ADMINISTRATOR: _("Administration"),
    Role.CONTENT_EDITOR: _("Pages of the site"),
}
PLATFORM_HINTS: Mapping[Role, Any] = {
    Role.ADMINISTRATOR: _("looks after funders, aids, pages and other administrators"),
    Role.CONTENT_EDITOR: _("writes the pages of the site and opens nothing else"),
}
FUNDER_KINDS: Mapping[FunderKind, Any] = {
    FunderKind.TERRITORIAL: _("Local authority"),
    FunderKind.EMPLOYER: _("Employer"),
    FunderKind.NATIONAL: _("National administration"),
}
LEVELS: Mapping[Level, Any] = {
    Level.NATIONAL: _("The State"),
    Level.REGION: _("Region"),
    Level.DEPARTMENT: _("Département"),
    Level.EPCI: _("Group of communes"),
    Level.COMMUNE: _("Commune"),
    Level.EMPLOYER: _("Employer"),
}
MODES: Mapping[Mode, Any] = {
    Mode.PUBLIC_TRANSPORT: _("Public transport"),
    Mode.BICYCLE: _("Bicycle"),
    Mode.CAR: _("Car"),
    Mode.SELF_SERVICE: _("Self-service vehicles"),
    Mode.ELECTRIC: _("Electric vehicle"),
    Mode.CAR_SHARING: _("Car sharing"),
    Mode.CARPOOLING: _("Carpooling"),
}
AUDIENCES: Mapping[Audience, Any] = {
    Audience.EVERYONE: _("Everyone"),
    Audience.EMPLOYEE: _("Employees"),
    Audience.STUDENT: _("Students"),
    Audience.JOB_SEEKER: _("People looking for work"),
    Audience.RETIRED: _("Retired people"),
    Audience.YOUNG: _("Young people"),
    Audience.DISABILITY: _("People with a disability"),
    Audience.LOW_INCOME: _("People on a low income"),
}
PURCHASES: Mapping[PurchaseTiming, Any] = {
    PurchaseTiming.NONE: _("There is nothing to buy"),
    PurchaseTiming.AFTER_AGREEMENT: _("Buy after the agreement: a quote is enough to apply"),
    PurchaseTiming.BEFORE_APPLYING: _("Buy first: apply with the invoice"),
}
AUTOMATIC_CHECKS: Mapping[AutomaticCheck, Any] = {
    AutomaticCheck.TERRITORY: _("The person lives in the territory"),
    AutomaticCheck.AGE: _("The person is old enough"),
    AutomaticCheck.ANSWERS: _("Every required question is answered"),
    AutomaticCheck.PROOFS: _("Every required paper is there"),
    AutomaticCheck.OTHER_APPLICATION: _("No other application for this aid is under way"),
    AutomaticCheck.IDENTITY: _("The identity is certified"),
    AutomaticCheck.RULES: _("The computed rules give the aid"),
    AutomaticCheck.FREQUENCY: _("The aid was not received too recently"),
}
PROCESSINGS: Mapping[Processing, Any] = {
    Processing.HERE: _("Here: the person applies on this site"),
    Processing.EXTERNAL: _("On another site: this page leads there"),
}
AID_STATES: Mapping[AidState, Any] = {
    AidState.DRAFT: _("Draft"),
    AidState.PUBLISHED: _("Published"),
    AidState.UNPUBLISHED: _("Withdrawn"),
}
FIELD_KINDS: Mapping[FieldKind, Any] = {
    FieldKind.TEXT: _("Text"),
    FieldKind.NUMBER: _("Number"),
    FieldKind.DATE: _("Date"),
    FieldKind.CHOICE: _("Choice in a list"),
    FieldKind.YES_NO: _("Yes or no"),
}
PROOF_TYPES: Mapping[ProofType, Any] = {
    ProofType.IDENTITY: _("Identity document"),
    ProofType.RESIDENCE: _("Proof of address"),
    ProofType.TAX_NOTICE: _("Tax notice"),
    ProofType.QUOTE: _("Quote"),
    ProofType.INVOICE: _("Invoice"),
    ProofType.SEASON_TICKET: _("Season ticket"),
    ProofType.EMPLOYER_CERTIFICATE: _("Employer’s certificate"),
    ProofType.SCHOOL_CERTIFICATE: _("School certificate"),
    ProofType.DISABILITY_CARD: _("Disability card"),
    ProofType.VEHICLE_REGISTRATION: _("Vehicle registration document"),
    ProofType.OTHER: _("Another paper"),
}


def role_choices(roles: frozenset[Role], *, at_platform: bool) -> list[tuple[str, str]]:
    """Roles with what each may do, on one line, as choices of a field."""
    names, hints = (PLATFORM_ROLES, PLATFORM_HINTS) if at_platform else (ROLES, ROLE_HINTS)
    line = gettext("%(role)s: %(hint)s")
    return [(role.value, line % {"role": names[role], "hint": hints[role]}) for role in names if role in roles]


def choices(words: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    """A table of words as the choices of a form field."""
    return [(code.value, label) for code, label in words.items()]


def listed(words: Mapping[Any, Any], codes: tuple[StrEnum, ...]) -> str:
    """Several codes in words, in the order of the table."""
    return ", ".join(str(label) for code, label in words.items() if code in codes)
