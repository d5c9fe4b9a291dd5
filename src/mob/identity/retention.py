"""How long accounts are kept when nobody comes back, and what serves a moment only. Rules of `mob purge`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce, Greatest

from mob.identity.events import AccountExpiring
from mob.identity.models import ClaimCode, MailedCode, Throttle, User
from mob.identity.oidc import tokens
from mob.identity.ports import AccountMail, AccountMailer, StaffRegister
from mob.identity.services import leaving, receipts, sweep
from mob.identity.services.sharing import forgetting
from mob.identity.types import RetentionRule
from mob.journal import selectors as journal_reads
from mob.journal import services as journal
from mob.kernel import clock, ports
from mob.kernel.actor import Actor

IDLE_MONTHS = 24
WARNING = timedelta(days=30)
_FORGOTTEN_AFTER = timedelta(days=1)


def rules() -> list[RetentionRule]:
    """Every rule of this context."""
    return [
        RetentionRule(
            "accounts.idle",
            "accounts nobody came back to, with nothing under way",
            f"{IDLE_MONTHS} months without a visit, after a notice of {WARNING.days} days",
            due=lambda now: sum(1 for _ in _expired(now)),
            erase=_erase_idle,
        ),
        RetentionRule(
            "accounts.codes",
            "spent codes, emptied throttles",
            "a day after they serve no more",
            due=_spent,
            erase=_forget_spent,
        ),
        RetentionRule(
            "accounts.receipts",
            "receipts of notices and consents",
            f"until 31 December of the {receipts.YEARS_KEPT}th year (Code civil, article 2224)",
            due=receipts.expired,
            erase=receipts.forget_expired,
        ),
        RetentionRule(
            "accounts.tokens",
            "codes and tokens of linked services that ended",
            "a day after their end",
            due=tokens.expired,
            erase=tokens.forget_expired,
        ),
        forgetting.rule(),
        RetentionRule(
            "accounts.sessions",
            "sessions that ended",
            "until they end: 30 days without a visit",
            due=lambda now: Session.objects.filter(expire_date__lt=now).count(),
            erase=lambda now: Session.objects.filter(expire_date__lt=now).delete()[0],
        ),
    ]


def _spent(now: datetime) -> int:
    codes = MailedCode.objects.filter(expires_at__lt=now - _FORGOTTEN_AFTER).count()
    codes += ClaimCode.objects.filter(expires_at__lt=now - _FORGOTTEN_AFTER).count()
    return codes + Throttle.objects.filter(expires_at__lt=now).count()


def _forget_spent(now: datetime) -> int:
    found = _spent(now)
    sweep({}, now)
    return found


def _erase_idle(now: datetime) -> int:
    for user in _near(now):
        if _told_at(user) is None:
            _announce(user, now)
    return sum(leaving.expire(user.id, now=now) for user in list(_expired(now)))


def _near(now: datetime) -> Iterator[User]:
    """People who have not come for so long that the notice is due, staff apart, and nothing of theirs under way."""
    limit = clock.day_starts(clock.add_months(clock.civil_date(now), -IDLE_MONTHS)) + WARNING
    seen = Greatest(Coalesce("last_login", "created_at"), "created_at")
    rows = User.objects.filter(deleted_at=None, is_active=True).annotate(
        seen=seen, open=Max("usersession__last_seen_at")
    )
    staff = ports.serve(StaffRegister)  # type: ignore[type-abstract]
    for user in rows.filter(seen__lt=limit).order_by("seen"):
        came_by_session = user.open is not None and user.open >= limit
        if not came_by_session and not staff.is_staff(user.id) and not leaving.open_items(Actor.citizen(user.id)):
            yield user


def _expired(now: datetime) -> Iterator[User]:
    """Those who were told a month ago, and did not come since."""
    for user in _near(now):
        told = _told_at(user)
        if told is not None and told + WARNING <= now:
            yield user


def _told_at(user: User) -> datetime | None:
    facts = journal_reads.stream_facts(Actor.system(), _stream(user.id))
    since = user.last_login or user.created_at
    told = [fact.at for fact in facts if fact.kind == AccountExpiring.kind and fact.at >= since]
    return told[-1] if told else None


def _announce(user: User, now: datetime) -> None:
    last = clock.civil_date(now + WARNING)
    with transaction.atomic():
        journal.append(Actor.system(), stream=_stream(user.id), events=[AccountExpiring(last)], now=now)
        mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
        told = {"last_day": last.isoformat()}
        mailer.send(AccountMail.ACCOUNT_EXPIRING, user.email, user.language, told, person=user.id)


def _stream(user_id: UUID) -> str:
    return f"account:{user_id}"
