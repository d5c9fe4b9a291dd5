"""How a decision, or silence, is contested, by kind of funder. Words of law, written in French whoever reads the page.

Public funders: a request to the funder keeps the time of a court action (CRPA, art. L411-2); two months to go to the
administrative court (CJA, art. R421-1), from the day silence became a refusal too (art. R421-2); the court of the seat
of the funder (art. R312-1). Employers: internal appeal, then the labour court for what follows from the contract
(Code du travail, art. L1411-1).
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from mob.directory.courts import court_of
from mob.directory.types import FunderKind, FunderView


def against_decision(funder: FunderView) -> str:
    """What follows a written decision."""
    with override("fr"):
        return _employer(funder) if funder.kind is FunderKind.EMPLOYER else _public(funder)


def against_silence(funder: FunderView) -> str:
    """What follows a refusal by silence; empty for an employer, whose silence decides nothing."""
    if funder.kind is FunderKind.EMPLOYER:
        return ""
    with override("fr"):
        return _(
            "You then have two months to ask %(funder)s to look at it again, or to bring the refusal before %(court)s, "
            "by post or on www.telerecours.fr (Code of administrative justice, articles R421-1 and R421-2). Within "
            "those two months you may also ask %(funder)s why: it has one month to tell you (code of relations "
            "between the public and the administration, article L232-4)."
        ) % {"funder": funder.name, "court": court(funder)}


def mention(funder: FunderView) -> str:
    """That a program decided, and what may be asked of it (CRPA, art. L311-3-1 and R311-3-1-1; GDPR, art. 22)."""
    where = ", ".join(funder.contact_address.splitlines())
    given = {"funder": funder.name, "where": where or funder.contact_email}
    with override("fr"):
        if funder.kind is FunderKind.EMPLOYER:
            return (
                _(
                    "A program took this decision, by checking whether your application meets the conditions of the aid. "
                    "You may have a person of %(funder)s look at it, say what you think and contest it (GDPR, article 22)."
                )
                % given
            )
        return (
            _(
                "This decision was taken on the basis of an algorithmic processing, which checks whether an application "
                "meets the conditions of the aid. You have the right to be told the rules of this processing and the main "
                "features of how it is carried out (code of relations between the public and the administration, articles "
                "L311-3-1 and R311-3-1-1): ask %(funder)s, %(where)s. If you are refused, or have no answer within a "
                "month, you may go to the CADA (www.cada.fr)."
            )
            % given
        )


def court(funder: FunderView) -> str:
    """`le tribunal administratif de Grenoble`; without its seat when the funder's address does not tell."""
    seat = court_of(funder.contact_address)
    with override("fr"):
        if not seat:
            return _("the administrative court of its seat")
        return _("the administrative court of %(seat)s") % {"seat": seat}


def _public(funder: FunderView) -> str:
    return _(
        "If you disagree, you have two months from the day you receive this decision: to ask %(funder)s to look at it "
        "again (recours gracieux), or to bring it before %(court)s (Code of administrative justice, article R421-1), "
        "by post or on www.telerecours.fr. Asking the funder first within the two months keeps your right to go to "
        "court afterwards (code of relations between the public and the administration, article L411-2)."
    ) % {"funder": funder.name, "court": court(funder)}


def _employer(funder: FunderView) -> str:
    return _(
        "You may ask %(funder)s to look at your application again. If the disagreement is about your employment "
        "contract, the employment tribunal (conseil de prud’hommes) may be asked to settle it (Labour Code, "
        "article L1411-1)."
    ) % {"funder": funder.name}
