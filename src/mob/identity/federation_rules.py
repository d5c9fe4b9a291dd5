"""Pure rules of signing in from above: levels of assurance, and where the tokens' times may lie."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from mob.identity.federation_types import SKEW, PivotIdentity, Refusal
from mob.identity.types import CivilDetail, Claim, ClaimName
from mob.kernel.unicode import normal

# Regulation (EU) 910/2014, article 8: low, substantial, high, as FranceConnect names them.
LEVELS = ("eidas1", "eidas2", "eidas3")


def is_enough(got: str, asked: Sequence[str]) -> bool:
    """Whether the level obtained is at least one of those asked. What stands on no ladder must be named itself."""
    if not asked or got in asked:
        return True
    wanted = [LEVELS.index(each) for each in asked if each in LEVELS]
    return got in LEVELS and bool(wanted) and LEVELS.index(got) >= min(wanted)


def highest(*levels: str) -> str:
    """The strongest of these, or an empty text when none stands on the ladder."""
    return max((each for each in levels if each in LEVELS), key=LEVELS.index, default="")


def lowest(levels: Sequence[str]) -> str:
    """What a whole is worth whose parts are worth these. Empty when one of them stands on no ladder."""
    return min(levels, key=LEVELS.index) if levels and all(each in LEVELS for each in levels) else ""


def untimely(exp: object, iat: object, now: datetime) -> Refusal | None:
    """What is wrong with the times of a token (epoch seconds), a minute of disagreement apart."""
    moment, skew = now.timestamp(), SKEW.total_seconds()
    end, start = _seconds(exp), _seconds(iat)
    if end is None or start is None:
        return Refusal.TOKEN_MALFORMED
    if end + skew <= moment:
        return Refusal.EXPIRED
    return Refusal.NOT_YET if start - skew > moment else None


def is_anew(auth_time: datetime | None, asked_at: datetime) -> bool:
    """Whether the person proved who she is after she was asked to (`prompt=login`). A provider need not say when."""
    return auth_time is None or auth_time >= asked_at - SKEW


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def claims_of(pivot: PivotIdentity) -> dict[ClaimName | CivilDetail, str]:
    """What a pivot identity certifies. The name in use is not part of it: it stays free (Code civil, art. 225-1)."""
    said: dict[ClaimName | CivilDetail, str] = {
        ClaimName.FIRST_NAME: pivot.first_names[0],
        ClaimName.BIRTH_NAME: pivot.birth_name,
        ClaimName.BIRTH_DATE: pivot.birth_date.isoformat() if pivot.birth_date else "",
        CivilDetail.FIRST_NAMES: " ".join(pivot.first_names),
        CivilDetail.GENDER: pivot.gender,
        CivilDetail.BIRTH_PLACE: pivot.birth_place,
        CivilDetail.BIRTH_COUNTRY: pivot.birth_country,
    }
    return {name: value for name, value in said.items() if value}


def contradicts(known: Mapping[ClaimName, Claim], pivot: PivotIdentity) -> bool:
    """Whether the account already bears the certified identity of somebody else: birth date, birth name, first name."""
    return differs({name: claim for name, claim in known.items() if claim.is_certified}, pivot)


def differs(known: Mapping[ClaimName, Claim], pivot: PivotIdentity) -> bool:
    """Whether what is known, even by hand, reads as somebody else. The name in use may always differ."""
    said = claims_of(pivot)
    return any(
        name in said and _letters(claim.value) != _letters(said[name])
        for name, claim in known.items()
        if name is not ClaimName.USUAL_NAME
    )


def is_one_person(theirs: Mapping[ClaimName, Claim], mine: Mapping[ClaimName, Claim]) -> bool:
    """Whether the first identity is certified whole, and nothing certified of the second contradicts it.

    First name, birth name, birth date. What the second says by hand alone proves nothing and contradicts nothing: the
    certificate takes its place.
    """
    return all(_vouched(theirs, name) and _agrees(theirs[name], mine.get(name)) for name in _CORE)


_CORE = (ClaimName.FIRST_NAME, ClaimName.BIRTH_NAME, ClaimName.BIRTH_DATE)


def _vouched(claims: Mapping[ClaimName, Claim], name: ClaimName) -> bool:
    return name in claims and claims[name].is_certified


def _agrees(theirs: Claim, mine: Claim | None) -> bool:
    return mine is None or not mine.is_certified or _letters(mine.value) == _letters(theirs.value)


def _letters(text: str) -> str:
    """A name without case, accents, spaces or hyphens: registers write them differently."""
    return re.sub(r"[^a-z0-9]", "", normal("NFKD", text).casefold())
