"""How a verdict is shown: each condition with its mark and its page, the computation, what is missing. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.utils.translation import get_language

from mob.catalogue.types import Outcome as Standing
from mob.eligibility import facts
from mob.eligibility.types import Outcome, Reason, Verdict
from mob.kernel.money import Cents

_STATES = {Outcome.MET: "yes", Outcome.NOT_MET: "no", Outcome.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as rules say it, in French. `state`: yes, no, unknown. `source`: the words of its link."""

    text: str
    state: str
    source: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class VerdictView:
    """`failing`: the conditions that are not met. `has_failed`: no answer of the person would help.

    `all_…`: as lists are shown, each page named once.
    """

    outcome: str
    amount: Cents | None
    conditions: list[Condition]
    missing: list[str]
    steps: tuple[str, ...]

    @property
    def failing(self) -> list[Condition]:
        return [each for each in self.conditions if each.state == "no"]

    @property
    def all_conditions(self) -> list[Condition]:
        return _once(self.conditions)

    @property
    def all_failing(self) -> list[Condition]:
        return _once(self.failing)

    @property
    def has_failed(self) -> bool:
        return self.outcome == Standing.UNDETERMINED.value and not self.missing


def view(found: Verdict, *, at_most: Cents | None = None) -> VerdictView:
    """`at_most`: what the aid gives at most, whatever its rules compute."""
    amount = found.amount if found.amount is None or at_most is None else min(found.amount, at_most)
    return VerdictView(
        found.outcome.value,
        amount,
        [_condition(reason) for reason in found.reasons],
        [_title(name) for name in found.missing],
        found.steps,
    )


def _once(conditions: list[Condition]) -> list[Condition]:
    """A page that says several conditions in a row is named under the last of them."""
    following = [each.source for each in conditions[1:]] + [""]
    return [
        replace(each, source="", href="") if each.source == after else each
        for each, after in zip(conditions, following, strict=True)
    ]


def _condition(reason: Reason) -> Condition:
    host = (urlsplit(reason.source_url).hostname or "").removeprefix("www.")
    return Condition(reason.text, _STATES[reason.outcome], reason.source_title or host, reason.source_url)


def _title(name: str) -> str:
    kind = facts.known(name)
    return kind.title.read_in((get_language() or "fr")[:2]) if kind else name.rpartition(" . ")[2]
