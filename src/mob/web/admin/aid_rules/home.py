"""The page of an aid's rules: how it computes, what that means, what it asks, its test cases and how they come out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidEditing, Outcome, RuleExample, RulesContent
from mob.eligibility import shapes
from mob.eligibility.types import Outcome as Met
from mob.eligibility.types import Verdict
from mob.eligibility.verdicts import Case
from mob.kernel import clock
from mob.kernel.errors import NotFound
from mob.kernel.money import format_euros
from mob.web.admin import aid_summary
from mob.web.admin.access import AUTHORS, StaffRequest, open_to, show
from mob.web.admin.aid_rules import answers
from mob.web.admin.aid_rules.looking import look_at
from mob.web.admin.aid_rules.writing import save
from mob.web.admin.pages import confirm_page

OUTCOMES = {
    Outcome.ELIGIBLE: gettext_lazy("Eligible"),
    Outcome.INELIGIBLE: gettext_lazy("Not eligible"),
    Outcome.UNDETERMINED: gettext_lazy("Not known yet"),
}
MODES = {
    "none": gettext_lazy("Without computing"),
    "form": gettext_lazy("With a form"),
    "text": gettext_lazy("As text"),
    "book": gettext_lazy("From a rule book"),
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A test case, what should come out and what does. `number` counts from 1."""

    number: int
    name: str
    answers: str
    expected: str
    found: str
    holds: bool
    why: str


def mode_of(rules: RulesContent | None) -> str:
    """How the rules were written: a form may be opened again only when the text is still the one it gave."""
    if rules is None:
        return "none"
    if rules.book:
        return "book"
    return "form" if shape_of(rules) else "text"


def shape_of(rules: RulesContent | None) -> shapes.Shape | None:
    """The form behind a text, None when the text was changed by hand since."""
    shape = shapes.from_json(rules.shape) if rules else None
    return shape if shape and rules and not shapes.problems(shape) and shapes.text_of(shape) == rules.text else None


def header(editing: AidEditing, title: Any) -> dict[str, Any]:
    """What every page about rules shows on top: the way back."""
    home = reverse("admin:aid", args=[editing.id])
    return {
        "aid": editing,
        "aid_title": editing.content.fr.title or editing.slug,
        "aid_href": home,
        "rules_href": reverse("admin:aid-rules", args=[editing.id]),
        "title": title,
    }


def rules_or_404(editing: AidEditing) -> RulesContent:
    if editing.content.rules is None:
        raise Http404
    return editing.content.rules


@require_safe
@open_to(*AUTHORS)
def page(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """How an aid computes, whole."""
    editing = catalogue.editing(request.actor, aid_id)
    rules = editing.content.rules
    today = clock.civil_date(clock.now())
    problems = catalogue.publication_problems(request.actor, aid_id, today=today)
    lines = [line for line in aid_summary.lines(editing, problems) if line.section == "calcul"]
    context = {
        **header(editing, aid_summary.TITLES["calcul"]),
        "rules": rules,
        "mode": mode_of(rules),
        "mode_words": MODES[mode_of(rules)],
        "book": _book(rules),
        "look": look_at(rules),
        "cases": case_rows(rules, today) if rules else [],
        "problems": lines,
        "frequency": frequency_words(rules),
        "beside": together_words(rules),
    }
    return show(request, "rules/home.html", context, here="aids")


def _book(rules: RulesContent | None) -> Any:
    try:
        return catalogue.rule_book(rules.book) if rules and rules.book else None
    except NotFound:
        return None


def frequency_words(rules: RulesContent | None) -> str:
    """“Once every 36 months for a person”."""
    if rules is None or rules.frequency is None:
        return ""
    words = {
        "person": _("Once every %(months)d months for a person"),
        "household": _("Once every %(months)d months for a household"),
        "vehicle": _("Once every %(months)d months for a vehicle"),
    }
    return words[rules.frequency.per.value] % {"months": rules.frequency.months}


def together_words(rules: RulesContent | None) -> list[str]:
    """What the aid allows beside others, a sentence each."""
    if rules is None:
        return []
    said, language = rules.together, get_language() or "fr"
    most = _limit(said.most_percent, said.most, language)
    left = _limit(said.left_percent, said.left, language)
    sentences = [
        (most, _("All aids together: %(limit)s at most") % {"limit": most}),
        (left, _("Left to pay: %(limit)s at least") % {"limit": left}),
        (said.completes_local, _("No more than the nearer aids give together")),
        (said.is_reduced, _("Less what the other aids give")),
    ]
    return [sentence for is_said, sentence in sentences if is_said]


def _limit(percent: int | None, cents: int | None, language: str) -> str:
    """“80 % of the price, 1 000 €”."""
    share = "" if percent is None else _("%(percent)d %% of the price") % {"percent": percent}
    return ", ".join(filter(None, (share, "" if cents is None else format_euros(cents, language))))


def case_rows(rules: RulesContent, today: date) -> list[CaseRow]:
    """Every test case with how it comes out today."""
    return [_row(number, example, rules, today) for number, example in enumerate(rules.examples, 1)]


def _row(number: int, example: RuleExample, rules: RulesContent, today: date) -> CaseRow:
    found = Case(dict(example.answers), on=today).verdict(rules)
    same_amount = example.amount is None or found.amount == example.amount
    return CaseRow(
        number=number,
        name=example.name,
        answers=answers.told(dict(example.answers), rules),
        expected=outcome_words(example.outcome, example.amount),
        found=outcome_words(found.outcome, found.amount),
        holds=found.outcome is example.outcome and same_amount,
        why=why(found, rules),
    )


def outcome_words(outcome: Outcome, amount: int | None) -> str:
    """“Eligible, 400 €”."""
    words = str(OUTCOMES[outcome])
    if outcome is Outcome.ELIGIBLE and amount is not None:
        return _("%(outcome)s, %(amount)s") % {
            "outcome": words,
            "amount": format_euros(amount, get_language() or "fr"),
        }
    return words


def why(found: Verdict, rules: RulesContent) -> str:
    """Why somebody is not eligible, or what is missing to know: the first of the reasons."""
    if found.missing:
        kinds = {kind.name: kind for kind in answers.kinds_of(rules)}
        kind = kinds.get(found.missing[0])
        name = kind.title.read_in(get_language() or "fr") if kind else found.missing[0]
        return _("Missing: %(name)s") % {"name": name}
    return next((reason.text for reason in found.reasons if reason.outcome is not Met.MET), "")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def remove(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """Back to an aid without computing. The versions that had rules keep them."""
    editing = catalogue.editing(request.actor, aid_id)
    rules_or_404(editing)
    home = reverse("admin:aid-rules", args=[aid_id])

    def act() -> str:
        save(request, editing, None, version=editing.version)
        return home

    return confirm_page(
        request,
        act=act,
        title=_("Stop computing this aid"),
        text=_("The rules and their examples leave this version. Those published before keep theirs."),
        button=_("Remove the rules"),
        here="aids",
        back=(str(aid_summary.TITLES["calcul"]), home),
        done=_("This aid no longer computes anything."),
    )


def with_examples(rules: RulesContent, examples: tuple[RuleExample, ...]) -> RulesContent:
    return replace(rules, examples=examples)
