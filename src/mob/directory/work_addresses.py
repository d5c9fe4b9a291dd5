"""Pure rules of work addresses: which domains an employer may list, and whether an address is of one of them.

The whole domain must be the listed one, compared as labels after Punycode: no suffix, no pattern, no sub-domain.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from mob.identity.rules import check_email
from mob.kernel.errors import Invalid
from mob.kernel.unicode import normal

MOST_DOMAINS = 50
# Mailboxes anybody can open: such a domain would prove nothing of an employer.
PUBLIC_DOMAINS = frozenset(
    "gmail.com googlemail.com hotmail.com hotmail.fr outlook.com outlook.fr live.com live.fr msn.com yahoo.com yahoo.fr "
    "icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.com gmx.fr mail.com yandex.com zoho.com "
    "orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr aliceadsl.fr "
    "cegetel.net tutanota.com tuta.io mailo.com ik.me fastmail.com".split()
)


def read_domains(text: str) -> tuple[str, ...]:
    """The domains typed one a line (or with commas), as they are compared. Raises Invalid(pointer `domains`)."""
    typed = [part.strip().removeprefix("@") for line in text.splitlines() for part in line.replace(";", ",").split(",")]
    found = tuple(dict.fromkeys(_domain(each) for each in typed if each))
    if len(found) > MOST_DOMAINS:
        raise Invalid("work_domains_too_many", "domains", most=MOST_DOMAINS)
    return found


def _domain(typed: str) -> str:
    try:
        domain = _plain(f"a@{typed}").rpartition("@")[2]
    except Invalid:
        raise Invalid("work_domain_format", "domains", typed=typed[:80]) from None
    if domain in PUBLIC_DOMAINS:
        raise Invalid("work_domain_public", "domains", typed=domain)
    return domain


def proved_address(typed: str, domains: Collection[str]) -> str:
    """The address as it is stored when its domain is exactly one of the employer's. Raises Invalid(`work_address`)."""
    try:
        address = _plain(typed)
    except Invalid as error:
        raise Invalid(error.code, "work_address") from None
    if address.rpartition("@")[2] not in domains:
        raise Invalid("work_address_elsewhere", "work_address")
    return address


def mailbox_of(address: str) -> str:
    """The mailbox an address reaches: letter case and what follows a `+` change nothing. Two accounts cannot share it."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}".lower() if address else ""


def _plain(typed: str) -> str:
    """`check_email`, and nothing invisible, no compatibility letter: what is read is what is written to."""
    if any(unicodedata.category(c)[0] in "CZ" for c in typed):
        raise Invalid("email_format", "email")
    address = check_email(typed)
    written = typed.rpartition("@")[2]
    if not written.isascii() and address.rpartition("@")[2].encode().decode("idna") != normal("NFC", written).lower():
        raise Invalid("email_look_alike", "email")
    return address
