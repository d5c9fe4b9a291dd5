"""The questions and the papers of an aid, one page each: added, written, moved, removed. No script needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mob.catalogue import selectors as catalogue
from mob.catalogue import services
from mob.catalogue.types import (
    AidContent,
    AidEditing,
    ChoiceContent,
    FieldContent,
    FieldKind,
    ProofContent,
    ProofType,
    Words,
)
from mob.eligibility import facts
from mob.eligibility.certified import sources
from mob.kernel import clock
from mob.web import certified
from mob.web.admin import words
from mob.web.admin.access import AUTHORS, StaffRequest, open_to
from mob.web.admin.aid_forms import PartForm
from mob.web.admin.aid_sections import part_page
from mob.web.admin.pages import EXPECTED, confirm_page, words_of

Item = FieldContent | ProofContent


class ItemForm(PartForm):
    """What questions and papers share. `code` is the item's once it exists: answers already given refer to it."""

    label_fr = forms.CharField(label=gettext_lazy("In French"), max_length=300)
    hint_fr = forms.CharField(
        label=gettext_lazy("Hint in French"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Where to find it, what it must show."),
    )
    label_en = forms.CharField(label=gettext_lazy("In English"), max_length=300, required=False)
    hint_en = forms.CharField(label=gettext_lazy("Hint in English"), max_length=400, required=False)
    is_required = forms.BooleanField(label=gettext_lazy("Required"), required=False)
    pointers: ClassVar[Mapping[str, str]] = {"label": "label_fr", "hint": "hint_fr", "code": "label_fr"}
    part: ClassVar[str]
    length: ClassVar[int] = 50

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code

    @classmethod
    def read(cls, item: Item) -> dict[str, Any]:
        """What the form shows of an item."""
        return {
            "label_fr": item.label.fr,
            "label_en": item.label.en,
            "hint_fr": item.hint.fr,
            "hint_en": item.hint.en,
            "is_required": item.is_required,
        }

    def written(self, code: str) -> Item:
        """The item as typed."""
        raise NotImplementedError

    def applied(self, content: AidContent) -> AidContent:
        items: tuple[Item, ...] = getattr(content, self.part)
        if self.code:
            changed = tuple(self.written(self.code) if each.code == self.code else each for each in items)
        else:
            changed = (*items, self.written(free_code(self.cleaned_data["label_fr"], [each.code for each in items])))
        return with_items(content, self.part, changed)

    def _words(self, name: str) -> Words:
        return Words(self.cleaned_data[f"{name}_fr"], self.cleaned_data[f"{name}_en"])


class QuestionForm(ItemForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of answer"), choices=words.choices(words.FIELD_KINDS), widget=forms.RadioSelect
    )
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        max_length=10_000,
        help_text=gettext_lazy("For a list: one a line, in French; the English one after a bar: Neuf | New"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    max_choices = forms.IntegerField(
        label=gettext_lazy("How many may be ticked"),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    field_order = ("version", "label_fr", "hint_fr", "kind", "choices", "max_choices", "is_required")
    part = "fields"

    @classmethod
    def read(cls, item: Item) -> dict[str, Any]:
        assert isinstance(item, FieldContent)
        listed = "\n".join(" | ".join(filter(None, (c.label.fr, c.label.en))) for c in item.choices)
        many = item.max_choices if item.kind is FieldKind.CHOICE else None
        return {**super().read(item), "kind": item.kind.value, "choices": listed, "max_choices": many}

    def written(self, code: str) -> FieldContent:
        kind = FieldKind(self.cleaned_data["kind"])
        is_list = kind is FieldKind.CHOICE
        return FieldContent(
            code=code,
            kind=kind,
            label=self._words("label"),
            hint=self._words("hint"),
            is_required=self.cleaned_data["is_required"],
            choices=choices_of(self.cleaned_data["choices"], self.initial.get("known", ())) if is_list else (),
            max_choices=(self.cleaned_data["max_choices"] or 1) if is_list else 1,
        )


class PaperForm(ItemForm):
    proof_type = forms.ChoiceField(label=gettext_lazy("Kind of paper"), choices=words.choices(words.PROOF_TYPES))
    replaced_by = forms.MultipleChoiceField(
        label=gettext_lazy("Data that replaces it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Once an administration certifies all that is ticked, the paper is asked no more. "
            "Your organisation needs a legal basis for each, recorded by the platform."
        ),
    )
    field_order = ("version", "proof_type", "label_fr", "hint_fr", "is_required", "replaced_by")
    part = "proofs"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(name, certified.title_of(name)) for name in facts.registry() if name in sources.certifiable()]
        self.fields["replaced_by"].choices = named  # type: ignore[attr-defined]

    @classmethod
    def read(cls, item: Item) -> dict[str, Any]:
        assert isinstance(item, ProofContent)
        return {**super().read(item), "proof_type": item.proof_type.value, "replaced_by": list(item.replaced_by)}

    def written(self, code: str) -> ProofContent:
        return ProofContent(
            code=code,
            proof_type=ProofType(self.cleaned_data["proof_type"]),
            label=self._words("label"),
            hint=self._words("hint"),
            is_required=self.cleaned_data["is_required"],
            replaced_by=tuple(self.cleaned_data["replaced_by"]),
        )


FORMS: Mapping[str, type[ItemForm]] = {"questions": QuestionForm, "pieces": PaperForm}


def free_code(label: str, taken: list[str]) -> str:
    """A short code made of a label, unlike those taken."""
    base = slugify(label)[:50].strip("-_") or "n"
    return base if base not in taken else next(c for n in range(2, len(taken) + 3) if (c := f"{base}-{n}") not in taken)


def choices_of(text: str, known: tuple[ChoiceContent, ...]) -> tuple[ChoiceContent, ...]:
    """The choices typed one a line. One whose French words did not change keeps its code: answers refer to it."""
    codes = {choice.label.fr: choice.code for choice in known}
    made: list[ChoiceContent] = []
    for line in text.splitlines():
        french, _bar, english = (part.strip() for part in line.partition("|"))
        if not french:
            continue
        taken = [choice.code for choice in made] + [c for label, c in codes.items() if label != french]
        made.append(ChoiceContent(codes.get(french) or free_code(french, taken), Words(french, english)))
    return tuple(made)


def with_items(content: AidContent, part: str, items: tuple[Item, ...]) -> AidContent:
    """The content with another list of questions or of papers."""
    if part == "fields":
        return replace(content, fields=tuple(each for each in items if isinstance(each, FieldContent)))
    return replace(content, proofs=tuple(each for each in items if isinstance(each, ProofContent)))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def create(request: StaffRequest, aid_id: UUID, section: str) -> HttpResponse:
    kind, editing = _opened(request, aid_id, section)
    form = kind(request.POST or None, initial={"version": editing.version, "is_required": True})
    title = _("New question") if section == "questions" else _("New paper")
    return part_page(request, form, editing, title=title, anchor=section)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def edit(request: StaffRequest, aid_id: UUID, section: str, code: str) -> HttpResponse:
    kind, editing = _opened(request, aid_id, section)
    item = _item(editing, kind, code)
    known = item.choices if isinstance(item, FieldContent) else ()
    opened = {**kind.read(item), "version": editing.version, "known": known}
    form = kind(request.POST or None, initial=opened, code=code)
    return part_page(request, form, editing, title=item.label.fr or item.code, anchor=section)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def remove(request: StaffRequest, aid_id: UUID, section: str, code: str) -> HttpResponse:
    kind, editing = _opened(request, aid_id, section)
    item = _item(editing, kind, code)
    home = reverse("admin:aid", args=[aid_id])

    def act() -> str:
        kept = tuple(each for each in _items(editing, kind) if each.code != code)
        _write(request, editing, with_items(editing.content, kind.part, kept))
        return f"{home}#{section}"

    return confirm_page(
        request,
        act=act,
        title=_("Remove “%(label)s”") % {"label": item.label.fr or item.code},
        text=_("It is no longer asked from the next publication on. Applications already sent keep what they hold."),
        button=_("Remove"),
        here="aids",
        back=(editing.content.fr.title or editing.slug, home),
        done=_("Removed."),
    )


@require_POST
@open_to(*AUTHORS)
def move(request: StaffRequest, aid_id: UUID, section: str, code: str) -> HttpResponse:
    """One place up or down; at the end of the list nothing moves."""
    kind, editing = _opened(request, aid_id, section)
    items = list(_items(editing, kind))
    place = items.index(_item(editing, kind, code))
    other = place + (-1 if request.POST.get("vers") == "haut" else 1)
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
        try:
            _write(request, editing, with_items(editing.content, kind.part, tuple(items)))
        except EXPECTED as error:
            messages.error(request, words_of(error, request.LANGUAGE_CODE))
    return HttpResponseRedirect(reverse("admin:aid", args=[aid_id]) + f"#{section}")


def _opened(request: StaffRequest, aid_id: UUID, section: str) -> tuple[type[ItemForm], AidEditing]:
    if section not in FORMS:
        raise Http404
    return FORMS[section], catalogue.editing(request.actor, aid_id)


def _items(editing: AidEditing, kind: type[ItemForm]) -> tuple[Item, ...]:
    """Those the author writes: a question that rules ask follows the rules, and is not hers to change."""
    items: tuple[Item, ...] = getattr(editing.content, kind.part)
    return tuple(each for each in items if not (isinstance(each, FieldContent) and each.fact))


def _item(editing: AidEditing, kind: type[ItemForm], code: str) -> Item:
    found = next((each for each in _items(editing, kind) if each.code == code), None)
    if found is None:
        raise Http404
    return found


def _write(request: StaffRequest, editing: AidEditing, content: AidContent) -> None:
    """Read and written in one request: what another author wrote in between is refused by the version."""
    services.edit_aid(
        request.actor, aid_id=editing.id, content=content, expected_version=editing.version, now=clock.now()
    )
