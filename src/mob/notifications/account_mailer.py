"""Serves `identity.ports.AccountMailer`: the mail is owed in the caller's transaction and leaves after its commit."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import translation

from mob.applications import correspondents
from mob.directory import selectors as directory
from mob.identity import selectors as identity
from mob.identity.ports import AccountMail
from mob.kernel import clock
from mob.kernel.ids import uuid7
from mob.notifications import posting, services
from mob.notifications.composers import accounts
from mob.notifications.types import Addressee, Recipient

# A code is worth a quarter of an hour and a farewell would keep the address of who left: neither is put on paper.
ON_PAPER = frozenset({AccountMail.ACCOUNT_EXPIRING, AccountMail.SERVICE_CLOSING, AccountMail.ACCOUNT_CLAIMED})


class QueuedAccountMailer:
    """Each call is a mail of its own: two codes asked for are two mails. Without an address, a letter or nothing."""

    def send(
        self, kind: AccountMail, to: str, language: str, context: Mapping[str, str], *, person: UUID | None = None
    ) -> None:
        if not to:
            self._write(kind, language, context, person)
            return
        with translation.override(language):
            content = accounts.compose(kind, context)
        services.owe_later(
            services.message_id("account", uuid7()),
            kind.value,
            Recipient(to, language, person or identity.user_by_email(to)),
            content,
            now=clock.now(),
            is_secret=accounts.is_secret(kind),
        )

    def _write(self, kind: AccountMail, language: str, context: Mapping[str, str], person: UUID | None) -> None:
        """At the counter of her last file: it alone knows where she is."""
        reach = identity.reach_of(person) if person and kind in ON_PAPER else None
        counter = correspondents.funder_of(person) if person and reach else None
        funder = directory.funder(counter[0]) if counter else None
        if reach is None or counter is None or funder is None:
            return
        to = Addressee(
            name=reach.name,
            language=language,
            person_id=person,
            is_on_paper=True,
            postal=reach.postal,
            has_login=False,
            funder_id=counter[0],
            community_id=counter[1],
        )
        with translation.override(language):
            content = accounts.compose(kind, context)
            key = services.message_id("account", uuid7())
            posting.owe_letter(key, kind.value, to, content, funder, now=clock.now())
