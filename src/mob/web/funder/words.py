"""How files, checks, decisions and refusals are said at the desk. No rule is decided here."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mob.applications.inbox import CAP, Tab
from mob.applications.representation import RepresentationKind, RepresentationView
from mob.applications.types import RejectionReason, State, WithdrawalGround
from mob.eligibility.types import Check, CheckCode, Conclusion, Outcome
from mob.web import components
from mob.web.citizen.words import language
from mob.web.formats import long_date

TABS = {
    Tab.MINE: gettext_lazy("My files"),
    Tab.UNASSIGNED: gettext_lazy("Held by nobody"),
    Tab.WAITING: gettext_lazy("Waiting for the person"),
    Tab.DUE_SOON: gettext_lazy("Due soon"),
    Tab.DECIDED: gettext_lazy("Decided files"),
    Tab.ALL: gettext_lazy("All files"),
}
EMPTY = {
    Tab.MINE: (
        gettext_lazy("You hold no file"),
        gettext_lazy("Take one among those nobody holds: it then waits for you here."),
    ),
    Tab.UNASSIGNED: (gettext_lazy("Nothing to take"), gettext_lazy("Every file received is in somebody’s hands.")),
    Tab.WAITING: (gettext_lazy("Nobody has anything to correct"), gettext_lazy("No file waits for its person.")),
    Tab.DUE_SOON: (gettext_lazy("No date is near"), gettext_lazy("No answer is due in law within fifteen days.")),
    Tab.DECIDED: (gettext_lazy("Nothing decided yet"), gettext_lazy("Granted and refused files are kept here.")),
    Tab.ALL: (
        gettext_lazy("No application yet"),
        gettext_lazy("The first one appears here as soon as a person sends it."),
    ),
}
REPRESENTATIONS = {
    RepresentationKind.PARENTAL: gettext_lazy("Parental authority"),
    RepresentationKind.GUARDIANSHIP: gettext_lazy("Guardianship (judgement)"),
    RepresentationKind.FAMILY: gettext_lazy("Family authorisation (judgement)"),
    RepresentationKind.CURATORSHIP: gettext_lazy("Curatorship, with a power to represent (judgement)"),
}
STATES = {
    State.CHECKING: (gettext_lazy("Being checked by the program"), "hollow"),
    State.SUBMITTED: (gettext_lazy("To examine"), "hollow"),
    State.UNDER_REVIEW: (gettext_lazy("Under examination"), "plain"),
    State.CHANGES_REQUESTED: (gettext_lazy("Waiting for the person"), "unknown"),
    State.CLOSED_INCOMPLETE: (gettext_lazy("Set aside"), "unknown"),
    State.APPROVED: (gettext_lazy("Granted"), "ok"),
    State.REJECTED: (gettext_lazy("Application refused"), "no"),
    State.WITHDRAWN: (gettext_lazy("Withdrawn"), "unknown"),
}
REASONS = {
    RejectionReason.CONDITIONS_NOT_MET: gettext_lazy("The conditions of the aid are not met"),
    RejectionReason.PROOF_MISSING: gettext_lazy("A paper is missing"),
    RejectionReason.PROOF_INVALID: gettext_lazy("A paper is not valid"),
    RejectionReason.ACCOUNT_NOT_FRANCECONNECT: gettext_lazy("The identity was not certified by FranceConnect"),
    RejectionReason.RPC_CEE_REQUEST_INVALID: gettext_lazy("The carpool register refused the request (CEE bonus)"),
    RejectionReason.ALREADY_GRANTED: gettext_lazy("The aid was already granted to this person"),
    RejectionReason.OTHER: gettext_lazy("Another reason"),
}
CONCLUSIONS = {
    Conclusion.PASSED: gettext_lazy("All met: granted by the program."),
    Conclusion.FAILED: gettext_lazy("One is not met: refused by the program, provisionally."),
    Conclusion.DEFERRED: gettext_lazy("Not everything could be told: handed over to an agent."),
}
GROUNDS = {
    WithdrawalGround.UNLAWFUL: gettext_lazy("It was granted unlawfully (within four months of the decision)"),
    WithdrawalGround.FRAUD: gettext_lazy("It was obtained by fraud"),
    WithdrawalGround.CONDITION_UNMET: gettext_lazy("A condition of the aid is not met"),
}
_CHECKS = {
    CheckCode.TERRITORY: gettext_lazy("Town in the territory"),
    CheckCode.AGE: gettext_lazy("Age"),
    CheckCode.ANSWERS: gettext_lazy("Answers"),
    CheckCode.PROOFS: gettext_lazy("Papers"),
    CheckCode.OTHER_APPLICATION: gettext_lazy("Other application for this aid"),
    CheckCode.IDENTITY: gettext_lazy("Identity"),
    CheckCode.RULES: gettext_lazy("Rules of the aid"),
    CheckCode.FREQUENCY: gettext_lazy("Time since the last award"),
}
_PLAIN_REASONS = {
    "commune_unknown": gettext_lazy("The town could not be placed: look at the proof of address."),
    "commune_covered": gettext_lazy("%(commune)s is covered by the aid."),
    "commune_outside": gettext_lazy("%(commune)s is not covered by the aid."),
    "no_age_condition": gettext_lazy("The aid sets no age."),
    "birth_date_unknown": gettext_lazy("The date of birth is not known: look at the papers."),
    "old_enough": gettext_lazy("%(age)s years old on the day of sending, from %(least)s."),
    "too_young": gettext_lazy("%(age)s years old on the day of sending, and %(least)s are needed."),
    "answers_complete": gettext_lazy("Every required question is answered."),
    "proofs_complete": gettext_lazy("Every required paper is there and was scanned."),
    "others_unknown": gettext_lazy("The account no longer exists: this could not be looked up."),
    "other_live": gettext_lazy("Another application of this person for this aid is under way."),
    "no_other_live": gettext_lazy("None under way."),
    "rules_met": gettext_lazy("Every condition is met."),
    "rules_amount": gettext_lazy("Every condition is met: %(amount)s."),
    "rules_failed": gettext_lazy("The computation failed: examine the file by hand."),
    "not_received": gettext_lazy("Not received in the last %(months)s months."),
    "received_unknown": gettext_lazy("The person did not say whether it was received in the last %(months)s months."),
    "says_received": gettext_lazy("Declared: already received in the last %(months)s months."),
    "says_not_received": gettext_lazy("Declared: not received in the last %(months)s months."),
    "not_made": gettext_lazy("This version of the aid has nothing to check it with."),
    "identity_unknown": gettext_lazy("Name or date of birth is missing."),
    "identity_certified": gettext_lazy("Certified."),
    "identity_declared": gettext_lazy("Declared by the person: compare with the papers."),
}
_STATES_OF_CHECKS = {Outcome.MET: "yes", Outcome.NOT_MET: "no", Outcome.UNKNOWN: "unknown"}


def count(number: int) -> str:
    """A number of files, or that it is beyond what is counted."""
    if number <= CAP:
        return f"{number:,}".replace(",", "\u202f")
    return _("over %(cap)s") % {"cap": f"{CAP:,}".replace(",", "\u202f")}


def exact(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def tab_count(tab: Tab, number: int) -> str:
    """The count of a tab: exact where counter rows hold it, capped where it was counted."""
    return exact(number) if tab in (Tab.WAITING, Tab.DECIDED, Tab.ALL) else count(number)


def state_tag(state: State) -> components.Tag:
    words, kind = STATES[state]
    return components.Tag(str(words), kind)


def check(one: Check) -> components.Check:
    """A check as its line: what was checked, how it ended, why."""
    return components.Check(str(_CHECKS[one.code]), _STATES_OF_CHECKS[one.outcome], _reason(one))


def _reason(one: Check) -> str:
    params = dict(one.params)
    number = int(params.get("count", 0))
    if one.reason == "answers_missing":
        return ngettext("%(count)d answer is missing.", "%(count)d answers are missing.", number) % params
    if one.reason == "proofs_missing":
        return ngettext("%(count)d paper is missing.", "%(count)d papers are missing.", number) % params
    if one.reason == "proofs_unscanned":
        return (
            ngettext(
                "%(count)d file was only looked at for the test virus: this installation has no antivirus.",
                "%(count)d files were only looked at for the test virus: this installation has no antivirus.",
                number,
            )
            % params
        )
    if one.reason == "rules_missing":
        return ngettext("%(count)d answer is missing.", "%(count)d answers are missing.", number) % params
    if one.reason == "rules_not_met":
        return str(params["why"] or _("The amount is nought."))
    if one.reason == "received_lately":
        days = {name: long_date(date.fromisoformat(str(params[name])), language()) for name in ("last", "again")}
        return _("Already received on %(last)s; possible again from %(again)s.") % days
    return str(_PLAIN_REASONS[one.reason]) % params


def request_text(name: str) -> str:
    """What opens a request for changes; the agent edits it."""
    return _(
        "Hello %(name)s,\nThank you for your application. To go on, we need you to correct what is ticked above.\n"
        "What is wrong: "
    ) % {"name": name}


def representation(view: RepresentationView) -> str:
    """By what right the application is made, and until when, in one line."""
    told = {"kind": REPRESENTATIONS[view.kind], "date": long_date(view.ends_on, language())}
    return _("%(kind)s, until %(date)s included") % told
