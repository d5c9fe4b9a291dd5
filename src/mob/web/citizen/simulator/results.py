"""What the page of results shows, in words: each aid with its answer and its reasons. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mob.catalogue.search import SearchDocument
from mob.catalogue.types import Outcome, Processing, PurchaseTiming
from mob.eligibility import simulation
from mob.eligibility.certified.types import Certified
from mob.eligibility.simulation import Estimate, Question, Simulation
from mob.eligibility.stacking import Code
from mob.eligibility.types import Outcome as Colour
from mob.eligibility.types import Verdict
from mob.geography import selectors as geography
from mob.kernel.money import Cents, format_euros
from mob.web.certified import beside
from mob.web.citizen import labels, words
from mob.web.citizen.simulator.showing import certified as as_answer
from mob.web.citizen.simulator.showing import told
from mob.web.components import Check, Departure, Tag
from mob.web.formats import long_date

ASKS_SHOWN = 3
STEPS_SHOWN = 12
_STATES = {Colour.MET: "yes", Colour.NOT_MET: "no", Colour.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Ask:
    """A missing answer: its fact and its question."""

    fact: str
    label: str


@dataclass(frozen=True, slots=True)
class Found:
    """One aid of the results. `apply`: its address when it is asked for here; `site`: its page elsewhere."""

    title: str
    href: str
    payer: str
    amount: str
    so_far: Cents | None
    why: list[Check]
    source: str
    source_name: str
    steps: list[str]
    asks: list[Ask]
    apply: str
    site: str
    is_before_buying: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One answer given: its question, its words, and the act that changes it."""

    label: str
    value: str
    act: str


@dataclass(frozen=True, slots=True)
class Results:
    title: str
    lead: str
    day: date
    total: Cents
    hoped: Cents
    eligible: list[Found]
    undetermined: list[Found]
    ineligible: list[Found]
    unruled: list[Departure]
    upcoming: list[Departure]
    ended: list[Departure]
    caps: list[str]
    said: list[Told]
    first: Found | None
    has_more: bool
    makes_project: bool


@dataclass(frozen=True, slots=True)
class _View:
    """What every part of the page is drawn from."""

    language: str
    day: date
    found: Simulation
    verdicts: Mapping[str, Verdict]
    certified: Mapping[str, Certified]

    def question(self, fact: str) -> Question | None:
        return simulation.question_of(fact, self.found.situation, language=self.language, day=self.day)

    def label(self, fact: str) -> str:
        asked = self.question(fact)
        return words.label_and_unit(asked.field)[0] if asked else ""


def results(
    language: str, day: date, found: Simulation, *, certified: Mapping[str, Certified] = MappingProxyType({})
) -> Results:
    """The page of results. `certified`: by fact, what registers certified of the person who looks."""
    view = _View(language, day, found, simulation.explained(found, day=day), certified)
    total = Cents(sum(each.amount or 0 for each in found.eligible))
    more = Cents(sum(each.up_to or 0 for each in found.undetermined))
    eligible = _eligible(view)
    return Results(
        title=_("You may receive") if found.eligible else _("Your results"),
        lead=_lead(found),
        day=day,
        total=total,
        hoped=Cents(total + more) if more else Cents(0),
        eligible=eligible,
        undetermined=[_found(view, each) for each in found.undetermined],
        ineligible=[replace(_found(view, each), apply="", site="") for each in found.ineligible],
        unruled=[_row(view, each) for each in found.unruled],
        upcoming=[_row(view, each, _soon(view, each)) for each in found.upcoming],
        ended=[_row(view, each, _over(view, each), is_over=True) for each in found.ended],
        caps=_caps(found),
        said=_said(view),
        first=_first(eligible),
        has_more=not found.is_complete,
        makes_project=sum(_is_here(each.document) for each in (*found.eligible, *found.undetermined)) > 1,
    )


def _caps(found: Simulation) -> list[str]:
    """That amounts were lowered is said beside the total too."""
    cuts = [cut for each in found.eligible for cut in each.cuts]
    by_price = [cut for cut in cuts if cut.code is Code.LEFT_TO_PAY and not cut.limit]
    told = [_("Together, these aids never exceed the price.")] if by_price else []
    return told + ([_("Some of these aids lower each other: each says why.")] if len(by_price) < len(cuts) else [])


def _first(eligible: Sequence[Found]) -> Found | None:
    """The aid to ask for first: one that is lost once the purchase is made, else the highest asked for here."""
    here = [each for each in eligible if each.apply]
    return next((each for each in here if each.is_before_buying), here[0] if here else None)


def _lead(found: Simulation) -> str:
    sure, open_ones = len(found.eligible), len(found.undetermined)
    payers = len({each.document.funder_id for each in found.eligible})
    parts = []
    if sure:
        aids = ngettext("{n} aid", "{n} aids", sure).format(n=sure)
        parts.append(
            ngettext("{aids}, from one payer.", "{aids}, from {n} payers.", payers).format(aids=aids, n=payers)
        )
    if open_ones:
        parts.append(
            ngettext("{n} more aid waits for an answer.", "{n} more aids wait for an answer.", open_ones).format(
                n=open_ones
            )
            if sure
            else ngettext("{n} aid waits for an answer.", "{n} aids wait for an answer.", open_ones).format(n=open_ones)
        )
    if not parts:
        place = geography.commune(found.situation.commune)
        parts.append(_("In {town}, no aid answers yes for now.").format(town=place.name if place else ""))
    return " ".join(parts)


def _eligible(view: _View) -> list[Found]:
    """Each with the sum reached so far, as stops of a line."""
    rows: list[Found] = []
    total = Cents(0)
    for each in view.found.eligible:
        total = Cents(total + (each.amount or 0))
        rows.append(_found(view, each, so_far=total if rows and total else None))
    return rows


def _found(view: _View, each: Estimate, *, so_far: Cents | None = None) -> Found:
    document, verdict = each.document, view.verdicts.get(each.document.slug)
    cents = each.amount or each.up_to
    is_here = _is_here(document)
    source = _source(verdict)
    return Found(
        title=document.card(view.language).title,
        href=f"/aides/{document.slug}",
        payer=document.funder_name,
        amount=format_euros(cents or 0, view.language) if cents or each.cuts else "",
        so_far=so_far,
        why=_why(view, each, verdict),
        source=source,
        source_name=(urlsplit(source).hostname or "").removeprefix("www."),
        steps=list(verdict.steps[:STEPS_SHOWN]) if verdict else [],
        asks=_asks(view, each),
        apply=document.slug if is_here else "",
        site="" if is_here else simulation.official_page(document),
        is_before_buying=document.purchase is PurchaseTiming.AFTER_AGREEMENT,
    )


def _why(view: _View, each: Estimate, verdict: Verdict | None) -> list[Check]:
    """Each condition, then what the other aids take away."""
    told = [Check(reason.text, _STATES[reason.outcome]) for reason in (verdict.reasons if verdict else ())]
    if each.outcome is Outcome.INELIGIBLE:
        told = [check for check in told if check.state == "no"] or told
    return told + [Check(cut.sentence(view.language), "info") for cut in each.cuts]


def _is_here(document: SearchDocument) -> bool:
    return document.processing is Processing.HERE


def _source(verdict: Verdict | None) -> str:
    return next((reason.source_url for reason in verdict.reasons if reason.source_url), "") if verdict else ""


def _asks(view: _View, each: Estimate) -> list[Ask]:
    """The questions that would tell more, the heaviest first."""
    facts = sorted(each.missing or {}, key=lambda fact: -(each.missing or {})[fact])
    questions = ((fact, view.label(fact)) for fact in facts)
    return [Ask(fact, label) for fact, label in questions if label][:ASKS_SHOWN]


def _soon(view: _View, document: SearchDocument) -> Tag | None:
    day = document.valid_from
    return Tag(_("From {date}").format(date=long_date(day, view.language)), icon="calendar") if day else None


def _over(view: _View, document: SearchDocument) -> Tag | None:
    day = document.valid_to
    return Tag(_("Ended on {date}").format(date=long_date(day, view.language)), "unknown", "cross") if day else None


def _row(view: _View, document: SearchDocument, tag: Tag | None = None, *, is_over: bool = False) -> Departure:
    card, own = document.card(view.language), document.language_of(view.language)
    amount = format_euros(document.max_amount, view.language) if document.max_amount and not is_over else ""
    return Departure(
        title=card.title,
        href=f"/aides/{document.slug}",
        payer=document.funder_name,
        amount=amount,
        before=_("up to") if amount else "",
        icon=labels.icon_of(document.modes),
        tags=[tag] if tag else [],
        closed=is_over,
        lang="" if own == view.language else own,
    )


def _said(view: _View) -> list[Told]:
    """The town and each answer, a skipped one too."""
    place = geography.commune(view.found.situation.commune)
    rows = [Told(_("Town"), place.name if place else "", "town")]
    for fact, answer in view.found.situation.said:
        asked = view.question(fact)
        if asked is None:
            continue
        value, fact_held = told(asked, answer), view.certified.get(fact)
        if fact_held is not None and as_answer(asked, fact_held) == answer:
            value = beside(value, fact_held)
        rows.append(Told(asked.title, value, f"change:{fact}"))
    return rows
