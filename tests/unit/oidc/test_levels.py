"""Levels of a sign-in, and claims asked for one by one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.identity.oidc import claims_parameter, levels
from mob.identity.oidc.levels import Acr
from mob.identity.oidc_types import SignIn

EIDAS = ["", "eidas1", "eidas2", "eidas3", "inconnu"]
ANY = st.lists(st.sampled_from([*Acr, "autre"]), max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["userinfo", "id_token", "acr", "sub", "email", "essential", "value", "values"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def sign_in(*, is_strong: bool = False, eidas: str = "") -> SignIn:
    return SignIn(UUID(int=1), datetime(2026, 3, 11, tzinfo=UTC), is_strong, "", eidas)


@given(ANY, st.booleans(), st.sampled_from(EIDAS))
def test_what_is_said_was_reached_and_was_wanted_where_it_is_met(wanted: list[str], strong: bool, eidas: str) -> None:
    who = sign_in(is_strong=strong, eidas=eidas)
    said = levels.said(wanted, who)
    assert said in levels.reached(who)
    if wanted:
        assert levels.is_met(wanted, who) == (said in wanted)


@given(ANY, st.sampled_from(EIDAS))
def test_a_second_factor_never_loses_a_level(wanted: list[str], eidas: str) -> None:
    if levels.is_met(wanted, sign_in(eidas=eidas)):
        assert levels.is_met(wanted, sign_in(is_strong=True, eidas=eidas))


@pytest.mark.parametrize(
    ("eidas", "wanted", "met"),
    [("eidas2", "eidas1", True), ("eidas1", "eidas2", False), ("eidas3", "eidas3", True), ("", "eidas1", False)],
)
def test_a_surer_identity_meets_what_asks_for_less(eidas: str, wanted: str, met: bool) -> None:
    assert levels.is_met([wanted], sign_in(eidas=eidas)) is met


@given(JSON)
def test_the_parameter_is_read_or_refused_whatever_it_holds(value: object) -> None:
    try:
        found = claims_parameter.read(json.dumps(value))
    except ValueError:
        return
    assert found.names <= claims_parameter.SCOPE_OF.keys()
    assert found.id_token <= found.names
    assert bool(found.acr) or not found.is_acr_essential
