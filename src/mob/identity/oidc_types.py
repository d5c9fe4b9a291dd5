"""Values of the provider: how clients prove who they are, scopes, an authorization request, what a person sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

ACCESS_LIFE = timedelta(minutes=15)
ID_TOKEN_LIFE = timedelta(minutes=5)
CODE_LIFE = timedelta(seconds=60)
# A refresh token that nobody uses for so long ends.
REFRESH_IDLE = timedelta(days=90)
# An answer lost on the way may be asked for again so soon after.
REFRESH_GRACE = timedelta(seconds=10)
# How old a client's signed proof may grow, and how far clocks may disagree.
ASSERTION_LIFE = timedelta(minutes=5)
SKEW = timedelta(seconds=30)


class Signing(StrEnum):
    """How ID tokens of a client are signed."""

    RS256 = "RS256"
    ES256 = "ES256"


class TokenAuth(StrEnum):
    """How a client proves who it is at the token endpoint."""

    NONE = "none"
    SECRET = "secret"  # noqa: S105  (in the header or in the form)
    KEY = "private_key_jwt"


class CredentialKind(StrEnum):
    """What a client proves itself by: a secret it sends, or a key it signs with."""

    SECRET = "secret"  # noqa: S105
    KEY = "key"


class Scope(StrEnum):
    """What a service may ask for."""

    OPENID = "openid"
    PROFILE = "profile"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    OFFLINE = "offline_access"
    AIDS = "incentives_list"
    METADATA = "subscriptions_metadata"
    APPLY = "subscriptions_process"
    APPLICATIONS = "subscriptions_list"
    CMS_IDENTITY = "urn:cms:identity:read"
    CMS_CONTACT = "urn:cms:personal-information:read"
    CMS_ACCESSIBILITY = "urn:cms:accessibility:read"  # asking alone: what is read, she shares by itself


# What a client may register and ask for, in the order of the consent screen.
OFFERED = tuple(Scope)


class Prompt(StrEnum):
    NONE = "none"
    LOGIN = "login"
    CONSENT = "consent"
    SELECT_ACCOUNT = "select_account"


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client as rules and pages read it. `is_native`: a program on the person's own machine.

    `owner`: the partner it belongs to. `is_sandbox`: people who exist cannot link their account to it.
    """

    id: UUID
    client_id: str
    name: str
    operator: str
    homepage: str
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...]
    scopes: frozenset[str]
    required: frozenset[str]
    sector: str
    is_public: bool
    is_native: bool
    is_service_account: bool
    token_auth: TokenAuth
    signing: Signing
    signs_userinfo: bool
    backchannel_logout_uri: str
    legal_basis: str
    owner: UUID | None = None
    is_sandbox: bool = False

    @property
    def may_know_identity(self) -> bool:
        """Whether the civil identity itself may be handed over, rather than the fact that it is certified."""
        return bool(self.legal_basis)


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What a service asks at the authorization endpoint, already checked against its client.

    `acr`: levels wanted, the best first; without one of them an essential request fails. `id_token_claims`: asked for
    one by one. `subject`: who must be there, empty for anybody.
    """

    client: ClientView
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    nonce: str
    code_challenge: str
    prompts: frozenset[Prompt]
    max_age: timedelta | None
    id_token_hint: str
    acr: tuple[str, ...] = ()
    is_acr_essential: bool = False
    id_token_claims: frozenset[str] = frozenset()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class SignIn:
    """The sign-in behind an authorization: when the person last proved who she is, and whether twice.

    `session_key`: the hash under which the session is kept, so that its tokens end with it. `eidas`: the level at which
    an identity provider vouched for her in this session (`eidas1` to `eidas3`), empty without one.
    """

    user_id: UUID
    auth_time: datetime
    is_strong: bool
    session_key: str
    eidas: str = ""


@dataclass(frozen=True, slots=True)
class NewClient:
    """What registers a client."""

    client_id: str
    name: str
    operator: str
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    scopes: tuple[str, ...] = (Scope.OPENID,)
    required: tuple[str, ...] = (Scope.OPENID,)
    homepage: str = ""
    sector: str = ""
    is_public: bool = False
    is_native: bool = False
    is_service_account: bool = False
    signing: Signing = Signing.RS256
    signs_userinfo: bool = False
    backchannel_logout_uri: str = ""
    legal_basis: str = ""
    jwks: Mapping[str, object] = field(default_factory=dict)
    webhook_uri: str = ""
    owner: UUID | None = None
    is_sandbox: bool = False
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class MadeClient:
    """A client just registered. `secret` is shown now and never again; empty when it has none."""

    id: UUID
    client_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class LinkedService:
    """A service as the person who linked it sees it. `readings`: (day's last instant, scopes), newest first."""

    id: UUID
    name: str
    operator: str
    homepage: str
    scopes: tuple[str, ...]
    is_standing: bool
    linked_at: datetime
    ended_at: datetime | None
    readings: tuple[tuple[datetime, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class TokenView:
    """What a live access token says. `user_id` None: the program acts for itself."""

    client: ClientView
    user_id: UUID | None
    link_id: UUID | None
    scopes: frozenset[str]
    expires: datetime
    issued: datetime
