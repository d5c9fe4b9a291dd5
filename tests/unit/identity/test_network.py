"""Where a request comes from: a header is believed only from a configured proxy."""

from __future__ import annotations

import pytest

from mob.identity.network import client_address, network_of

PROXIES = ("10.0.0.0/8", "2001:db8::1")


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "1.1.1.1, 198.51.100.1, 10.0.0.3", "198.51.100.1"),
        ("10.0.0.2", "10.9.9.9, 10.0.0.3", "10.9.9.9"),
        ("10.0.0.2", "n'importe quoi", "10.0.0.2"),
        ("2001:db8::1", "2001:db8:5::9", "2001:db8:5::9"),
        ("::ffff:203.0.113.7", "", "203.0.113.7"),
        ("", "198.51.100.1", "0.0.0.0"),
    ],
)
def test_row_92_only_hops_written_by_trusted_proxies_count(remote: str, forwarded: str, expected: str) -> None:
    meta = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(meta, trusted=PROXIES) == expected


def test_row_92_without_a_trusted_proxy_no_header_is_read() -> None:
    meta = {"REMOTE_ADDR": "203.0.113.7", "HTTP_X_FORWARDED_FOR": "198.51.100.1", "HTTP_X_REAL_IP": "198.51.100.2"}
    assert client_address(meta, trusted=()) == "203.0.113.7"


def test_addresses_of_one_home_are_throttled_together() -> None:
    assert network_of("2001:db8:1:2::9") == network_of("2001:db8:1:2:ffff::1") != network_of("2001:db8:1:3::9")
    assert network_of("203.0.113.7") == "203.0.113.7"
