"""What `mob doctor` says of API Particulier, and that its token is shown nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import LazySettings

from mob.config import doctor
from mob.config.doctor import Level


@pytest.mark.parametrize(
    ("url", "operated_by", "level", "words"),
    [
        ("off", "public", Level.FINE, "people send their papers"),
        ("fake:", "public", Level.NOTE, "stand-in"),
        ("https://a-token@particulier.exemple/v3", "public", Level.FINE, "at particulier.exemple"),
        ("https://a-token@particulier.exemple/v3", "employer", Level.FINE, "off"),
    ],
)
def test_each_register_is_told(settings: LazySettings, url: str, operated_by: str, level: Level, words: str) -> None:
    settings.ENV = replace(settings.ENV, api_particulier_url=url, operated_by=operated_by)
    found = doctor._register()
    assert found.level is level
    assert words in found.text
    assert "a-token" not in found.text


def test_the_token_is_not_among_the_settings_shown(settings: LazySettings) -> None:
    settings.ENV = replace(settings.ENV, api_particulier_url="https://a-token@particulier.exemple/v3")
    shown = {each.name: each.value for each in doctor.explained()}
    assert "a-token" not in str(shown)
    assert "particulier.exemple" in shown["MOB_API_PARTICULIER_URL"]
