"""The session of a browser: how it begins, how strong it is, where else the account is open, how it ends.

With `session_register` and `assisted`, all of identity that takes requests. allauth runs the login stages.
"""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from mob.identity import assisted
from mob.identity import session_register as register
from mob.identity.events import SessionsEnded
from mob.identity.models import User
from mob.identity.network import client_address
from mob.identity.oidc import tokens
from mob.identity.oidc_types import SignIn
from mob.identity.permissions import person
from mob.identity.ports import AccountMail, AccountMailer, StaffRegister
from mob.identity.selectors import has_second_factor
from mob.identity.types import DeviceSession, SecondFactor, Visit
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, NotFound

_SIGNED_IN, _PROVED, _PROVED_STRONGLY = "signed_in_at", "proved_at", "proved_strongly_at"
_ATTESTED, _VOUCHED = "attested_organisation", "vouched_level"
_SALT = "mob.identity.device"
_MOST_ACCOUNTS_A_DEVICE = 8
_SEEN_EVERY = timedelta(minutes=10)


def device_cookie() -> str:
    """Name of the cookie by which a browser that once signed in is recognised. It opens nothing by itself."""
    return "__Host-mob_device" if settings.ENV.is_https else "mob_device"


def visit_of(request: HttpRequest, *, language: str) -> Visit:
    """Where this request comes from, and which accounts its browser already signed in to."""
    device, known_for = _read_device(request)
    address = client_address(request.META, trusted=settings.ENV.trusted_proxies)
    return Visit(address, language[:2], device, known_for)


def _read_device(request: HttpRequest) -> tuple[str, frozenset[UUID]]:
    try:
        age = settings.KNOWN_DEVICE_AGE
        value = signing.loads(request.COOKIES.get(device_cookie(), ""), salt=_SALT, max_age=age)
        return str(value["device"]), frozenset(UUID(each) for each in value["accounts"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return "", frozenset()


def _remember_device(request: HttpRequest, response: HttpResponse, user_id: UUID) -> None:
    device, known_for = _read_device(request)
    others = sorted(str(each) for each in known_for - {user_id})[: _MOST_ACCOUNTS_A_DEVICE - 1]
    value = signing.dumps({"device": device or secrets.token_hex(8), "accounts": [str(user_id), *others]}, salt=_SALT)
    age = int(settings.KNOWN_DEVICE_AGE.total_seconds())
    response.set_cookie(
        device_cookie(), value, max_age=age, httponly=True, samesite="Lax", secure=settings.ENV.is_https
    )


def begin(request: HttpRequest, user_id: UUID, *, method: str, next_path: str, now: datetime) -> HttpResponse:
    """Sign in with a first proof (`code` or `password`): to the second factor when there is one, else to `next_path`.

    The session gets a new id, so that nobody who planted one follows.
    """
    _start(request, now=now)
    user = User.objects.get(id=user_id)
    record_authentication(request, user, method=method)
    return _enter(request, perform_login(request, Login(user=user, redirect_url=next_path)), now=now)


def begin_vouched(request: HttpRequest, user_id: UUID, *, next_path: str, now: datetime) -> HttpResponse:
    """Sign in on the word of a provider that asked for two proofs itself: ours is not asked again in this session."""
    _start(request, now=now)
    user = User.objects.get(id=user_id)
    for method in ("federation", "mfa"):
        record_authentication(request, user, method=method, by="provider")
    response = perform_login(request, Login(user=user, redirect_url=next_path))
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    return _enter(request, response if stage is None else stage.exit(), now=now)


def begin_assisted(request: HttpRequest, user_id: UUID, *, next_path: str, now: datetime) -> HttpResponse:
    """Sign a professional helper in on a person's account, in a browser that is emptied first: `identity.assisted`.

    An account that asks for a second factor asks for it here too: the person is there, and has it.
    """
    drop(request, now=now)
    assisted.mark(request, now=now)
    user = User.objects.get(id=user_id)
    record_authentication(request, user, method=assisted.METHOD)
    return _enter(request, perform_login(request, Login(user=user, redirect_url=next_path)), now=now)


def drop(request: HttpRequest, *, now: datetime) -> None:
    """Whoever was signed in here is signed out, and nothing that this browser's session held is left."""
    list(messages.get_messages(request))  # those of a cookie too
    end(request, now=now)


def _start(request: HttpRequest, *, now: datetime) -> None:
    """An ordinary sign-in begins. A session opened by a professional ends before: it never becomes one."""
    if assisted.is_open(request):
        drop(request, now=now)
    clear_login(request)
    assisted.unmark(request)
    _forget_word(request)


def attest(request: HttpRequest, user_id: UUID, siret: str) -> None:
    """ProConnect says where this person works, for this session. Another person's sign-in in this browser drops it."""
    request.session[_ATTESTED] = [str(user_id), siret]


def vouch(request: HttpRequest, user_id: UUID, level: str) -> None:
    """FranceConnect vouched for this person in this session, at a level (`eidas1`…): what services may ask for."""
    request.session[_VOUCHED] = [str(user_id), level]


def _forget_word(request: HttpRequest) -> None:
    """Another sign-in begins: what a provider said of the one before holds no more."""
    for key in (_ATTESTED, _VOUCHED):
        request.session.pop(key, None)


def attested_siret(request: HttpRequest) -> str:
    """Where ProConnect said that who is signed in works; empty when she came in by another door."""
    user_id, siret = request.session.get(_ATTESTED, ("", ""))
    return str(siret) if request.user.is_authenticated and user_id == str(request.user.pk) else ""


def begin_with_passkey(request: HttpRequest, passkey: Authenticator, *, next_path: str, now: datetime) -> HttpResponse:
    """Sign in with a passkey alone: the device asked for a finger, a face or a code, which makes two factors."""
    _start(request, now=now)
    post_authentication(request, passkey, passwordless=True)
    return _enter(request, perform_login(request, Login(user=passkey.user, redirect_url=next_path)), now=now)


def awaiting_second_factor(request: HttpRequest) -> UUID | None:
    """The account that proved the first factor in this browser and not yet the second."""
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    return stage.login.user.pk if stage and stage.login.user else None


def finish(request: HttpRequest, factor: Authenticator, *, now: datetime) -> HttpResponse:
    """The second factor was proved by the person who is awaited: the session begins."""
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None or factor.user_id != stage.login.user.pk:
        raise NotFound("second_factor_unknown")
    post_authentication(request, factor)
    return _enter(request, stage.exit(), now=now)


def _enter(request: HttpRequest, response: HttpResponse, *, now: datetime) -> HttpResponse:
    """What every complete sign-in leaves behind: its time, and a browser that is recognised next time."""
    if assisted.is_open(request):
        # No proof by the person, and no browser of hers: it is recognised for nobody next time.
        request.session[_SIGNED_IN] = now.timestamp()
        _note(request, now=now)
        assisted.tell_begun(request, user_id_of(request), now=now)
    elif request.user.is_authenticated:
        request.session[_SIGNED_IN] = request.session[_PROVED] = now.timestamp()
        request.session[_PROVED_STRONGLY] = now.timestamp() if is_strong(request) else 0
        _remember_device(request, response, request.user.pk)
        _note(request, now=now)
    return response


def record_proof(request: HttpRequest, *, now: datetime, factor: Authenticator | None = None) -> None:
    """A signed-in person proved again that she is there, with a second factor when `factor` is set."""
    request.session[_PROVED] = now.timestamp()
    if factor is not None:
        post_authentication(request, factor, reauthenticated=True)
        request.session[_PROVED_STRONGLY] = now.timestamp()


def record_new_factor(request: HttpRequest, method: SecondFactor, *, now: datetime) -> None:
    """The person just added a second factor and used it to do so: this session is strong from now on."""
    factors = Authenticator.objects.filter(user_id=user_id_of(request), type=method.value)
    record_proof(request, now=now, factor=factors.order_by("-id").first())


def is_strong(request: HttpRequest) -> bool:
    """Whether this session proved a second factor."""
    user = request.user
    if not user.is_authenticated or assisted.is_open(request):
        return False
    return any(each["method"] == "mfa" for each in get_authentication_records(request, user))


def is_recent(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the person proved who she is in the last minutes; with her second factor if she has one."""
    proof = _PROVED_STRONGLY if has_second_factor(user_id_of(request)) else _PROVED
    age: float = now.timestamp() - request.session.get(proof, 0)
    return age < settings.RECENT_PROOF_AGE.total_seconds()


def is_too_old_for_staff(request: HttpRequest, *, now: datetime) -> bool:
    """Whether a staff member has been signed in for longer than a working day."""
    age: float = now.timestamp() - request.session.get(_SIGNED_IN, 0)
    return age >= settings.STAFF_SESSION_AGE.total_seconds() and is_staff(user_id_of(request))


def is_staff(user_id: UUID) -> bool:
    """Whether the person works for a funder or for the platform."""
    return ports.serve(StaffRegister).is_staff(user_id)  # type: ignore[type-abstract]


def user_id_of(request: HttpRequest) -> UUID:
    """Who is signed in. Raises Forbidden when nobody is."""
    if not isinstance(request.user, User):
        raise Forbidden("sign_in_first")
    return request.user.id


def sign_in_of(request: HttpRequest) -> SignIn:
    """The sign-in behind this request, for the services it opens. Raises Forbidden when nobody is signed in.

    Raises Forbidden("assisted_closed") for a professional helper: she lets no service read anything.
    """
    if assisted.is_open(request):
        raise Forbidden("assisted_closed")
    proved = datetime.fromtimestamp(request.session.get(_PROVED, 0), UTC)
    user_id, level = request.session.get(_VOUCHED, ("", ""))
    eidas = str(level) if user_id == str(user_id_of(request)) else ""
    return SignIn(user_id_of(request), proved, is_strong(request), register.key_of(request), eidas)


def end(request: HttpRequest, *, now: datetime) -> None:
    """Sign out: the session is emptied and forgotten, here, in the register, and by the services it opened."""
    key = register.key_of(request)
    assisted.tell_ended(request, now=now)
    if isinstance(request.user, User):
        tokens.end_session(Actor.citizen(request.user.id), key, now=now)
    register.forget(key)
    logout(request)


def keep_after_password_change(request: HttpRequest) -> None:
    """A new password signs every other browser out, not this one."""
    before = register.key_of(request)
    update_session_auth_hash(request, User.objects.get(id=user_id_of(request)))
    register.rename(before, register.key_of(request))


def touch(request: HttpRequest, *, now: datetime) -> None:
    """Date the session, at most once in ten minutes: a write at each page would queue behind the one writer."""
    seen = request.session.get("seen_at", 0)
    if now.timestamp() - seen < _SEEN_EVERY.total_seconds():
        return
    request.session["seen_at"] = int(now.timestamp())
    _note(request, now=now)


def _note(request: HttpRequest, *, now: datetime) -> None:
    address = client_address(request.META, trusted=settings.ENV.trusted_proxies)
    register.note(request, user_id_of(request), address, is_assisted=assisted.is_open(request), now=now)


def sessions_of(request: HttpRequest) -> list[DeviceSession]:
    """Where the account is open, this browser first."""
    rows = register.open_sessions(user_id_of(request))
    views = [_session_view(row, register.key_of(request)) for row in rows]
    return sorted(views, key=lambda view: (not view.is_current, -view.last_seen_at.timestamp()))


def end_session(request: HttpRequest, session_id: int, *, now: datetime) -> None:
    """Close the account in one other place. Raises `NotFound` for somebody else's session."""
    row = UserSession.objects.filter(user_id=user_id_of(request), pk=session_id).first()
    if row is None:
        raise NotFound("session_unknown")
    tokens.end_session(Actor.citizen(row.user_id), row.session_key, now=now)
    register.end([row])


def end_other_sessions(actor: Actor, request: HttpRequest, *, now: datetime) -> int:
    """Close the account everywhere but here, told by mail. How many places it was."""
    user = User.objects.get(id=person(actor))
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=register.key_of(request)))
    with transaction.atomic():
        for row in rows:
            tokens.end_session(actor, row.session_key, now=now)
        register.end(rows)
        journal.append(actor, stream=f"account:{user.id}", events=[SessionsEnded(len(rows))], now=now)
        mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
        mailer.send(AccountMail.SIGNED_OUT_EVERYWHERE, user.email, user.language, {})
    return len(rows)


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def _session_view(row: UserSession, current_key: str) -> DeviceSession:
    agent = re.sub(r"[^\x20-\x7e]", "", row.user_agent)
    return DeviceSession(
        id=row.pk,
        browser=next((name for mark, name in _BROWSERS if mark in agent), ""),
        system=next((name for mark, name in _SYSTEMS if mark in agent), ""),
        address=row.ip,
        signed_in_at=row.created_at,
        last_seen_at=row.last_seen_at,
        is_current=row.session_key == current_key,
        is_assisted=register.is_assisted(row),
    )
