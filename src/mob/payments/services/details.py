"""Bank details: checked, sealed to the funder, shown masked. A change is told to both sides, waits, and is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.documents import services as documents
from mob.documents.types import DocumentView
from mob.identity.names import check_name
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, InvalidMany
from mob.payments import iban as ibans
from mob.payments import reading, rules
from mob.payments.events import BankDetailsConfirmed, BankDetailsGiven
from mob.payments.models import Award, BankDetails
from mob.payments.services import claiming
from mob.payments.types import Action, OrderState

PURPOSE = "bank_details"


def give_bank_details(actor: Actor, *, award_id: UUID, holder: str, iban: str, now: datetime) -> None:
    """Say where the award is paid. Given again, it is a change.

    The account's number and its holder are sealed before anything is written, and kept nowhere else. Raises Invalid
    or InvalidMany (`holder`, `iban`), Refused("deposit_suspended"), Forbidden when nothing is left to pay.
    """
    with transaction.atomic():
        row, award = claiming.load(actor, award_id)
        claiming.require(actor, award, Action.GIVE_DETAILS)
    holder, iban = _checked(holder, iban)
    values = {"holder": holder, "iban": iban}
    sealed = documents.seal_values(
        actor, owner_id=row.id, funder_id=row.funder_id, purpose=PURPOSE, values=values, now=now
    )
    try:
        with transaction.atomic():
            _name(actor, award_id, sealed, ibans.masked(iban), now)
    except Exception:
        documents.remove(actor, document_id=sealed.id, now=now)
        raise


def _checked(holder: str, iban: str) -> tuple[str, str]:
    """What is sealed. Everything that is wrong is said at once."""
    errors: list[Invalid] = []
    read = {"holder": "", "iban": ""}
    checks: dict[str, Callable[[], str]] = {
        "holder": lambda: check_name(holder, "holder"),
        "iban": lambda: ibans.parse(iban),
    }
    for name, check in checks.items():
        try:
            read[name] = check()
        except Invalid as error:
            errors.append(error)
    if errors:
        raise errors[0] if len(errors) == 1 else InvalidMany(errors)
    return read["holder"], read["iban"]


def _name(actor: Actor, award_id: UUID, sealed: DocumentView, masked: str, now: datetime) -> None:
    row, award = claiming.load(actor, award_id)
    claiming.require(actor, award, Action.GIVE_DETAILS)
    # Given by who acts for her, they are looked at as a change is: told, delayed, confirmed by an agent.
    is_change = reading.details_of(row) is not None or actor.is_in_place
    _forget(actor, row, now)
    new = BankDetails.objects.create(
        award=row,
        document_id=sealed.id,
        manifest=documents.sign_manifest(owner_id=row.id, documents=(sealed.id,), now=now),
        masked=masked,
        is_change=is_change,
        given_at=now,
        usable_from=rules.usable_from(now, is_change=is_change),
        confirmed_at=None if is_change else now,
    )
    _payable_again(row)
    given = BankDetailsGiven(row.application_id, new.id, new.is_change)
    claiming.commit(row, [given], actor=actor, now=now)


def _forget(actor: Actor, row: Award, now: datetime) -> None:
    """What stood before is erased at once: nobody may pay to it any more."""
    for old in row.bank_details.filter(replaced_at=None):
        BankDetails.objects.filter(id=old.id).update(replaced_at=now, document_id=None, manifest="")
        if old.document_id:
            documents.remove(actor, document_id=old.document_id, now=now)


def _payable_again(row: Award) -> None:
    """What the bank sent back goes to the new account."""
    row.orders.filter(state=OrderState.REJECTED.value).update(state=OrderState.OPEN.value)


def confirm_bank_details(actor: Actor, *, award_id: UUID, details_id: UUID, now: datetime) -> None:
    """An agent has made sure that the change comes from the person. The delay still runs.

    Raises Conflict when they were changed again since the page was shown.
    """
    with transaction.atomic():
        row, award = claiming.load(actor, award_id)
        claiming.require(actor, award, Action.CONFIRM_DETAILS)
        asked = row.bank_details.filter(id=details_id, replaced_at=None, confirmed_at=None)
        if not asked.update(confirmed_at=now, confirmed_by_id=actor.id):
            raise Invalid("changed_meanwhile", "details")
        claiming.commit(row, [BankDetailsConfirmed(row.application_id, details_id)], actor=actor, now=now)
