"""Values of signing in from above: who vouches for people, what was asked of them, what they signed.

Sources: OpenID Connect Core 1.0; FranceConnect v2 and ProConnect, their technical documentation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

# An attempt is kept so long, in the browser that began it.
ATTEMPT_LIFE = timedelta(minutes=10)
# How long a sign-in from above proves that the person is there: the time to read a mailed code (fifteen minutes).
ARRIVAL_LIFE = timedelta(minutes=20)
# How far the clocks of a provider and ours may disagree.
SKEW = timedelta(seconds=60)


class ProviderKind(StrEnum):
    FRANCECONNECT = "franceconnect"
    FRANCECONNECT_PLUS = "franceconnect_plus"
    PROCONNECT = "proconnect"
    AIDANTS_CONNECT = "aidants_connect"
    OTHER = "other"

    @property
    def certifies_identity(self) -> bool:
        """Whether what it says of a civil identity was checked in the civil register (RNIPP)."""
        return self in (ProviderKind.FRANCECONNECT, ProviderKind.FRANCECONNECT_PLUS)


class Audience(StrEnum):
    """Whom a provider is offered to."""

    PEOPLE = "people"
    AGENTS = "agents"


class TokenProof(StrEnum):
    """How we prove who we are at a provider's token endpoint."""

    SECRET_POST = "client_secret_post"  # noqa: S105
    SECRET_BASIC = "client_secret_basic"  # noqa: S105
    KEY = "private_key_jwt"


class Refusal(StrEnum):
    """Why a sign-in from above was refused: one word in the log for each fault, never shown raw."""

    CANCELLED = "cancelled"  # the person herself, on the provider's pages
    PROVIDER_ERROR = "provider_error"
    STATE_UNKNOWN = "state_unknown"
    ATTEMPT_EXPIRED = "attempt_expired"
    NOT_ANEW = "not_anew"  # an older sign-in was answered with, where a new one was asked
    MIXED_UP = "mixed_up"  # the answer of another provider (RFC 9207)
    DISCOVERY = "discovery"
    CODE_REFUSED = "code_refused"
    TOKEN_MALFORMED = "token_malformed"  # noqa: S105
    ALGORITHM = "algorithm"
    KEY_UNNAMED = "key_unnamed"
    KEY_UNKNOWN = "key_unknown"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    NONCE = "nonce"
    EXPIRED = "expired"
    NOT_YET = "not_yet"  # issued in the future: a clock is wrong
    ACR_TOO_LOW = "acr_too_low"
    SUBJECT = "subject"
    USERINFO_MALFORMED = "userinfo_malformed"
    USERINFO_UNSIGNED = "userinfo_unsigned"
    USERINFO_SIGNATURE = "userinfo_signature"
    USERINFO_AUDIENCE = "userinfo_audience"
    USERINFO_SUBJECT = "userinfo_subject"
    IDP_UNTOLD = "idp_untold"  # who stood behind the provider was to be told, and was not


@dataclass(frozen=True, slots=True)
class ProviderConfig:
    """One provider as the settings describe it. `private_key`: PEM or JSON Web Key, for `private_key_jwt`.

    `algorithms`: the only ones a token of it may be signed with; `HS256` only where its contract says so.
    `asks_amr`: how the person proved who she is must be asked for (`claims`), or is not told (ProConnect).
    `assisted`: the identity providers behind it (`idp_id`) through which a professional helper comes in a person's place.
    """

    key: str
    kind: ProviderKind
    label: str
    issuer: str
    client_id: str
    audience: Audience
    client_secret: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    token_proof: TokenProof = TokenProof.SECRET_POST
    scopes: tuple[str, ...] = ("openid",)
    acr_values: tuple[str, ...] = ()
    userinfo_is_jwt: bool = False
    algorithms: tuple[str, ...] = ("RS256", "ES256", "PS256")
    uses_pkce: bool = True
    asks_amr: bool = False
    is_stand_in: bool = False
    assisted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a browser was sent away with: kept in its session, used once.

    `acr` and `scopes` ask for more than the provider's settings do, for this attempt alone.
    """

    provider_key: str
    redirect_uri: str
    state: str
    nonce: str
    verifier: str = field(repr=False)
    begun_at: datetime
    acr: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PivotIdentity:
    """The civil identity that FranceConnect's providers checked. Places are INSEE codes; France is 99100.

    `birth_date` None: the register does not know the day. `gender`: `female`, `male` or empty.
    """

    birth_name: str
    usual_name: str
    first_names: tuple[str, ...]
    gender: str
    birth_date: date | None
    birth_place: str
    birth_country: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """Where an agent works, as ProConnect asserts. `unit` may be empty."""

    siret: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class ExternalSignIn:
    """A sign-in that a provider vouches for, every signature checked.

    `access_token` lives in the request of the callback: it is never stored and never logged. `idp_id`: who stood
    behind the provider, when it says so. `is_assisted`: it is one of Aidants Connect's, and who came is not the person.
    """

    provider_key: str
    kind: ProviderKind
    issuer: str
    subject: str
    acr: str
    amr: tuple[str, ...]
    auth_time: datetime | None
    email: str
    pivot: PivotIdentity | None
    organisation: Organisation | None
    id_token: str = field(repr=False)
    access_token: str = field(repr=False)
    given_name: str = ""
    family_name: str = ""
    email_verified: bool = False
    idp_id: str = ""
    is_assisted: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is remembered of a sign-in from above once its tokens are forgotten: who, how surely, when it was proved."""

    provider_key: str
    kind: ProviderKind
    issuer: str
    subject: str
    acr: str
    email: str
    pivot: PivotIdentity | None
    at: datetime

    @classmethod
    def of(cls, sign_in: ExternalSignIn, *, at: datetime) -> Arrival:
        who = sign_in
        return cls(who.provider_key, who.kind, who.issuer, who.subject, who.acr, who.email, who.pivot, at)

    def is_fresh(self, now: datetime) -> bool:
        """Whether it still proves that the person is there: it may then link, merge or open an account."""
        return now - self.at < ARRIVAL_LIFE


@dataclass(frozen=True, slots=True)
class LinkedIdentity:
    """An identity linked to an account, as its owner sees it."""

    id: UUID
    provider_key: str
    acr: str
    linked_at: datetime
    last_at: datetime
