"""The file of other OpenID providers: what it may say, and each mistake with its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mob.config import env as environment
from mob.config import identity_providers
from mob.config.env import BadSetting
from mob.identity.federation_types import Audience, ProviderKind, TokenProof
from mob.integrations.openid import configured
from mob.integrations.openid.declared import BadProviders, read

GOOD = """# Two providers
[ma-ville]
label = "Compte Ma Ville"
issuer = "https://id.maville.exemple"
client_id = "mob"
secret_file = "ma-ville.secret"
audience = "people"

["annuaire"]
label = "Annuaire"
issuer = "https://sso.exemple/realms/agents"
client_id = "mob"
private_key_file = "annuaire.pem"
audience = "agents"
scopes = ["openid", "email"]
pkce = false
signed_userinfo = true
"""
SECRETS = {"ma-ville.secret": "a secret\n", "annuaire.pem": "a key", "empty": " \n"}


def secret(name: str) -> str:
    if name not in SECRETS:
        raise FileNotFoundError(name)
    return SECRETS[name]


def mistakes(text: str, *, allows_http: bool = False) -> list[tuple[int, str]]:
    with pytest.raises(BadProviders) as refused:
        read(text, secret, allows_http=allows_http)
    return [(each.line, each.text) for each in refused.value.mistakes]


def test_each_table_is_a_provider_that_certifies_nothing() -> None:
    city, directory = read(GOOD, secret, allows_http=False)
    assert (city.key, city.label, city.audience, city.client_secret) == (
        "ma-ville",
        "Compte Ma Ville",
        Audience.PEOPLE,
        "a secret",
    )
    assert (city.token_proof, city.uses_pkce, city.scopes) == (
        TokenProof.SECRET_BASIC,
        True,
        ("openid", "email", "profile"),
    )
    assert (directory.token_proof, directory.private_key, directory.uses_pkce) == (TokenProof.KEY, "a key", False)
    assert directory.userinfo_is_jwt
    assert all(each.kind is ProviderKind.OTHER and not each.kind.certifies_identity for each in (city, directory))
    assert "a secret" not in repr(city)


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ('label = "Compte Ma Ville"\n', "", 2, "lacks `label`"),
        ('audience = "people"', 'audience = "everybody"', 7, "people or agents"),
        ('secret_file = "ma-ville.secret"', 'secret = "x"', 6, "`secret` is not known"),
        ('secret_file = "ma-ville.secret"', 'secret_file = "lost"', 6, "`lost` cannot be read"),
        ('secret_file = "ma-ville.secret"', 'secret_file = "empty"', 6, "`empty` is empty"),
        ("https://id.maville.exemple", "http://id.maville.exemple", 4, "https address"),
        ("https://id.maville.exemple", "https://id.maville.exemple/", 4, "https address"),
        ("https://id.maville.exemple", "http://localhost:9000", 4, "https address"),
        ("[ma-ville]", "[Ma_Ville]", 2, "lower case"),
        ("[ma-ville]", "[proconnect]", 2, "already uses"),
        ("[ma-ville]", "[code]", 2, "already uses"),
        ('scopes = ["openid", "email"]', 'scopes = ["email"]', 15, "must hold openid"),
        ('scopes = ["openid", "email"]', 'scopes = "openid"', 15, "a list of texts"),
        ("pkce = false", 'pkce = "no"', 16, "true or false"),
        ("pkce = false", 'algorithms = ["HS256"]', 16, "RS256, ES256, PS256"),
        ("pkce = false", "pkce = maybe", 16, "no TOML"),
        ("# Two providers", 'label = "x"', 1, "outside any table"),
    ],
)
def test_a_mistake_is_told_with_its_line(before: str, after: str, line: int, words: str) -> None:
    assert before in GOOD
    found = mistakes(GOOD.replace(before, after, 1))
    assert any(at == line and words in text for at, text in found), found


def test_a_provider_of_this_machine_is_for_demonstrations() -> None:
    text = GOOD.replace("https://id.maville.exemple", "http://localhost:9000")
    assert read(text, secret, allows_http=True)[0].issuer == "http://localhost:9000"


def test_every_mistake_is_told_at_once() -> None:
    text = GOOD.replace('audience = "people"', 'audience = "x"').replace("pkce = false", "pkce = 1")
    assert [line for line, _ in mistakes(text)] == [7, 16]


def test_at_start_the_file_and_the_line_are_named(tmp_path: Path) -> None:
    file = tmp_path / "providers.toml"
    file.write_text(GOOD.replace('audience = "people"', 'audience = "x"'))
    env = replace(environment.load({}), identity_providers=str(file))
    with pytest.raises(BadSetting, match=rf"{file}:7: `audience`"):
        identity_providers.every(env)
    with pytest.raises(BadSetting, match="cannot be read"):
        identity_providers.every(replace(env, identity_providers=str(tmp_path / "none.toml")))


def test_secrets_lie_beside_the_file(tmp_path: Path) -> None:
    file = tmp_path / "providers.toml"
    file.write_text(GOOD)
    for name in ("ma-ville.secret", "annuaire.pem"):
        (tmp_path / name).write_text(SECRETS[name])
    env = replace(environment.load({}), identity_providers=str(file), franceconnect_url="off", proconnect_url="off")
    assert [each.key for each in identity_providers.every(env)] == ["ma-ville", "annuaire"]


def test_proconnect_is_for_agents_and_is_asked_for_the_means_of_the_sign_in() -> None:
    url = "https://id:s%2Fecret@proconnect.exemple/api/v2"
    (found,) = configured.proconnect(url, public_url="https://mob.exemple")
    assert (found.issuer, found.client_secret, found.audience) == (
        "https://proconnect.exemple/api/v2",
        "s/ecret",
        Audience.AGENTS,
    )
    assert found.asks_amr
    assert not found.uses_pkce
    assert "siret" in found.scopes
    for wrong in ("https://proconnect.exemple/api/v2", "http://id:s@proconnect.exemple", f"{url}?alg=none"):
        with pytest.raises(configured.BadProviderUrl, match="MOB_PROCONNECT_URL"):
            configured.proconnect(wrong, public_url="https://mob.exemple")


def test_the_stand_in_of_proconnect_is_refused_in_production() -> None:
    real = replace(environment.load({}), env="production", proconnect_url="fake:")
    assert any("MOB_PROCONNECT_URL" in text for text in environment.production_problems(real))
    assert environment.load({"MOB_PROCONNECT_URL": ""}).proconnect == "fake:"
    assert replace(real, proconnect_url="").proconnect == "off"
