"""Whose word is taken on two proofs, and on where somebody works: ProConnect's, and nobody else's."""

from __future__ import annotations

import pytest

from mob.identity.federation_types import ExternalSignIn, Organisation, ProviderKind
from mob.web.account.federation.agents import siret_of, vouches_for_two_proofs

HERE = "99912001700010"


def coming_by(kind: ProviderKind, *amr: str) -> ExternalSignIn:
    return ExternalSignIn(
        provider_key="a",
        kind=kind,
        issuer="https://a.exemple",
        subject="s",
        acr="eidas1",
        amr=amr,
        auth_time=None,
        email="a@exemple.fr",
        pivot=None,
        organisation=Organisation(HERE, "", ""),
        id_token="i",
        access_token="t",
    )


def test_proconnect_is_believed() -> None:
    assert vouches_for_two_proofs(coming_by(ProviderKind.PROCONNECT, "pwd", "mfa"))
    assert siret_of(coming_by(ProviderKind.PROCONNECT)) == HERE


@pytest.mark.parametrize("amr", [(), ("pwd",), ("totp",), ("pwd", "mail"), ("MFA",)])
def test_one_proof_is_one_proof(amr: tuple[str, ...]) -> None:
    assert not vouches_for_two_proofs(coming_by(ProviderKind.PROCONNECT, *amr))


@pytest.mark.parametrize("kind", [kind for kind in ProviderKind if kind is not ProviderKind.PROCONNECT])
def test_nobody_else_is_believed_on_these_two(kind: ProviderKind) -> None:
    assert not vouches_for_two_proofs(coming_by(kind, "pwd", "mfa"))
    assert siret_of(coming_by(kind)) == ""
