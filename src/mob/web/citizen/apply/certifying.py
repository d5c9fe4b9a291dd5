"""Where a draft may have an administration asked instead of the person, and what stands in place of a paper."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from mob.applications.views import Detail
from mob.catalogue.types import RequiredProof
from mob.directory import selectors as directory
from mob.eligibility.certified.sources import certifiable, kind_of
from mob.eligibility.certified.types import Certified
from mob.eligibility.certifying import bases
from mob.kernel import clock
from mob.kernel.actor import ActorKind
from mob.kernel.clock import civil_date
from mob.web import certified
from mob.web.citizen.apply.drafting import Draft
from mob.web.formats import NBSP


def offer(draft: Draft, names: Iterable[str]) -> str:
    """The page of choices, when this funder may ask a register for all of these facts; empty when it may not.

    To the person alone: nobody agrees in her place.
    """
    wanted, held = frozenset(names), draft.detail.certified.held
    is_known = wanted <= frozenset(held.facts) | held.awaited
    if draft.actor.kind is not ActorKind.CITIZEN or not wanted or is_known or not wanted <= certifiable():
        return ""
    allowed = bases.allowed(draft.detail.funder_id, civil_date(clock.now()))
    if not wanted <= {name for source in allowed for name in kind_of(source).facts}:
        return ""
    funder = directory.funder(draft.detail.funder_id)
    return f"/mon-compte/donnees-certifiees/pour/{funder.slug}?demande={draft.detail.reference}" if funder else ""


def offers(draft: Draft) -> dict[str, str]:
    """By the code of each paper that certified data may replace and does not yet."""
    found = {proof.code: offer(draft, proof.replaced_by) for proof in draft.aid.proofs if proof.replaced_by}
    return {code: href for code, href in found.items() if href}


def instead(detail: Detail, proof: RequiredProof) -> tuple[str, ...]:
    """A line for each fact that stands for this paper."""
    return tuple(map(_line, detail.certified.replaced.get(proof.code, ())))


def _line(each: Certified | str) -> str:
    if isinstance(each, str):
        return _("%(fact)s: to be confirmed by the administration. No paper is asked meanwhile.") % {
            "fact": certified.title_of(each)
        }
    return f"{certified.title_of(each.fact)}{NBSP}: {certified.value_of(each)}. {certified.told(each)}."
