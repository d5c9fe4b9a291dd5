"""Whose word is taken about who is at the other end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.config.proxies import Peer, identify, networks

PROXIES = networks(["10.0.0.0/8", "::1"])
CLAIMS = [
    ("x-forwarded-for", "6.6.6.6"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-host", "evil"),
    ("forwarded", "for=6.6.6.6"),
    ("x-real-ip", "6.6.6.6"),
]


@pytest.mark.parametrize("address", ["9.9.9.9", "2001:db8::1", "not an address", ""])
def test_a_stranger_is_who_the_connection_says(address: str) -> None:
    peer, kept = identify(address, [*CLAIMS, ("accept", "*/*")], PROXIES)
    assert peer == Peer(address, "http")
    assert kept == [("accept", "*/*")]


def test_without_known_proxies_nobody_is_believed() -> None:
    assert identify("10.0.0.1", CLAIMS, ())[0] == Peer("10.0.0.1", "http")


@pytest.mark.parametrize(
    ("hops", "client"),
    [
        (["9.9.9.9"], "9.9.9.9"),
        (["6.6.6.6, 9.9.9.9"], "9.9.9.9"),
        (["6.6.6.6", "9.9.9.9"], "9.9.9.9"),
        (["9.9.9.9, 10.0.0.7"], "9.9.9.9"),
        (["10.0.0.8, 10.0.0.7"], "10.0.0.8"),
        (["9.9.9.9, unknown"], "10.0.0.1"),
        (["2001:db8::1"], "2001:db8::1"),
        ([], "10.0.0.1"),
    ],
)
def test_behind_known_proxies_the_client_is_the_last_stranger(hops: list[str], client: str) -> None:
    headers = [("x-forwarded-for", hop) for hop in hops]
    assert identify("10.0.0.1", headers, PROXIES)[0].address == client


@pytest.mark.parametrize(
    ("claims", "scheme"),
    [(["https"], "https"), (["https", "http"], "http"), (["http, https"], "https"), (["HTTPS"], "https"), ([], "http")],
)
def test_the_nearest_proxy_says_the_scheme(claims: list[str], scheme: str) -> None:
    headers = [("x-forwarded-proto", claim) for claim in claims]
    assert identify("::1", headers, PROXIES)[0].scheme == scheme


@given(st.lists(st.text(alphabet="0123456789abcdef.:, ", max_size=40), max_size=4))
def test_whatever_is_claimed_never_fails_and_is_never_passed_on(claims: list[str]) -> None:
    headers = [("x-forwarded-for", claim) for claim in claims]
    peer, kept = identify("10.0.0.1", headers, PROXIES)
    assert peer.address
    assert kept == []
