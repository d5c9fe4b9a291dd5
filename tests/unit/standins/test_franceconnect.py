"""FranceConnect's stand-in: a whole sign-in, every refusal of the real one, and each script."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import ECKey

from mob.integrations.standins import StandinTransport, address
from mob.integrations.standins.clients import CLIENT_ID, Service
from mob.integrations.standins.franceconnect import FRANCECONNECT
from mob.kernel.ports import PortUnavailable
from tests.unit.standins.walking import NONCE, PUBLIC, STATE, Walk


def test_somebody_signs_in_and_her_pivot_identity_comes_signed() -> None:
    walk = Walk()
    screen = walk.screen()
    assert screen.status == 200
    assert "Ceci n’est pas FranceConnect" in screen.body.decode()
    back = walk.chosen("jeanne", scope="openid identite_pivot email preferred_username")
    assert (back["state"], back["iss"]) == (STATE, walk.standins.franceconnect.issuer)
    answer = json.loads(walk.exchange(back["code"]).body)
    said = walk.read(answer["id_token"])
    assert (said["nonce"], said["acr"], said["aud"], said["exp"] - said["iat"]) == (NONCE, "eidas1", CLIENT_ID, 60)
    userinfo = walk.userinfo(answer["access_token"])
    assert userinfo.headers["Content-Type"] == "application/jwt"
    claims = walk.read(userinfo.body.decode())
    assert claims["sub"] == said["sub"]
    assert (claims["family_name"], claims["given_name_array"], claims["preferred_username"]) == (
        "Lefèvre",
        ["Jeanne"],
        "Roy-Lefèvre",
    )
    assert (claims["birthplace"], claims["birthcountry"]) == ("38421", "99100")


def test_a_claim_comes_only_with_its_scope() -> None:
    walk = Walk(scope="openid given_name")
    claims = walk.read(walk.userinfo(walk.tokens("jeanne")["access_token"]).body.decode())
    assert set(claims) - {"sub", "iss", "aud", "iat", "exp"} == {"given_name", "given_name_array"}


def test_a_subject_is_the_same_at_the_next_start_and_differs_between_people() -> None:
    first, second = (Walk().standins.franceconnect for _ in range(2))
    people = FRANCECONNECT.cast
    assert [first.subject(each) for each in people] == [second.subject(each) for each in people]
    assert len({first.subject(each) for each in people}) == len(people)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "s" * 31},
        {"nonce": "n" * 31},
        {"state": None},
        {"nonce": None},
        {"redirect_uri": f"{PUBLIC}/connexion/franceconnect/retour/"},
        {"redirect_uri": f"{PUBLIC}/connexion/franceconnect/retour?a=1"},
        {"client_id": "another"},
        {"code_challenge": "x" * 43},
        {"prompt": "none"},
    ],
)
def test_a_wrong_request_is_refused_on_its_own_page_and_leads_nowhere(changes: dict[str, str | None]) -> None:
    answer = Walk().screen(**changes)
    assert answer.status == 400
    assert "Y000400" in answer.body.decode()
    assert "Location" not in answer.headers


def test_a_repeated_parameter_is_refused() -> None:
    walk = Walk()
    assert walk.get(f"/authorize?{urlencode(walk.asked())}&state={'t' * 32}").status == 400


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "email"}, "invalid_scope"),
        ({"scope": "openid address"}, "invalid_scope"),
        ({"acr_values": "eidas2"}, "invalid_request"),
        ({"acr_values": None}, "invalid_request"),
        ({"claims": "nothing"}, "invalid_request"),
    ],
)
def test_what_the_service_must_know_is_told_to_it(changes: dict[str, str | None], code: str) -> None:
    walk = Walk()
    said = walk.chosen("samira", **changes)
    assert (said["error"], said["state"]) == (code, STATE)


def test_plus_gives_the_higher_levels_alone() -> None:
    walk = Walk(
        "/franceconnect-plus/api/v2", "franceconnect-plus", "openid rnipp_identite_pivot", {"acr_values": "eidas2"}
    )
    answer = walk.tokens("samira")
    assert walk.read(answer["id_token"])["acr"] == "eidas2"
    claims = walk.read(walk.userinfo(answer["access_token"]).body.decode())
    assert claims["rnipp_family_name"] == "Haddad"
    assert walk.chosen("samira", acr_values="eidas1")["error"] == "invalid_request"


def test_a_code_serves_once_within_thirty_seconds_and_a_token_sixty() -> None:
    walk = Walk()
    code = walk.chosen("samira")["code"]
    assert walk.exchange(code).status == 200
    assert json.loads(walk.exchange(code).body)["error"] == "invalid_grant"
    late = walk.chosen("samira")["code"]
    walk.clock.passes(30)
    assert walk.exchange(late).status == 400
    token = walk.tokens("samira")["access_token"]
    walk.clock.passes(59)
    assert walk.userinfo(token).status == 200
    walk.clock.passes(1)
    assert walk.userinfo(token).status == 401


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_secret": ""}, "invalid_client"),
        ({"client_id": "another"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"redirect_uri": f"{PUBLIC}/"}, "invalid_grant"),
    ],
)
def test_only_the_service_that_asked_exchanges_a_code(changes: dict[str, str], code: str) -> None:
    walk = Walk()
    assert json.loads(walk.exchange(walk.chosen("samira")["code"], **changes).body)["error"] == code


def test_a_service_with_a_key_signs_each_request_once() -> None:
    key = ECKey.generate_key("P-256", parameters={"alg": "ES256", "use": "sig"}, auto_kid=True)
    known = {"keys": [key.as_dict(private=False)]}
    back, out = f"{PUBLIC}/connexion/franceconnect/retour", f"{PUBLIC}/connexion/au-revoir"
    walk = Walk(service=Service(CLIENT_ID, "", frozenset({back}), frozenset({out}), known))
    issuer, soon = walk.standins.franceconnect.issuer, walk.clock().timestamp() + 30
    claims = {"iss": CLIENT_ID, "sub": CLIENT_ID, "aud": f"{issuer}/token", "jti": "1", "exp": soon}
    signed = {
        "client_secret": "",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": jwt.encode({"alg": "ES256", "kid": str(key.kid)}, claims, key),
    }
    assert walk.exchange(walk.chosen("samira")["code"], **signed).status == 200
    assert walk.exchange(walk.chosen("samira")["code"], **signed).status == 401
    elsewhere = jwt.encode(
        {"alg": "ES256", "kid": str(key.kid)}, {**claims, "aud": "https://b.example", "jti": "2"}, key
    )
    assert walk.exchange(walk.chosen("samira")["code"], **{**signed, "client_assertion": elsewhere}).status == 401


def test_the_scripts_act_what_they_say() -> None:
    walk = Walk()
    assert walk.chosen("refus")["error"] == "access_denied"
    assert walk.chosen("", {"leave": "1"})["error"] == "access_denied"
    assert walk.exchange(walk.chosen("panne")["code"]).status == 503
    assert walk.exchange(walk.chosen("lenteur")["code"]).wait > 30
    assert walk.read(walk.tokens("nonce")["id_token"])["nonce"] != NONCE
    assert walk.read(walk.tokens("destinataire")["id_token"])["aud"] != CLIENT_ID
    assert walk.read(walk.tokens("perimee")["id_token"])["exp"] < walk.clock().timestamp()
    assert walk.read(walk.tokens("niveau")["id_token"])["acr"] == "eidas0"
    with pytest.raises(BadSignatureError):
        walk.read(walk.tokens("signature")["id_token"])
    answer = walk.tokens("identite")
    assert walk.read(answer["id_token"])["nonce"] == NONCE
    with pytest.raises(BadSignatureError):
        walk.read(walk.userinfo(answer["access_token"]).body.decode())


def test_somebody_else_s_identity_has_another_subject() -> None:
    walk = Walk()
    answer = walk.tokens("autre")
    claims = walk.read(walk.userinfo(answer["access_token"]).body.decode())
    assert claims["sub"] != walk.read(answer["id_token"])["sub"]


def test_a_new_key_signs_from_the_middle_of_a_sign_in_and_the_old_one_stays_published() -> None:
    walk = Walk()
    before = walk.tokens("samira")["id_token"]
    known = {key["kid"] for key in json.loads(walk.get("/jwks").body)["keys"]}
    after = walk.tokens("cle")["id_token"]
    now_known = {key["kid"] for key in json.loads(walk.get("/jwks").body)["keys"]}
    assert len(now_known - known) == 1
    assert walk.read(before)["sub"] != walk.read(after)["sub"]


def test_the_keys_published_hold_no_private_half() -> None:
    assert all("d" not in key for key in json.loads(Walk().get("/jwks").body)["keys"])


def test_somebody_typed_keeps_her_subject() -> None:
    walk = Walk()
    form = {
        "person": "typed",
        "family_name": "Petit",
        "given_names": "Ana Lou",
        "birth_date": "1999-05-04",
        "email": "",
    }
    found = [walk.read(json.loads(walk.exchange(walk.chosen("", form)["code"]).body)["id_token"])["sub"] for _ in "12"]
    assert found[0] == found[1]
    missing = walk.post(f"/authorize?{urlencode(walk.asked())}", {**form, "birth_date": ""})
    assert missing.status == 400
    assert 'role="alert"' in missing.body.decode()


def test_signing_out_needs_a_token_of_ours_a_state_and_a_known_address() -> None:
    walk = Walk()
    said = {
        "id_token_hint": walk.tokens("samira")["id_token"],
        "state": STATE,
        "post_logout_redirect_uri": f"{PUBLIC}/connexion/au-revoir",
    }
    walk.clock.passes(7_200)
    answer = walk.get(f"/session/end?{urlencode(said)}")
    assert answer.headers["Location"] == f"{PUBLIC}/connexion/au-revoir?state={STATE}"
    for wrong in ({"state": ""}, {"id_token_hint": "a.b.c"}, {"post_logout_redirect_uri": "https://b.example/"}):
        assert walk.get(f"/session/end?{urlencode({**said, **wrong})}").status == 400


def test_discovery_names_every_address() -> None:
    walk = Walk()
    said = json.loads(walk.get("/.well-known/openid-configuration").body)
    assert said["issuer"] == f"{address(PUBLIC)}/franceconnect/api/v2" == walk.standins.franceconnect.issuer
    assert walk.get(said["jwks_uri"].removeprefix(said["issuer"])).status == 200


def test_an_adapter_reaches_them_without_a_network() -> None:
    walk = Walk()
    transport = StandinTransport(walk.standins)
    where = f"{walk.standins.franceconnect.issuer}/.well-known/openid-configuration"
    status, headers, body = transport.send("GET", where, {}, None, 5.0)
    assert (status, headers["content-type"], json.loads(body)["issuer"]) == (
        200,
        "application/json; charset=utf-8",
        walk.standins.franceconnect.issuer,
    )
    with pytest.raises(PortUnavailable):
        transport.send("GET", "https://elsewhere.example/", {}, None, 5.0)
    walk.standins.outages.add("franceconnect")
    assert transport.send("GET", where, {}, None, 5.0)[0] == 503
