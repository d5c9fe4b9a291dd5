"""What proves a client: two secrets with an overlap, two keys, quotas, and why a call was refused."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError
from django.db.models import Sum
from django.test import Client as Browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import RSAKey

from mob.identity.models import AccessToken, Client, ClientCredential, ClientFailure, ClientUse, User
from mob.identity.oidc import assertions, credentials, failures, forgetting, keeping, signing, usage
from mob.identity.oidc.limits import Quota, QuotaKind, QuotaSpent
from mob.identity.oidc.reasons import Reason
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, NotFound, Refused
from mob.kernel.ports import PortUnavailable
from tests.factories.accounts import sign_in
from tests.factories.provider import VERIFIER, Service, post, service, userinfo
from tests.factories.world import key_pair

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    yield
    clock.set_offset(timedelta(0))


@pytest.fixture
def program() -> Service:
    """A program that asks for itself: the shortest way to a token."""
    return service(is_service_account=True, redirect_uris=(), scopes=("incentives_list",), required=())


def row_of(app: Service) -> Client:
    return Client.objects.get(client_id=app.client_id)


def ask(app: Service, secret: str | None = None) -> int:
    said = {"client_secret": secret} if secret else {}
    return app.exchange(grant_type="client_credentials", **said).status_code


def reasons(app: Service, endpoint: str = "token") -> list[str]:
    rows = ClientFailure.objects.filter(client_id=row_of(app).id, endpoint=endpoint)
    return sorted(rows.values_list("reason", flat=True))


def rotate(app: Service, **overlap: float) -> str:
    return credentials.rotate_secret(SYSTEM, row_of(app).id, overlap=timedelta(**overlap), now=clock.now())


def test_during_the_overlap_both_secrets_hold_then_the_new_one_alone(program: Service) -> None:
    fresh = rotate(program, hours=24)
    assert (ask(program), ask(program, fresh)) == (200, 200)
    clock.set_offset(timedelta(hours=24, seconds=1))
    assert (ask(program), ask(program, fresh)) == (401, 200)
    assert reasons(program) == [Reason.SECRET_ENDED]


def test_each_secret_shows_when_it_was_last_used_and_only_its_hash_is_kept(program: Service) -> None:
    fresh = rotate(program, hours=24)
    ask(program, fresh)
    new, old = credentials.credentials_of(row_of(program).id, now=clock.now())
    assert (new.hint, old.hint) == (fresh[:4], program.secret[:4])
    assert new.last_used_at is not None
    assert old.last_used_at is None
    assert fresh not in json.dumps(list(ClientCredential.objects.values()), default=str)


def test_a_secret_ends_at_once_when_it_must_but_never_the_last(program: Service) -> None:
    fresh, client_id = rotate(program, days=30), row_of(program).id
    new, old = credentials.credentials_of(client_id, now=clock.now())
    with pytest.raises(Refused, match="client_two_secrets"):
        rotate(program, hours=1)
    with pytest.raises(Refused, match="client_last_proof"):
        credentials.end_credential(SYSTEM, client_id, new.id, after=timedelta(0), now=clock.now())
    credentials.end_credential(SYSTEM, client_id, old.id, after=timedelta(0), now=clock.now())
    assert (ask(program), ask(program, fresh)) == (401, 200)
    leaked = rotate(program)
    assert (ask(program, fresh), ask(program, leaked)) == (401, 200)


@pytest.mark.parametrize("overlap", [{"days": 31}, {"hours": -1}])
def test_an_overlap_has_its_bounds(program: Service, overlap: dict[str, float]) -> None:
    with pytest.raises(Invalid, match="overlap_length"):
        rotate(program, **overlap)


def test_two_keys_hold_side_by_side_and_each_shows_its_last_use(person: User) -> None:
    (one, one_private), (two, two_private) = key_pair("client"), key_pair("main")
    app = service(sign_in(Browser(), person), jwks={"keys": [one]})
    client_id = row_of(app).id
    credentials.add_key(SYSTEM, client_id, json.dumps(two), now=clock.now())
    assert _signed(app, two_private) == _signed(app, one_private) == 400, "proved, and the code is unknown"
    assert reasons(app) == [Reason.CODE_UNKNOWN]
    first = ClientCredential.objects.get(hint=one["kid"])
    assert first.last_used_at is not None
    credentials.end_credential(SYSTEM, client_id, first.id, after=timedelta(0), now=clock.now())
    assert _signed(app, one_private) == 401
    assert Reason.ASSERTION_SIGNATURE in reasons(app)
    with pytest.raises(Refused, match="client_without_secret"):
        rotate(app, hours=1)


def _signed(app: Service, private: dict[str, str], **claims: object) -> int:
    now = int(clock.now().timestamp())
    said = {"iss": app.client_id, "sub": app.client_id, "aud": signing.issuer(), "exp": now + 60, "iat": now}
    said |= {"jti": f"{private['kid']}{ClientFailure.objects.count()}", **claims}
    token = jwt.encode({"alg": "RS256", "kid": private["kid"]}, said, RSAKey.import_key(private))
    proof = {"client_assertion": token, "client_assertion_type": assertions.TYPE, "client_secret": None}
    return app.redeem("inconnu", **proof).status_code


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"aud": "https://ailleurs.exemple/"}, Reason.ASSERTION_CLAIMS),
        ({"exp": 1}, Reason.ASSERTION_TIME),
    ],
)
def test_a_signed_proof_that_is_refused_says_which_part(
    person: User, claims: dict[str, object], reason: Reason
) -> None:
    public, private = key_pair("client")
    app = service(sign_in(Browser(), person), jwks={"keys": [public]})
    assert _signed(app, private, **claims) == 401
    assert reasons(app) == [reason]


WRONG_KEYS = {
    "a private one": (lambda _, private: private, "jwk_private"),
    "a private one among others": (lambda public, private: {"keys": [public, private]}, "jwk_private"),
    "a private PEM": (lambda *_: "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----", "jwk_private"),
    "a shared secret": (lambda *_: {"kty": "oct", "k": "c2VjcmV0"}, "jwk_private"),
    "an algorithm of secrets": (lambda public, _: public | {"alg": "HS256"}, "jwk_algorithm"),
    "one that encrypts": (lambda public, _: public | {"use": "enc"}, "jwk_algorithm"),
    "a long name": (lambda public, _: public | {"kid": "k" * 61}, "jwk_kid"),
    "none": (lambda *_: {"keys": []}, "jwk_unreadable"),
    "words": (lambda *_: "bonjour", "jwk_unreadable"),
    "another curve": (lambda *_: {"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}, "jwk_unreadable"),
}


@pytest.mark.parametrize("wrong", WRONG_KEYS)
def test_a_key_that_is_not_a_good_public_one_is_refused_and_not_kept(person: User, wrong: str) -> None:
    make, code = WRONG_KEYS[wrong]
    made = make(*key_pair("main"))
    text = made if isinstance(made, str) else json.dumps(made)
    app = service(sign_in(Browser(), person), jwks={"keys": [key_pair("client")[0]]})
    with pytest.raises(Invalid) as caught:
        credentials.add_key(SYSTEM, row_of(app).id, text, now=clock.now())
    assert (caught.value.code, caught.value.pointer) == (code, "jwks")
    assert ClientCredential.objects.filter(client__client_id=app.client_id).count() == 1


def test_the_quota_of_a_minute_is_answered_429_with_how_long_to_wait(program: Service) -> None:
    keeping.set_quotas(SYSTEM, row_of(program).id, {QuotaKind.TOKEN: Quota(2, 3)}, now=clock.now())
    assert [ask(program), ask(program)] == [200, 200]
    refused = program.exchange(grant_type="client_credentials")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    clock.set_offset(timedelta(seconds=61))
    assert ask(program) == 200
    day = program.exchange(grant_type="client_credentials")
    assert (day.status_code, int(day.headers["Retry-After"]) > 60) == (429, True)
    assert reasons(program) == [Reason.DAY_QUOTA, Reason.MINUTE_QUOTA]
    row = row_of(program)
    token, api = usage.usage_of([row], now=clock.now())[row.id]
    assert (token.today, token.month, token.quota, api.today) == (3, 3, Quota(2, 3), 0)


def token_calls(app: Service) -> int:
    row = row_of(app)
    return usage.usage_of([row], now=clock.now())[row.id][0].today


def quota(app: Service, calls: int) -> None:
    """So many a day, so that a minute of the clock that ends meanwhile changes nothing."""
    keeping.set_quotas(SYSTEM, row_of(app).id, {QuotaKind.TOKEN: Quota(calls, calls)}, now=clock.now())


def test_a_call_without_a_place_leaves_its_code_and_its_refresh_token_whole(app: Service) -> None:
    quota(app, 1)
    code, later = app.code(), app.code()
    first = app.redeem(code).json()
    assert [app.redeem(later).status_code, app.refresh(first["refresh_token"]).status_code] == [429, 429]
    assert AccessToken.objects.count() == 1
    quota(app, 3)
    assert [app.redeem(later).status_code, app.refresh(first["refresh_token"]).status_code] == [200, 200]
    assert token_calls(app) == 3


def test_each_call_is_counted_once_whether_it_gives_a_token_or_not(app: Service) -> None:
    first = app.tokens()["refresh_token"]
    app.redeem("inconnu")
    app.redeem(app.code(), code_verifier="x" * 43)
    app.refresh("inconnu")
    app.refresh(first, scope="jamais-permis")
    assert app.refresh(first).status_code == 200
    assert token_calls(app) == 6


def test_what_is_refused_takes_a_place_so_that_guessing_is_bounded(app: Service) -> None:
    quota(app, 2)
    assert [app.redeem("inconnu").status_code for _ in range(3)] == [400, 400, 429]
    assert reasons(app) == [Reason.CODE_UNKNOWN, Reason.DAY_QUOTA]


def test_a_call_that_breaks_off_is_counted_and_keeps_nothing(app: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    token = app.tokens()["refresh_token"]

    def broken(*_args: object, **_said: object) -> str:
        raise PortUnavailable("token keys")

    with monkeypatch.context() as patch:
        patch.setattr(signing, "sign", broken)
        assert app.refresh(token).status_code == 503
    assert (token_calls(app), AccessToken.objects.count()) == (2, 1)
    assert app.refresh(token).status_code == 200


def test_a_count_that_cannot_be_written_hands_out_no_token(program: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_said: object) -> bool:
        raise DatabaseError

    monkeypatch.setattr(usage, "_counted", broken)
    with pytest.raises(DatabaseError):
        ask(program)
    assert not AccessToken.objects.exists()


@given(
    quotas=st.tuples(st.integers(1, 4), st.integers(0, 6)),
    waits=st.lists(st.sampled_from([0, 1, 30, 60, 3_600, 86_400]), max_size=14),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_client_has_as_many_places_as_its_quotas_say(
    program: Service, quotas: tuple[int, int], waits: list[int]
) -> None:
    """Against a count kept by hand: places of the clock's minute and of the civil day, whatever the waits between."""
    row, most = row_of(program), Quota(quotas[0], quotas[0] + quotas[1])
    row.quotas = {QuotaKind.TOKEN.value: [most.minute, most.day]}
    now = datetime(2026, 3, 4, 8, 0, 30, tzinfo=UTC)
    ClientUse.objects.filter(client_id=row.id).delete()
    minutes: Counter[int] = Counter()
    days: Counter[date] = Counter()
    for wait in waits:
        now += timedelta(seconds=wait)
        minute, day = int(now.timestamp()) // 60, clock.civil_date(now)
        is_free = minutes[minute] < most.minute and days[day] < most.day
        try:
            usage.spend(row, QuotaKind.TOKEN, now=now)
        except QuotaSpent:
            assert not is_free
        else:
            assert is_free
            minutes[minute] += 1
            days[day] += 1
    kept = ClientUse.objects.filter(client_id=row.id).aggregate(total=Sum("count"))["total"] or 0
    assert kept == days.total()


def test_userinfo_counts_against_the_quota_of_calls(app: Service) -> None:
    token = app.tokens()["access_token"]
    keeping.set_quotas(SYSTEM, row_of(app).id, {QuotaKind.API: Quota(1, 10)}, now=clock.now())
    assert [userinfo(token).status_code, userinfo(token).status_code] == [200, 429]


def test_quotas_are_the_platform_s_to_set(app: Service, person: User) -> None:
    with pytest.raises(Invalid, match="quota_sense"):
        keeping.set_quotas(SYSTEM, row_of(app).id, {QuotaKind.API: Quota(10, 1)}, now=clock.now())
    from mob.kernel.errors import Forbidden

    with pytest.raises(Forbidden):
        keeping.set_quotas(Actor.citizen(person.id), row_of(app).id, {QuotaKind.API: Quota(1, 1)}, now=clock.now())


def test_why_an_exchange_was_refused_is_kept_to_the_letter(app: Service) -> None:
    code = app.code()
    app.redeem(code, code_verifier="x" * 43)
    app.redeem(code)
    app.redeem(app.code(), redirect_uri="https://appli.exemple.fr/autre")
    app.redeem("inconnu")
    app.exchange(grant_type="password")
    app.redeem("x", client_secret="faux")
    clock.set_offset(timedelta(seconds=0))
    late = app.code()
    clock.set_offset(timedelta(seconds=61))
    app.redeem(late)
    assert reasons(app) == sorted(
        [
            Reason.VERIFIER_WRONG,
            Reason.CODE_TWICE,
            Reason.REDIRECT_DIFFERS,
            Reason.CODE_UNKNOWN,
            Reason.GRANT_UNSUPPORTED,
            Reason.SECRET_WRONG,
            Reason.CODE_LATE,
        ]
    )


def test_a_good_exchange_leaves_no_failure(app: Service) -> None:
    tokens = app.tokens()
    assert app.refresh(tokens["refresh_token"]).status_code == 200
    assert userinfo(tokens["access_token"]).status_code == 200
    assert not ClientFailure.objects.exists()


def test_a_request_that_ends_on_a_page_is_told_to_the_partner_it_names(app: Service) -> None:
    app.ask(redirect_uri="https://appli.exemple.fr/faute")
    app.ask(code_challenge=None)
    app.ask(scope="openid admin")
    app.ask(response_type="token")
    assert reasons(app, "authorize") == sorted(
        [Reason.REDIRECT_UNKNOWN, Reason.CHALLENGE_MISSING, Reason.SCOPE_CLOSED, Reason.RESPONSE_TYPE]
    )


def test_a_refresh_token_says_why_it_is_refused(app: Service) -> None:
    first = app.tokens()["refresh_token"]
    app.refresh(first)
    clock.set_offset(timedelta(minutes=5))
    app.refresh(first)
    app.refresh("inconnu")
    assert reasons(app) == [Reason.REFRESH_TWICE, Reason.REFRESH_UNKNOWN]


def test_a_dead_access_token_is_told_while_its_row_is_there(app: Service) -> None:
    token = app.tokens()["access_token"]
    clock.set_offset(timedelta(minutes=16))
    assert userinfo(token).status_code == 401
    assert reasons(app, "userinfo") == [Reason.TOKEN_DEAD]


def test_failures_hold_no_word_of_the_call_and_are_gone_after_thirty_days(app: Service) -> None:
    app.redeem("samira@exemple.fr", code_verifier=VERIFIER)
    client_id = row_of(app).id
    [line] = failures.failures_of([client_id], days=14, now=clock.now())[client_id]
    assert (line.endpoint, line.reason, line.count) == ("token", "code_unknown", 1)
    app.redeem("samira@exemple.fr")
    [line] = failures.failures_of([client_id], days=14, now=clock.now())[client_id]
    assert line.count == 2
    forgetting.sweep({}, clock.now() + timedelta(days=29))
    assert ClientFailure.objects.exists()
    forgetting.sweep({}, clock.now() + timedelta(days=32))
    assert not ClientFailure.objects.exists()


def test_a_waiting_client_proves_nothing_and_its_partner_sees_why(program: Service) -> None:
    Client.objects.filter(client_id=program.client_id).update(is_waiting=True)
    assert ask(program) == 401
    assert reasons(program) == [Reason.CLIENT_WAITING]


def test_a_secret_of_one_client_opens_no_other(program: Service) -> None:
    other = service(is_service_account=True, redirect_uris=(), scopes=("incentives_list",), required=())
    asked = {"grant_type": "client_credentials", "client_id": other.client_id, "client_secret": program.secret}
    assert post("/oidc/token", **asked).status_code == 401
    theirs = row_of(other).credentials.get().id
    with pytest.raises(NotFound):
        credentials.end_credential(SYSTEM, row_of(program).id, theirs, after=timedelta(0), now=clock.now())


def test_nothing_that_proves_a_client_lies_in_its_own_row(program: Service) -> None:
    rotate(program, hours=24)
    service(jwks={"keys": [key_pair("client")[0]]}, client_id="signe")
    service(is_public=True, client_id="telephone")
    assert set(Client.objects.values_list("client_secret", "hash_client_secret")) == {("", False)}
    assert Client().client_secret == ""  # the toolkit's own default is a fresh secret


def test_the_database_refuses_a_secret_in_the_row_of_a_client(program: Service) -> None:
    with pytest.raises(IntegrityError, match="client_holds_no_secret"):
        Client.objects.filter(id=row_of(program).id).update(client_secret="devinette")
