"""Moving an account to another mailbox."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mob.identity.events import EmailChanged
from mob.identity.models import MailedCode, User
from mob.identity.permissions import person
from mob.identity.ports import AccountMail, AccountMailer
from mob.identity.rules import email_key
from mob.identity.services.mailed_codes import prove_new_email
from mob.identity.types import Visit
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict


def change_email(actor: Actor, *, code_id: UUID, typed: str, visit: Visit, now: datetime) -> str:
    """The new address, proved by its code; the old one is told. Raises `Conflict("email_taken")` once it is proved.

    Only who reads the new mailbox can learn that it has an account of its own.
    """
    code = prove_new_email(actor, code_id=code_id, typed=typed, visit=visit, now=now)
    user = User.objects.get(id=person(actor))
    old = user.email
    user.email, user.email_key = code.email, email_key(code.email)
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "email_key"])
            MailedCode.objects.filter(user=user).delete()
            journal.append(actor, stream=f"account:{user.id}", events=[EmailChanged()], now=now)
            mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
            mailer.send(AccountMail.EMAIL_CHANGED, old, user.language, {"new_email": masked(user.email)})
    except IntegrityError as error:
        raise Conflict("email_taken") from error
    return user.email


def masked(email: str) -> str:
    """`s…a@exemple.fr`: enough for its owner to recognise it, not enough to write to it."""
    local, _, domain = email.partition("@")
    return f"{local[0]}…{local[-1]}@{domain}"
