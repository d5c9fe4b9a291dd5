"""What an aid asks of the profile, and the words that are signed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from uuid import UUID

import pytest

from mob.applications import declaration, needs
from mob.applications.needs import ProfilePart
from mob.catalogue.types import (
    AidState,
    AidView,
    Audience,
    Level,
    Processing,
    PurchaseTiming,
    TerritoryCode,
)
from mob.identity.types import Claim, ClaimName, Occupation, ProfileView

AID = AidView(
    id=UUID(int=1),
    slug="a",
    state=AidState.PUBLISHED,
    version_id=UUID(int=2),
    number=1,
    funder_id=UUID(int=3),
    funder_name="Valmont",
    level=Level.EPCI,
    modes=(),
    audiences=(Audience.EVERYONE,),
    territories=(TerritoryCode("country", "FR"),),
    valid_from=None,
    valid_to=None,
    minimum_age=None,
    purchase=PurchaseTiming.NONE,
    processing=Processing.HERE,
    external_url="",
    max_amount=None,
    wants_courtesy_mails=True,
    help_address="",
    help_phone="",
    help_hours="",
    source_url="",
    source_date=None,
    verified_on=None,
    title="A",
    promise="",
    description="",
    conditions="",
    amount_text="",
    payment_terms="",
)
WHO = (ProfilePart.NAMES, ProfilePart.BIRTH_DATE)


def test_a_national_aid_for_everyone_asks_neither_town_nor_situation() -> None:
    assert needs.profile_parts(AID) == WHO


def test_a_local_aid_asks_the_town() -> None:
    local = replace(AID, territories=(TerritoryCode("epci", "200000000"),))
    assert needs.profile_parts(local) == (*WHO, ProfilePart.COMMUNE)


@pytest.mark.parametrize("audience", [Audience.STUDENT, Audience.EMPLOYEE, Audience.JOB_SEEKER, Audience.RETIRED])
def test_an_aid_for_some_situations_asks_the_situation(audience: Audience) -> None:
    assert ProfilePart.OCCUPATION in needs.profile_parts(replace(AID, audiences=(audience,)))


def test_what_is_known_is_not_missing() -> None:
    aid = replace(AID, audiences=(Audience.STUDENT,), territories=(TerritoryCode("commune", "99V01"),))
    nobody = ProfileView(UUID(int=9), "a@exemple.fr")
    assert needs.missing_parts(aid, nobody) == needs.profile_parts(aid)
    claims = {
        ClaimName.FIRST_NAME: Claim("Léa"),
        ClaimName.BIRTH_NAME: Claim("Roy"),
        ClaimName.BIRTH_DATE: Claim("2000-01-01"),
    }
    known = replace(nobody, claims=claims, commune="99V01", occupation=Occupation.STUDENT)
    assert needs.missing_parts(aid, known) == ()


def test_the_hash_is_of_the_words_themselves() -> None:
    text = declaration.words("fr", "Métropole de Valmont")
    assert "Métropole de Valmont" in text.text
    assert text.digest == hashlib.sha256(text.text.encode()).hexdigest()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_signature_finds_the_words_it_signed(language: str) -> None:
    text = declaration.words(language, "Valmont")
    assert declaration.find(text.version, text.digest, "Valmont") == text


def test_another_funder_s_words_or_an_unknown_version_are_no_signature() -> None:
    text = declaration.words("fr", "Valmont")
    assert declaration.find(text.version, text.digest, "Ailleurs") is None
    assert declaration.find("1999-01", text.digest, "Valmont") is None


def test_the_words_of_a_version_never_change() -> None:
    fingerprints = {language: declaration.words(language, "X").digest[:16] for language in ("fr", "en")}
    assert fingerprints == {"fr": "cbf20cccbe7daaa6", "en": "91b7b72193994b02"}, (
        "an edit makes the next version: add it, keep this one"
    )
