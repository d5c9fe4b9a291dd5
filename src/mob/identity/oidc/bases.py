"""The act under which a service reads the civil identity itself: recorded with its days, ended at once, journalled.

Without one in force a service learns that an identity is certified, by whom and since when, which is what it needs
(GDPR, article 5.1, c). The facts of the journal are its history; the row holds what stands now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from mob.identity.events import ClientBasisEnded, ClientBasisRecorded
from mob.identity.models import Client
from mob.identity.oidc.credentials import take
from mob.identity.oidc_types import Scope
from mob.identity.permissions import is_platform
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Invalid, InvalidMany, NotFound, Refused

MOST_NUMBER, MOST_TEXT = 120, 300
# Scopes that hand over names and birth date where a basis is in force.
_CIVIL = frozenset({Scope.PROFILE.value, Scope.CMS_IDENTITY.value})


@dataclass(frozen=True, slots=True)
class ClientBasis:
    """Number and text of the act, its first and last days inclusive."""

    number: str
    text: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ClientBasisView:
    """A service that asks for the identity, and its basis. `starts_on` None: said without dates, or none at all."""

    client_id: UUID
    client: str
    name: str
    operator: str
    number: str
    text: str
    starts_on: date | None
    ends_on: date | None


def client_bases(actor: Actor) -> list[ClientBasisView]:
    """The open services that may ask for an identity, by name. Raises Forbidden."""
    _check_keeper(actor)
    rows = Client.objects.filter(closed_at=None, is_sandbox=False).order_by("name", "client_id")
    return [_view(row) for row in rows if row.legal_basis or _CIVIL & set(row.scope.split())]


def client_basis(actor: Actor, client_id: UUID) -> ClientBasisView:
    """Raises Forbidden, NotFound."""
    found = next((each for each in client_bases(actor) if each.client_id == client_id), None)
    if found is None:
        raise NotFound("oidc_client_unknown")
    return found


def record_client_basis(actor: Actor, client_id: UUID, basis: ClientBasis, *, now: datetime) -> None:
    """Write it in the place of the former one. Raises Forbidden, NotFound, InvalidMany by field."""
    _check_keeper(actor)
    number, text = " ".join(basis.number.split()), " ".join(basis.text.split())
    if problems := _problems(number, text, basis):
        raise InvalidMany(problems)
    with transaction.atomic():
        row = take(actor, client_id)
        row.legal_basis, row.legal_basis_text = number, text
        row.legal_basis_from, row.legal_basis_until = basis.starts_on, basis.ends_on
        row.save(update_fields=["legal_basis", "legal_basis_text", "legal_basis_from", "legal_basis_until"])
        fact = ClientBasisRecorded(number, basis.starts_on, basis.ends_on)
        journal.append(actor, stream=f"client:{row.id}", events=[fact], now=now)


def end_client_basis(actor: Actor, client_id: UUID, *, now: datetime) -> None:
    """From the next request on, no name is handed over. Raises Forbidden, NotFound, Refused `basis_ended`."""
    _check_keeper(actor)
    with transaction.atomic():
        row = take(actor, client_id)
        if not row.legal_basis:
            raise Refused("basis_ended")
        fact = ClientBasisEnded(row.legal_basis)
        row.legal_basis = row.legal_basis_text = ""
        row.legal_basis_from = row.legal_basis_until = None
        row.save(update_fields=["legal_basis", "legal_basis_text", "legal_basis_from", "legal_basis_until"])
        journal.append(actor, stream=f"client:{row.id}", events=[fact], now=now)


def _problems(number: str, text: str, basis: ClientBasis) -> list[Invalid]:
    found = {
        "number": "" if 1 <= len(number) <= MOST_NUMBER else "client_basis_number",
        "text": "basis_text" if len(text) > MOST_TEXT else "",
        "ends_on": "basis_dates" if basis.ends_on and basis.ends_on < basis.starts_on else "",
    }
    return [Invalid(code, field, limit=MOST_TEXT) for field, code in found.items() if code]


def _check_keeper(actor: Actor) -> None:
    if not is_platform(actor):
        raise Forbidden("not_allowed")


def _view(row: Client) -> ClientBasisView:
    return ClientBasisView(
        client_id=row.id,
        client=row.client_id,
        name=row.name,
        operator=row.operator,
        number=row.legal_basis,
        text=row.legal_basis_text,
        starts_on=row.legal_basis_from,
        ends_on=row.legal_basis_until,
    )
