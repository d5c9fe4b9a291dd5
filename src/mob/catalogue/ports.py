"""What the catalogue needs from outside: somebody who runs the rules it keeps, somebody who follows the links it shows."""

from __future__ import annotations

from datetime import date
from typing import Protocol
from uuid import UUID

from mob.catalogue.types import AidContent, FieldContent, LinkState, Problem, RulesContent


class RuleDesk(Protocol):
    """Served by eligibility."""

    def problems(self, content: AidContent, *, funder_id: UUID, today: date) -> tuple[Problem, ...]:
        """Why the rules of this content cannot be published: wrong, an example they do not answer as expected, or a
        paper replaced by a fact that this funder may not ask of a register."""
        ...

    def questions(self, rules: RulesContent) -> tuple[FieldContent, ...]:
        """What applicants are asked so that the rules can be computed, each with its `fact`, in the order of asking."""
        ...


class LinkProbe(Protocol):
    """Served by an adapter that may go on the network."""

    def look(self, address: str) -> LinkState:
        """What a public web address answers, within seconds. Never raises for what the other side does."""
        ...
