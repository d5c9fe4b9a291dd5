"""Rules made with a form: rows are added and removed by sending it, nothing is lost, nothing is kept before saving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidEditing, RulesContent
from mob.eligibility import shapes
from mob.eligibility.shapes.rules import MOST_BONUSES, MOST_BRACKETS
from mob.web.admin.access import AUTHORS, StaffRequest, open_to, show
from mob.web.admin.aid_rules import home
from mob.web.admin.aid_rules.looking import Look, look_at
from mob.web.admin.aid_rules.shape_form import CONDITIONS, ShapeForm, counts, looked_at, opened
from mob.web.admin.aid_rules.writing import BESIDE, TARGET, RulesForm, save_typed, written
from mob.web.admin.pages import EXPECTED

_MANY = ("statuses", "kinds")
_BRACKET, _BONUS = ("up_to", "amount", "percent", "cap"), ("amount", "question")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def edit(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """The form, and beside it what the rules it gives would say."""
    editing = catalogue.editing(request.actor, aid_id)
    if request.method != "POST":
        form = _first(editing)
        shape = home.shape_of(editing.content.rules)
        look = look_at(RulesContent(TARGET, text=shapes.text_of(shape))) if shape else Look()
        return _show(request, editing, form, look)
    act = request.POST.get("do", "save")
    if act != "save":
        return _show(request, editing, _moved(request.POST, act), looked_at(request.POST, editing))
    form = ShapeForm(request.POST, **counts(request.POST))
    shape = form.shape(editing.content.source_url) if form.is_valid() else None
    if shape and (done := _saved(request, editing, form, shape)) is not None:
        return done
    return _show(request, editing, form, Look())


def _first(editing: AidEditing) -> ShapeForm:
    rules = editing.content.rules
    shape = home.shape_of(rules)
    initial: dict[str, Any] = {**RulesForm.shared(rules), "version": editing.version}
    if shape is None:
        return ShapeForm(initial=initial, brackets=1, bonuses=0)
    asked = sum(bool(bonus.question) for bonus in shape.bonuses)
    return ShapeForm(initial={**initial, **opened(shape)}, brackets=len(shape.brackets), bonuses=asked)


def _saved(request: StaffRequest, editing: AidEditing, form: ShapeForm, shape: shapes.Shape) -> HttpResponse | None:
    rules = written(editing, text=shapes.text_of(shape), shape=shapes.to_json(shape), form=form)
    try:
        save_typed(request, editing, rules, form)
    except EXPECTED as error:
        form.refuse(error)
        return None
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("admin:aid-rules", args=[editing.id]))


def _moved(data: QueryDict, act: str) -> ShapeForm:
    """The same form with a row more or less, as typed and not judged."""
    sent = counts(data)
    brackets, bonuses = _rows(data, "b", _BRACKET, sent["brackets"]), _rows(data, "x", _BONUS, sent["bonuses"])
    kind, _dash, number = act.rpartition("-")
    if act == "add-bracket" and len(brackets) < MOST_BRACKETS:
        brackets.append({})
    elif act == "add-bonus" and len(bonuses) < MOST_BONUSES:
        bonuses.append({})
    elif kind == "remove-bracket" and number in map(str, range(len(brackets))) and len(brackets) > 1:
        del brackets[int(number)]
    elif kind == "remove-bonus" and number in map(str, range(len(bonuses))):
        del bonuses[int(number)]
    typed: dict[str, Any] = {name: data.getlist(name) if name in _MANY else data[name] for name in data}
    typed |= {f"b{n}_{name}": row.get(name, "") for n, row in enumerate(brackets) for name in _BRACKET}
    typed |= {f"x{n}_{name}": row.get(name, "") for n, row in enumerate(bonuses) for name in _BONUS}
    return ShapeForm(initial=typed, brackets=len(brackets), bonuses=len(bonuses))


def _rows(data: QueryDict, prefix: str, names: tuple[str, ...], count: int) -> list[dict[str, str]]:
    return [{name: data.get(f"{prefix}{number}_{name}", "") for name in names} for number in range(count)]


def _show(request: StaffRequest, editing: AidEditing, form: ShapeForm, look: Look) -> HttpResponse:
    rows = {row.name: row for row in form.rows()}
    context = {
        **home.header(editing, _("Rules with a form")),
        "form": form,
        "rows": rows,
        "brackets": [[rows[f"b{n}_{name}"] for name in _BRACKET] for n in range(form.brackets)],
        "bonuses": [[rows[f"x{n}_{name}"] for name in _BONUS] for n in range(form.bonuses)],
        "conditions": [(rows[name], rows[f"article_{name}"]) for name in CONDITIONS],
        "beside": [rows[name] for name in BESIDE],
        "look": look,
        "may_add_bracket": form.brackets < MOST_BRACKETS,
        "may_add_bonus": form.bonuses < MOST_BONUSES,
        "replaces_text": home.mode_of(editing.content.rules) in ("text", "book"),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return show(request, "rules/shape.html", context, here="aids", status=status)
