"""ProConnect's stand-in: what an agent's organisation says, and what only a named claim gives."""

from __future__ import annotations

import json

import pytest

from mob.integrations.standins.agents import AGENTS
from mob.integrations.standins.particulier import is_siret
from tests.unit.standins.walking import Walk

_ALL = "openid given_name usual_name email siret organizational_unit"
_AMR = json.dumps({"id_token": {"amr": {"essential": True}}})


def walk(scope: str = _ALL) -> Walk:
    return Walk("/proconnect/api/v2", "proconnect", scope, {})


def claims_of(agent: str, **changes: str | None) -> dict[str, object]:
    visit = walk()
    answer = visit.tokens(agent, **changes)
    return visit.read(answer["id_token"]) | visit.read(visit.userinfo(answer["access_token"]).body.decode())


def test_an_agent_comes_with_her_organisation() -> None:
    claims = claims_of("claire")
    assert (claims["usual_name"], claims["siret"], claims["organizational_unit"]) == (
        "Vasseur",
        "99912001700010",
        "Service mobilités",
    )


def test_the_means_of_the_sign_in_come_only_when_asked_by_name() -> None:
    assert "amr" not in claims_of("claire")
    assert claims_of("claire", claims=_AMR)["amr"] == ["pwd", "totp", "mfa"]
    assert claims_of("julien", claims=_AMR)["amr"] == ["pwd"]


def test_who_changes_employer_keeps_her_subject_and_brings_another_siret() -> None:
    before, after = claims_of("ines"), claims_of("ines-partie")
    assert before["sub"] == after["sub"]
    assert before["siret"] != after["siret"]


@pytest.mark.parametrize("extra", ["code_challenge", "max_age", "anything"])
def test_any_other_parameter_is_refused(extra: str) -> None:
    answer = walk().screen(**{extra: "1"})
    assert answer.status == 400
    assert "Y000400" in answer.body.decode()


def test_the_numbers_of_organisations_have_a_right_check_figure() -> None:
    assert all(is_siret(agent.siret) for agent in AGENTS)
    assert not is_siret("99912001700011")
    assert not is_siret("9991200170001")
