"""Owing and carrying the mail or the letter of a fact, in one step: its key comes from the fact and whom it is for."""

from __future__ import annotations

from datetime import datetime

from mob.applications import letters as decisions
from mob.applications.correspondents import Correspondence
from mob.directory import selectors as directory
from mob.directory.types import FunderView
from mob.journal.types import FactView
from mob.kernel import clock
from mob.notifications import letters, services
from mob.notifications.composers import paper
from mob.notifications.types import Addressee, Content, Recipient


def post(fact: FactView, who: str, to: Recipient, content: Content) -> None:
    """Send once, whatever the number of calls. PortUnavailable goes up: the queue tries again."""
    now = clock.now()
    row = services.owe(services.message_id(fact.id, who), fact.kind, to, content, now=now)
    services.carry(row.id, now=now)


def tell(fact: FactView, who: str, to: Addressee, content: Content, decision: decisions.Letter | None = None) -> None:
    """The mail to who has an address, the letter to who is written to on paper. Called in the addressee's language.

    `decision`: the letter that holds in law, which is what is put on paper then.
    """
    funder = directory.funder(to.funder_id) if to.funder_id else None
    if to.email:
        post(fact, who, _recipient(to), _readable(content, to, funder))
    elif to.is_on_paper and funder:
        owe_letter(
            services.message_id(fact.id, who), fact.kind, to, content, funder, now=clock.now(), decision=decision
        )


def tell_later(identifier: str, kind: str, to: Addressee, content: Content, *, now: datetime) -> None:
    """The same for what the clock owes: the worker carries the mail."""
    funder = directory.funder(to.funder_id) if to.funder_id else None
    if to.email:
        readable = _readable(content, to, funder)
        services.owe_later(identifier, kind, _recipient(to), readable, now=now, is_secret=False)
    elif to.is_on_paper and funder:
        owe_letter(identifier, kind, to, content, funder, now=now)


def owe_letter(
    key: str,
    kind: str,
    to: Addressee,
    content: Content,
    funder: FunderView,
    *,
    now: datetime,
    decision: decisions.Letter | None = None,
) -> None:
    sheet = paper.decision(decision, to, funder) if decision else paper.sheet(content, to, funder, now=now)
    letters.owe(key, kind, to, sheet, subject=content.subject, now=now)


def addressee(case: Correspondence) -> Addressee:
    """The person of an application."""
    return Addressee(
        name=case.name or case.reference,
        language=case.language,
        person_id=case.citizen_id,
        email=case.email,
        is_on_paper=case.is_on_paper,
        postal=case.postal,
        has_login=case.has_login,
        funder_id=case.funder.id if case.funder else None,
        community_id=case.community_id,
        application_id=case.application_id,
        reference=case.reference,
    )


def _recipient(to: Addressee) -> Recipient:
    return Recipient(to.email, to.language, to.person_id)


def _readable(content: Content, to: Addressee, funder: FunderView | None) -> Content:
    return content if to.has_login or funder is None else paper.without_pages(content, to, funder)
