"""Serves `identity.ports.AccountMailer`: the mail is owed in the caller's transaction and leaves after its commit."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation

from mob.identity import selectors as identity
from mob.identity.ports import AccountMail
from mob.kernel import clock
from mob.kernel.ids import uuid7
from mob.notifications import services
from mob.notifications.composers import accounts
from mob.notifications.types import Recipient


class QueuedAccountMailer:
    """Each call is a mail of its own: two codes asked for are two mails."""

    def send(self, kind: AccountMail, to: str, language: str, context: Mapping[str, str]) -> None:
        with translation.override(language):
            content = accounts.compose(kind, context)
        services.owe_later(
            services.message_id("account", uuid7()),
            kind.value,
            Recipient(to, language, identity.user_by_email(to)),
            content,
            now=clock.now(),
            is_secret=accounts.is_secret(kind),
        )
