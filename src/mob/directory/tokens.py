"""The tokens of mailed links: a signature of what each stands for. Nothing to steal from the database, and the mail can be
written again after a crash. The seven days are kept in the row, on the product's one clock, not in the token.
"""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature, Signer

_SALT = "mob.directory.invitation"
_PARTNER_SALT = "mob.directory.partner_invitation"
_LINK_SALT = "mob.directory.affiliation"
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


def partner_token_of(invitation_id: UUID) -> str:
    """The token of an invitation to a partner's console."""
    return Signer(salt=_PARTNER_SALT, sep=_SEPARATOR).sign(invitation_id.hex)


def partner_invitation_id_of(token: str) -> UUID | None:
    """The invitation a token stands for, or None when it was not made here."""
    try:
        return UUID(hex=Signer(salt=_PARTNER_SALT, sep=_SEPARATOR).unsign(token))
    except (BadSignature, ValueError):
        return None


def link_token_of(affiliation_id: UUID, link: str) -> str:
    """The token of the link mailed to a work address. Whoever holds it must be signed in to the very account."""
    return Signer(salt=_LINK_SALT, sep=_SEPARATOR).sign(f"{affiliation_id.hex}.{link}")


def linked_affiliation(token: str) -> tuple[UUID, str] | None:
    """The affiliation and the word of the link a token stands for, or None when it was not made here."""
    try:
        key, _, link = Signer(salt=_LINK_SALT, sep=_SEPARATOR).unsign(token).partition(".")
        return UUID(hex=key), link
    except (BadSignature, ValueError):
        return None
