"""The life of a file in words, for agents: every fact of its stream, when, and who."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mob.applications import helped
from mob.applications.views import Detail
from mob.identity.oidc import clients
from mob.journal.types import FactView
from mob.kernel.actor import ActorKind
from mob.web.citizen import words as spoken
from mob.web.formats import datetime_long, long_date
from mob.web.funder import declared

Names = Callable[[UUID], str]

_TITLES = {
    "application_started": (gettext_lazy("Draft started"), "done"),
    "draft_prepared": (gettext_lazy("Answers prepared by a service linked to the account"), "done"),
    "purchase_joined": (gettext_lazy("Proof of purchase handed over by a linked service, joined"), "done"),
    "application_submitted": (gettext_lazy("Application sent"), "done"),
    "checks_run": (gettext_lazy("Checked by the program"), "done"),
    "checks_deferred": (gettext_lazy("Handed over by the program"), "done"),
    "human_review_asked": (gettext_lazy("Examination by a person asked for"), "done"),
    "application_handed_over": (gettext_lazy("The person brought two accounts together"), "done"),
    "representation_checked": (gettext_lazy("Paper of the representation read"), "done"),
    "application_claimed": (gettext_lazy("File taken in hand"), "done"),
    "application_released": (gettext_lazy("File put back"), "done"),
    "changes_requested": (gettext_lazy("Correction asked for"), "done"),
    "application_resubmitted": (gettext_lazy("Correction sent"), "done"),
    "application_lapsed": (gettext_lazy("Set aside, for want of an answer"), "stop"),
    "application_resumed": (gettext_lazy("Taken up again by the person"), "done"),
    "decision_proposed": (gettext_lazy("Decision proposed"), "done"),
    "proposal_returned": (gettext_lazy("Proposal sent back"), "done"),
    "application_approved": (gettext_lazy("Granted"), "terminus"),
    "application_rejected": (gettext_lazy("Application refused"), "no"),
    "award_withdrawal_notified": (gettext_lazy("Withdrawal of the award notified"), "done"),
    "award_withdrawal_answered": (gettext_lazy("Reply of the person"), "done"),
    "award_withdrawal_dropped": (gettext_lazy("Award kept"), "done"),
    "award_withdrawn": (gettext_lazy("Award withdrawn"), "no"),
    "application_withdrawn": (gettext_lazy("Withdrawn by the person"), "stop"),
    "application_reopened": (gettext_lazy("Opened again"), "done"),
    "message_sent": (gettext_lazy("Message"), "stop"),
    "letter_posted": (gettext_lazy("Letter gone"), "done"),
    "letter_posting_undone": (gettext_lazy("The letter had not left"), "stop"),
    "decision_opened": (gettext_lazy("Decision read by the person"), "done"),
}
# What changes where a proposal stands.
_OF_PROPOSALS = frozenset(
    {"decision_proposed", "proposal_returned", "changes_requested", "application_approved", "application_rejected"}
)


@dataclass(frozen=True, slots=True)
class Stop:
    """One fact of the history."""

    title: str
    state: str
    when: str
    who: str
    text: str = ""


def stops(found: Detail, names: Names) -> list[Stop]:
    """Every fact, oldest first. A fact this page has no words for is left out."""
    return [_stop(fact, found, names) for fact in found.facts if fact.kind in _TITLES]


@dataclass(frozen=True, slots=True)
class SentBack:
    """A proposal that was sent back and waits for a new one."""

    who: str
    when: str
    word: str


def sent_back(found: Detail, names: Names) -> SentBack | None:
    """The last word on a proposal, while it is that it was sent back. The word is the note written with it."""
    last = next((fact for fact in reversed(found.facts) if fact.kind in _OF_PROPOSALS), None)
    if last is None or last.kind != "proposal_returned" or not found.state.is_with_funder:
        return None
    word = next((note.text for note in found.notes if note.written_at == last.at), "")
    return SentBack(_who(last, found, names), datetime_long(last.at, spoken.language()), word)


def _stop(fact: FactView, found: Detail, names: Names) -> Stop:
    title, state = _TITLES[fact.kind]
    when = datetime_long(fact.at, spoken.language())
    return Stop(str(title), state, when, _who(fact, found, names), _text(fact, found))


def _who(fact: FactView, found: Detail, names: Names) -> str:
    kind, _colon, key = fact.actor.partition(":")
    if kind == ActorKind.ASSISTED.value:
        person = found.applicant_name or _("The person")
        return _("%(person)s, with a professional of Aidants Connect") % {"person": person}
    if helper := helped.of_label(fact.actor, found.helpers):
        return _("%(name)s, under a mandate") % {"name": helper.name}
    if kind == "citizen":
        return found.applicant_name or _("The person")
    if kind == "staff" and key:
        return names(UUID(key)) or _("a former colleague")
    if kind == "client" and key:
        return clients.name_of(UUID(key)) or _("A former service")
    return _("The platform")


def _text(fact: FactView, found: Detail) -> str:
    if fact.kind != "changes_requested":
        return ""
    codes = [*fact.data.get("fields", ()), *fact.data.get("proofs", ())]
    due = long_date(date.fromisoformat(str(fact.data["due_on"])), spoken.language())
    return _("%(items)s, before %(date)s") % {"items": ", ".join(declared.labels(found, codes)), "date": due}
