"""A demonstration asks for real aids without waiting for them, and lacks nothing when they do not come."""

from __future__ import annotations

from pathlib import Path

import pytest

from mob.catalogue.models import Aid
from mob.config.demo import real_aids
from mob.integrations import npm
from mob.journal.models import Task
from mob.kernel.ports import PortUnavailable
from tests.factories import rule_packages
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db
NAME = "@betagouv/aides-velo"


def test_it_is_planned_where_npm_is_and_said_where_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "none" in real_aids.ask_for_real_aids("")
    monkeypatch.setattr(npm, "is_present", lambda: False)
    assert "npm is not on this machine" in real_aids.ask_for_real_aids(NAME)
    assert not Task.objects.exists()
    monkeypatch.setattr(npm, "is_present", lambda: True)
    assert "in the background" in real_aids.ask_for_real_aids(NAME)
    assert Task.objects.get().payload == {"package": NAME}


def test_aids_arrive_and_a_registry_that_is_silent_fails_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_name: str, _into: Path) -> Path:
        raise PortUnavailable("the registry did not answer")

    monkeypatch.setattr(npm, "fetch", silent)
    real_aids.task().handle({"package": NAME}, NOW)
    assert not Aid.objects.exists()
    monkeypatch.setattr(npm, "fetch", lambda _name, into: rule_packages.write(into))
    real_aids.task().handle({"package": NAME}, NOW)
    assert Aid.objects.count() == 2
