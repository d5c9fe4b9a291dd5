"""What the catalogue needs from above before it keeps or publishes rules: it keeps them, and never runs them."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from mob.catalogue.types import AidContent, FieldContent, Problem, RulesContent


class RuleDesk(Protocol):
    """Served by eligibility."""

    def problems(self, content: AidContent, *, today: date) -> tuple[Problem, ...]:
        """Why the rules of this content cannot be published: wrong, or an example they do not answer as expected."""
        ...

    def questions(self, rules: RulesContent) -> tuple[FieldContent, ...]:
        """What applicants are asked so that the rules can be computed, each with its `fact`, in the order of asking."""
        ...
