"""What a provider says is believed only once everything holds; each fault has a word of its own in the log (e6)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from mob.identity.federation_types import Attempt, ExternalSignIn, Organisation, ProviderKind, Refusal, TokenProof
from mob.integrations.openid.transport import Answer
from mob.kernel import clock
from mob.kernel.ports import PortRefused, PortUnavailable
from tests.factories.federation import (
    CONFIG,
    ISSUER,
    SECRET,
    Provider,
    curve_key,
    key,
    other,
    relying,
    unsigned,
    with_public_key,
)

NONCE, STATE = "n" * 64, "s" * 64


def attempt(provider: Provider, **changes: Any) -> Attempt:
    key_ = provider.config.key
    made = Attempt(key_, f"https://mob.exemple/connexion/{key_}/retour", STATE, NONCE, "v" * 64, clock.now())
    return replace(made, **changes)


def finished(provider: Provider, changes: dict[str, str] | None = None, **asked: Any) -> ExternalSignIn:
    """A whole sign-in, with what the browser brings back changed so."""
    party, tried = relying(provider), attempt(provider, **asked)
    answer = provider.authorize(party.begin(tried)) | (changes or {})
    return party.finish(tried, answer, now=clock.now())


def refused(provider: Provider, changes: dict[str, str] | None = None, **asked: Any) -> str:
    with pytest.raises(PortRefused) as refusal:
        finished(provider, changes, **asked)
    return refusal.value.reason


def test_a_sign_in_brings_the_pivot_identity_with_every_first_name_and_both_names() -> None:
    found = finished(Provider())
    assert (found.issuer, found.subject, found.acr, found.kind) == (
        ISSUER, "pairwise-angela", "eidas1", ProviderKind.FRANCECONNECT,
    )  # fmt: skip
    assert found.pivot is not None
    assert found.pivot.first_names == ("Angela", "Claire", "Louise")
    assert (found.pivot.birth_name, found.pivot.usual_name) == ("DUBOIS", "MARTIN")
    assert (found.pivot.birth_date, found.pivot.birth_place, found.pivot.birth_country) == (
        date(1962, 8, 24), "75107", "99100",
    )  # fmt: skip


def test_tokens_are_in_no_picture_of_a_sign_in() -> None:
    found = finished(Provider())
    assert found.access_token == "an-access-token"
    assert "an-access-token" not in repr(found)
    assert found.id_token not in repr(found)
    assert SECRET not in repr(CONFIG)


def test_a_birth_date_that_the_register_knows_in_part_is_not_invented() -> None:
    provider = Provider()
    provider.person["birthdate"] = "1962-00-00"
    pivot = finished(provider).pivot
    assert pivot is not None
    assert pivot.birth_date is None


def test_what_is_asked_is_said_and_pkce_is_used_where_the_provider_knows_it() -> None:
    provider = Provider()
    finished(provider, scopes=("cnaf_quotient_familial",), acr="eidas1")
    assert provider.asked["scope"] == "openid identite_pivot email cnaf_quotient_familial"
    assert (provider.asked["acr_values"], provider.asked["code_challenge_method"]) == ("eidas1", "S256")
    assert "claims" not in provider.asked
    provider = Provider(config=replace(CONFIG, uses_pkce=False, asks_amr=True))
    finished(provider)
    assert "code_challenge" not in provider.asked
    assert json.loads(provider.asked["claims"]) == {"id_token": {"amr": {"essential": True}}}
    assert "code_verifier" not in provider.forms[-1]


def test_an_agent_comes_with_her_organisation_and_how_she_proved_who_she_is() -> None:
    provider = Provider(config=other("proconnect", kind=ProviderKind.PROCONNECT, acr_values=()))
    provider.person = {"sub": "agent", "siret": "21750001600019", "organizational_unit": "DSI", "usual_name": "Roche"}
    provider.claims = lambda said: said | {"amr": ["pwd", "mfa"]}
    found = finished(provider)
    assert found.organisation == Organisation("21750001600019", "", "DSI")
    assert (found.amr, found.family_name, found.pivot) == (("pwd", "mfa"), "Roche", None)


@pytest.mark.parametrize("alg", ["RS256", "ES256"])
def test_a_secret_may_go_in_the_form_or_the_header_or_stay_home(alg: str) -> None:
    ours = RSAKey.generate_key(2048) if alg == "RS256" else curve_key("ours")
    provider = Provider(
        config=replace(CONFIG, token_proof=TokenProof.KEY, private_key=ours.as_pem(private=True).decode())
    )
    finished(provider)
    form = provider.forms[-1]
    assert "client_secret" not in form
    assertion = jwt.decode(form["client_assertion"], ours, algorithms=[alg]).claims
    assert (assertion["iss"], assertion["sub"], assertion["aud"]) == ("mob", "mob", f"{ISSUER}/token")
    provider = Provider(config=replace(CONFIG, token_proof=TokenProof.SECRET_BASIC))
    finished(provider)
    assert "client_secret" not in provider.forms[-1]
    provider = Provider()
    finished(provider)
    assert provider.forms[-1]["client_secret"] == SECRET


def claimed(**changes: Any) -> Provider:
    return Provider(claims=lambda said: said | changes)


def without(*names: str) -> Provider:
    return Provider(claims=lambda said: {name: value for name, value in said.items() if name not in names})


def at(seconds: int) -> int:
    return int(clock.now().timestamp()) + seconds


STRANGER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
FAULTS: dict[str, tuple[Callable[[], Provider], Refusal]] = {
    "another issuer": (lambda: claimed(iss="https://mechant.exemple"), Refusal.ISSUER),
    "an issuer with a slash more": (lambda: claimed(iss=f"{ISSUER}/"), Refusal.ISSUER),
    "another audience": (lambda: claimed(aud="somebody"), Refusal.AUDIENCE),
    "no audience": (lambda: without("aud"), Refusal.AUDIENCE),
    "two audiences and no authorized party": (lambda: claimed(aud=["mob", "somebody"]), Refusal.AUDIENCE),
    "another authorized party": (lambda: claimed(azp="somebody"), Refusal.AUDIENCE),
    "another nonce": (lambda: claimed(nonce="m" * 64), Refusal.NONCE),
    "no nonce": (lambda: without("nonce"), Refusal.NONCE),
    "expired two minutes ago": (lambda: claimed(exp=at(-120)), Refusal.EXPIRED),
    "issued in ten minutes: a clock is wrong": (lambda: claimed(iat=at(600), exp=at(660)), Refusal.NOT_YET),
    "an end that is text": (lambda: claimed(exp="9999999999"), Refusal.TOKEN_MALFORMED),
    "an end that is not a number": (lambda: claimed(exp=float("nan")), Refusal.TOKEN_MALFORMED),
    "an end that is true": (lambda: claimed(exp=True), Refusal.TOKEN_MALFORMED),
    "no end": (lambda: without("exp"), Refusal.TOKEN_MALFORMED),
    "no subject": (lambda: without("sub"), Refusal.SUBJECT),
    "a level below the one asked": (lambda: claimed(acr="eidas0"), Refusal.ACR_TOO_LOW),
    "no level": (lambda: without("acr"), Refusal.ACR_TOO_LOW),
    "a signature of somebody else under a known name": (lambda: Provider(signs_with=STRANGER), Refusal.SIGNATURE),
    "alg none": (lambda: Provider(id_token=unsigned), Refusal.ALGORITHM),
    "HS256 with the public key": (lambda: Provider(id_token=with_public_key), Refusal.ALGORITHM),
    "an algorithm that was not agreed": (
        lambda: Provider(config=replace(CONFIG, algorithms=("ES256",))),
        Refusal.ALGORITHM,
    ),
    "a key that nobody published": (lambda: Provider(signs_with=key("stranger")), Refusal.KEY_UNKNOWN),
    "no kid while two keys could have signed": (
        lambda: Provider(
            published=[key("one"), key("two")], header=lambda said: {n: v for n, v in said.items() if n != "kid"}
        ),
        Refusal.KEY_UNNAMED,
    ),
    "a token that is none": (lambda: Provider(id_token=lambda _token: "no token"), Refusal.TOKEN_MALFORMED),
    "a token of a megabyte": (
        lambda: Provider(id_token=lambda token: token + "a" * 1_000_000),
        Refusal.TOKEN_MALFORMED,
    ),
    "a claim changed on the way": (
        lambda: Provider(id_token=lambda token: token[:-20] + ("A" * 20)),
        Refusal.SIGNATURE,
    ),
    "userinfo of another person": (
        lambda: Provider(userinfo=lambda said: said | {"sub": "x"}),
        Refusal.USERINFO_SUBJECT,
    ),
    "userinfo said to another": (
        lambda: Provider(userinfo=lambda said: said | {"aud": "x"}),
        Refusal.USERINFO_AUDIENCE,
    ),
    "userinfo of another issuer": (
        lambda: Provider(userinfo=lambda said: said | {"iss": "x"}),
        Refusal.USERINFO_AUDIENCE,
    ),
    "userinfo that ended": (
        lambda: Provider(userinfo=lambda said: said | {"exp": at(-120), "iat": at(-180)}),
        Refusal.EXPIRED,
    ),
    "userinfo that nobody signed": (
        lambda: Provider(
            userinfo_answer=lambda _a: Answer(200, {"content-type": "application/json"}, b'{"sub": "pairwise-angela"}')
        ),
        Refusal.USERINFO_UNSIGNED,
    ),
    "a code that the provider refuses": (lambda: Provider(token_status=400), Refusal.CODE_REFUSED),
    "a description of somebody else": (lambda: Provider(metadata={"issuer": "https://x.exemple"}), Refusal.DISCOVERY),
    "addresses in clear": (
        lambda: Provider(metadata={"token_endpoint": "http://fc.exemple/token"}),
        Refusal.DISCOVERY,
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_e6_is_refused_for_its_own_reason(fault: str) -> None:
    made, reason = FAULTS[fault]
    assert refused(made()) == reason


def test_userinfo_signed_with_another_key_is_refused_as_such() -> None:
    provider = Provider()
    provider.userinfo_answer = lambda answer: answer._replace(body=forged(provider).encode())
    assert refused(provider) == Refusal.USERINFO_SIGNATURE


def forged(provider: Provider) -> str:
    claims = {"iss": ISSUER, "aud": "mob", **provider.person}
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, STRANGER, algorithms=["RS256"])


def test_a_level_is_enough_when_it_is_higher() -> None:
    assert finished(claimed(acr="eidas3")).acr == "eidas3"
    assert refused(claimed(acr="eidas1"), acr="eidas2") == Refusal.ACR_TOO_LOW


def test_clocks_may_disagree_by_a_minute_and_no_more() -> None:
    assert finished(claimed(exp=at(-45), iat=at(-105)))
    assert finished(claimed(iat=at(45), exp=at(105)))
    assert refused(claimed(exp=at(-75), iat=at(-135))) == Refusal.EXPIRED
    assert refused(claimed(iat=at(75), exp=at(135))) == Refusal.NOT_YET


def test_a_shared_secret_signs_only_where_the_settings_say_so() -> None:
    config = replace(CONFIG, algorithms=("HS256",))
    assert finished(Provider(config=config, signs_with=OctKey.import_key(SECRET)))
    assert refused(Provider(config=config, id_token=with_public_key)) == Refusal.SIGNATURE
    assert refused(Provider(signs_with=OctKey.import_key(SECRET))) == Refusal.ALGORITHM


def test_a_curve_signs_too_and_a_lone_key_needs_no_name() -> None:
    assert finished(Provider(published=[curve_key("curve")]))
    assert finished(Provider(header=lambda said: {"alg": said["alg"]}))


def test_keys_named_in_the_token_are_never_looked_at() -> None:
    provider = Provider(signs_with=key("stranger"))
    provider.header = lambda said: said | {"jku": "https://mechant.exemple/jwks"}
    assert refused(provider) == Refusal.KEY_UNKNOWN
    assert {url for _method, url in provider.calls} <= {
        f"{ISSUER}/{each}" for each in (".well-known/openid-configuration", "jwks", "token")
    }


@pytest.mark.abuse(21)
def test_a_key_renewed_in_the_middle_of_a_sign_in_is_fetched_once_and_the_sign_in_succeeds() -> None:
    provider = Provider()
    party, tried = relying(provider), attempt(provider)
    party.finish(tried, provider.authorize(party.begin(tried)), now=clock.now())
    provider.published = [key("two"), key("one")]
    provider.calls.clear()
    assert party.finish(tried, provider.authorize(party.begin(tried)), now=clock.now()).subject == "pairwise-angela"
    assert [url for _method, url in provider.calls].count(f"{ISSUER}/jwks") == 1


def test_with_a_clock_ten_minutes_off_tokens_are_refused_and_the_log_says_why(caplog: pytest.LogCaptureFixture) -> None:
    for minutes, reason in ((10, Refusal.EXPIRED), (-10, Refusal.NOT_YET)):
        provider = Provider()
        party, tried = relying(provider), attempt(provider)
        answer = provider.authorize(party.begin(tried))
        with caplog.at_level(logging.WARNING), pytest.raises(PortRefused) as refusal:
            party.finish(tried, answer, now=clock.now() + timedelta(minutes=minutes))
        assert refusal.value.reason == reason
        assert f"sign-in through franceconnect refused: {reason}" in caplog.text


def test_the_log_names_the_fault_and_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        refused(claimed(nonce="m" * 64))
        finished(Provider())
    for private in ("DUBOIS", "Angela", "angela@exemple.fr", "pairwise-angela", "an-access-token", SECRET):
        assert private not in caplog.text


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"state": "t" * 64}, Refusal.STATE_UNKNOWN),
        ({"state": ""}, Refusal.STATE_UNKNOWN),
        ({"error": "access_denied"}, Refusal.CANCELLED),
        ({"error": "server_error"}, Refusal.PROVIDER_ERROR),
        ({"code": ""}, Refusal.PROVIDER_ERROR),
        ({"iss": "https://mechant.exemple"}, Refusal.MIXED_UP),
    ],
)
def test_an_answer_that_is_not_to_what_was_asked_is_refused(answer: dict[str, str], reason: Refusal) -> None:
    provider = Provider()
    assert refused(provider, answer) == reason
    assert not provider.forms  # nobody was shown a code


def test_a_provider_that_says_who_answers_must_say_it() -> None:
    provider = Provider(metadata={"authorization_response_iss_parameter_supported": True})
    assert refused(provider) == Refusal.MIXED_UP
    assert finished(provider, {"iss": ISSUER})


def test_a_provider_that_is_down_is_unavailable_and_nothing_worse() -> None:
    provider = Provider(token_status=503)
    with pytest.raises(PortUnavailable):
        finished(provider)
    provider = Provider(is_down=True)
    with pytest.raises(PortUnavailable):
        relying(provider).begin(attempt(provider))
    assert relying(provider).end("franceconnect", "token", STATE, "https://mob.exemple") is None


def test_its_own_description_is_asked_once_an_hour() -> None:
    provider = Provider()
    party, tried = relying(provider), attempt(provider)
    for _each in range(3):
        party.finish(tried, provider.authorize(party.begin(tried)), now=datetime.now(UTC))
    assert [url for _method, url in provider.calls].count(f"{ISSUER}/.well-known/openid-configuration") == 1


def test_the_way_out_names_the_session_to_end() -> None:
    uri = relying(Provider()).end("franceconnect", "the.id.token", STATE, "https://mob.exemple/connexion/au-revoir")
    assert uri is not None
    assert uri.startswith(
        f"{ISSUER}/session/end?id_token_hint=the.id.token&state={STATE}&post_logout_redirect_uri=https"
    )
