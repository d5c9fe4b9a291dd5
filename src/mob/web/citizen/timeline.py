"""The life of an application as a line of stops in words, naming who acts next. Built from its facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mob.applications import helped
from mob.applications.helped import HelperView
from mob.applications.types import State
from mob.applications.views import Detail
from mob.identity.oidc import clients
from mob.journal.types import FactView
from mob.kernel.actor import ActorKind
from mob.web.citizen import words
from mob.web.formats import datetime_long, long_date

AgentName = Callable[[UUID], str]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop. `state` is the mark's (`done`, `interchange`, `upcoming`, `no`, `terminus`, `here`).

    `notes`: sentences of law or of detail under its text.
    """

    title: str
    state: str
    when: str = ""
    text: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_upcoming(self) -> bool:
        return self.state in ("here", "interchange", "upcoming")


Story = Callable[[FactView, Detail, AgentName], Stop | None]


def passed(detail: Detail, agent: AgentName) -> list[Stop]:
    """What has happened, oldest first."""
    told = [_told(fact, detail, agent) for fact in detail.facts]
    return [stop for stop in told if stop is not None]


def to_come(detail: Detail, agent: AgentName, delay: str, law: Sequence[str] = ()) -> list[Stop]:
    """What comes next and who acts, when it is not the person herself. `law`: what silence would mean, and when."""
    funder = detail.aid.funder_name
    answer = Stop(_("The answer"), "terminus", text=_("You get an e-mail the same day, and it is written here."))
    if detail.state is State.CHECKING:
        text = _("The program of %(funder)s checks it. What it cannot tell goes to an agent.") % {"funder": funder}
        return [Stop(_("Your application is being checked"), "interchange", text=text, notes=tuple(law)), answer]
    if detail.state is State.SUBMITTED:
        text = _("It is for %(funder)s to act.") % {"funder": funder}
        return [Stop(_("An agent examines your application"), "interchange", delay, text, tuple(law)), answer]
    if detail.state is State.UNDER_REVIEW:
        name = agent(detail.assignee_id) if detail.assignee_id else ""
        text = _("It is for %(who)s to act.") % {"who": name or funder}
        return [Stop(_("Your application is being examined"), "interchange", delay, text, tuple(law)), answer]
    if detail.state is State.CHANGES_REQUESTED:
        text = _("It is then for %(funder)s to act.") % {"funder": funder}
        return [Stop(_("The examination goes on where it was"), "upcoming", text=text, notes=tuple(law)), answer]
    return []


def _told(fact: FactView, detail: Detail, agent: AgentName) -> Stop | None:
    tell = _STORIES.get(fact.kind)
    if tell is None:
        return None
    stop, helper = tell(fact, detail, agent), helped.of_label(fact.actor, detail.helpers)
    return replace(stop, notes=(*stop.notes, _in_place(helper))) if stop and helper else stop


def _in_place(helper: HelperView) -> str:
    """Who did it for the person, under which mandate."""
    if helper.is_professional:
        return _("With the help of a professional, through Aidants Connect.")
    told = {"name": helper.name, "date": long_date(helper.begins_on, words.language())}
    return _("Done by %(name)s, under the mandate of %(date)s.") % told


def _when(moment: datetime) -> str:
    return datetime_long(moment, words.language())


def _started(fact: FactView, detail: Detail, agent: AgentName) -> Stop:
    by_service = fact.actor.startswith(ActorKind.CLIENT.value)
    title = _("A service started your application") if by_service else _("You started your application")
    return Stop(title, "done", _when(fact.at))


def _prepared(fact: FactView, detail: Detail, agent: AgentName) -> Stop:
    name = clients.name_of(UUID(str(fact.data["client_id"])))
    count = len(_codes(fact.data, "fields"))
    text = ngettext("%(count)d answer written.", "%(count)d answers written.", count) % {"count": count}
    return Stop(_("%(service)s prepared your application") % {"service": name}, "done", _when(fact.at), text)


def _submitted(fact: FactView, detail: Detail, agent: AgentName) -> Stop:
    count = len(fact.data.get("proofs", ()))
    papers = ngettext("%(count)d file sent with it.", "%(count)d files sent with it.", count) % {"count": count}
    return Stop(_("You sent your application"), "done", _when(fact.at), papers if count else "")


def _claimed(fact: FactView, detail: Detail, agent: AgentName) -> Stop:
    name = agent(UUID(str(fact.data["by"])))
    title = _("%(name)s opened your application") % {"name": name} if name else _("An agent opened your application")
    return Stop(title, "done", f"{_when(fact.at)}. {detail.aid.funder_name}")


def _asked(fact: FactView, detail: Detail, agent: AgentName) -> Stop:
    labels = [*_labels(detail, fact.data)]
    due = long_date(datetime.fromisoformat(str(fact.data["due_on"])).date(), words.language())
    text = _("Before %(date)s: %(items)s.") % {"date": due, "items": ", ".join(labels)}
    return Stop(_("You were asked for a correction"), "done", _when(fact.at), text)


def _labels(detail: Detail, data: Mapping[str, object]) -> list[str]:
    codes = {*_codes(data, "fields"), *_codes(data, "proofs")}
    fields = [field.label for field in detail.aid.fields if field.code in codes]
    return fields + [proof.label for proof in detail.aid.proofs if proof.code in codes]


def _codes(data: Mapping[str, object], key: str) -> list[str]:
    value = data.get(key, [])
    return [str(code) for code in value] if isinstance(value, list) else []


def _expiring(fact: FactView, detail: Detail, agent: AgentName) -> Stop:
    last = long_date(date.fromisoformat(str(fact.data["erased_after"])), words.language())
    text = _("Change something in it before the end of %(date)s to keep it.") % {"date": last}
    return Stop(_("Your draft will be erased"), "done", _when(fact.at), text)


def _posted(fact: FactView, detail: Detail, agent: AgentName) -> Stop | None:
    """A letter that left; one marked by mistake is not told."""
    key = fact.data["letter_id"]
    undone = [each for each in detail.facts if each.kind == "letter_posting_undone" and each.data["letter_id"] == key]
    if any(each.at >= fact.at for each in undone):
        return None
    handed = fact.data["is_handed"]
    return Stop(_("A letter was handed to you") if handed else _("A letter was posted to you"), "done", _when(fact.at))


def _approved(fact: FactView, detail: Detail, agent: AgentName) -> Stop:
    decision = detail.decision
    award = words.terms(decision.terms) if decision and decision.terms else ""
    return Stop(_("Your application is accepted"), "terminus", _when(fact.at), award)


def _plain(title: Callable[[], str], state: str, text: Callable[[], str] = str) -> Story:
    def tell(fact: FactView, detail: Detail, agent: AgentName) -> Stop:
        return Stop(title(), state, _when(fact.at), text())

    return tell


_STORIES: dict[str, Story] = {
    "application_started": _started,
    "draft_prepared": _prepared,
    "purchase_joined": _plain(lambda: _("You joined a proof of purchase that a linked service handed over"), "done"),
    "application_submitted": _submitted,
    "representation_checked": _plain(lambda: _("The paper that lets you apply for somebody was read"), "done"),
    "checks_deferred": _plain(lambda: _("The program handed your application to an agent"), "done"),
    "human_review_asked": _plain(lambda: _("You asked for a person to examine it"), "done"),
    "application_handed_over": _plain(lambda: _("You brought two accounts together: it is in this one now"), "done"),
    "application_claimed": _claimed,
    "changes_requested": _asked,
    "application_resubmitted": _plain(lambda: _("You sent your correction"), "done"),
    "decision_proposed": _plain(lambda: _("An agent has read all of your application"), "done"),
    "application_lapsed": _plain(
        lambda: _("Your application was set aside"), "stop", lambda: _("No answer came in time. Nothing is lost.")
    ),
    "application_resumed": _plain(lambda: _("You took your application up again"), "done"),
    "application_approved": _approved,
    "application_rejected": _plain(lambda: _("Your application was refused"), "no"),
    "application_withdrawn": _plain(lambda: _("You withdrew your application"), "stop"),
    "decision_opened": _plain(lambda: _("You opened the decision"), "done"),
    "draft_expiring": _expiring,
    "papers_erased": _plain(lambda: _("Identity papers were erased: they had been checked"), "done"),
    "award_withdrawal_notified": _plain(lambda: _("You were told that your award may be taken back"), "done"),
    "award_withdrawal_answered": _plain(lambda: _("You replied"), "done"),
    "award_withdrawal_dropped": _plain(lambda: _("Your award is kept"), "done"),
    "award_withdrawn": _plain(lambda: _("Your award was withdrawn"), "no"),
    "letter_posted": _posted,
    "application_reopened": _plain(lambda: _("Your application was opened again"), "done"),
}


def names(staff_name: Callable[[UUID], str]) -> AgentName:
    """The same agent is looked up once a page."""
    return cache(staff_name)
