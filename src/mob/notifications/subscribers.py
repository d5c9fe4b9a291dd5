"""From a fact to the mails it owes. Idempotent on (fact, subscriber): the Message-ID is derived from both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from django.utils import translation

from mob.applications import correspondents, helped
from mob.applications import events as e
from mob.applications.correspondents import Correspondence
from mob.applications.types import State
from mob.directory import selectors as directory
from mob.directory.types import AffiliationState, AffiliationView
from mob.identity import selectors as identity
from mob.journal.types import FactView, Subscriber
from mob.kernel import clock
from mob.kernel.actor import Role
from mob.notifications import keeping, paying
from mob.notifications.composers import affiliations, applications, staff, thread
from mob.notifications.posting import addressee, tell
from mob.notifications.posting import post as _post
from mob.notifications.types import Addressee, Content, Recipient


def subscribers() -> Iterator[Subscriber]:
    """Every subscriber of this context."""
    yield Subscriber("mail.person", applications.kinds(), tell_person)
    yield Subscriber("mail.thread", frozenset({e.MessageSent.kind}), tell_other_side)
    yield Subscriber(
        "mail.assignee", frozenset({e.ApplicationResubmitted.kind, e.AwardWithdrawalAnswered.kind}), tell_assignee
    )
    yield Subscriber("mail.expiring", frozenset({e.DraftExpiring.kind}), tell_of_expiry)
    yield Subscriber("mail.invitation", frozenset({"staff_invited"}), invite)
    yield Subscriber("mail.partner_invitation", frozenset({"partner_invited"}), invite_partner)
    yield Subscriber("mail.export", frozenset({"export_made", "export_failed"}), tell_exporter)
    yield Subscriber("mail.affiliation", frozenset({"affiliation_asked", "affiliation_link_renewed"}), ask_employer)
    yield Subscriber("mail.affiliated", frozenset({"affiliation_confirmed", "affiliation_ended"}), tell_employee)
    yield from paying.subscribers()
    yield from keeping.subscribers()
    yield Subscriber("mail.keys", staff.key_kinds(), tell_key_holders)


def tell_person(fact: FactView) -> None:
    """A state changed: the person is told, always."""
    case = correspondents.of(fact.owner_id)
    if case is None or not case.is_reachable:
        return
    with translation.override(case.language):
        content = applications.compose(fact.kind, case)
        if helper := helped.of_label(fact.actor, case.helpers):
            content = applications.in_place(content, helper)
        decides = case.is_on_paper and fact.kind in applications.DECISIONS
        decision = correspondents.decision_letter(case.application_id) if decides else None
        tell(fact, "mail.person", addressee(case), content, decision)
    _post_at_work(fact, "mail.person.work", case, content)


def tell_other_side(fact: FactView) -> None:
    """A message: the person gets its words, the agent a link."""
    case = correspondents.of(fact.owner_id)
    words = correspondents.message_text(UUID(fact.data["message_id"]))
    if case is None or words is None:
        return
    if fact.data["from_funder"]:
        with translation.override(case.language):
            content = thread.to_person(case, *words)
            tell(fact, "mail.thread", addressee(case), content)
        _post_at_work(fact, "mail.thread.work", case, content)
    else:
        _tell_holder(fact, "mail.thread", case, thread.to_agent)


def tell_assignee(fact: FactView) -> None:
    """What an agent asked for arrived: whoever holds the file is told."""
    case = correspondents.of(fact.owner_id)
    if case is not None:
        _tell_holder(fact, "mail.assignee", case, thread.answer_came)


def _tell_holder(fact: FactView, who: str, case: Correspondence, compose: Callable[[Correspondence], Content]) -> None:
    """Whoever holds the file, when somebody does."""
    to = _agent(case.assignee_id)
    if not to.email:
        return
    with translation.override(to.language):
        content = compose(case)
    _post(fact, who, to, content)


def tell_of_expiry(fact: FactView) -> None:
    """A draft is about to be erased: its author is told, whatever mails she wishes."""
    case = correspondents.of(fact.owner_id)
    if case is None or not case.is_reachable or case.state is not State.DRAFT:
        return
    with translation.override(case.language):
        content = thread.draft_expires(case, date.fromisoformat(str(fact.data["erased_after"])))
        tell(fact, "mail.expiring", addressee(case), content)


def invite(fact: FactView) -> None:
    """An invitation, to the address it was made for."""
    mail = directory.invitation_mail(UUID(fact.data["invitation_id"]))
    if mail is None or not mail.invitation.is_open_at(clock.now()):
        return
    with translation.override("fr"):
        content = staff.invitation(mail)
    _post(fact, "mail.invitation", Recipient(mail.invitation.email), content)


def invite_partner(fact: FactView) -> None:
    """An invitation to a partner's console, to the address it was made for."""
    mail = directory.partner_invitation_mail(UUID(fact.data["invitation_id"]))
    if mail is None or not mail[0].is_open_at(clock.now()):
        return
    with translation.override("fr"):
        content = staff.partner_invitation(*mail)
    _post(fact, "mail.partner_invitation", Recipient(mail[0].email), content)


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
            _post(fact, f"mail.keys:{member.user_id}", Recipient(member.email, language, member.user_id), content)


def ask_employer(fact: FactView) -> None:
    """A link to the work address or, for who has none, a word to those who can recognise her."""
    view = directory.affiliation_case(fact.owner_id)
    if view is None or view.state is not AffiliationState.PENDING:
        return
    mail = directory.affiliation_mail(view.id)
    if mail is not None:
        language = identity.language_of(view.user_id)
        with translation.override(language):
            content = affiliations.link(mail)
        _post(fact, f"mail.affiliation:{mail.link}", Recipient(view.work_address, language, view.user_id), content)
    elif view.is_by_hand:
        _tell_recognisers(fact, view)


def _tell_recognisers(fact: FactView, view: AffiliationView) -> None:
    for member in directory.staff_of(view.funder_id):
        if Role.SUPERVISOR in member.roles or (Role.CASE_MANAGER in member.roles and member.community_ids is None):
            language = identity.language_of(member.user_id)
            with translation.override(language):
                content = affiliations.to_staff(view)
            _post(
                fact, f"mail.affiliation:{member.user_id}", Recipient(member.email, language, member.user_id), content
            )


def tell_employee(fact: FactView) -> None:
    """What became of her request, or of her affiliation, when somebody else decided it."""
    view = directory.affiliation_case(fact.owner_id)
    if view is None or fact.data.get("reason") in ("cancelled", "person"):
        return
    reach = identity.reach_of(view.user_id)
    if reach is None:
        return
    language = identity.language_of(view.user_id)
    to = Addressee(
        name=view.full_name,
        language=language,
        person_id=view.user_id,
        email=reach.email,
        is_on_paper=reach.is_on_paper,
        postal=reach.postal,
        has_login=identity.has_login(view.user_id),
        funder_id=view.funder_id,
    )
    with translation.override(language):
        is_end = fact.kind == "affiliation_ended"
        tell(fact, "mail.affiliated", to, affiliations.ended(view) if is_end else affiliations.confirmed(view))


def tell_exporter(fact: FactView) -> None:
    """A list that took its time is ready, or could not be made: whoever asked for it is told."""
    if not fact.data["is_late"]:
        return
    to = _agent(UUID(fact.data["by"]))
    if not to.email:
        return
    with translation.override(to.language):
        content = staff.list_ready(fact.data["rows"]) if fact.kind == "export_made" else staff.list_failed()
    _post(fact, "mail.export", to, content)


def _agent(user_id: UUID | None) -> Recipient:
    if user_id is None:
        return Recipient("")
    return Recipient(identity.email_of(user_id) or "", identity.language_of(user_id), user_id)


def _post_at_work(fact: FactView, who: str, case: Correspondence, content: Content) -> None:
    """The same mail to the work address, when the person agreed to it."""
    if case.work_address:
        with translation.override(case.language):
            content = applications.at_work(content)
        _post(fact, who, Recipient(case.work_address, case.language, case.citizen_id), content)
