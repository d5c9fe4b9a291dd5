"""What was said, carried from page to page in a signed form: the server keeps nothing, and no address holds it.

Two seals. The one of pages lasts some hours. The one of links (`sealed_for_link`) lasts as long as the site's key: it
travels after the `#` of an address, which browsers never send.
"""

from __future__ import annotations

import math
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core import signing

from mob.catalogue.types import Answer
from mob.eligibility.simulation.types import Situation
from mob.kernel.errors import Refused

FIELD = "simulation"
LIFE = timedelta(hours=6)
MAX_SEALED = 12_000
MOST_SAID = 60
_PAGE, _LINK = "mob.simulator.page", "mob.simulator.link"


def sealed(situation: Situation) -> str:
    """For the hidden field of the next page."""
    return signing.dumps(_plain(situation), salt=_PAGE, compress=True)


def opened(text: str) -> Situation:
    """What the form carried. Raises Refused(`simulation_expired`) when it is too old, too long or not ours."""
    return _opened(text, _PAGE, LIFE)


def sealed_for_link(situation: Situation) -> str:
    return signing.dumps(_plain(situation), salt=_LINK, compress=True)


def opened_from_link(text: str) -> Situation:
    """Raises Refused(`simulation_expired`)."""
    return _opened(text, _LINK, None)


def _opened(text: str, salt: str, life: timedelta | None) -> Situation:
    if len(text) > MAX_SEALED:
        raise Refused("simulation_expired")
    try:
        return _read(signing.loads(text, salt=salt, max_age=life))
    except (signing.BadSignature, ValueError, TypeError, KeyError):
        raise Refused("simulation_expired") from None


def _plain(situation: Situation) -> dict[str, Any]:
    return {"c": situation.commune, "s": [list(pair) for pair in situation.said], "a": situation.aid}


def _read(plain: Any) -> Situation:
    """Written by us, yet read with care: an older release may have written it."""
    said = tuple((str(fact), _answer(answer)) for fact, answer in plain["s"])
    if len(said) > MOST_SAID:
        raise ValueError("more answers than there are questions")
    return Situation(str(plain["c"]), said, str(plain["a"]))


def _answer(value: Any) -> str | float | bool | None:
    if value is None or isinstance(value, (str, bool)):
        return value
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("not a number")
    return number


def stored(answer: Answer | None) -> str | bool | None:
    """An answer as the form of its question takes it back."""
    if answer is None or isinstance(answer, (str, bool)):
        return answer
    return format(Decimal(repr(answer)).normalize(), "f")
