"""Certified facts in words: who certified what, when, until when, and what a silent register means. For every space."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mob.catalogue.types import FieldKind
from mob.eligibility import facts
from mob.eligibility.certified.types import Certified, Provider
from mob.kernel.clock import civil_date
from mob.web import components
from mob.web.formats import NBSP, long_date

# With their article: they end a sentence.
PROVIDERS: dict[Provider, str | Promise] = {
    Provider.CNAF: gettext_lazy("the CNAF"),
    Provider.MSA: gettext_lazy("the MSA"),
    Provider.MESRI: gettext_lazy("the Ministry of Higher Education"),
    Provider.CNOUS: gettext_lazy("the Crous"),
    Provider.FRANCE_TRAVAIL: gettext_lazy("France Travail"),
    Provider.ANTS: gettext_lazy("France Titres"),
}
_UNITS: dict[str, str | Promise] = {"€/mois": gettext_lazy("€ a month")}


def language() -> str:
    return get_language() or "fr"


def told(fact: Certified) -> str:
    """`Certified by the CNAF on 15 December 2024`."""
    day = long_date(civil_date(fact.certified_at), language())
    return _("Certified by %(who)s on %(date)s") % {"who": PROVIDERS[fact.provider], "date": day}


def title_of(name: str) -> str:
    kind = facts.known(name)
    return kind.title.read_in(language()) if kind else name


def value_of(fact: Certified) -> str:
    """The value as people read it."""
    kind = facts.known(fact.fact)
    if isinstance(fact.value, bool):
        return _("Yes") if fact.value else _("No")
    if kind is None:
        return str(fact.value)
    if kind.kind is FieldKind.NUMBER:
        return _number(fact.value, kind.unit)
    if kind.kind is FieldKind.DATE:
        return long_date(date.fromisoformat(str(fact.value)), language())
    return next((each.label.read_in(language()) for each in kind.choices if each.value == fact.value), str(fact.value))


def _number(value: Any, unit: str) -> str:
    text = f"{Decimal(str(value)).normalize():,f}"
    if language() == "fr":
        text = text.replace(",", "\u202f").replace(".", ",")
    return f"{text}{NBSP}{_UNITS.get(unit, unit)}" if unit else text


def beside(value: object, fact: Certified) -> SafeString:
    """A value with, below it, who certified it."""
    return format_html(
        '{}<br><span class="small soft regular">{} {}</span>', value, components.icon("shield"), told(fact)
    )


def why(reason: str, asked_at: datetime | None, holder: str) -> str:
    """What a register that gave no fact means for the person, kindly: it is never her fault, nor a refusal."""
    when = long_date(civil_date(asked_at), language()) if asked_at else ""
    words = {
        "not_found": _(
            "%(who)s does not find you under this identity (%(date)s). "
            "It takes nothing away from you: give your paper as usual."
        ),
        "number_wrong": _(
            "%(who)s does not know this number under your name (%(date)s). Read it again, and choose once more."
        ),
        "identity_missing": _(
            "%(who)s was not asked: your profile lacks your birth name or your date of birth, which must be those of the number."
        ),
        "too_often": _("%(who)s was asked ten times today already. Try again tomorrow."),
        "no_fact": _(
            "%(who)s answered on %(date)s without what we looked for. "
            "It takes nothing away from you: give your paper as usual."
        ),
    }
    text = words.get(reason) or _(
        "%(who)s could not answer on %(date)s. "
        "Nothing is lost and no paper is asked for now: we ask again at your next sign-in."
    )
    return text % {"who": holder, "date": when}
