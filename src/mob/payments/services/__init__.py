"""Use cases of money to pay, one file a family. Edges call `services.<verb>`."""

from mob.payments.services.details import confirm_bank_details, give_bank_details
from mob.payments.services.ending import end_award
from mob.payments.services.envelopes import set_envelope
from mob.payments.services.invoices import accept_invoice, ask_invoice_again, check_invoice_slot, send_invoice
from mob.payments.services.orders import hand_over, pay_again, settle

__all__ = [
    "accept_invoice",
    "ask_invoice_again",
    "check_invoice_slot",
    "confirm_bank_details",
    "end_award",
    "give_bank_details",
    "hand_over",
    "pay_again",
    "send_invoice",
    "set_envelope",
    "settle",
]
