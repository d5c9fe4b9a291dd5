"""Taking one's data away, and leaving. Each context brings its own share through `ports.PersonalData`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.identity import registry
from mob.identity.events import AccountDeleted
from mob.identity.models import User
from mob.identity.permissions import person
from mob.identity.personal_data import AccountData
from mob.identity.ports import AccountMail, AccountMailer, PersonalData, StaffRegister
from mob.identity.services import erasures
from mob.identity.types import Choice, Erasure, OpenItem, Retained
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, InvalidMany, Refused


def export_everything(actor: Actor) -> bytes:
    """A ZIP archive of all that is kept about the person: JSON files and her receipts."""
    user_id = person(actor)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for share in _shares():
            for entry in share.export(user_id):
                archive.writestr(zipfile.ZipInfo(entry.path), entry.content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def open_items(actor: Actor) -> list[OpenItem]:
    """What is under way, on which a deletion must decide one by one."""
    return [item for share in _shares() for item in share.open_items(person(actor))]


def retained(actor: Actor) -> list[Retained]:
    """What will be kept after a deletion, by whom it concerns and until when."""
    return [item for share in _shares() for item in share.retained(person(actor))]


def delete_account(actor: Actor, *, choices: Mapping[UUID, Choice], now: datetime) -> None:
    """Empty the account at once; drafts go, applications under way follow the choice made for each.

    One transaction: either everything is erased or nothing is. The caller has asked for a fresh proof. Raises
    `InvalidMany` when an application has no choice, `Refused("staff_cannot_delete")` for staff.
    """
    user = User.objects.get(id=person(actor))
    if ports.serve(StaffRegister).is_staff(user.id):  # type: ignore[type-abstract]
        raise Refused("staff_cannot_delete")
    with transaction.atomic():
        under_way = open_items(actor)
        _check_choices(under_way, choices)
        # The mail first: its address is about to be forgotten.
        mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
        mailer.send(AccountMail.ACCOUNT_DELETED, user.email, user.language, {})
        _erase(actor, user.id, {item.id: choices[item.id] for item in under_way}, now)
        withdrawn = [item.id for item in under_way if choices[item.id] is Choice.WITHDRAW]
        erasures.remember("account", user.id, withdrawn=withdrawn, now=now)


def _erase(actor: Actor, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None:
    """Everyone's share, and the fact. `choices` of what is under way."""
    for share in _shares():
        share.erase(actor, user_id=user_id, choices=choices, now=now)
    continued = sum(choice is Choice.CONTINUE for choice in choices.values())
    fact = AccountDeleted(continued=continued, withdrawn=len(choices) - continued)
    journal.append(actor, stream=f"account:{user_id}", events=[fact], now=now)


def empty(actor: Actor, *, now: datetime) -> None:
    """Everyone's share of an account that nothing is under way in. In the caller's transaction; tells nobody."""
    _erase(actor, person(actor), {}, now)
    erasures.remember("account", person(actor), now=now)


def close_emptied(actor: Actor, *, now: datetime) -> None:
    """Close an account that was just emptied into another. In the caller's transaction; tells nobody.

    It is not remembered as an erasure: a back-up made before the merge brings both accounts back, whole.
    """
    _erase(actor, person(actor), {item.id: Choice.CONTINUE for item in open_items(actor)}, now)


def expire(user_id: UUID, *, now: datetime) -> bool:
    """Empty an account nobody came back to. False when something is under way in it after all."""
    actor = Actor.citizen(user_id)
    with transaction.atomic():
        if open_items(actor):
            return False
        user = User.objects.get(id=user_id)
        mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
        mailer.send(AccountMail.ACCOUNT_DELETED, user.email, user.language, {})
        _erase(actor, user_id, {}, now)
        erasures.remember("account", user_id, now=now)
    return True


def erase_again(erasure: Erasure, now: datetime) -> bool:
    """Empty an account that a back-up brought back, as its owner had left it. Tells nobody: she was told."""
    user = User.objects.filter(id=erasure.id, deleted_at=None).first()
    if user is None:
        return False
    actor = Actor.citizen(user.id)
    with transaction.atomic():
        left = set(erasure.withdrawn)
        choices = {item.id: Choice.WITHDRAW if item.id in left else Choice.CONTINUE for item in open_items(actor)}
        _erase(actor, user.id, choices, now)
    return True


def _shares() -> list[PersonalData]:
    """Everyone's share, the account's own last: the others may still need to know whose it was."""
    return [*registry.holders(), AccountData()]


def _check_choices(under_way: Sequence[OpenItem], choices: Mapping[UUID, Choice]) -> None:
    missing = [Invalid("choice_missing", f"choice_{item.id}") for item in under_way if item.id not in choices]
    if missing:
        raise InvalidMany(missing)
