"""Sharing in words: what each level tells, until when, and the sentence a person agrees to, kept as its proof.

Changing one of these sentences is a new text: `identity.accessibility.sharing.TEXT_VERSION` goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from mob.identity.accessibility.profile import AccessibilityProfile
from mob.identity.accessibility.sharing import TEXT_VERSION, Looked, ShareKind, ShareView, Wanted
from mob.identity.accessibility.vocabularies import Sharing, part_at, plain_at
from mob.identity.permissions import person
from mob.identity.phones import spoken_phone
from mob.identity.services import sharing
from mob.kernel.actor import Actor
from mob.web.account.needs_words import lines_of
from mob.web.formats import datetime_long, long_date

LEVELS: Mapping[Sharing, Any] = {
    Sharing.CODES: gettext_lazy("My needs alone"),
    Sharing.EQUIPMENT: gettext_lazy("My needs, my device and my limits"),
    Sharing.CONTACT: gettext_lazy("All of it, and how to reach me"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A line of what a level tells."""

    title: Any
    lines: tuple[str, ...]


def told_at(profile: AccessibilityProfile, level: Sharing, actor: Actor) -> list[Told]:
    """Exactly what a service reads at this level, in sentences; parts she said nothing of are left out."""
    parts = [Told(part.title, part.lines) for part in lines_of(part_at(profile, level)) if part.lines]
    return [*parts, Told(_("How to reach me"), _contact(actor))] if level is Sharing.CONTACT else parts


def _contact(actor: Actor) -> tuple[str, ...]:
    said = sharing.contact_of(person(actor))
    phone = spoken_phone(said["phone"]) if "phone" in said else ""
    language = {"fr": _("In French"), "en": _("In English")}[said["language"]]
    return tuple(line for line in (said.get("email", ""), phone, language) if line)


def sent_at(profile: AccessibilityProfile, level: Sharing, actor: Actor) -> dict[str, Any]:
    """The same in codes, to the letter."""
    content = plain_at(profile, level)
    return content | ({"contact": sharing.contact_of(person(actor))} if level is Sharing.CONTACT else {})


def added_at(profile: AccessibilityProfile, level: Sharing, actor: Actor) -> list[str]:
    """What a level adds to the one below, a line each."""
    before = list(Sharing)[: list(Sharing).index(level)]
    known = {line for each in before[-1:] for told in told_at(profile, each, actor) for line in told.lines}
    added = [line for told in told_at(profile, level, actor) for line in told.lines if line not in known]
    return added or [_("Nothing more: you said nothing of it.")]


def until(kind: ShareKind, ends_at: datetime) -> str:
    """The end as people say it: the hour matters for a trip, the last day for months."""
    language = get_language() or "fr"
    if kind is ShareKind.TRIP:
        return datetime_long(ends_at, language)
    return long_date(ends_at - timedelta(seconds=1), language)


def about(kind: ShareKind, arrives_at: datetime | None, reference: str) -> str:
    """For what it is shared."""
    if kind is ShareKind.STANDING or arrives_at is None:
        return _("For all my trips with it")
    said = {"when": datetime_long(arrives_at, get_language() or "fr"), "reference": reference}
    if reference:
        return _("For the trip %(reference)s, which arrives on %(when)s") % said
    return _("For the trip that arrives on %(when)s") % said


def agreement(service: str, operator: str, wanted: Wanted, ends_at: datetime) -> str:
    """The words agreed to, as they are read beside the button and kept. They never say what the needs are."""
    said = {"service": service, "operator": operator, "end": until(wanted.kind, ends_at), "version": TEXT_VERSION}
    lines = [
        _("I agree that %(service)s, of %(operator)s, reads what I need in order to travel, until %(end)s.") % said,
        f"{LEVELS[wanted.level]}. {about(wanted.kind, wanted.arrives_at, wanted.reference)}.",
        _("I can end it at any time, in my account, in one click. It changes nothing for my aids."),
        _("Explicit consent, GDPR, article 9.2 (a). Text %(version)s.") % said,
    ]
    return "\n".join(lines)


def narrowed(share: ShareView, level: Sharing) -> str:
    """The same for a share that tells less from now on."""
    wanted = Wanted(level, share.kind, share.arrives_at, share.reference)
    return agreement(share.service, share.operator, wanted, share.ends_at)


def reading(each: Looked) -> str:
    """What one line of the trail says."""
    if each.level is None:
        return _("Refused: nothing was shared with it then")
    times = ngettext("once", "%(count)s times", each.times) % {"count": each.times}
    return f"{LEVELS[each.level]} ({times})"
