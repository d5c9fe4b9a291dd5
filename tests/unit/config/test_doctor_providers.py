"""What `mob doctor` says of identity providers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import LazySettings

from mob.config import doctor
from mob.config.doctor import Level
from mob.integrations import probes
from mob.kernel.ports import PortUnavailable


def test_a_stand_in_is_named_as_one() -> None:
    found = list(doctor._identity_providers())
    assert [each.level for each in found] == [Level.NOTE, Level.NOTE]
    assert "FranceConnect for people" in found[0].text
    assert "ProConnect for agents" in found[1].text
    assert all("stand-in" in each.text for each in found)


def test_a_real_one_is_asked_and_its_secret_is_not_shown(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = "https://id:a-secret@{}.exemple/api/v2"
    settings.ENV = replace(
        settings.ENV, franceconnect_url=real.format("fc"), proconnect_url=real.format("pc"), identity_providers=""
    )

    def ask(config: object) -> str:
        if "pc." in str(config):
            raise PortUnavailable("no answer")
        return "2 keys"

    monkeypatch.setattr(probes, "identity_provider", ask)
    people, untold, agents = doctor._identity_providers()
    assert (people.level, agents.level) == (Level.FINE, Level.WRONG)
    assert people.text.endswith("https://fc.exemple/api/v2 (2 keys)")
    assert "a-secret" not in people.text + agents.text
    assert untold.level is Level.NOTE
    assert "Aidants Connect is not told apart" in untold.text


def test_nothing_is_noted_where_aidants_connect_is_named(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = "https://id:a-secret@fc.exemple/api/v2?assisted=the-id"
    settings.ENV = replace(settings.ENV, franceconnect_url=real, proconnect_url="off", identity_providers="")
    monkeypatch.setattr(probes, "identity_provider", lambda _config: "2 keys")
    (people,) = doctor._identity_providers()
    assert people.level is Level.FINE
