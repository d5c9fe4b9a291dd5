"""What an author sees beside rules as she writes them: mistakes by line, the French reading, what will be asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from mob.catalogue.types import RulesContent
from mob.eligibility import engines, questions
from mob.eligibility.desk import mistakes
from mob.eligibility.reading import Line, reading
from mob.eligibility.types import FactKind
from mob.kernel.errors import NotFound
from publicodes import PublicodesError

MOST = 50
_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to mend. `line` counts from 1, 0 when it is of no line; `quote` is what stands there."""

    line: int
    quote: str
    message: str


@dataclass(frozen=True, slots=True)
class Look:
    """`more`: how many remarks are not shown. `questions`: in the words people will read."""

    remarks: tuple[Remark, ...] = ()
    more: int = 0
    lines: tuple[Line, ...] = ()
    questions: tuple[str, ...] = ()


def look_at(rules: RulesContent | None) -> Look:
    """Never raises: rules that cannot be read are told in remarks."""
    if rules is None or not (rules.text.strip() or rules.book):
        return Look()
    text = rules.text.splitlines()
    found = [Remark(each.line, _quote(text, each.line), each.message) for each in mistakes(rules)]
    try:
        engine = engines.engine_for(rules)
        lines = reading(engine, rules.target)
        asked = questions.asked(engine, rules.target)
    except (PublicodesError, NotFound):
        lines, asked = (), ()
    return Look(tuple(found[:MOST]), max(0, len(found) - MOST), lines, tuple(_asked(kind) for kind in asked))


def _quote(text: list[str], line: int) -> str:
    return text[line - 1].strip()[:_QUOTE] if 0 < line <= len(text) else ""


def _asked(kind: FactKind) -> str:
    return kind.question.read_in(get_language() or "fr")
