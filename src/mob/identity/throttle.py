"""Pure rule of throttling: how many times something may happen in a sliding window, and how long to wait otherwise.

An attacker is slowed and the owner is not locked out: a browser that already signed in to the account counts in a
bucket of its own, which nobody else can fill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from mob.kernel.errors import Refused


class Slowed(Refused):
    """Too often in a short time. `minutes` says when to try again."""

    status: ClassVar[int] = 429


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` events in any `window`, counted for each subject."""

    name: str
    most: int
    window: timedelta


GUESS_ACCOUNT = Limit("guess-account", 10, timedelta(minutes=15))
GUESS_DEVICE = Limit("guess-device", 10, timedelta(minutes=15))
GUESS_NETWORK = Limit("guess-network", 30, timedelta(minutes=10))
MAIL_ADDRESS = Limit("mail-address", 8, timedelta(minutes=15))
MAIL_ADDRESS_DAY = Limit("mail-address-day", 40, timedelta(days=1))
MAIL_DEVICE = Limit("mail-device", 8, timedelta(minutes=15))
MAIL_NETWORK = Limit("mail-network", 120, timedelta(hours=1))
CLAIM_NETWORK = Limit("claim-network", 10, timedelta(minutes=15))
SPOKEN_CODE = Limit("spoken-code", 5, timedelta(hours=1))
WORK_LINK_ACCOUNT = Limit("work-link-account", 10, timedelta(days=1))
WORK_LINK_MAILBOX = Limit("work-link-mailbox", 5, timedelta(days=1))
NEEDS_READ = Limit("needs-read", 60, timedelta(hours=1))
NEEDS_ASKED = Limit("needs-asked", 10, timedelta(days=1))
PURCHASES = Limit("purchases", 20, timedelta(days=1))
MANDATE_ACCOUNT = Limit("mandate-account", 10, timedelta(days=1))
MANDATE_MAILBOX = Limit("mandate-mailbox", 5, timedelta(days=1))
MANDATE_CODE_ACCOUNT = Limit("mandate-code-account", 10, timedelta(hours=1))
MANDATE_CODE_NETWORK = Limit("mandate-code-network", 30, timedelta(hours=1))
REGISTER_ASKED = Limit("register-asked", 10, timedelta(days=1))

REPORT_NETWORK = Limit("report-network", 10, timedelta(hours=1))
REPORT_PAGE = Limit("report-page", 30, timedelta(days=1))


def admit(stamps: Sequence[float], *, now: float, limit: Limit) -> tuple[list[float], int]:
    """The stamps after this event and 0, or the stamps unchanged and the seconds to wait. Times in epoch seconds."""
    window = limit.window.total_seconds()
    live = [stamp for stamp in stamps if stamp > now - window]
    if len(live) < limit.most:
        return [*live, now], 0
    return live, max(1, round(live[-limit.most] + window - now))
