"""What was answered, section by section: with links to change it before sending, as it was sent afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mob.applications.needs import ProfilePart, knows_beneficiary, profile_parts
from mob.applications.views import Detail
from mob.catalogue.types import CustomField
from mob.geography import selectors as geography
from mob.identity.types import ClaimName, Occupation
from mob.kernel.clock import age_on, civil_date
from mob.web import certified
from mob.web.citizen import words
from mob.web.citizen.apply.drafting import Draft
from mob.web.components import Row
from mob.web.formats import long_date


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: list[Row]


def sections(draft: Draft) -> list[Section]:
    """Before sending: the profile as it stands, each row with its link."""
    person = {
        "claims": {name.value: {"value": claim.value} for name, claim in draft.profile.claims.items()},
        "commune": draft.profile.commune,
        "postcode": draft.profile.postcode,
        "occupation": draft.profile.occupation,
    }
    return _sections(draft.detail, person, _community(draft), base=f"/demandes/{draft.detail.reference}/")


def sent(draft: Draft) -> list[Section]:
    """After sending: the profile as it was kept at that moment, without links."""
    return _sections(draft.detail, draft.detail.snapshot, _community(draft), base="")


def _sections(detail: Detail, person: Mapping[str, Any], community: str, *, base: str) -> list[Section]:
    everything = [
        Section(_("Who it is for"), [_beneficiary(detail, base)]),
        Section(_("You"), _person(detail, person, base)),
        Section(_("Your answers"), _answers(detail, base)),
        Section(_("Your community"), [Row(_("Community"), community, _to(base, "communaute"))] if community else []),
        Section(_("Your papers"), _papers(detail, base)),
    ]
    return [section for section in everything if section.rows]


def _to(base: str, path: str) -> str:
    return f"{base}{path}?retour=verifier" if base else ""


def _beneficiary(detail: Detail, base: str) -> Row:
    who = detail.beneficiary
    if not knows_beneficiary(who):
        text = missing()
    elif "birth_date" in who:
        born = long_date(date.fromisoformat(who["birth_date"]), words.language())
        text = _("%(name)s, born on %(date)s") % {"name": f"{who['first_name']} {who['last_name']}", "date": born}
    else:
        text = _("Me")
    return Row(_("This aid is for"), text, _to(base, "beneficiaire"))


def missing() -> str:
    return _("Not answered yet")


def _person(detail: Detail, person: Mapping[str, Any], base: str) -> list[Row]:
    claims = {name: claim["value"] for name, claim in person.get("claims", {}).items()}
    parts = profile_parts(detail.aid)
    href = _to(base, "profil")
    names = [claims.get(ClaimName.FIRST_NAME.value), claims.get(ClaimName.BIRTH_NAME.value)]
    rows = [Row(_("First name and name"), " ".join(n for n in names if n) or missing(), href)]
    if claims.get(ClaimName.USUAL_NAME.value):
        rows.append(Row(_("Name in use"), claims[ClaimName.USUAL_NAME.value], href))
    rows.append(Row(_("Date of birth"), _birth(claims.get(ClaimName.BIRTH_DATE.value)), href))
    if ProfilePart.COMMUNE in parts:
        rows.append(Row(_("Town"), _town(person.get("commune"), person.get("postcode")), href))
    if ProfilePart.OCCUPATION in parts:
        rows.append(Row(_("Situation"), _occupation(person.get("occupation")), href))
    return rows


def _birth(value: str | None) -> str:
    return long_date(date.fromisoformat(value), words.language()) if value else missing()


def _town(code: str | None, postcode: str | None) -> str:
    commune = geography.commune(code) if code else None
    return " ".join(part for part in (postcode, commune.name) if part) if commune else missing()


def _occupation(value: str | None) -> str:
    return str(words.OCCUPATIONS[Occupation(value)]) if value else missing()


def _answers(detail: Detail, base: str) -> list[Row]:
    return [
        Row(words.label_and_unit(field)[0], _answer(detail, field), _to(base, f"question/{field.code}"))
        for field in detail.aid.fields
    ]


def _answer(detail: Detail, field: CustomField) -> str:
    """As it reads back, with who certified it when a register did."""
    said = words.answer(field, detail.answers.get(field.code)) or (missing() if field.is_required else _("No answer"))
    fact = detail.certified.by_field.get(field.code)
    return certified.beside(said, fact) if fact else said


def _papers(detail: Detail, base: str) -> list[Row]:
    rows = []
    for proof in detail.aid.proofs:
        live = [p for p in detail.proofs if p.code == proof.code and p.replaced_at is None and (base or p.is_submitted)]
        empty = _("Not added yet") if proof.is_required else _("None")
        if proof.code in detail.certified.replaced:
            empty = _("Not needed: the administration is asked instead")
        rows.append(Row(proof.label, _count(len(live)) if live else empty, _to(base, "papiers")))
    return rows


def _count(files: int) -> str:
    return ngettext("%(count)d file", "%(count)d files", files) % {"count": files}


def _community(draft: Draft) -> str:
    """The community chosen, when there was a choice."""
    if len(draft.communities) < 2:
        return ""
    names = {community.id: community.name for community in draft.communities}
    chosen = draft.detail.community_id
    return names.get(chosen, missing()) if chosen else missing()


def age_warning(draft: Draft, now: datetime) -> str:
    """Said before sending when the aid has a minimum age that is not reached; the funder decides all the same."""
    minimum = draft.aid.minimum_age
    who = draft.detail.beneficiary
    birth = date.fromisoformat(who["birth_date"]) if "birth_date" in who else draft.profile.birth_date
    if minimum is None or birth is None or age_on(birth, civil_date(now)) >= minimum:
        return ""
    return _("This aid is given from the age of %(age)d. You may still send: the funder decides.") % {"age": minimum}
