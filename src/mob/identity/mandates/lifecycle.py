"""The life of a mandate as a table. Pure: the present is a parameter.

A mandate given in general terms or for a named affair (Code civil, art. 1984 and 1987); ended at any moment by the one
who gave it, given up by the one who holds it (art. 2003, 2004 and 2007). Two years at most is ours: a help that goes on
is said anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from mob.identity.mandate_types import (
    Accept,
    Cancel,
    Command,
    Decline,
    End,
    EndedBy,
    Lapse,
    MandateState,
    Power,
    Renew,
    Side,
    Snapshot,
    Terms,
)
from mob.kernel.clock import add_months, civil_date
from mob.kernel.errors import Forbidden, Invalid, Refused

LONGEST_MONTHS = 24
DURATIONS = (1, 3, 6, 12, 24)

# What each command does to each state; what is not written is refused.
TABLE: Mapping[type[Command], tuple[MandateState, MandateState]] = {
    Accept: (MandateState.ASKED, MandateState.ACCEPTED),
    Decline: (MandateState.ASKED, MandateState.DECLINED),
    Cancel: (MandateState.ASKED, MandateState.CANCELLED),
    Lapse: (MandateState.ASKED, MandateState.LAPSED),
    Renew: (MandateState.ACCEPTED, MandateState.ACCEPTED),
    End: (MandateState.ACCEPTED, MandateState.ENDED),
}


def check_terms(terms: Terms) -> None:
    """Raises Invalid for a mandate that lets do nothing, on no aid, or for longer than two years."""
    if not terms.powers:
        raise Invalid("mandate_powers_missing", "powers")
    if terms.aid_ids is not None and not terms.aid_ids:
        raise Invalid("mandate_aids_missing", "aids")
    _check_months(terms.months)


def _check_months(months: int) -> None:
    if not 1 <= months <= LONGEST_MONTHS:
        raise Invalid("mandate_too_long", "months", most=LONGEST_MONTHS)


def state_after(mandate: Snapshot, command: Command, *, now: datetime) -> MandateState:
    """The state this command leads to. Raises Refused when it no longer can, Forbidden for the wrong side."""
    before, after = TABLE[type(command)]
    if mandate.state is not before:
        raise Refused("mandate_changed")
    _check_moment(mandate, command, now)
    if not _is_entitled(mandate, command):
        raise Forbidden("not_allowed")
    return after


def _check_moment(mandate: Snapshot, command: Command, now: datetime) -> None:
    is_late = now >= mandate.answer_by
    if isinstance(command, Accept | Decline) and is_late:
        raise Refused("mandate_too_late")
    if isinstance(command, Lapse) and not is_late:
        raise Refused("mandate_changed")
    if isinstance(command, Renew):
        _check_months(command.months)
        if not is_live(mandate, civil_date(now)):
            raise Refused("mandate_changed")
    if isinstance(command, End) and command.by is EndedBy.CLOCK and is_live(mandate, civil_date(now)):
        raise Refused("mandate_changed")


def _is_entitled(mandate: Snapshot, command: Command) -> bool:
    match command:
        case Accept(side) | Decline(side):
            return side is mandate.opened_by.other
        case Cancel(side):
            return side is mandate.opened_by
        case Renew(side):
            # She alone who is helped says that it goes on: her silence never does.
            return side is Side.HELPED
        case _:
            return True


def is_live(mandate: Snapshot, on: date) -> bool:
    """From the day it was accepted until the end of its last day. The clock need not have passed: the date decides."""
    if mandate.state is not MandateState.ACCEPTED or mandate.begins_on is None or mandate.ends_on is None:
        return False
    return mandate.begins_on <= on <= mandate.ends_on


def last_day(months: int, *, today: date) -> date:
    """The last day of a mandate accepted, or renewed, today."""
    _check_months(months)
    return add_months(today, months)


def lets(mandate: Snapshot, power: Power, *, on: date) -> bool:
    """Whether the helper may do this today."""
    return is_live(mandate, on) and power in mandate.terms.powers
