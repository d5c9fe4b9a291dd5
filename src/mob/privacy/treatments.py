"""Why personal data are processed, on what basis, for whom and how long: one entry a line of the register."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mob.privacy.types import End, Treatment, TreatmentCode

_HOST = _("The organisation that runs this site")
_FUNDER = _("The funder of the aid; who runs the site acts on its behalf (GDPR, article 28)")

_TREATMENTS = (
    Treatment(
        TreatmentCode.ACCOUNTS,
        title=_("Accounts and profiles"),
        purpose=_("Let a person find aids, apply and follow her applications without typing the same thing twice."),
        basis=_("Mission of public interest (GDPR, article 6.1, e)"),
        people=_("People who open an account, from the age of 16"),
        recipients=_("The person, and the services she shares it with, one at a time, until an end she knows"),
        duration=_("Until the person deletes the account"),
        controller=_HOST,
    ),
    Treatment(
        TreatmentCode.SECURITY,
        title=_("Security of accounts"),
        purpose=_("Prove who signs in, slow attacks down, show open sessions."),
        basis=_("Obligation of security (GDPR, articles 6.1, c and 32)"),
        people=_("People who sign in or try to"),
        recipients=_("The person; operators of the machine in an incident"),
        duration=_("Minutes for codes and throttles, 30 days for sessions, until removed for second factors"),
        controller=_HOST,
    ),
    Treatment(
        TreatmentCode.ACCESSIBILITY,
        title=_("What a person needs in order to travel"),
        purpose=_(
            "Keep it for her, so that she tells it once, and let the services she chooses read it in their words."
        ),
        basis=_("Explicit consent (GDPR, articles 6.1, a and 9.2, a), taken back with one button"),
        people=_("People who choose to say it"),
        recipients=_("The person alone"),
        duration=_("Until she takes her agreement back, or deletes her account"),
        controller=_HOST,
    ),
    Treatment(
        TreatmentCode.CERTIFIED,
        title=_("Data that administrations certify"),
        purpose=_("Ask an administration in the person’s place, so that she sends one paper less."),
        basis=_(
            "Her choice, source by source (article 6.1, a); the funder’s authorisation, recorded (CRPA, article L114-8)"
        ),
        people=_("People who choose it"),
        recipients=_("The person, and the funder she chose; nobody else, never an employer"),
        duration=_("The months each source says, one to twelve; at once when she takes her agreement back"),
        controller=_FUNDER,
    ),
    Treatment(
        TreatmentCode.APPLICATIONS,
        title=_("Applications for aids"),
        purpose=_("Examine applications, decide, pay, account for the decision and answer appeals."),
        basis=_(
            "Mission of public interest (article 6.1, e); for an employer, the person’s own request (article 6.1, b)"
        ),
        people=_("People who apply, the child an aid is for, the agents who answer"),
        recipients=_("The agents of the funder who examine the aid; papers are encrypted to the funder alone"),
        duration=_(
            "Drafts: until erased. Files: the years their aid says after the decision, five unless said otherwise"
        ),
        controller=_FUNDER,
    ),
    Treatment(
        TreatmentCode.PAYMENTS,
        title=_("Payment of aids"),
        purpose=_("Pay what was granted to the right account, once, and account for it."),
        basis=_("Mission of public interest (article 6.1, e); accounts: legal obligation (article 6.1, c)"),
        people=_("People an aid was granted to, the holder of the account they give"),
        recipients=_("The agents of the funder, and who pays for it: the public accountant or the bank"),
        duration=_("Bank details: thirteen months after the last payment. What was paid: ten years"),
        controller=_FUNDER,
    ),
    Treatment(
        TreatmentCode.EMPLOYERS,
        title=_("People of employers"),
        purpose=_("Know that a person works for an employer, so that its aids are hers to ask for."),
        basis=_("The person’s own request (GDPR, article 6.1, b); mails to her work address: consent (article 6.1, a)"),
        people=_("People who name an employer"),
        recipients=_("The employer’s staff who look after it: the name, work address and number given to them"),
        duration=_("A year after it ended; 60 days for a request nobody answered"),
        controller=_("The employer; who runs the site acts on its behalf (GDPR, article 28)"),
    ),
    Treatment(
        TreatmentCode.MAILS,
        title=_("Mails"),
        purpose=_("Tell people what happens to their applications and their account."),
        basis=_("The same as what the mail tells of; courtesy mails can be switched off"),
        people=_("People with an account or an application, staff"),
        recipients=_("The person written to; the mail provider of the site"),
        duration=_("Words 30 days, address and subject a year"),
        controller=_HOST,
    ),
    Treatment(
        TreatmentCode.STAFF,
        title=_("Staff of funders"),
        purpose=_(
            "Give each agent the rights of her role, and name the author of each decision (CRPA, article L212-1)."
        ),
        basis=_("Mission of public interest (article 6.1, e); employment"),
        people=_("Agents of funders and administrators"),
        recipients=_("Colleagues; the person a decision is made for"),
        duration=_("Until the account is deleted; with the decisions she signed"),
        controller=_("The funder she works for"),
    ),
    Treatment(
        TreatmentCode.REPORTS,
        title=_("Mistakes people tell of"),
        purpose=_("Correct the page of an aid, and answer who wrote when she gave an address."),
        basis=_("Mission of public interest (GDPR, article 6.1, e)"),
        people=_("People who write from the page of an aid, without an account"),
        recipients=_("Who keeps the aid: the funder’s authors, or the administrators of the site"),
        duration=_("A year"),
        controller=_HOST,
    ),
    Treatment(
        TreatmentCode.TRACE,
        title=_("History and proof"),
        purpose=_("Show what happened, who looked and what was agreed to, and that nothing was changed afterwards."),
        basis=_("Obligation to be able to demonstrate (GDPR, articles 5.2 and 7.1)"),
        people=_("Everybody who acts on the site"),
        recipients=_("The person for what concerns her; operators of the machine"),
        duration=_("Always for the history, which holds ids alone; until the date written on each for proofs"),
        controller=_HOST,
    ),
)

_ENDS: dict[End, Any] = {
    End.ACCOUNT: _("erased at once with the account"),
    End.FILE: _("with the file, until the date its aid says"),
    End.TRANSFER: _("thirteen months after the last payment; at once when replaced"),
    End.ACCOUNTS: _("ten years, for the accounts"),
    End.MOMENT: _("minutes, or days"),
    End.MAIL: _("words 30 days, the rest a year; with the account"),
    End.AFFILIATION: _("a year after it ended; with the account"),
    End.SHARE: _("a year after the share ended, a month after the trip that was asked; with the account"),
    End.TRACED: _("a year after it was handed over; with the account"),
    End.STAFF: _("emptied with the account; a decision keeps its author"),
    End.REPORT: _("a year after it was written; with the account of the same address"),
    End.READING: _("when it expires, or as soon as the agreement is taken back; with the account"),
    End.PROOF: _("until the date written beside it"),
    End.ALWAYS: _("always: an id that leads to nobody once the account is deleted"),
}


def treatments() -> tuple[Treatment, ...]:
    """Every processing, in the order of the register."""
    return _TREATMENTS


def treatment(code: TreatmentCode) -> Treatment:
    return next(each for each in _TREATMENTS if each.code is code)


def end_words(end: End) -> Any:
    """When a datum goes, in words."""
    return _ENDS[end]
