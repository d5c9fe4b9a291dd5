"""An account for somebody at a funder's counter: who she is and how she is reached, and no address to sign in with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.identity.events import AccountOpenedAtDesk
from mob.identity.models import User
from mob.identity.permissions import check_is_at_counter
from mob.identity.services.declare import declare_of
from mob.identity.types import ProfileField
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, InvalidMany

_WHO = (ProfileField.FIRST_NAME, ProfileField.BIRTH_NAME, ProfileField.BIRTH_DATE)
_REACH = (ProfileField.POSTAL_ADDRESS, ProfileField.CONTACT_EMAIL, ProfileField.PHONE)


def open_account(actor: Actor, *, answers: Mapping[ProfileField, str], language: str, now: datetime) -> UUID:
    """An account that nobody signs in to before its person claims it. An agent of a counter alone opens one.

    Raises `InvalidMany`, each pointer a field's name: names and birth date are needed, and one way to reach her.
    Courtesy letters are not wanted: paper is for what matters.
    """
    funder_id = check_is_at_counter(actor)
    lacking = _lacking(answers)
    if lacking:
        raise InvalidMany(lacking)
    with transaction.atomic():
        user = User.objects.create_user("", language=language, courtesy_mails=False)
        fact = AccountOpenedAtDesk(language, funder_id)
        journal.append(actor, stream=f"account:{user.id}", events=[fact], now=now)
        declare_of(actor, user.id, answers=answers, now=now)
    return user.id


def _lacking(answers: Mapping[ProfileField, str]) -> list[Invalid]:
    missing = [Invalid("answer_missing", field.value) for field in _WHO if not answers.get(field, "").strip()]
    if not any(answers.get(field, "").strip() for field in _REACH):
        missing.append(Invalid("reach_missing", ProfileField.POSTAL_ADDRESS.value))
    return missing
