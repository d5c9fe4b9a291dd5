"""From a fact to the mails it owes. Idempotent on (fact, subscriber): the Message-ID is derived from both."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils import translation

from mob.applications import correspondents
from mob.applications import events as e
from mob.directory import selectors as directory
from mob.identity import selectors as identity
from mob.journal.types import FactView, Subscriber
from mob.kernel import clock
from mob.kernel.actor import Role
from mob.notifications import paying, posting
from mob.notifications.composers import applications, staff, thread
from mob.notifications.types import Recipient


def subscribers() -> Iterator[Subscriber]:
    """Every subscriber of this context."""
    yield Subscriber("mail.person", applications.kinds(), tell_person)
    yield Subscriber("mail.thread", frozenset({e.MessageSent.kind}), tell_other_side)
    yield Subscriber("mail.assignee", frozenset({e.ApplicationResubmitted.kind}), tell_assignee)
    yield Subscriber("mail.invitation", frozenset({"staff_invited"}), invite)
    yield from paying.subscribers()
    yield Subscriber("mail.keys", staff.key_kinds(), tell_key_holders)


def tell_person(fact: FactView) -> None:
    """A state changed: the person is told, always."""
    case = correspondents.of(fact.owner_id)
    if case is None or not case.email:
        return
    with translation.override(case.language):
        content = applications.compose(fact.kind, case)
    posting.post(fact, "mail.person", Recipient(case.email, case.language), content)


def tell_other_side(fact: FactView) -> None:
    """A message: the person gets its words, the agent a link."""
    case = correspondents.of(fact.owner_id)
    words = correspondents.message_text(UUID(fact.data["message_id"]))
    if case is None or words is None:
        return
    to = Recipient(case.email, case.language) if fact.data["from_funder"] else _agent(case.assignee_id)
    if not to.email:
        return
    with translation.override(to.language):
        content = thread.to_person(case, *words) if fact.data["from_funder"] else thread.to_agent(case)
    posting.post(fact, "mail.thread", to, content)


def tell_assignee(fact: FactView) -> None:
    """What an agent asked for arrived: whoever holds the file is told."""
    case = correspondents.of(fact.owner_id)
    to = _agent(case.assignee_id) if case else Recipient("")
    if case is None or not to.email:
        return
    with translation.override(to.language):
        content = thread.answer_came(case)
    posting.post(fact, "mail.assignee", to, content)


def invite(fact: FactView) -> None:
    """An invitation, to the address it was made for."""
    mail = directory.invitation_mail(UUID(fact.data["invitation_id"]))
    if mail is None or not mail.invitation.is_open_at(clock.now()):
        return
    with translation.override("fr"):
        content = staff.invitation(mail)
    posting.post(fact, "mail.invitation", Recipient(mail.invitation.email), content)


def tell_key_holders(fact: FactView) -> None:
    """Something happened to a key: every supervisor and administrator of the funder is told."""
    funder = directory.funder(fact.owner_id)
    if funder is None:
        return
    for member in directory.staff_of(funder.id):
        if member.roles & {Role.SUPERVISOR, Role.ADMINISTRATOR}:
            language = identity.language_of(member.user_id)
            with translation.override(language):
                content = staff.key_notice(fact.kind, funder.name)
            posting.post(fact, f"mail.keys:{member.user_id}", Recipient(member.email, language), content)


def _agent(user_id: UUID | None) -> Recipient:
    if user_id is None:
        return Recipient("")
    return Recipient(identity.email_of(user_id) or "", identity.language_of(user_id))
