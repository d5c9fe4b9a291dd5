"""Mails to the people who work for a funder: invitations, and notices about its keys."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from mob.directory.partner_types import PartnerInvitationView
from mob.directory.types import InvitationMail
from mob.notifications.composers.applications import day
from mob.notifications.types import Button, Content


def invitation(mail: InvitationMail) -> Content:
    """An invitation to a role. The link opens a page; accepting takes a click there, so a mail scanner accepts nothing."""
    facts = {"funder": mail.invitation.funder_name or "moB", "day": day(mail.invitation.expires_at)}
    return Content(
        subject=_("%(funder)s invites you to its desk on moB") % facts,
        preheader=_("The invitation is valid until %(day)s.") % facts,
        heading=_("%(funder)s invites you") % facts,
        greeting=_("Hello,"),
        paragraphs=(
            _("%(funder)s gives you access to its desk on moB, where applications for its aids are processed.") % facts,
            _("Sign in with this address, then accept. The invitation is valid until %(day)s and serves once.") % facts,
        ),
        button=Button(_("See the invitation"), f"/gestion/invitation/{mail.token}", asks=True),
        why=_("You receive this e-mail because somebody at %(funder)s typed this address.") % facts,
    )


def partner_invitation(view: PartnerInvitationView, token: str) -> Content:
    """An invitation to the console of a partner's services."""
    facts = {"partner": view.partner_name, "day": day(view.expires_at)}
    return Content(
        subject=_("%(partner)s invites you to its console on moB") % facts,
        preheader=_("The invitation is valid until %(day)s.") % facts,
        heading=_("%(partner)s invites you") % facts,
        greeting=_("Hello,"),
        paragraphs=(
            _("%(partner)s gives you access to its console on moB, where its services are plugged in.") % facts,
            _("Sign in with this address, then accept. The invitation is valid until %(day)s and serves once.") % facts,
        ),
        button=Button(_("See the invitation"), f"/operateur/invitation/{token}", asks=True),
        why=_("You receive this e-mail because somebody at %(funder)s typed this address.")
        % {"funder": view.partner_name},
    )


_KEY_WORDS = {
    "funder_key_registered": (
        gettext_noop("A new key was registered"),
        gettext_noop("A new key was registered for %(funder)s. It is not used yet."),
    ),
    "funder_key_activated": (
        gettext_noop("A new key is in use"),
        gettext_noop("New papers sent to %(funder)s are now encrypted to a new key."),
    ),
    "funder_key_retired": (
        gettext_noop("A key was retired"),
        gettext_noop("A key of %(funder)s was retired: it opens nothing any more."),
    ),
}


def key_kinds() -> frozenset[str]:
    return frozenset(_KEY_WORDS)


def key_notice(kind: str, funder_name: str) -> Content:
    """Something happened to the keys that open people's papers: everyone in charge is told."""
    subject, words = _KEY_WORDS[kind]
    return Content(
        subject=_(subject),
        preheader=_("If nobody among you did this, act now."),
        heading=_(subject),
        paragraphs=(
            _(words) % {"funder": funder_name},
            _("If nobody among you did this, stop deposits and write to the administrator of the platform at once."),
        ),
        button=Button(_("See our keys"), "/gestion/cles/"),
        why=_("You receive this notice because you are in charge of your funder’s desk. It cannot be switched off."),
    )


def list_ready(rows: int) -> Content:
    """A long list asked for at the desk can be fetched. It names nobody: the file never travels by mail."""
    return Content(
        subject=_("The list you asked for is ready"),
        preheader=_("It is kept for you for a little over a day."),
        heading=_("Your list is ready"),
        greeting=_("Hello,"),
        paragraphs=(
            ngettext("It holds %(rows)d file.", "It holds %(rows)d files.", rows) % {"rows": rows},
            _("Fetch it on the page of your lists: it is erased 32 hours after you asked for it."),
        ),
        button=Button(_("Fetch the list"), "/gestion/exports"),
        why=_("You receive this e-mail because you asked for this list at the desk of moB."),
    )


def list_failed() -> Content:
    """A long list could not be made: the page says why."""
    return Content(
        subject=_("The list you asked for could not be made"),
        preheader=_("The page of your lists says why."),
        heading=_("Your list could not be made"),
        greeting=_("Hello,"),
        paragraphs=(_("The page of your lists says why, and what you can do."),),
        button=Button(_("See my lists"), "/gestion/exports"),
        why=_("You receive this e-mail because you asked for this list at the desk of moB."),
    )
