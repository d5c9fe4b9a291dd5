"""Accounts for tests: a mailbox that keeps what was sent, and browsers that are signed in as people really are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from mob.identity import assisted
from mob.identity.models import User
from mob.identity.ports import AccountMail, AccountMailer
from mob.kernel import clock, ports
from mob.kernel.ids import uuid7

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_NO_ADAPTER: Any = object()


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail handed to the port."""

    kind: AccountMail
    to: str
    language: str
    context: Mapping[str, str]


@dataclass(slots=True)
class Mailbox:
    """Serves `AccountMailer` and keeps every mail."""

    mails: list[Mail] = field(default_factory=list)

    def send(
        self, kind: AccountMail, to: str, language: str, context: Mapping[str, str], *, person: UUID | None = None
    ) -> None:
        self.mails.append(Mail(kind, to, language, dict(context)))

    @property
    def last(self) -> Mail:
        return self.mails[-1]

    @property
    def code(self) -> str:
        """The code of the last mail that carries one."""
        return next(mail.context["code"] for mail in reversed(self.mails) if "code" in mail.context)

    def kinds(self) -> list[AccountMail]:
        return [mail.kind for mail in self.mails]


@contextmanager
def plugged_mailbox() -> Iterator[Mailbox]:
    """A mailbox served in place of the usual adapter."""
    before = ports._factories.get(AccountMailer, _NO_ADAPTER)
    mailbox = Mailbox()
    ports.plug(AccountMailer, lambda: mailbox)  # type: ignore[type-abstract]
    yield mailbox
    ports._factories.pop(AccountMailer)
    ports._instances.pop(AccountMailer, None)
    if before is not _NO_ADAPTER:
        ports.plug(AccountMailer, before)  # type: ignore[type-abstract]


def sign_in(client: Client, user: User, *, strong: bool = False, now: datetime | None = None) -> Client:
    """A browser signed in as the sign-in pages leave it. `strong`: a second factor was proved, as staff must."""
    moment = (now or clock.now()).timestamp()
    client.force_login(user)
    session = client.session
    session.update({"signed_in_at": moment, "proved_at": moment, "proved_strongly_at": moment if strong else 0})
    if strong:
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": moment}]
        session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def assist(client: Client, user: User, *, now: datetime | None = None) -> Client:
    """A browser in which a professional helper came through Aidants Connect, as the callback leaves it."""
    moment = now or clock.now()
    client.force_login(user)
    session = client.session
    session["assisted_visit"] = [str(uuid7()), (moment + assisted.LIFE).timestamp()]
    session["signed_in_at"] = moment.timestamp()
    session["account_authentication_methods"] = [{"method": assisted.METHOD, "at": moment.timestamp()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def totp_code(secret: str = TOTP_SECRET) -> str:
    """The code an application shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))
