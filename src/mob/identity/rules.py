"""Pure rules of accounts: one address is one account."""

from __future__ import annotations

import unicodedata


def email_key(email: str) -> str:
    """The form under which two spellings are the same account: NFKC, case folded, trimmed."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()
