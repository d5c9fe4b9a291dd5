"""What an aid needs to know of the person's profile, and no more. The aid's own questions are in `answers`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from mob.applications import representation
from mob.catalogue.types import AidTerms, Audience
from mob.eligibility import questions
from mob.identity.types import ClaimName, ProfileView


class ProfilePart(StrEnum):
    NAMES = "names"
    BIRTH_DATE = "birth_date"
    COMMUNE = "commune"
    OCCUPATION = "occupation"


_BY_OCCUPATION = frozenset({Audience.EMPLOYEE, Audience.STUDENT, Audience.JOB_SEEKER, Audience.RETIRED})


def profile_parts(view: AidTerms) -> tuple[ProfilePart, ...]:
    """The parts of the profile this aid is decided on, in the order they are asked."""
    parts = [ProfilePart.NAMES, ProfilePart.BIRTH_DATE]
    is_local = any(territory.kind != "country" for territory in view.territories)
    if is_local or (view.rules is not None and questions.needs_place(view.rules)):
        parts.append(ProfilePart.COMMUNE)
    if _BY_OCCUPATION.intersection(view.audiences):
        parts.append(ProfilePart.OCCUPATION)
    return tuple(parts)


def knows_beneficiary(value: Mapping[str, Any]) -> bool:
    """Whether what was said of who the aid is for is whole: the person herself, or somebody with names and birth date."""
    if representation.of(value) is not None:
        return all(value.get(key) for key in ("first_name", "last_name", "birth_date"))
    return value.get("kind") == "self"


def missing_parts(view: AidTerms, profile: ProfileView) -> tuple[ProfilePart, ...]:
    """The needed parts that the person has not given yet."""
    return tuple(part for part in profile_parts(view) if not _has(part, profile))


def asked_alone(view: AidTerms, profile: ProfileView) -> ProfileView:
    """The profile without what this aid is not decided on. The e-mail stays: answers are sent there."""
    parts = profile_parts(view)
    lives, works = ProfilePart.COMMUNE in parts, ProfilePart.OCCUPATION in parts
    return dataclasses.replace(
        profile,
        commune=profile.commune if lives else None,
        postcode=profile.postcode if lives else None,
        occupation=profile.occupation if works else None,
        phone=None,
    )


def _has(part: ProfilePart, profile: ProfileView) -> bool:
    match part:
        case ProfilePart.NAMES:
            return bool(profile.value(ClaimName.FIRST_NAME) and profile.value(ClaimName.BIRTH_NAME))
        case ProfilePart.BIRTH_DATE:
            return profile.birth_date is not None
        case ProfilePart.COMMUNE:
            return bool(profile.commune)
        case ProfilePart.OCCUPATION:
            return profile.occupation is not None
