"""Form fields of ours (date in three parts, euros), the words of their errors, and how a field is drawn.

Drawing: `describe` turns a bound field into a `FieldView`, which `components/field.html` writes. Forms are sent with
`novalidate`: the server answers in our words, with what was typed kept. What a form means lives with its page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mob.kernel.errors import Invalid, InvalidMany, MobError
from mob.kernel.money import Cents, format_euros, parse_euros
from mob.kernel.texts import text_of

REQUIRED = _("Your answer is missing. We need it to go on.")
NO_SUCH_DATE = _("This date does not exist. Write the day, the month and the year in figures, for example 6 3 2026.")


class Form(forms.Form):
    """Every form of ours: labels without a colon, our words for a missing answer, a service's refusal at its field."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = REQUIRED
            if isinstance(field.widget, forms.Textarea) and field.widget.attrs.get("rows") == "10":
                field.widget.attrs["rows"] = "4"  # Django's default is taller than a telephone

    def refuse(self, error: MobError) -> None:
        """Show a refusal of a service: at the field its pointer names, else above the form."""
        for each in error.errors if isinstance(error, InvalidMany) else [error]:
            pointer = each.pointer if isinstance(each, Invalid) else ""
            words = text_of(each.code, get_language() or "fr", **each.params)
            self.add_error(pointer if pointer in self.fields else None, words)


class DateParts(forms.MultiWidget):
    """Day, month and year, each a short numeric field with its own label."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, autocomplete: str = "") -> None:
        parts = []
        for name, width in (("day", 2), ("month", 2), ("year", 4)):
            token = f"{autocomplete}-{name}" if autocomplete else "off"
            own = {"inputmode": "numeric", "maxlength": width, "autocomplete": token}
            parts.append(forms.TextInput(attrs={**(attrs or {}), **own}))
        super().__init__(parts, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DateField(forms.MultiValueField):
    """A civil date typed as day, month and year. `clean` gives a `date` or None."""

    def __init__(self, *, autocomplete: str = "", **kwargs: Any) -> None:
        fields = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(fields, widget=DateParts(autocomplete=autocomplete), require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        parts = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self.compress(parts)

    def compress(self, data_list: Any) -> date | None:
        try:
            day, month, year = (int(part) if part.isascii() and part.isdecimal() else -1 for part in data_list)
            if year < 1000:
                raise ValueError("a year has four figures")
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(NO_SUCH_DATE, code="date") from error


class EurosField(forms.CharField):
    """An amount as people type it (`1 234,50 €`); `clean` gives `Cents`, or None when empty and not required."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Cents | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_euros(text)
        except Invalid as error:
            raise ValidationError(text_of(error.code, get_language() or "fr", **error.params)) from error

    def prepare_value(self, value: Any) -> Any:
        return format_euros(value).removesuffix("\u00a0€") if isinstance(value, int) else value


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One radio button or checkbox: its control, its identifier, its words."""

    control: SafeString
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """What `components/field.html` needs. `kind`: input, unit, single, group, parts, file or hidden."""

    kind: str
    id: str
    label: str
    hint: str
    errors: list[str]
    optional: bool
    control: SafeString
    choices: list[ChoiceView]
    described_by: str
    unit: str = ""
    heading: str = ""
    big: bool = False
    accept: str = ""
    name: str = ""


def _kind(bound: BoundField, unit: str) -> str:
    widget = bound.field.widget
    kinds: tuple[tuple[Any, str], ...] = (
        (forms.HiddenInput, "hidden"),
        (forms.FileInput, "file"),
        (DateParts, "parts"),
        ((forms.RadioSelect, forms.CheckboxSelectMultiple), "group"),
        (forms.CheckboxInput, "single"),
    )
    return next((kind for types, kind in kinds if isinstance(widget, types)), "unit" if unit else "input")


def _described_by(bound: BoundField, hint: str) -> str:
    ids = [f"{bound.id_for_label or bound.auto_id}-hint"] if hint else []
    if bound.errors:
        ids.append(f"{bound.id_for_label or bound.auto_id}-error")
    return " ".join(ids)


def _choices(bound: BoundField, kind: str) -> list[ChoiceView]:
    if kind == "parts":
        return _date_choices(bound)
    if kind != "group":
        return []
    return [ChoiceView(each.tag(), each.id_for_label, each.choice_label) for each in bound.subwidgets]


def _date_choices(bound: BoundField) -> list[ChoiceView]:
    attrs = bound.build_widget_attrs({"id": bound.auto_id})
    context = bound.field.widget.get_context(bound.html_name, bound.value(), attrs)
    labels = (_("Day"), _("Month"), _("Year"))
    rows = zip(bound.field.widget.widgets, context["widget"]["subwidgets"], labels, strict=True)
    return [
        ChoiceView(widget.render(part["name"], part["value"], part["attrs"]), part["attrs"]["id"], str(label))
        for widget, part, label in rows
    ]


def describe(
    bound: BoundField, *, label: str = "", hint: str = "", unit: str = "", heading: str = "", big: bool = False
) -> FieldView:
    """A bound field as the component draws it. `label` and `hint` default to the field's own."""
    kind = _kind(bound, unit)
    hint = hint or str(bound.help_text)
    described = _described_by(bound, hint)
    attrs: dict[str, str | bool] = (
        {"aria-describedby": described} if described and kind not in ("group", "parts") else {}
    )
    return FieldView(
        kind=kind,
        id=bound.id_for_label or bound.auto_id,
        label=label or str(bound.label),
        hint=hint,
        errors=[str(error) for error in bound.errors],
        optional=not bound.field.required and kind != "single",
        control=SafeString("") if kind in ("group", "parts", "file") else bound.as_widget(attrs=attrs),
        choices=_choices(bound, kind),
        described_by=described,
        unit=unit,
        heading=heading,
        big=big,
        accept=str(bound.field.widget.attrs.get("accept", "")),
        name=bound.html_name,
    )


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of the error summary: where it leads (empty for the whole form) and what it says."""

    target: str
    text: str


def summary_of(some_forms: Iterable[forms.BaseForm]) -> tuple[str, list[SummaryLine]]:
    """The title and the lines of the error summary, in the order of the fields. Empty when nothing is wrong."""
    lines: list[SummaryLine] = []
    for form in some_forms:
        lines += [SummaryLine("", str(error)) for error in form.non_field_errors()]
        for bound in form:
            lines += [SummaryLine(first_control(bound), _named(bound, str(error))) for error in bound.errors]
    title = ngettext("One answer needs correcting", "%(count)d answers need correcting", len(lines))
    return title % {"count": len(lines)}, lines


def _named(bound: BoundField, error: str) -> str:
    return gettext("%(label)s: %(error)s") % {"label": bound.label, "error": error} if bound.label else error


def first_control(bound: BoundField) -> str:
    """Identifier of the first control of a field, where the summary's link lands."""
    if isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget)):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id
