"""Pure rules of birth dates: what is a possible one, and from when a person may have an account."""

from __future__ import annotations

from datetime import date

from mob.kernel.clock import age_on
from mob.kernel.errors import Invalid

# moB opened accounts from sixteen; younger people apply through a parent.
MINIMUM_AGE = 16
OLDEST_AGE = 125


def check_birth_date(typed: str, *, today: date, pointer: str = "birth_date") -> date:
    """An ISO 8601 date of someone alive and 16 or over on `today` (a civil date in Europe/Paris), birthday included.

    Raises `Invalid("under_sixteen")` for the young: the page then says how a parent applies.
    """
    try:
        birth = date.fromisoformat(typed)
    except ValueError as error:
        raise Invalid("birth_date_format", pointer) from error
    if birth > today:
        raise Invalid("birth_date_future", pointer)
    age = age_on(birth, today)
    if age > OLDEST_AGE:
        raise Invalid("birth_date_too_old", pointer)
    if age < MINIMUM_AGE:
        raise Invalid("under_sixteen", pointer, age=MINIMUM_AGE)
    return birth
