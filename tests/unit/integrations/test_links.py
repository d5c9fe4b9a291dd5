"""A link is followed on the public web and nowhere else, whatever names and redirects say."""

from __future__ import annotations

import http.client
import socket

import pytest

from mob.catalogue.types import LinkState
from mob.integrations import links
from mob.integrations.links import Answer, ForbiddenAddressError, WebLinks, public_address

PUBLIC = "93.184.216.34"


@pytest.fixture
def names(monkeypatch):
    """What each host resolves to."""
    table: dict[str, list[str]] = {}

    def resolve(host, port, **_):
        if host not in table:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in table[host]]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return table


class Scripted(WebLinks):
    """Answers from a list of (method, address) → answer; what is not in it fails as a broken line does."""

    def __init__(self, answers: dict[tuple[str, str], Answer]) -> None:
        super().__init__("moB")
        self.answers = answers
        self.asked: list[tuple[str, str]] = []

    def _exchange(self, method: str, address: str) -> Answer:
        self.asked.append((method, address))
        try:
            return self.answers[method, address]
        except KeyError:
            raise http.client.RemoteDisconnected from None


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, LinkState.FINE),
        (204, LinkState.FINE),
        (410, LinkState.GONE),
        (503, LinkState.SILENT),
        (429, LinkState.UNSURE),
    ],
)
def test_what_a_page_answers(status, state):
    assert Scripted({("HEAD", "https://a.fr/"): Answer(status)}).look("https://a.fr/") is state


def test_a_site_that_refuses_head_is_asked_for_the_page():
    probe = Scripted({("HEAD", "https://a.fr/"): Answer(405), ("GET", "https://a.fr/"): Answer(200)})
    assert probe.look("https://a.fr/") is LinkState.FINE
    gone = Scripted({("HEAD", "https://a.fr/"): Answer(404), ("GET", "https://a.fr/"): Answer(404)})
    assert gone.look("https://a.fr/") is LinkState.GONE


def test_redirects_are_followed_a_few_times():
    probe = Scripted({("HEAD", "https://a.fr/x"): Answer(301, "/y"), ("HEAD", "https://a.fr/y"): Answer(200)})
    assert probe.look("https://a.fr/x") is LinkState.FINE
    loop = Scripted({("HEAD", "https://a.fr/x"): Answer(302, "https://a.fr/x")})
    assert loop.look("https://a.fr/x") is LinkState.UNSURE
    assert len(loop.asked) == links.MOST_REDIRECTS + 1


def test_a_line_that_breaks_is_silence():
    assert Scripted({}).look("https://a.fr/") is LinkState.SILENT


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.0.0.5",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fd00::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "100.64.0.1",
    ],
)
def test_a_name_that_leads_inside_is_not_connected_to(names, ip, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("a connection was made"))
    names["a.fr"] = [ip]
    names["mixed.fr"] = [PUBLIC, ip]
    for host in ("a.fr", "mixed.fr"):
        with pytest.raises(ForbiddenAddressError):
            public_address(host, 443)
        assert WebLinks("moB").look(f"https://{host}/") is LinkState.UNSURE


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://a.fr/", "https://a.fr:8443/", "http://a.fr:22/", "gopher://a.fr/", "https:///x"],
)
def test_only_the_ports_of_the_web_are_knocked_at(names, address, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("a connection was made"))
    names["a.fr"] = [PUBLIC]
    assert WebLinks("moB").look(address) is LinkState.UNSURE


def test_the_connection_goes_to_the_address_that_was_looked_at(names, monkeypatch):
    names["a.fr"] = [PUBLIC]
    reached = []

    def connect(place, **_):
        reached.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    assert WebLinks("moB").look("http://a.fr/") is LinkState.SILENT
    assert reached == [(PUBLIC, 80)]


def test_a_name_that_does_not_exist_is_silence(names):
    assert WebLinks("moB").look("https://nulle-part.fr/") is LinkState.SILENT


def test_an_address_cannot_end_its_line():
    assert "\r" not in links.quote("/x\r\nHost: evil", safe=links._SAFE)
