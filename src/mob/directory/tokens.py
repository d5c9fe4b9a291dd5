"""The token of an invitation's link: a signature of its id. Nothing to steal from the database, and the mail can be
written again after a crash. The seven days are kept in the row, on the product's one clock, not in the token.
"""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature, Signer

_SALT = "mob.directory.invitation"
# Not a colon: mail programs cut links at one.
_SEPARATOR = "~"


def token_of(invitation_id: UUID) -> str:
    """The token of the mailed link. Whoever holds it must still sign in with the invited address."""
    return Signer(salt=_SALT, sep=_SEPARATOR).sign(invitation_id.hex)


def invitation_id_of(token: str) -> UUID | None:
    """The invitation a token stands for, or None when it was not made here."""
    try:
        return UUID(hex=Signer(salt=_SALT, sep=_SEPARATOR).unsign(token))
    except (BadSignature, ValueError):
        return None
