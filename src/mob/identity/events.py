"""What happens to an account, in stream `account:<uuid>`. Facts name fields, never what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AccountCreated:
    """Somebody proved control of a mailbox that had no account."""

    kind: ClassVar[str] = "account_created"
    language: str


@dataclass(frozen=True, slots=True)
class AccountOpenedAtDesk:
    """An agent opened an account for somebody present. It has no address to sign in with. `funder`: whose counter."""

    kind: ClassVar[str] = "account_opened_at_desk"
    language: str
    funder: UUID


@dataclass(frozen=True, slots=True)
class AccountOpenedAssisted:
    """A professional helper opened an account for a person whom FranceConnect vouched for. It has no address to sign in with."""

    kind: ClassVar[str] = "account_opened_assisted"
    language: str


@dataclass(frozen=True, slots=True)
class AssistedSessionBegan:
    """A professional helper opened this account through Aidants Connect. `visit`: the id of this one session."""

    kind: ClassVar[str] = "assisted_session_began"
    visit: UUID


@dataclass(frozen=True, slots=True)
class AssistedSessionEnded:
    """That session was ended. One that nobody ends is over after half an hour, and no fact says so."""

    kind: ClassVar[str] = "assisted_session_ended"
    visit: UUID


@dataclass(frozen=True, slots=True)
class ClaimCodePrinted:
    """A code that takes the account was printed for its person; one printed before ended."""

    kind: ClassVar[str] = "claim_code_printed"


@dataclass(frozen=True, slots=True)
class AccountClaimed:
    """Its person took an account opened at a counter: she proved a mailbox, and signs in with it from now on."""

    kind: ClassVar[str] = "account_claimed"


@dataclass(frozen=True, slots=True)
class ClaimsDeclared:
    """A person said or corrected something about herself. `fields` are names of fields."""

    kind: ClassVar[str] = "claims_declared"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimsCertified:
    """Somebody entitled to it vouched for parts of an identity."""

    kind: ClassVar[str] = "claims_certified"
    fields: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class IdentityLinked:
    """A person may now come in through a provider above us. `level`: what it vouched for then (`eidas1`…)."""

    kind: ClassVar[str] = "identity_linked"
    provider: str
    level: str


@dataclass(frozen=True, slots=True)
class IdentityUnlinked:
    kind: ClassVar[str] = "identity_unlinked"
    provider: str


@dataclass(frozen=True, slots=True)
class AccountReceived:
    """Another account of the same person was emptied into this one."""

    kind: ClassVar[str] = "account_received"
    source: UUID


@dataclass(frozen=True, slots=True)
class AccountEmptied:
    """This account was emptied into another of the same person, and closed."""

    kind: ClassVar[str] = "account_emptied"
    into: UUID


@dataclass(frozen=True, slots=True)
class AccessibilityAgreed:
    """A person lets us keep what she needs in order to travel (GDPR, article 9.2, a). What it is, no fact says."""

    kind: ClassVar[str] = "accessibility_agreed"


@dataclass(frozen=True, slots=True)
class AccessibilityChanged:
    kind: ClassVar[str] = "accessibility_changed"


@dataclass(frozen=True, slots=True)
class AccessibilityErased:
    kind: ClassVar[str] = "accessibility_erased"


@dataclass(frozen=True, slots=True)
class AccessibilityShared:
    """One service may read it. `level` says how much is told, never what; `share` is the id of the share."""

    kind: ClassVar[str] = "accessibility_shared"
    client: UUID
    share: UUID
    level: str
    is_standing: bool


@dataclass(frozen=True, slots=True)
class AccessibilityShareEnded:
    """She ended it, or ended the link, or erased all she had said."""

    kind: ClassVar[str] = "accessibility_share_ended"
    client: UUID
    share: UUID


@dataclass(frozen=True, slots=True)
class AccessibilityChangeTold:
    """What a service read has changed, and she has it told so: that it changed, never what."""

    kind: ClassVar[str] = "accessibility_change_told"
    client: UUID
    share: UUID


@dataclass(frozen=True, slots=True)
class AccessibilityAsked:
    """A service asks to read it for a trip."""

    kind: ClassVar[str] = "accessibility_asked"
    client: UUID
    request: UUID


@dataclass(frozen=True, slots=True)
class AccessibilityRefused:
    """She said no to what a service asked."""

    kind: ClassVar[str] = "accessibility_refused"
    client: UUID
    request: UUID


@dataclass(frozen=True, slots=True)
class PreferencesChanged:
    kind: ClassVar[str] = "account_preferences_changed"
    language: str
    courtesy_mails: bool


@dataclass(frozen=True, slots=True)
class EmailChanged:
    kind: ClassVar[str] = "account_email_changed"


@dataclass(frozen=True, slots=True)
class PasswordSet:
    kind: ClassVar[str] = "account_password_set"


@dataclass(frozen=True, slots=True)
class PasswordRemoved:
    kind: ClassVar[str] = "account_password_removed"


@dataclass(frozen=True, slots=True)
class SecondFactorAdded:
    kind: ClassVar[str] = "second_factor_added"
    method: str


@dataclass(frozen=True, slots=True)
class SecondFactorRemoved:
    kind: ClassVar[str] = "second_factor_removed"
    method: str


@dataclass(frozen=True, slots=True)
class RecoveryCodesRenewed:
    kind: ClassVar[str] = "recovery_codes_renewed"


@dataclass(frozen=True, slots=True)
class RecoveryCodeUsed:
    kind: ClassVar[str] = "recovery_code_used"


@dataclass(frozen=True, slots=True)
class SessionsEnded:
    """Other places where the account was open were signed out. `count` of them."""

    kind: ClassVar[str] = "account_sessions_ended"
    count: int


@dataclass(frozen=True, slots=True)
class AccountDeleted:
    """The person left. `continued` and `withdrawn` count the applications that were under way."""

    kind: ClassVar[str] = "account_deleted"
    continued: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class DataPurged:
    """The clock erased what had reached its date. In stream `retention:purges`; `rule` is the code of a rule."""

    kind: ClassVar[str] = "data_purged"
    rule: str
    count: int


@dataclass(frozen=True, slots=True)
class AccountExpiring:
    """Nobody came for two years: the account is erased after that civil date unless somebody signs in."""

    kind: ClassVar[str] = "account_expiring"
    erased_after: date


@dataclass(frozen=True, slots=True)
class ClientRegistered:
    """A service or a program may now ask the provider. In stream `client:<uuid>`."""

    kind: ClassVar[str] = "client_registered"
    scopes: tuple[str, ...]
    has_legal_basis: bool


@dataclass(frozen=True, slots=True)
class ClientBasisRecorded:
    """A service may read the civil identity under an act, between these days. In stream `client:<uuid>`."""

    kind: ClassVar[str] = "client_basis_recorded"
    number: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ClientBasisEnded:
    """From now on it reads no name under that act."""

    kind: ClassVar[str] = "client_basis_ended"
    number: str


@dataclass(frozen=True, slots=True)
class ServiceLinked:
    """A person let a service read or do what these scopes say; `client` is its id. Said anew when they change."""

    kind: ClassVar[str] = "service_linked"
    client: UUID
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceUnlinked:
    """The person ended a link: the tokens died with it."""

    kind: ClassVar[str] = "service_unlinked"
    client: UUID


@dataclass(frozen=True, slots=True)
class ServiceSignedOut:
    """A session ended in which this service had been opened: its short tokens ended, the link stays."""

    kind: ClassVar[str] = "service_signed_out"
    client: UUID


@dataclass(frozen=True, slots=True)
class TokenStolen:
    """A code or a refresh token of this service was shown twice: all that came from it ended."""

    kind: ClassVar[str] = "service_token_stolen"
    client: UUID


@dataclass(frozen=True, slots=True)
class ClientMoved:
    """The addresses of a service changed."""

    kind: ClassVar[str] = "client_moved"


@dataclass(frozen=True, slots=True)
class ClientEdited:
    """`fields` names what changed, never the values. In stream `client:<uuid>`, as all that follow."""

    kind: ClassVar[str] = "client_edited"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClientOpened:
    """The platform accepted it: people may link their account from now on."""

    kind: ClassVar[str] = "client_opened"


@dataclass(frozen=True, slots=True)
class ClientClosed:
    """It answers nothing any more. The links of people end, and they are told."""

    kind: ClassVar[str] = "client_closed"


@dataclass(frozen=True, slots=True)
class ClientProofAdded:
    """A secret was made, or a public key added."""

    kind: ClassVar[str] = "client_proof_added"
    credential: UUID
    is_key: bool


@dataclass(frozen=True, slots=True)
class ClientProofEnded:
    """A secret or a key proves nothing from that moment on."""

    kind: ClassVar[str] = "client_proof_ended"
    credential: UUID
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ClientQuotaSet:
    """Calls in a minute and in a day, of one kind; none: the defaults again."""

    kind: ClassVar[str] = "client_quota_set"
    calls: str
    minute: int | None
    day: int | None


@dataclass(frozen=True, slots=True)
class WebhookRenewed:
    """The secret that signs what a service is told is another one."""

    kind: ClassVar[str] = "client_webhook_renewed"
    generation: int
