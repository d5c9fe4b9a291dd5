"""What the person declared, as the agent reads it beside the papers: as it was kept when she sent it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mob.applications import representation
from mob.applications.representation import Represented
from mob.applications.views import Detail
from mob.catalogue.types import CustomField
from mob.eligibility.certified.types import Certified
from mob.geography import selectors as geography
from mob.identity.types import ClaimName, Occupation
from mob.kernel.clock import age_on, civil_date
from mob.web import certified
from mob.web.citizen import words as spoken
from mob.web.components import Row
from mob.web.formats import long_date

_OCCUPATIONS = {
    Occupation.EMPLOYEE: gettext_lazy("Employed"),
    Occupation.STUDENT: gettext_lazy("Studying or apprenticed"),
    Occupation.SELF_EMPLOYED: gettext_lazy("Self-employed"),
    Occupation.JOB_SEEKER: gettext_lazy("Looking for a job"),
    Occupation.RETIRED: gettext_lazy("In retirement"),
    Occupation.OTHER: gettext_lazy("Another situation"),
}


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: list[Row]


def sections(found: Detail) -> list[Section]:
    """Who applies, for whom, and the answers to the aid's questions. Empty sections are left out."""
    everything = [
        Section(_("The person"), _person(found)),
        Section(_("Who the aid is for"), _child(found)),
        Section(_("Answers"), _answers(found)),
        Section(_("Papers that certified data replaces"), replaced(found)),
    ]
    return [section for section in everything if section.rows]


def to_compare(found: Detail) -> list[Row]:
    """What the paper of a representation must bear: both names and both dates of birth, as they were declared."""
    claims = {name: claim.get("value") for name, claim in found.snapshot.get("claims", {}).items()}
    born = _birth(found, claims.get(ClaimName.BIRTH_DATE.value))
    hers = [Row(_("Applies"), found.applicant_name), *([Row(_("Date of birth"), born)] if born else [])]
    return [*_child(found), *hers]


def labels(found: Detail, codes: Iterable[str]) -> list[str]:
    """The questions and papers of these codes, in the order of the aid."""
    wanted = set(codes)
    fields = [field.label for field in found.aid.fields if field.code in wanted]
    return fields + [proof.label for proof in found.aid.proofs if proof.code in wanted]


def _person(found: Detail) -> list[Row]:
    kept = found.snapshot
    claims = {name: claim.get("value") for name, claim in kept.get("claims", {}).items()}
    given = [claims.get(ClaimName.FIRST_NAME.value), claims.get(ClaimName.BIRTH_NAME.value)]
    occupation = kept.get("occupation")
    rows = [
        (_("First name and name"), " ".join(str(name) for name in given if name)),
        (_("Name in use"), claims.get(ClaimName.USUAL_NAME.value)),
        (_("Date of birth"), _birth(found, claims.get(ClaimName.BIRTH_DATE.value))),
        (_("Town"), _town(kept.get("commune"), kept.get("postcode"))),
        (_("Situation"), str(_OCCUPATIONS[Occupation(occupation)]) if occupation else ""),
        (_("E-mail"), found.contact_email),
        (_("Telephone"), kept.get("phone")),
    ]
    return [Row(label, value) for label, value in rows if value]


def _birth(found: Detail, text: str | None) -> str:
    """The date, and the age on the day of sending: rules hold on that day."""
    if not text:
        return ""
    born = date.fromisoformat(text)
    age = age_on(born, _sent_on(found))
    years = ngettext("%(age)d year old when sent", "%(age)d years old when sent", age) % {"age": age}
    return f"{long_date(born, spoken.language())} ({years})"


def _sent_on(found: Detail) -> date:
    moment: datetime = found.submitted_at or found.created_at
    return civil_date(moment)


def _town(code: str | None, postcode: str | None) -> str:
    town = geography.commune(code) if code else None
    return " ".join(part for part in (postcode, town.name if town else code) if part)


def _child(found: Detail) -> list[Row]:
    who = found.beneficiary
    if representation.of(who) is None:
        return []
    title = _("Child") if who["kind"] == Represented.CHILD.value else _("Adult represented")
    return [
        Row(title, f"{who.get('first_name', '')} {who.get('last_name', '')}".strip()),
        Row(_("Date of birth"), _birth(found, who.get("birth_date"))),
    ]


def _answers(found: Detail) -> list[Row]:
    return [Row(spoken.label_and_unit(field)[0], _answer(found, field)) for field in found.aid.fields]


def _answer(found: Detail, field: CustomField) -> str:
    """As it was sent, with who certified it when a register did, or that one had not answered yet."""
    said = spoken.answer(field, found.answers.get(field.code)) or _("No answer")
    fact = found.certified.by_field.get(field.code)
    if fact is not None:
        return certified.beside(said, fact)
    if field.code in found.certified.awaited:
        return _("%(answer)s (declared: the administration had not confirmed it yet)") % {"answer": said}
    return said


def replaced(found: Detail) -> list[Row]:
    """The papers that certified data stands for, each with what it is."""
    return [
        Row(proof.label, "; ".join(map(_instead, found.certified.replaced[proof.code])))
        for proof in found.aid.proofs
        if proof.code in found.certified.replaced
    ]


def _instead(each: Certified | str) -> str:
    if isinstance(each, str):
        name = certified.title_of(each)
        return _("%(fact)s, to be confirmed: ask for the paper if you need it") % {"fact": name}
    return f"{certified.title_of(each.fact)} {certified.value_of(each)}, {certified.told(each)}"
