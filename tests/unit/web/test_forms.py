"""Our form fields: dates in three parts, euros, words of errors, the summary."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms as django_forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mob.kernel.errors import Conflict, Invalid, InvalidMany
from mob.kernel.money import format_euros
from mob.web import forms
from mob.web.templatetags import mob as tags


class Purchase(forms.Form):
    price = forms.EurosField(label="Prix")
    bought_on = forms.DateField(label="Date du devis", required=False)
    mode = django_forms.ChoiceField(label="Mode", choices=[("a", "À vélo")], widget=django_forms.RadioSelect)


def _form(**data: str) -> Purchase:
    return Purchase({"price": "1 490", "mode": "a", **data})


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_typed_in_three_parts_is_read_back(day: date) -> None:
    form = _form(bought_on_0=str(day.day), bought_on_1=str(day.month), bought_on_2=f"{day.year:04d}")
    assert form.is_valid()
    assert form.cleaned_data["bought_on"] == day


@pytest.mark.parametrize(
    "parts",
    [
        ("31", "2", "2026"),
        ("1", "", "2026"),
        ("1", "1", "26"),
        ("x", "1", "2026"),
        ("²", "1", "2026"),
        ("-1", "1", "2026"),
    ],
)
def test_a_date_that_does_not_exist_is_refused_and_kept(parts: tuple[str, str, str]) -> None:
    form = _form(bought_on_0=parts[0], bought_on_1=parts[1], bought_on_2=parts[2])
    assert "n’existe pas" in form.errors["bought_on"][0]
    assert f'value="{parts[0]}"' in str(forms.describe(form["bought_on"]).choices[0].control)


def test_an_empty_date_is_none_when_it_may_be() -> None:
    form = _form()
    assert form.is_valid()
    assert form.cleaned_data["bought_on"] is None


@given(st.integers(min_value=0, max_value=100_000_000))
def test_euros_shown_in_a_field_are_read_back_to_the_cent(cents: int) -> None:
    with translation.override("fr"):
        shown = Purchase(initial={"price": cents})["price"].value()
        assert str(shown) in format_euros(cents)
        assert _form(price=str(shown)).fields["price"].clean(str(shown)) == cents


def test_a_missing_answer_says_what_to_do() -> None:
    assert Purchase({}).errors["price"] == ["Il manque votre réponse. Elle est nécessaire pour continuer."]


def test_a_refusal_of_a_service_lands_on_its_field() -> None:
    form = _form()
    assert form.is_valid()
    form.refuse(
        InvalidMany([Invalid("amount_too_large", "price", typed="9"), Invalid("amount_not_finite", "elsewhere")])
    )
    assert "dépasse" in form.errors["price"][0]
    assert len(form.non_field_errors()) == 1


def test_a_refusal_without_a_field_stands_above_the_form() -> None:
    form = _form()
    assert form.is_valid()
    form.refuse(Conflict("invalid_many"))
    assert form.non_field_errors()


def test_the_summary_links_each_error_to_a_control_that_exists() -> None:
    form = Purchase({"price": "beaucoup", "bought_on_0": "99"})
    title, lines = forms.summary_of([form])
    page = "".join(_rendered(form, name) for name in form.fields)
    assert title == "3 réponses sont à revoir"
    assert len(lines) == 3
    for line in lines:
        assert f'id="{line.target}"' in page


def test_every_control_has_a_label_and_points_to_its_error() -> None:
    form = Purchase({"price": "beaucoup"})
    page = _rendered(form, "price")
    assert '<label for="id_price">Prix</label>' in page
    assert 'aria-describedby="id_price-error"' in page
    assert 'aria-invalid="true"' in page
    assert 'value="beaucoup"' in page


def _rendered(form: forms.Form, name: str) -> str:
    from django.template.loader import render_to_string

    return render_to_string("components/field.html", tags.field(form[name]))
