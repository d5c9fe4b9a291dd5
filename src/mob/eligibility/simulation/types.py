"""What the simulator is told and what it answers. Pure values: nothing of a person is kept anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mob.catalogue.search import SearchDocument
from mob.catalogue.types import Answer, Outcome, RulesContent
from mob.eligibility.stacking import Reason
from mob.kernel.money import Cents

MOST_QUESTIONS = 12

Said = tuple[tuple[str, Answer | None], ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a person lives (INSEE code) and what she said, in the order she was asked; None: she would not say.

    `aid`: the address of the one aid she asks about, empty for all of them.
    """

    commune: str
    said: Said = ()
    aid: str = ""

    @property
    def answers(self) -> dict[str, Answer]:
        return {fact: answer for fact, answer in self.said if answer is not None}

    @property
    def asked(self) -> frozenset[str]:
        return frozenset(fact for fact, _ in self.said)

    def saying(self, fact: str, answer: Answer | None) -> Situation:
        """With this answer, in the place of the former one when there was one. None skips the question."""
        if fact in self.asked:
            return replace(self, said=tuple((name, answer if name == fact else old) for name, old in self.said))
        return replace(self, said=(*self.said, (fact, answer)))

    def before_last(self) -> Situation:
        """As it was before the last question."""
        return replace(self, said=self.said[:-1])


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the rules of one aid say so far. `missing`: what they still ask, by name, with how much it weighs.

    `amount`: what it gives, None for a service or when nothing is sure yet; `cuts`: why the other aids lower it.
    `up_to`: the most found to be reachable.
    """

    document: SearchDocument
    rules: RulesContent
    outcome: Outcome
    amount: Cents | None = None
    up_to: Cents | None = None
    missing: Mapping[str, int] | None = None
    cuts: tuple[Reason, ...] = ()

    @property
    def hoped(self) -> Cents:
        """What it may add to the total, in cents."""
        return self.amount or self.up_to or Cents(0)

    @property
    def is_open_question(self) -> bool:
        return self.outcome is Outcome.UNDETERMINED


@dataclass(frozen=True, slots=True)
class Simulation:
    """Every aid that can apply where the person lives, each in one group; the highest amounts first."""

    situation: Situation
    eligible: tuple[Estimate, ...] = ()
    undetermined: tuple[Estimate, ...] = ()
    ineligible: tuple[Estimate, ...] = ()
    # Without rules: their page tells.
    unruled: tuple[SearchDocument, ...] = ()
    upcoming: tuple[SearchDocument, ...] = ()
    ended: tuple[SearchDocument, ...] = ()
    # The fact to ask next, empty when there is nothing worth asking.
    next_fact: str = ""

    @property
    def hopeful(self) -> tuple[Estimate, ...]:
        """What may still be hers: sure, or waiting for an answer and not known to give nothing."""
        return (*self.eligible, *(each for each in self.undetermined if each.up_to != 0))

    @property
    def is_complete(self) -> bool:
        return not self.next_fact

    def waiting_for(self, fact: str) -> tuple[Estimate, ...]:
        """The aids that this answer would tell more of."""
        return tuple(each for each in (*self.eligible, *self.undetermined) if fact in (each.missing or ()))
