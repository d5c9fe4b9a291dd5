"""The words of a list taken away: headings, states, reasons, ways of paying. Files carry the language of who asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from mob.applications.types import Frequency, PaymentMode, RejectionReason, State

STATES = {
    State.CHECKING: gettext_lazy("Being checked by the program"),
    State.SUBMITTED: gettext_lazy("To examine"),
    State.UNDER_REVIEW: gettext_lazy("Under examination"),
    State.CHANGES_REQUESTED: gettext_lazy("Waiting for the person"),
    State.CLOSED_INCOMPLETE: gettext_lazy("Set aside"),
    State.APPROVED: gettext_lazy("Granted"),
    State.REJECTED: gettext_lazy("Application refused"),
    State.WITHDRAWN: gettext_lazy("Withdrawn"),
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
MODES = {
    PaymentMode.NONE: gettext_lazy("No payment"),
    PaymentMode.SINGLE: gettext_lazy("One payment"),
    PaymentMode.RECURRING: gettext_lazy("Several payments"),
}
FREQUENCIES = {
    Frequency.MONTHLY: gettext_lazy("Each month"),
    Frequency.QUARTERLY: gettext_lazy("Each quarter"),
}
HEADINGS = (
    gettext_lazy("File number"),
    gettext_lazy("Person"),
    gettext_lazy("Aid"),
    gettext_lazy("Community"),
    gettext_lazy("Received"),
    gettext_lazy("State"),
    gettext_lazy("Held by"),
    gettext_lazy("Correction due"),
    gettext_lazy("Decided on"),
    gettext_lazy("Amount of a payment (€)"),
    gettext_lazy("Payment"),
    gettext_lazy("How often"),
    gettext_lazy("Last payment on"),
    gettext_lazy("Reason of the refusal"),
)
YES, NO = gettext_lazy("Yes"), gettext_lazy("No")
