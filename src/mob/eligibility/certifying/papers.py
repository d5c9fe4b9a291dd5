"""Papers that certified facts replace: whether the funder of an aid may ask a register for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from mob.catalogue.types import AidContent, Problem
from mob.eligibility import facts
from mob.eligibility.certified import sources
from mob.eligibility.certifying import bases


def problems(content: AidContent, funder_id: UUID, today: date) -> tuple[Problem, ...]:
    """Why this aid cannot replace a paper by a fact: no register certifies it, or no legal basis lets this funder ask.

    An employer never has one: API Particulier is for administrations (CRPA, article L114-8).
    """
    if not any(proof.replaced_by for proof in content.proofs):
        return ()
    return tuple(_problems(content, funder_id, today))


def _problems(content: AidContent, funder_id: UUID, today: date) -> Iterator[Problem]:
    no_basis = "fact_for_employer" if bases.is_employers(funder_id) else "fact_without_legal_basis"
    allowed = {name for source in bases.allowed(funder_id, today) for name in sources.kind_of(source).facts}
    for index, proof in enumerate(content.proofs):
        pointer = f"proofs.{index}.replaced_by"
        for name in proof.replaced_by:
            params = (("paper", proof.label.fr), ("fact", title_of(name)))
            if name not in sources.certifiable():
                yield Problem("fact_not_certifiable", pointer, params)
            elif name not in allowed:
                yield Problem(no_basis, pointer, params)


def title_of(name: str, language: str = "fr") -> str:
    """A fact in a few words; its name when it is not one of ours."""
    kind = facts.known(name)
    return kind.title.read_in(language) if kind else name
