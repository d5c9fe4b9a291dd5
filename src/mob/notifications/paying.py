"""From a fact about money to the mails it owes: the person always, the agent when it is for her to act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from django.utils import translation

from mob.applications import correspondents
from mob.applications.correspondents import Correspondence
from mob.directory import selectors as directory
from mob.identity import selectors as identity
from mob.journal.types import FactView, Subscriber
from mob.kernel.actor import Role
from mob.notifications import posting
from mob.notifications.composers import payments
from mob.notifications.types import Content, Recipient
from mob.payments import correspondents as matters
from mob.payments import events as e
from mob.payments.correspondents import Matter

_PERSON, _AGENT = "mail.money", "mail.money.agent"
_FOR_AGENTS: dict[str, Callable[[Correspondence, Matter], Content]] = {
    e.BankDetailsGiven.kind: payments.details_to_agent,
    e.InvoiceReceived.kind: payments.invoice_to_agent,
}


def subscribers() -> Iterator[Subscriber]:
    """Subscribers that write about money."""
    yield Subscriber(_PERSON, payments.kinds(), tell_person)
    yield Subscriber(_AGENT, frozenset(_FOR_AGENTS), tell_agents)


def tell_person(fact: FactView) -> None:
    """What was granted, asked, paid or sent back."""
    case, matter = _read(fact)
    # An award that ended meanwhile asks for nothing any more; what the bank did is still said.
    asks_in_vain = matter is not None and not matter.is_live and fact.kind == e.AwardOpened.kind
    if case is None or matter is None or not case.is_reachable or asks_in_vain:
        return
    with translation.override(case.language):
        posting.tell(fact, _PERSON, posting.addressee(case), payments.compose(fact.kind, case, matter))


def tell_agents(fact: FactView) -> None:
    """A change of account or an invoice: whoever holds the file, else the supervisors."""
    case, matter = _read(fact)
    if case is None or matter is None or not fact.data.get("is_change", True):
        return
    for user_id in _agents(case, matter):
        to = Recipient(identity.email_of(user_id) or "", identity.language_of(user_id), user_id)
        if to.email:
            with translation.override(to.language):
                content = _FOR_AGENTS[fact.kind](case, matter)
            posting.post(fact, f"{_AGENT}:{user_id}", to, content)


def _agents(case: Correspondence, matter: Matter) -> list[UUID]:
    if case.assignee_id:
        return [case.assignee_id]
    return [card.user_id for card in directory.staff_of(matter.funder_id) if Role.SUPERVISOR in card.roles]


def _read(fact: FactView) -> tuple[Correspondence | None, Matter | None]:
    order = fact.data.get("order_id")
    matter = matters.of(fact.owner_id, UUID(order) if order else None)
    case = correspondents.of(UUID(fact.data["application_id"]))
    return case, matter
