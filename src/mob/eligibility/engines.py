"""The rules of aids ready to be computed, once a process: one engine for a whole book, one for each text of a funder."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from mob.catalogue import selectors as catalogue
from mob.catalogue.types import RulesContent
from mob.eligibility import facts
from publicodes import Engine, Limits
from publicodes import __version__ as language

# A funder's text: what it may cost at most, so that a slip never holds a page. A book is read once and shared.
TEXT_LIMITS = Limits(text_bytes=400_000, values=20_000, rules=5_000, steps=20_000, seconds=2.0)
BOOK_LIMITS = Limits(seconds=3.0)
FACTS, AID = "faits", "aide"


def engine_for(rules: RulesContent) -> Engine:
    """The engine of these rules, nobody's answers in it.

    Raises NotFound("rule_book_unknown"), PublicodesError when the text is no rules at all.
    """
    return _of_book(rules.book) if rules.book else _of_text(rules.text)


def digest(rules: RulesContent) -> str:
    """What tells these rules from others: the book's SHA-256, or that of our facts and the text."""
    return rules.book or hashlib.sha256(f"{facts.base()}\0{rules.text}".encode("utf-8", "surrogatepass")).hexdigest()


def stamp(rules: RulesContent) -> str:
    """Kept beside a verdict: which language and which rules gave it."""
    return f"publicodes {language}, {digest(rules)[:12]}"


@lru_cache(maxsize=4)
def _of_book(book: str) -> Engine:
    return Engine.from_texts([("recueil", catalogue.rule_book(book).text)], limits=BOOK_LIMITS, cache=_cache())


@lru_cache(maxsize=128)
def _of_text(text: str) -> Engine:
    return Engine.from_texts([(FACTS, facts.base()), (AID, text)], limits=TEXT_LIMITS)


def _cache() -> Path:
    return Path(settings.ENV.home) / "cache"
