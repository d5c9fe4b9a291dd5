"""Mails about mandates: the question, yes, longer, the end. To both sides, and never switched off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from mob.notifications.composers.applications import day
from mob.notifications.types import Button, Content

Facts = Mapping[str, str]
_HERE = "/mon-compte/aider"


def asked(facts: Facts) -> Content:
    """To an address that may have no account: the same words either way, and no word of anybody's."""
    # A full stop between letters would become a link in some readers of mail.
    name = {"name": " ".join(facts["name"].replace(".", " ").split())}
    offers = facts["side"] == "helped"
    subject = (
        _("%(name)s asks you to help with mobility aids") if offers else _("%(name)s offers to help you with aids")
    )
    words = (
        _("%(name)s would like you to apply for mobility aids in her or his place, on moB.")
        if offers
        else _(
            "%(name)s would like to apply for mobility aids in your place, on moB. Nothing happens without your yes."
        )
    )
    return Content(
        subject=subject % name,
        preheader=_("Read what it would let do, then say yes or no."),
        heading=subject % name,
        paragraphs=(
            words % name,
            _("Sign in with this e-mail address: you read what it lets do, on which aids and until when, and answer."),
            _("If you do not know this person, do nothing: the question closes by itself after 14 days."),
        ),
        button=Button(_("Read and answer"), f"{_HERE}/{facts['mandate']}", asks=True),
        why=_("You receive this e-mail because this address was typed on moB."),
    )


def accepted(facts: Facts) -> Content:
    told = {"name": facts["name"], "day": day(date.fromisoformat(facts["last_day"]))}
    if facts["side"] == "helper":
        subject, words = _("You can act for %(name)s"), _("Until the end of %(day)s you can act for %(name)s on moB.")
    else:
        subject = _("%(name)s can act for you")
        words = _("Until the end of %(day)s %(name)s can act for you on moB, within what the mandate lets do.")
    return _told(subject, words, told)


def renewed(facts: Facts) -> Content:
    told = {"name": facts["name"], "day": day(date.fromisoformat(facts["last_day"]))}
    if facts["side"] == "helper":
        return _told(_("Your mandate for %(name)s goes on"), _("It now runs until the end of %(day)s."), told)
    return _told(_("The mandate of %(name)s goes on"), _("You let it run until the end of %(day)s."), told)


def handed_over(facts: Facts) -> Content:
    told = {"name": facts["name"], "day": day(date.fromisoformat(facts["last_day"]))}
    words = _("%(name)s brought two accounts together. Nothing changes for you: it runs until the end of %(day)s.")
    if facts["side"] == "helper":
        return _told(_("Your mandate for %(name)s goes on"), words, told)
    return _told(_("The mandate of %(name)s goes on"), words, told)


def ended(facts: Facts) -> Content:
    told = {"name": facts["name"]}
    if facts["side"] == "helper":
        subject, words = _("You no longer act for %(name)s"), _("Your mandate for %(name)s has ended.")
    else:
        subject, words = _("%(name)s no longer acts for you"), _("The mandate you gave %(name)s has ended.")
    after = _("What was sent stays with its funder. Everything done under the mandate stays written as such.")
    return _told(subject, words, told, after)


def _told(subject: str, words: str, told: Mapping[str, str], after: str = "") -> Content:
    stop = _("Everything done so is written with both names. Either of you can stop it at any moment, at once.")
    return Content(
        subject=subject % told,
        preheader=words % told,
        heading=subject % told,
        paragraphs=(words % told, after or stop),
        button=Button(_("See the mandate"), _HERE),
        why=_("You receive this notice for the security of your moB account. It cannot be switched off."),
    )
