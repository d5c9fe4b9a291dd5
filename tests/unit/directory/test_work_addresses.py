"""Row 63 of the abuse catalogue: an address proves an employer only when its whole domain is one the employer listed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.directory.work_addresses import mailbox_of, proved_address, read_domains
from mob.kernel.errors import Invalid

pytestmark = pytest.mark.abuse(63)

DOMAINS = ("duverne.fr", "xn--bcher-kva.fr")
FOREIGN = [
    "a@duverne.fr.evil",
    "a@duverne.fr.evil.com",
    "a@evil.com,b@duverne.fr",
    "a@evil.com;b@duverne.fr",
    "a@evil.com b@duverne.fr",
    '"a@evil.com"@duverne.fr',
    '"a b"@duverne.fr',
    "a@evil.com@duverne.fr",
    "a@duverne.fr@evil.com",
    "Léa <a@duverne.fr>",
    "<a@duverne.fr>",
    "a@duverne.fr\n",
    "a@duverne.fr\r\nBcc: b@evil.com",
    "\na@duverne.fr",
    "a@evil.com\n@duverne.fr",
    "a@duverne.fr\x00",
    "a@duverne.fr\u200b",
    "a@duver\u200bne.fr",
    "a@duver\u00adne.fr",
    "a@\ufeffduverne.fr",
    "a@duverne.fr\u202e",
    "a\u200b@duverne.fr",
    "a@rh.duverne.fr",
    "a@fauxduverne.fr",
    "a@faux-duverne.fr",
    "a@duverne.fr.",
    "a@.duverne.fr",
    "a@duverne..fr",
    "a@duvеrne.fr",  # a Cyrillic е
    "a@ｄｕｖｅｒｎｅ.fr",
    "a@duverne。fr",
    "a@duverne．fr",
    "a@duverne.fr/",
    "a@duverne.fr?x=",
    "a@duverne.fr#",
    "a@[duverne.fr]",
    "a@127.0.0.1",
    "a%evil.com@duverne.fr ",
    "@duverne.fr",
    "a@",
    "duverne.fr",
    "",
    "а@duverne.fr",  # a Cyrillic а before the at sign
    "x" * 65 + "@duverne.fr",
    "a@xn--bcher-kva.fr.evil",
    "a@bucher.fr",
]


@pytest.mark.parametrize("typed", FOREIGN)
def test_row_63_what_only_looks_like_the_employers_domain_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        proved_address(typed, DOMAINS)
    assert caught.value.pointer == "work_address"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("lea@duverne.fr", "lea@duverne.fr"),
        ("Lea.Petit@DUVERNE.FR", "Lea.Petit@duverne.fr"),
        ("lea+velo@duverne.fr", "lea+velo@duverne.fr"),
        ("lea@bücher.fr", "lea@xn--bcher-kva.fr"),
        ("lea@BÜCHER.fr", "lea@xn--bcher-kva.fr"),
    ],
)
def test_the_true_domain_is_accepted_however_it_is_spelt(typed: str, stored: str) -> None:
    assert proved_address(typed, DOMAINS) == stored


@given(st.text(max_size=40), st.text(max_size=20))
def test_row_63_whatever_is_typed_is_refused_or_stored_at_a_listed_domain(before: str, after: str) -> None:
    typed = f"{before}@duverne.fr{after}"
    try:
        stored = proved_address(typed, DOMAINS)
    except Invalid:
        return
    assert stored.isascii()
    assert stored.count("@") == 1
    assert stored.partition("@")[2] in DOMAINS
    assert typed.partition("@")[2].lower() in DOMAINS


def test_row_63_a_plus_tag_or_capitals_do_not_make_a_second_mailbox() -> None:
    boxes = {mailbox_of(address) for address in ("lea@d.fr", "lea+1@d.fr", "LEA@d.fr", "Lea+velo+2@d.fr")}
    assert boxes == {"lea@d.fr"}
    assert mailbox_of("") == ""


def test_domains_are_read_one_a_line_or_with_commas_at_sign_or_not() -> None:
    assert read_domains(" @Duverne.fr\n\nrh.duverne.fr; duverne.fr, bücher.fr ") == (
        "duverne.fr",
        "rh.duverne.fr",
        "xn--bcher-kva.fr",
    )


@pytest.mark.parametrize(
    "typed", ["fr", "*.duverne.fr", "a@duverne.fr", "http://duverne.fr", "10.0.0.1", "duv erne.fr"]
)
def test_what_is_no_domain_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="work_domain_format"):
        read_domains(typed)


@pytest.mark.parametrize("typed", ["gmail.com", "Orange.fr", "laposte.net"])
def test_a_domain_where_anybody_opens_a_mailbox_proves_nothing(typed: str) -> None:
    with pytest.raises(Invalid, match="work_domain_public"):
        read_domains(typed)
