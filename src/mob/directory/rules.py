"""Pure rules of the directory: what a funder's card may hold, who may give which right. No database here."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from uuid import UUID

from mob.directory.organisations import is_siret
from mob.directory.types import FunderDetails, FunderKind
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Invalid
from mob.kernel.unicode import normal

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 .()\u00a0\u202f-]{1,38}")
# What a supervisor may give and take: those who process files, never her own rank.
_GIVEN_BY = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.SUPERVISOR: frozenset({Role.CASE_MANAGER}),
}
# An expired invitation stays in sight this long: somebody meant to let that person in.
KEPT_IN_SIGHT = timedelta(days=30)
# What one may be at the platform: look after it, or write the pages of the site and nothing else.
PLATFORM_ROLES = frozenset({Role.ADMINISTRATOR, Role.CONTENT_EDITOR})
# Roles that work on applications: they alone are limited by communities.
PROCESSING_ROLES = frozenset({Role.CASE_MANAGER, Role.SUPERVISOR})


def clean_line(text: str) -> str:
    """One line of text as it is stored: NFC, single spaces, no control or direction-override character."""
    return " ".join(_printable(normal("NFC", text)).split())


def clean_block(text: str) -> str:
    """Several lines (a postal address): each cleaned, empty ones dropped."""
    lines = (clean_line(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _printable(text: str) -> str:
    """Formatting characters (Cf) can make a name read as another; controls (Cc) can split a mail header."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text if not _is_hidden(c))


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Co", "Cs", "Cn") and character != "\u200d"


def is_siren(text: str) -> bool:
    """Nine digits whose Luhn sum is a multiple of ten (INSEE)."""
    if not re.fullmatch(r"[0-9]{9}", text):
        return False
    digits = [int(c) * (2 if index % 2 else 1) for index, c in enumerate(text)]
    return sum(d - 9 if d > 9 else d for d in digits) % 10 == 0


def is_email(text: str) -> bool:
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def clean_details(details: FunderDetails) -> FunderDetails:
    """The card as it is stored."""
    return FunderDetails(
        name=clean_line(details.name),
        kind=FunderKind(details.kind),
        siren=re.sub(r"\s", "", details.siren),
        is_invented=details.is_invented,
        contact_address=clean_block(details.contact_address),
        contact_phone=clean_line(details.contact_phone),
        contact_hours=clean_line(details.contact_hours),
        contact_email=details.contact_email.strip(),
        siret=re.sub(r"\s", "", details.siret),
        covers_all_establishments=details.covers_all_establishments,
        requires_proconnect=details.requires_proconnect,
    )


def problems_of(details: FunderDetails) -> list[Invalid]:
    """Everything wrong with a cleaned card, by field."""
    found = {
        "name": "" if 2 <= len(details.name) <= 160 else "funder_name_length",
        "siren": _siren_problem(details),
        "siret": _siret_problem(details),
        "requires_proconnect": "proconnect_needs_siret" if details.requires_proconnect and not details.siret else "",
        "contact_email": "" if not details.contact_email or is_email(details.contact_email) else "email_format",
        "contact_phone": "" if not details.contact_phone or _PHONE.fullmatch(details.contact_phone) else "phone_format",
        "contact_hours": "" if len(details.contact_hours) <= 160 else "text_too_long",
        "contact_address": "" if len(details.contact_address) <= 500 else "text_too_long",
    }
    return [Invalid(code, pointer) for pointer, code in found.items() if code]


def _siren_problem(details: FunderDetails) -> str:
    if not details.siren or is_siren(details.siren):
        return ""
    return "" if details.is_invented and re.fullmatch(r"[0-9]{9}", details.siren) else "siren_format"


def _siret_problem(details: FunderDetails) -> str:
    if not details.siret:
        return ""
    if not is_siret(details.siret):
        return "siret_format"
    return "siret_of_another" if details.siren and details.siret[:9] != details.siren else ""


def is_platform_administrator(actor: Actor) -> bool:
    """The platform's administrators and the machine itself (first start, import)."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    return actor.kind is ActorKind.STAFF and actor.funder_id is None and actor.has(Role.ADMINISTRATOR)


def is_funder_staff(actor: Actor, funder_id: UUID | None, *roles: Role) -> bool:
    """Staff of that very funder holding one of the roles."""
    return (
        actor.kind is ActorKind.STAFF and funder_id is not None and actor.funder_id == funder_id and actor.has(*roles)
    )


def grantable_roles(actor: Actor, funder_id: UUID | None) -> frozenset[Role]:
    """The roles this actor may give, change or take at that funder (None: at the platform). Deny by default."""
    if is_platform_administrator(actor):
        return frozenset(Role) if funder_id else PLATFORM_ROLES
    granted: frozenset[Role] = frozenset()
    for held, given in _GIVEN_BY.items():
        if is_funder_staff(actor, funder_id, held):
            granted |= given
    return granted


def may_open_communities(actor: Actor, community_ids: frozenset[UUID] | None) -> bool:
    """Whether the actor may give sight of these communities (None: of all). Nobody gives what she does not see."""
    if actor.community_ids is None or is_funder_staff(actor, actor.funder_id, Role.ADMINISTRATOR):
        return True
    return community_ids is not None and community_ids <= actor.community_ids


def may_manage_affiliations(actor: Actor, funder_id: UUID | None) -> bool:
    """Who accepts and ends affiliations: the employer's supervisors, and its case managers who see everybody."""
    if is_funder_staff(actor, funder_id, Role.SUPERVISOR):
        return True
    return is_funder_staff(actor, funder_id, Role.CASE_MANAGER) and actor.community_ids is None


def may_set_affiliation_rules(actor: Actor, funder_id: UUID) -> bool:
    """Who lists an employer's domains: its own administrators and those of the platform."""
    return is_platform_administrator(actor) or is_funder_staff(actor, funder_id, Role.ADMINISTRATOR)


def keeps_partner(actor: Actor, partner_id: UUID) -> bool:
    """Whether the actor looks after this partner's clients: its own people, and the platform's administrators."""
    if actor.kind is ActorKind.OPERATOR:
        return actor.partner_id == partner_id
    return is_platform_administrator(actor)


def is_partner_administrator(actor: Actor, partner_id: UUID) -> bool:
    """Who invites to a partner's console, and lets go."""
    return actor.kind is ActorKind.OPERATOR and actor.partner_id == partner_id and actor.has(Role.ADMINISTRATOR)


def search_key(text: str) -> str:
    """A name or an address as lists look for it: no accents, no case."""
    folded = normal("NFKD", text)
    return "".join(c for c in folded if not unicodedata.combining(c)).casefold()
