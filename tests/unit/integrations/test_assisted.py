"""Aidants Connect in the settings of FranceConnect: named by the host, asked for, believed only when it is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mob.identity.federation_types import Attempt, ExternalSignIn, ProviderConfig, Refusal
from mob.integrations.openid.configured import BadProviderUrl, franceconnect, proconnect
from mob.kernel import clock
from mob.kernel.ports import PortRefused
from tests.factories.federation import CONFIG, Provider, relying

_URL = "https://id:secret@fc.exemple/api/v2"


def configured(query: str) -> ProviderConfig:
    (found,) = franceconnect(f"{_URL}{query}", public_url="https://mob.exemple")
    return found


def test_nobody_is_helped_and_nothing_more_is_asked_unless_the_host_names_aidants_connect() -> None:
    found = configured("")
    assert found.assisted == frozenset()
    assert "idp_id" not in found.scopes


@pytest.mark.parametrize("acr", ["eidas1", "eidas2"])
@pytest.mark.parametrize("said", ["assisted=one,two", "assisted=one&assisted=two", "assisted=%20one%20,two"])
def test_several_may_be_named_and_then_who_stood_behind_is_asked(acr: str, said: str) -> None:
    found = configured(f"?acr={acr}&{said}")
    assert found.assisted == {"one", "two"}
    assert found.scopes[-1] == "idp_id"
    assert found.issuer == "https://fc.exemple/api/v2"


@pytest.mark.parametrize("said", ["assisted=", "assisted=one,", "assisted=one&assisted="])
def test_an_empty_name_stops_the_start(said: str) -> None:
    with pytest.raises(BadProviderUrl, match="assisted"):
        configured(f"?{said}")


def test_the_stand_in_names_its_own_and_proconnect_none() -> None:
    (stand_in,) = franceconnect("fake:", public_url="http://localhost:8000")
    assert stand_in.assisted == {"aidants-connect"}
    (agents,) = proconnect(f"{_URL}?assisted=one", public_url="https://mob.exemple")
    assert agents.assisted == frozenset()


def finished(provider: Provider) -> ExternalSignIn:
    party = relying(provider)
    tried = Attempt("franceconnect", "https://mob.exemple/retour", "s" * 64, "n" * 64, "v" * 64, clock.now())
    return party.finish(tried, provider.authorize(party.begin(tried)), now=clock.now())


@pytest.mark.parametrize(
    ("said", "is_assisted"), [("the-id", True), ("impots", False), ("THE-ID", False), ("the-id2", False)]
)
def test_only_the_very_name_is_taken_for_aidants_connect(said: str, is_assisted: bool) -> None:
    provider = Provider(replace(CONFIG, assisted=frozenset({"the-id"})))
    provider.person["idp_id"] = said
    assert finished(provider).is_assisted is is_assisted


def test_where_it_is_not_named_nobody_is_assisted_whatever_is_said() -> None:
    provider = Provider()
    assert not finished(provider).is_assisted
    provider.person["idp_id"] = "the-id"
    assert not finished(provider).is_assisted


@pytest.mark.parametrize("said", [None, "", "   ", 4, ["the-id"]])
def test_a_sign_in_that_does_not_tell_who_stood_behind_is_refused(said: object) -> None:
    """Else a professional would pass for the person."""
    provider = Provider(replace(CONFIG, assisted=frozenset({"the-id"})))
    if said is not None:
        provider.person["idp_id"] = said
    with pytest.raises(PortRefused) as refusal:
        finished(provider)
    assert refusal.value.reason == Refusal.IDP_UNTOLD
