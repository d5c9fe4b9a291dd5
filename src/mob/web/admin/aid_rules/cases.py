"""Examples beside the rules: a person, and what must come out. One page each; they decide what may be published."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidEditing, Outcome, RuleExample, RulesContent
from mob.eligibility import facts
from mob.kernel.errors import Conflict
from mob.web.admin.access import AUTHORS, StaffRequest, open_to, show
from mob.web.admin.aid_rules import home
from mob.web.admin.aid_rules.answers import AnswersForm
from mob.web.admin.aid_rules.writing import save
from mob.web.admin.pages import EXPECTED, confirm_page
from mob.web.forms import EurosField

_OWN = ("version", "name", "outcome", "amount")


class CaseForm(AnswersForm):
    """A name, answers, and what they must give."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    name = forms.CharField(
        label=gettext_lazy("Who it is"),
        max_length=120,
        help_text=gettext_lazy("“Student with a low income”. Invented people only."),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What must come out"),
        choices=[(each.value, words) for each, words in home.OUTCOMES.items()],
        widget=forms.RadioSelect,
    )
    amount = EurosField(
        label=gettext_lazy("Amount that must come out"),
        required=False,
        help_text=gettext_lazy("Empty: the amount is not looked at."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {**self.units, "amount": "€"}

    @staticmethod
    def read(example: RuleExample) -> dict[str, Any]:
        """What the form shows of a case."""
        own = {"name": example.name, "outcome": example.outcome.value, "amount": example.amount}
        return {**AnswersForm.opened(dict(example.answers)), **own}

    def example(self) -> RuleExample:
        data = self.cleaned_data
        outcome = Outcome(data["outcome"])
        amount = data["amount"] if outcome is Outcome.ELIGIBLE else None
        return RuleExample(data["name"], tuple(self.answers().items()), outcome, amount)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def create(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """A new case, empty or made of a trial."""
    editing = catalogue.editing(request.actor, aid_id)
    rules = home.rules_or_404(editing)
    if request.POST.get("do") == "keep":
        # What was tried comes along; its name and what must come out are for the author to say.
        form = CaseForm(initial={**request.POST.dict(), "version": editing.version}, rules=rules)
        return _show(request, editing, form, _("New example"), kept=request.POST.get("commune", ""))
    form = CaseForm(
        request.POST if request.method == "POST" else None, initial={"version": editing.version}, rules=rules
    )
    return _handled(request, editing, form, _("New example"), number=len(rules.examples))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def edit(request: StaffRequest, aid_id: UUID, number: int) -> HttpResponse:
    """A case. `number` counts from 1."""
    editing = catalogue.editing(request.actor, aid_id)
    rules = home.rules_or_404(editing)
    example = _example(rules, number)
    initial = {**CaseForm.read(example), "version": editing.version}
    form = CaseForm(request.POST if request.method == "POST" else None, initial=initial, rules=rules)
    kept = str(dict(example.answers).get(facts.COMMUNE, ""))
    return _handled(request, editing, form, example.name, number=number - 1, kept=kept)


def _handled(
    request: StaffRequest, editing: AidEditing, form: CaseForm, title: str, *, number: int, kept: str = ""
) -> HttpResponse:
    """Save the case in its place and come back to the rules, or show its page. `number` counts from 0."""
    if request.method == "POST" and form.is_valid():
        rules = home.rules_or_404(editing)
        examples = (*rules.examples[:number], form.example(), *rules.examples[number + 1 :])
        try:
            save(request, editing, home.with_examples(rules, examples), version=form.cleaned_data["version"] or 0)
        except EXPECTED as error:
            if isinstance(error, Conflict):
                form.follow(editing.version)
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("admin:aid-rules", args=[editing.id]) + "#exemples")
    return _show(request, editing, form, title, kept=kept)


def _show(request: StaffRequest, editing: AidEditing, form: CaseForm, title: str, *, kept: str = "") -> HttpResponse:
    rows = form.rows()
    context = {
        **home.header(editing, title),
        "form": form,
        "own": [row for row in rows if row.name in _OWN],
        "asked": [row for row in rows if row.name not in _OWN],
        "asks_place": form.asks_place,
        "place": form.place_answer(kept),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return show(request, "rules/case.html", context, here="aids", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def remove(request: StaffRequest, aid_id: UUID, number: int) -> HttpResponse:
    editing = catalogue.editing(request.actor, aid_id)
    rules = home.rules_or_404(editing)
    example = _example(rules, number)
    back = reverse("admin:aid-rules", args=[aid_id])

    def act() -> str:
        kept = tuple(each for at, each in enumerate(rules.examples, 1) if at != number)
        save(request, editing, home.with_examples(rules, kept), version=editing.version)
        return f"{back}#exemples"

    return confirm_page(
        request,
        act=act,
        title=_("Remove “%(label)s”") % {"label": example.name},
        text=_("The rules are no longer tried on this case."),
        button=_("Remove"),
        here="aids",
        back=(_("Rules"), back),
        done=_("Removed."),
    )


def _example(rules: RulesContent, number: int) -> RuleExample:
    if not 1 <= number <= len(rules.examples):
        raise Http404
    return rules.examples[number - 1]
