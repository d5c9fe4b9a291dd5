"""Mails about an account: codes, and notices of security. None of them can be switched off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mob.identity.ports import AccountMail
from mob.notifications.composers import mandates
from mob.notifications.composers.applications import day
from mob.notifications.types import Button, Content

Facts = Mapping[str, str]


def compose(kind: AccountMail, facts: Facts) -> Content:
    """The mail of this kind."""
    return _COMPOSERS[kind](facts)


def is_secret(kind: AccountMail) -> bool:
    return kind in _CODES


def _code(subject: str, heading: str, words: str) -> Callable[[Facts], Content]:
    def made(facts: Facts) -> Content:
        minutes = {"minutes": facts.get("minutes", "15")}
        return Content(
            subject=_(subject),
            preheader=_("Valid for %(minutes)s minutes.") % minutes,
            heading=_(heading),
            paragraphs=(_(words),),
            code=facts["code"],
            after=(
                _("This code is valid for %(minutes)s minutes and serves once. Nobody from moB will ask you for it.")
                % minutes,
                _("If you did not ask for it, you have nothing to do: without this code nobody gets in."),
            ),
            why=_("You receive this e-mail because this address was typed on moB."),
        )

    return made


def _notice(subject: str, words: str) -> Callable[[Facts], Content]:
    def made(facts: Facts) -> Content:
        return Content(
            subject=_(subject) % facts,
            preheader=_("If it was you, you have nothing to do."),
            heading=_(subject) % facts,
            paragraphs=(_(words) % facts, _("If it was you, you have nothing to do.")),
            button=Button(_("It was not me"), "/mon-compte/securite"),
            why=_("You receive this notice for the security of your moB account. It cannot be switched off."),
        )

    return made


def _cut_off(facts: Facts) -> Content:
    return Content(
        subject=_("We ended the access of %(service)s") % facts,
        preheader=_("One of its keys to your account was used twice."),
        heading=_("We ended the access of %(service)s") % facts,
        paragraphs=(
            _(
                "A key that lets %(service)s read your moB account was used by two programs. One may not be the right one."
            )
            % facts,
            _("As a precaution, none of its keys works any more. To go on, sign in again from that service."),
        ),
        button=Button(_("See my linked services"), "/mon-compte/services-lies"),
        why=_("You receive this notice for the security of your moB account. It cannot be switched off."),
    )


def _asked_for_needs(facts: Facts) -> Content:
    """The subject is read over a shoulder: it says nothing of what is asked."""
    return Content(
        subject=_("%(service)s asks you something for a trip") % facts,
        preheader=_("You answer in your account, or not: nothing is sent without you."),
        heading=_("%(service)s asks you something for a trip") % facts,
        paragraphs=(
            _("To prepare a trip, %(service)s asks to read what you need in order to travel. It has read nothing.")
            % facts,
            _("In your account you see which trip it is. You choose what it reads, until when, or you refuse."),
        ),
        button=Button(_("See what is asked"), "/mon-compte/accessibilite/partages"),
        why=_("You receive this message because you let this service ask. End it in your account, in Linked services."),
    )


def _rights_ended(facts: Facts) -> Content:
    return Content(
        subject=_("Your rights at %(funders)s have ended") % facts,
        preheader=_("ProConnect says that you work elsewhere."),
        heading=_("Your rights at %(funders)s have ended") % facts,
        paragraphs=(
            _(
                "You signed in with ProConnect, which says that you work for another organisation. Your rights ended at once."
            )
            % facts,
            _("What you decided and wrote stays, signed with your name. Your own moB account does not change."),
            _("If this is a mistake, ask an administrator of that organisation to invite you again."),
        ),
        button=Button(_("See my organisation"), "/mon-compte/organisation"),
        why=_("You receive this notice for the security of your moB account. It cannot be switched off."),
    )


def _closed(facts: Facts) -> Content:
    return Content(
        subject=_("%(service)s is no longer linked to your account") % facts,
        preheader=_("This service has closed on moB. It reads nothing of your account any more."),
        heading=_("%(service)s is no longer linked to your account") % facts,
        paragraphs=(
            _("The operator of %(service)s closed it on moB. The link with your account has ended.") % facts,
            _("It reads nothing more. What it kept of its own, ask its operator. You have nothing to do on moB."),
        ),
        button=Button(_("See my linked services"), "/mon-compte/services-lies"),
        why=_("You receive this notice because you had linked this service to your moB account."),
    )


def _assisted(facts: Facts) -> Content:
    """Told each time: it is how somebody learns that a mandate she does not know of is used."""
    told = {"day": day(datetime.fromisoformat(facts["at"]))}
    return Content(
        subject=_("A professional opened your account, through Aidants Connect"),
        preheader=_("If you asked for this help, you have nothing to do."),
        heading=_("A professional opened your account, through Aidants Connect"),
        paragraphs=(
            _("On %(day)s, a professional helper opened your moB account with the mandate you signed.") % told,
            _("For half an hour at most, the helper could prepare, send and follow your applications in your name."),
            _("Your e-mail address, your passwords, your bank details and your agreements stay yours alone."),
        ),
        button=Button(_("See these sessions"), "/mon-compte/securite"),
        after=(_("You gave no such mandate? End it with Aidants Connect, and tell us through our help page."),),
        why=_("You receive this notice for the security of your moB account. It cannot be switched off."),
    )


def _deleted(facts: Facts) -> Content:
    return Content(
        subject=_("Your account was deleted"),
        preheader=_("What identified you is erased."),
        heading=_("Your account was deleted"),
        paragraphs=(
            _("Your moB account, your profile and your drafts are erased."),
            _("For an application you chose to continue, the funder will still write to this address."),
        ),
        why=_("This is the last e-mail about your account."),
    )


def _expiring(facts: Facts) -> Content:
    last = {"day": day(date.fromisoformat(facts["last_day"]))}
    return Content(
        subject=_("Your account will be deleted after %(day)s") % last,
        preheader=_("Sign in before then to keep it."),
        heading=_("Your account will be deleted"),
        paragraphs=(
            _("Nobody has used your moB account for nearly two years. We do not keep what no longer serves."),
            _("To keep it, sign in before the end of %(day)s. Otherwise what identifies you is erased.") % last,
        ),
        button=Button(_("Sign in"), "/connexion"),
        why=_("You receive this notice because it concerns your data. It cannot be switched off."),
    )


def _closing(facts: Facts) -> Content:
    last = {"day": day(date.fromisoformat(facts["last_day"]))}
    return Content(
        subject=_("This service ends on %(day)s") % last,
        preheader=_("What to do before then."),
        heading=_("This service ends"),
        paragraphs=(
            _("After %(day)s nothing can be sent here any more. Until your data is erased you can still read it.")
            % last,
            _(
                "Applications already sent stay with their funder, which keeps answering you. Each funder gets its files."
            ),
            _("To take away what is yours (answers, receipts, decisions), open your account and download everything."),
        ),
        button=Button(_("Take away my data"), "/mon-compte/"),
        why=_("You receive this notice because it concerns your data. It cannot be switched off."),
    )


def _claimed(facts: Facts) -> Content:
    """To where she was written to until then: whoever did not do it must be able to say so."""
    return Content(
        subject=_("Your account now has an address to sign in with"),
        preheader=_("What we write now goes there."),
        heading=_("Your account now has an address to sign in with"),
        paragraphs=(
            _("With the code of your receipt, the address %(new_email)s was given to your moB account.") % facts,
            _("From now on what we write to you goes to that address."),
            _("If it was not you, say so at the counter that opened your account, or write to us."),
        ),
        button=Button(_("Sign in"), "/connexion"),
        why=_("You receive this notice for the security of your moB account. It cannot be switched off."),
    )


_CODES: dict[AccountMail, Callable[[Facts], Content]] = {
    AccountMail.SIGN_IN_CODE: _code(
        gettext_noop("Your sign-in code"),
        gettext_noop("Your sign-in code"),
        gettext_noop("Type this code on the page that asked for it:"),
    ),
    AccountMail.CONFIRM_CODE: _code(
        gettext_noop("Your confirmation code"),
        gettext_noop("Is it really you?"),
        gettext_noop("To confirm what you are doing, type this code on the page that asked for it:"),
    ),
    AccountMail.CHANGE_EMAIL_CODE: _code(
        gettext_noop("Confirm your new address"),
        gettext_noop("Confirm your new address"),
        gettext_noop("To use this address with your moB account, type this code on the page that asked for it:"),
    ),
    AccountMail.RESULTS_CODE: _code(
        gettext_noop("Your code to receive your results"),
        gettext_noop("Is it your address?"),
        gettext_noop("To receive the results of your simulation, type this code on the page that asked for it:"),
    ),
    AccountMail.CLAIM_CODE: _code(
        gettext_noop("Your code to enter your account"),
        gettext_noop("Is it your address?"),
        gettext_noop(
            "To enter with this address the account that a counter opened for you, type this code on the page that asked for it:"
        ),
    ),
}

_COMPOSERS: dict[AccountMail, Callable[[Facts], Content]] = {
    **_CODES,
    AccountMail.ACCOUNT_CLAIMED: _claimed,
    AccountMail.EMAIL_CHANGED: _notice(
        gettext_noop("The address of your account changed"), gettext_noop("Your moB account now uses %(new_email)s.")
    ),
    AccountMail.PASSWORD_SET: _notice(
        gettext_noop("Your password was changed"), gettext_noop("A password was set on your moB account.")
    ),
    AccountMail.PASSWORD_REMOVED: _notice(
        gettext_noop("Your password was removed"), gettext_noop("Your moB account has no password any more.")
    ),
    AccountMail.SECOND_FACTOR_ADDED: _notice(
        gettext_noop("A way to sign in was added"),
        gettext_noop("A second factor or a passkey was added to your moB account."),
    ),
    AccountMail.SECOND_FACTOR_REMOVED: _notice(
        gettext_noop("A way to sign in was removed"),
        gettext_noop("A second factor or a passkey was removed from your moB account."),
    ),
    AccountMail.RECOVERY_CODES_RENEWED: _notice(
        gettext_noop("Your recovery codes were renewed"),
        gettext_noop("The former recovery codes of your moB account no longer work."),
    ),
    AccountMail.RECOVERY_CODE_USED: _notice(
        gettext_noop("A recovery code was used"),
        gettext_noop("Somebody signed in with a recovery code. %(left)s remain."),
    ),
    AccountMail.SIGNED_OUT_EVERYWHERE: _notice(
        gettext_noop("You were signed out everywhere"),
        gettext_noop("All the sessions of your moB account were closed."),
    ),
    AccountMail.IDENTITY_LINKED: _notice(
        gettext_noop("%(provider)s is linked to your account"),
        gettext_noop("%(provider)s may now open your moB account."),
    ),
    AccountMail.IDENTITY_UNLINKED: _notice(
        gettext_noop("%(provider)s is no longer linked to your account"),
        gettext_noop("%(provider)s does not open your moB account any more."),
    ),
    AccountMail.ACCOUNTS_MERGED: _notice(
        gettext_noop("Your two accounts are one"),
        gettext_noop("What two moB accounts held is now in one, which you open with %(kept)s. The other is closed."),
    ),
    AccountMail.ACCOUNT_DELETED: _deleted,
    AccountMail.ACCOUNT_EXPIRING: _expiring,
    AccountMail.RIGHTS_ENDED: _rights_ended,
    AccountMail.SERVICE_CUT_OFF: _cut_off,
    AccountMail.ACCESSIBILITY_ASKED: _asked_for_needs,
    AccountMail.SERVICE_CLOSED: _closed,
    AccountMail.ASSISTED_SESSION: _assisted,
    AccountMail.MANDATE_ASKED: mandates.asked,
    AccountMail.MANDATE_ACCEPTED: mandates.accepted,
    AccountMail.MANDATE_RENEWED: mandates.renewed,
    AccountMail.MANDATE_ENDED: mandates.ended,
    AccountMail.MANDATE_HANDED_OVER: mandates.handed_over,
    AccountMail.SERVICE_CLOSING: _closing,
}
