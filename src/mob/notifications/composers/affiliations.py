"""Mails about who works where: the link to a work address, the staff's turn, what became of the request."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mob.directory.types import AffiliationEnd, AffiliationMail, AffiliationView
from mob.notifications.composers.applications import day
from mob.notifications.types import Button, Content

HERE = "/mon-compte/employeur"


def link(mail: AffiliationMail) -> Content:
    """To the work address. The link opens a page; confirming takes a click there, so a mail scanner confirms nothing."""
    view = mail.affiliation
    facts = {"employer": view.funder_name, "name": view.full_name, "day": _until(view)}
    return Content(
        subject=_("Confirm that you work at %(employer)s") % facts,
        preheader=_("The link is valid until %(day)s and serves once.") % facts,
        heading=_("Confirm that you work at %(employer)s") % facts,
        greeting=_("Hello %(name)s,") % facts,
        paragraphs=(
            _("Somebody using the name %(name)s gave this work address on moB, to apply for %(employer)s’s aids.")
            % facts,
            _("If it was you, open the link with the moB account you asked from, then confirm.") % facts,
            _("The link is valid until %(day)s and serves once. If it was not you, do nothing.") % facts,
        ),
        button=Button(_("Confirm my employer"), f"{HERE}/lien?token={mail.token}", asks=True),
        why=_("You receive this e-mail because somebody typed this address on moB as a work address."),
    )


def _until(view: AffiliationView) -> str:
    return day(view.link_expires_at) if view.link_expires_at else ""


def to_staff(view: AffiliationView) -> Content:
    """Somebody asks to be accepted by hand. Her name stays on the page: a mailbox is no register."""
    facts = {"employer": view.funder_name}
    return Content(
        subject=_("Somebody says they work at %(employer)s") % facts,
        preheader=_("Accept or refuse, at the desk."),
        heading=_("A person to recognise"),
        paragraphs=(
            _("Somebody without a work address asks to be recognised as working at %(employer)s.") % facts,
            _("Look at the name given, then accept or refuse. The person hears of it at once."),
        ),
        button=Button(_("See the request"), "/gestion/salaries?vue=attente", asks=True),
        why=_("You receive this e-mail because you look after the people of %(employer)s on moB.") % facts,
    )


def confirmed(view: AffiliationView) -> Content:
    """To the account's own address."""
    facts = {"employer": view.funder_name}
    return Content(
        subject=_("%(employer)s is confirmed as your employer") % facts,
        preheader=_("Its aids are open to you."),
        heading=_("%(employer)s is confirmed as your employer") % facts,
        greeting=_("Hello %(name)s,") % {"name": view.full_name},
        paragraphs=(
            _("You may now find %(employer)s’s aids in the search, and apply for them.") % facts,
            _(
                "Its staff see the name and the work address you gave, and what each aid asks. Nothing else of your profile."
            ),
        ),
        button=Button(_("See the aids"), "/recherche?niveau=employeur"),
        why=_("You receive this e-mail because you named an employer in your moB account."),
    )


def ended(view: AffiliationView) -> Content:
    """To the account's own address: the employer refused, or said that she left."""
    facts = {"employer": view.funder_name}
    refused = view.end is AffiliationEnd.REFUSED
    words = (
        _("%(employer)s did not recognise your request. Check the name and the number you gave, or ask its staff.")
        % facts
        if refused
        else _("%(employer)s says that you no longer work there. Its aids are closed to you from now on.") % facts
    )
    return Content(
        subject=(_("%(employer)s did not recognise you") if refused else _("%(employer)s is no longer your employer"))
        % facts,
        preheader=_("What you were granted stays yours."),
        heading=(_("%(employer)s did not recognise you") if refused else _("%(employer)s is no longer your employer"))
        % facts,
        greeting=_("Hello %(name)s,") % {"name": view.full_name},
        paragraphs=(words, _("If it is a mistake, write to its human resources: they can put it right.")),
        button=Button(_("See my employers"), HERE),
        why=_("You receive this e-mail because you named an employer in your moB account."),
    )
