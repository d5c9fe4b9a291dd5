"""Rules written as text: kept as a draft whatever they hold, with every mistake told at its line."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidEditing, RulesContent
from mob.eligibility import facts
from mob.eligibility.types import FactKind
from mob.web.admin.access import AUTHORS, StaffRequest, open_to, show
from mob.web.admin.aid_rules import home
from mob.web.admin.aid_rules.looking import Look, look_at
from mob.web.admin.aid_rules.shape_form import looked_at
from mob.web.admin.aid_rules.writing import TARGET, RulesForm, save_typed, written
from mob.web.admin.pages import EXPECTED

LONGEST = 200_000
FIRST_TEXT = """\
aide:
  titre: Montant de l’aide
  applicable si:
    toutes ces conditions:
      - demandeur . âge >= 18 an
      - revenu fiscal de référence par part <= 15400 €/an
  valeur: 25% * vélo . prix
  plafond: 400 €
"""


class TextForm(RulesForm):
    text = forms.CharField(
        label=gettext_lazy("Rules"),
        max_length=LONGEST,
        strip=False,
        help_text=gettext_lazy("“aide” gives the amount in euros. What does not apply gives nothing."),
        widget=forms.Textarea(
            attrs={"rows": 24, "class": "code", "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
        ),
    )
    field_order = ("version", "text")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        return "\n".join(text.splitlines()) + "\n"


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def edit(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """The text, its mistakes and its reading side by side."""
    editing = catalogue.editing(request.actor, aid_id)
    form = TextForm(request.POST if request.method == "POST" else None, initial=_opened(editing))
    if request.method == "POST" and form.is_valid() and (done := _saved(request, editing, form)) is not None:
        return done
    look = look_at(RulesContent(TARGET, text=str(form["text"].value() or "")[:LONGEST]))
    return _show(request, editing, form, look)


def _opened(editing: AidEditing) -> dict[str, Any]:
    rules = editing.content.rules
    text = rules.text if rules and rules.text else FIRST_TEXT
    return {**RulesForm.shared(rules), "version": editing.version, "text": text}


def _saved(request: StaffRequest, editing: AidEditing, form: TextForm) -> HttpResponse | None:
    """Where to go once kept: on to the rules when they hold, back to the text else. None when it was refused."""
    before = editing.content.rules
    text = form.cleaned_data["text"]
    shape = before.shape if before and before.text == text else ""
    rules = written(editing, text=text, shape=shape, form=form)
    try:
        save_typed(request, editing, rules, form)
    except EXPECTED as error:
        form.refuse(error)
        return None
    if look_at(rules).remarks:
        messages.warning(request, _("Kept as a draft. What people read has not changed. Mend what is listed below."))
        return HttpResponseRedirect(reverse("admin:aid-rules-text", args=[editing.id]))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("admin:aid-rules", args=[editing.id]))


def _show(request: StaffRequest, editing: AidEditing, form: TextForm, look: Look) -> HttpResponse:
    context = {
        **home.header(editing, _("Rules as text")),
        "form": form,
        "text_field": next(row for row in form.rows() if row.name == "text"),
        "others": [row for row in form.rows() if row.name != "text"],
        "look": look,
        "facts": [_fact(kind) for kind in facts.registry().values()],
        "replaces_form": home.shape_of(editing.content.rules) is not None,
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return show(request, "rules/text.html", context, here="aids", status=status)


def _fact(kind: FactKind) -> dict[str, str]:
    """A fact as the list beside the text shows it."""
    choices = ", ".join(f"'{choice.value}'" for choice in kind.choices)
    return {"name": kind.name, "title": kind.title.read_in(get_language() or "fr"), "detail": choices or kind.unit}


@require_POST
@open_to(*AUTHORS)
def check(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """What the rules typed so far say, as a piece of a page. Nothing is kept."""
    editing = catalogue.editing(request.actor, aid_id)
    if "text" in request.POST:
        look = look_at(RulesContent(TARGET, text=request.POST["text"][:LONGEST]))
    else:
        look = looked_at(request.POST, editing)
    return render(request, "admin/rules/look.html", {"look": look})
