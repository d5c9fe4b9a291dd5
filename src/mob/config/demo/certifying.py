"""What the demonstration may ask the stand-in of API Particulier: legal bases of the town, and an aid that uses one."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils import translation

from mob.catalogue import services as catalogue
from mob.catalogue.types import (
    AidContent,
    AidTexts,
    Audience,
    Level,
    Mode,
    ProofContent,
    ProofType,
    TerritoryCode,
    Words,
)
from mob.eligibility.certified.rules import AGREED_MONTHS, QUOTIENT
from mob.eligibility.certified.sources import kind_of
from mob.eligibility.certified.types import BasisContent, RegisterSource, Wanted
from mob.eligibility.certifying import agreeing, bases
from mob.integrations.standins.agents import VALMONT_SIRET
from mob.integrations.standins.particulier import JOB_SEEKERS
from mob.kernel.actor import Actor
from mob.kernel.clock import add_months, civil_date
from mob.kernel.money import Cents
from mob.web.account.certified.forms import Offer

SLUG = "pass-solidaire"
_ACTS = {
    RegisterSource.FAMILY_QUOTIENT: "DP-48213",
    RegisterSource.STUDENT: "DP-48214",
    RegisterSource.SCHOLARSHIP: "DP-48215",
    RegisterSource.JOB_SEEKER: "DP-48216",
    RegisterSource.VEHICLE: "DP-48217",
}


def tell(admin: Actor, town: UUID, now: datetime) -> None:
    """Five acts in force, and an aid whose certificate the family quotient replaces."""
    for source, number in _ACTS.items():
        basis = BasisContent(
            town, source, number, VALMONT_SIRET, "Délibération inventée 2025-112", date(2026, 1, 1), None
        )
        bases.record_basis(admin, content=basis, now=now)
    key = catalogue.create_aid(admin, funder_id=town, content=_content(), slug=SLUG, now=now)
    catalogue.publish(admin, aid_id=key, now=now)


def choose(person: Actor, town: UUID, now: datetime) -> None:
    """Somebody who let the town ask two registers, and has not gone on to FranceConnect yet."""
    until = add_months(civil_date(now), AGREED_MONTHS)
    held = bases.allowed(town, civil_date(now))
    offers = {
        source: Offer(kind_of(source), held[source], until)
        for source in (RegisterSource.FAMILY_QUOTIENT, RegisterSource.JOB_SEEKER)
    }
    wanted = [
        Wanted(RegisterSource.FAMILY_QUOTIENT, town),
        Wanted(RegisterSource.JOB_SEEKER, town, next(iter(JOB_SEEKERS))),
    ]
    with translation.override("fr"):
        agreeing.agree(person, wanted=wanted, words=lambda each: offers[each.source].words(), language="fr", now=now)


def _content() -> AidContent:
    return AidContent(
        fr=AidTexts(
            title="Pass solidaire, bus et tram",
            promise="La métropole paie les trois quarts de l’abonnement des foyers modestes.",
            conditions="- Habiter la métropole.\n- Avoir un quotient familial de 900 € au plus.",
            amount_text="les trois quarts de l’abonnement, soit 198 €",
            payment_terms="Virement, après l’accord.",
        ),
        en=AidTexts(
            title="Solidarity pass, bus and tram",
            promise="The metropolitan area pays three quarters of the season ticket of modest households.",
            conditions="- Live in the metropolitan area.\n- Have a family quotient of €900 or less.",
            amount_text="three quarters of the season ticket, that is €198",
            payment_terms="Bank transfer, after the agreement.",
        ),
        level=Level.EPCI,
        modes=(Mode.PUBLIC_TRANSPORT,),
        audiences=(Audience.EVERYONE,),
        territories=(TerritoryCode("epci", "999900001"),),
        max_amount=Cents(19_800),
        help_address="Maison des mobilités, 4 quai de l’Isère\n38950 Valmont-sur-Isère",
        help_phone="04 00 00 00 01",
        help_hours="du mardi au samedi, 10 h à 18 h",
        verified_on=date(2026, 10, 5),
        proofs=(
            ProofContent(
                "attestation-quotient",
                ProofType.OTHER,
                Words("Attestation de quotient familial", "Family quotient certificate"),
                Words("De la CAF ou de la MSA, de moins de trois mois.", "From CAF or MSA, under three months old."),
                replaced_by=(QUOTIENT,),
            ),
        ),
    )
