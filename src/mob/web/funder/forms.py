"""Forms of the desk. Nothing is preselected in a decision; what was typed stays when it is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mob.applications.types import AwardTerms, Frequency, OpenRequest, PaymentMode, RejectionReason, WithdrawalGround
from mob.applications.views import Detail
from mob.web.forms import DateField, EurosField, Form
from mob.web.funder import words

# A refusal gives reasons in fact and in law, of any length; the service sets the only bound.
LONG = 20_000


class MessageForm(Form):
    """One message to the person."""

    text = forms.CharField(
        label=_("Your message"), widget=forms.Textarea(attrs={"rows": "4", "maxlength": "5000", "data-key": "m"})
    )


class NoteForm(Form):
    """One note for colleagues."""

    note = forms.CharField(
        label=_("New note"), widget=forms.Textarea(attrs={"rows": "3", "maxlength": "5000", "data-key": "i"})
    )


class ApproveForm(Form):
    """What is granted. Which fields go together is the life cycle's to say (`lifecycle.check_terms`)."""

    mode = forms.ChoiceField(
        label=_("Payment"),
        widget=forms.RadioSelect,
        choices=[
            (PaymentMode.SINGLE.value, _("In one payment")),
            (PaymentMode.RECURRING.value, _("In several payments")),
            (PaymentMode.NONE.value, _("No payment: the aid is a service")),
        ],
    )
    amount = EurosField(
        label=_("Amount of each payment"), required=False, help_text=_("In euros, for example 500 or 1 250,50.")
    )
    frequency = forms.ChoiceField(
        label=_("How often"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(Frequency.MONTHLY.value, _("Every month")), (Frequency.QUARTERLY.value, _("Every three months"))],
        help_text=_("Only for several payments."),
    )
    last_payment_on = DateField(
        label=_("Date of the last payment"), required=False, help_text=_("Only for several payments, after today.")
    )
    message = forms.CharField(
        label=_("A word to the person"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("Sent by e-mail and shown with the decision."),
    )

    def tell_computed(self, amount: str) -> None:
        """Say beside the amount what the rules compute."""
        computed = gettext("The rules compute %(amount)s.") % {"amount": amount}
        self.fields["amount"].help_text = f"{computed} {self.fields['amount'].help_text}"

    def terms(self) -> AwardTerms:
        """The award that was typed. The form is valid."""
        data = self.cleaned_data
        return AwardTerms(
            mode=PaymentMode(data["mode"]),
            amount=data["amount"],
            frequency=Frequency(data["frequency"]) if data["frequency"] else None,
            last_payment_on=data["last_payment_on"],
        )


class RejectForm(Form):
    """Why it is refused, what can be done about it, and how to contest it."""

    reason = forms.ChoiceField(
        label=_("Main reason"), widget=forms.RadioSelect, choices=[(r.value, words.REASONS[r]) for r in RejectionReason]
    )
    text = forms.CharField(
        label=_("The reasons, in fact and in law"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": "8"}),
        help_text=_("Written to the person: which condition, which paper, why. As long as it takes."),
    )
    remedy = forms.CharField(
        label=_("What can be done about it"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("For example: another aid, or a new application with the right paper."),
    )
    appeal = forms.CharField(
        label=_("How to contest this decision"), max_length=LONG, widget=forms.Textarea(attrs={"rows": "5"})
    )


class RequestForm(Form):
    """What the person must correct, in which words, until when."""

    items = forms.MultipleChoiceField(
        label=_("What must be corrected"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one answer or one paper to correct.")},
    )
    message = forms.CharField(
        label=_("Your words to the person"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text=_("Say for each thing ticked what is wrong and what you expect."),
    )
    due_on = DateField(label=_("Last day to answer"), help_text=_("In 15 to 60 days. The file waits until then."))

    def __init__(self, found: Detail, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(field.code, field.label) for field in found.aid.fields]
        self.fields["items"].choices = choices + [(proof.code, proof.label) for proof in found.aid.proofs]  # type: ignore[attr-defined]
        self._proofs = {proof.code for proof in found.aid.proofs}

    def request(self) -> OpenRequest:
        """What is asked. The form is valid."""
        items = frozenset(self.cleaned_data["items"])
        due: date = self.cleaned_data["due_on"]
        return OpenRequest(fields=items - self._proofs, proofs=items & self._proofs, due_on=due)


class WithdrawalForm(Form):
    """Why an award may be taken back: sent to the person, who may reply."""

    ground = forms.ChoiceField(
        label=_("Ground"), widget=forms.RadioSelect, choices=[(g.value, words.GROUNDS[g]) for g in WithdrawalGround]
    )
    text = forms.CharField(
        label=_("The reasons, in fact and in law"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": "8"}),
        help_text=_("The person reads them and has fifteen days to reply. The award stands until then."),
    )


class NothingForm(Form):
    """A move that needs no words."""


class ReturnForm(Form):
    """What a colleague should look at again: kept as a note."""

    word = forms.CharField(
        label=_("What should be looked at again"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("For your colleague, who finds it on the file and among the notes. The person is told nothing."),
    )


class ReopenForm(Form):
    """Why a refused file is taken up again: kept as a note for colleagues."""

    reason = forms.CharField(
        label=_("Why this file is opened again"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("Kept among the notes. The person is told that the file is open again, not this text."),
    )
