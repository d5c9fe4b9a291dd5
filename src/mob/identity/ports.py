"""What accounts need from contexts above: mail, the staff register, and everyone's share of a person's data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from mob.identity.federation_types import Attempt, Audience, ExternalSignIn, ProviderConfig
from mob.identity.types import Choice, ExportFile, MergeLine, OpenItem, Retained
from mob.kernel.actor import Actor


class AccountMail(StrEnum):
    """Mails about the account itself; none of them can be switched off. Keys of `context` in brackets."""

    SIGN_IN_CODE = "sign_in_code"  # [code, minutes]
    CONFIRM_CODE = "confirm_code"  # [code, minutes]
    CHANGE_EMAIL_CODE = "change_email_code"  # to the new address [code, minutes]
    RESULTS_CODE = "results_code"  # to whoever wants results sent there [code, minutes]
    EMAIL_CHANGED = "email_changed"  # to the old address [new_email, masked]
    PASSWORD_SET = "password_set"  # noqa: S105
    PASSWORD_REMOVED = "password_removed"  # noqa: S105
    SECOND_FACTOR_ADDED = "second_factor_added"  # [method: totp or webauthn]
    SECOND_FACTOR_REMOVED = "second_factor_removed"  # [method]
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    RECOVERY_CODE_USED = "recovery_code_used"  # [left]
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    ACCOUNT_DELETED = "account_deleted"
    RIGHTS_ENDED = "rights_ended"  # [funders: their names]
    SERVICE_CUT_OFF = "service_cut_off"  # [service: its name]
    ACCESSIBILITY_ASKED = "accessibility_asked"  # [service: its name]
    SERVICE_CLOSED = "service_closed"  # [service: its name]
    SERVICE_CLOSING = "service_closing"  # [last_day: ISO 8601]
    CLAIM_CODE = "claim_code"  # to the address that takes an account opened at a counter [code, minutes]
    ACCOUNT_CLAIMED = "account_claimed"  # to where she was written to until then [new_email, masked]
    IDENTITY_LINKED = "identity_linked"  # [provider: its name]
    IDENTITY_UNLINKED = "identity_unlinked"  # [provider]
    ASSISTED_SESSION = "assisted_session"  # [at: ISO 8601]
    MANDATE_ASKED = "mandate_asked"  # to who must answer [name, side: of who asked, mandate: its id]
    MANDATE_ACCEPTED = "mandate_accepted"  # to both [name: of the other, side: of the reader, last_day: ISO 8601]
    MANDATE_RENEWED = "mandate_renewed"  # to both [the same]
    MANDATE_ENDED = "mandate_ended"  # to both [name, side, by: helper, helped, clock or account]
    MANDATE_HANDED_OVER = "mandate_handed_over"  # to the other [name, side: of the reader, last_day]
    ACCOUNTS_MERGED = "accounts_merged"  # to both addresses [kept: the address of the account that stays, masked]
    ACCOUNT_EXPIRING = "account_expiring"  # [last_day: ISO 8601]


class AccountMailer(Protocol):
    """Takes charge of a mail, in the caller's transaction and without network: it goes out after the commit.

    A code in `context` is a secret for fifteen minutes: the adapter keeps it no longer than it needs to send it.
    """

    def send(
        self, kind: AccountMail, to: str, language: str, context: Mapping[str, str], *, person: UUID | None = None
    ) -> None:
        """`to` may be empty, for an account without an address: what makes sense on paper is then written to `person`."""


class StaffRegister(Protocol):
    """Who works for a funder or for the platform: such a person needs a second factor."""

    def is_staff(self, user_id: UUID) -> bool: ...


class ErasureLog(Protocol):
    """Remembers, away from the database, what was erased: a back-up made before is erased again when it comes back."""

    def write(self, line: str) -> None:
        """Returns once the line survives a power cut. Raises PortUnavailable. The same line may come twice."""


class TokenKeys(Protocol):
    """Keys that sign what the OpenID provider says, as JSON Web Keys with their `kid` and `alg`."""

    def private(self, alg: str) -> Mapping[str, str]:
        """The key in use for `RS256` or `ES256`. Raises PortUnavailable when it was never made."""

    def published(self) -> Sequence[Mapping[str, str]]:
        """Public keys that may still have signed something alive, those in use first."""


class LogoutCaller(Protocol):
    """Tells a service that a person ended its link or its session (OpenID Connect Back-Channel Logout)."""

    def call(self, uri: str, logout_token: str) -> None:
        """Raises PortUnavailable when it may be tried again, PortRefused when the service says no."""


class WebhookCaller(Protocol):
    """Posts a signed message to a service."""

    def call(self, uri: str, headers: Mapping[str, str], body: bytes) -> int:
        """The HTTP status. Raises PortUnavailable when nobody answered, PortRefused for an address we never call."""


class SignInProviders(Protocol):
    """Who vouches for people from above: FranceConnect, ProConnect, any other OpenID provider."""

    def offered(self, audience: Audience) -> Sequence[ProviderConfig]:
        """Those that the settings name, in the order they are shown."""

    def begin(self, attempt: Attempt, *, prompt: str = "") -> str:
        """Where to send the browser. Raises PortUnavailable, LookupError for a provider nobody set."""

    def finish(self, attempt: Attempt, answer: Mapping[str, str], *, now: datetime) -> ExternalSignIn:
        """What the provider's answer (the query of the callback) is worth, everything verified.

        Raises PortUnavailable, or PortRefused with a `federation_types.Refusal`.
        """

    def end(self, provider_key: str, id_token: str, state: str, back_to: str) -> str | None:
        """Where to lead a browser so that its session there ends too. None: it cannot, or does not answer."""


class MovesAccount(Protocol):
    """One context's share of two accounts brought together. Registered with `registry.moves`.

    What no share moves ends with the emptied account, as when its owner deletes it.
    """

    def foreseen(self, source: UUID, target: UUID) -> Sequence[MergeLine]:
        """What `move` would do, said before the person agrees. Writes nothing."""

    def move(self, actor: Actor, *, source: UUID, target: UUID, now: datetime) -> None:
        """Inside the transaction of the merge: raises to stop the whole of it. `actor` is the target's owner."""


class PersonalData(Protocol):
    """One context's share of what is known of a person. Registered with `registry.hold`.

    `erase` runs inside the transaction of the deletion: it raises to stop the whole of it.
    """

    def export(self, user_id: UUID) -> Sequence[ExportFile]: ...

    def open_items(self, user_id: UUID) -> Sequence[OpenItem]: ...

    def retained(self, user_id: UUID) -> Sequence[Retained]: ...

    def erase(self, actor: Actor, *, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None: ...
