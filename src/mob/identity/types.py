"""What a person says of herself, and who vouches for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class ProfileField(StrEnum):
    """Everything a person may say of herself. The first four are identity claims, which somebody else may certify."""

    FIRST_NAME = "first_name"
    BIRTH_NAME = "birth_name"
    USUAL_NAME = "usual_name"
    BIRTH_DATE = "birth_date"
    COMMUNE = "commune"
    POSTCODE = "postcode"
    OCCUPATION = "occupation"
    PHONE = "phone"
    CONTACT_EMAIL = "contact_email"
    POSTAL_ADDRESS = "postal_address"


class Occupation(StrEnum):
    """moB's five and one more. moB's wire words live in `api/v1`."""

    EMPLOYEE = "employee"
    STUDENT = "student"
    SELF_EMPLOYED = "self_employed"
    RETIRED = "retired"
    JOB_SEEKER = "job_seeker"
    OTHER = "other"


class ClaimName(StrEnum):
    """Identity claims. The name in use may differ from the birth name (Code civil, art. 225-1)."""

    FIRST_NAME = "first_name"
    BIRTH_NAME = "birth_name"
    USUAL_NAME = "usual_name"
    BIRTH_DATE = "birth_date"


class CivilDetail(StrEnum):
    """What is never asked of a person: only who reads the civil register says it, and no funder is sent it.

    `first_names`: all of them in order, with spaces; `gender`: `female` or `male`; places are INSEE codes.
    """

    FIRST_NAMES = "first_names"
    GENDER = "gender"
    BIRTH_PLACE = "birth_place"
    BIRTH_COUNTRY = "birth_country"


class ClaimSource(StrEnum):
    """Who vouches. A person can only ever write `declared`."""

    DECLARED = "declared"
    FRANCECONNECT = "franceconnect.gouv.fr"
    MOB = "moncomptemobilite.fr"


@dataclass(frozen=True, slots=True)
class Claim:
    """`{value, source, certified_at}`; a birth date's value is ISO 8601. `level`: how surely (`eidas1`…)."""

    value: str
    source: ClaimSource = ClaimSource.DECLARED
    certified_at: datetime | None = None
    level: str = ""

    @property
    def is_certified(self) -> bool:
        return self.source is not ClaimSource.DECLARED


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A person's profile as other contexts read it. Every field may be missing: only what is needed is asked.

    `email` is her login, empty for an account opened at a counter and not claimed; `contact_email` opens nothing.
    """

    user_id: UUID
    email: str
    language: str = "fr"
    claims: dict[ClaimName, Claim] = field(default_factory=dict)
    civil: dict[CivilDetail, Claim] = field(default_factory=dict)
    commune: str | None = None
    postcode: str | None = None
    occupation: Occupation | None = None
    phone: str | None = None
    courtesy_mails: bool = True
    contact_email: str | None = None
    postal_address: str | None = None
    is_test: bool = False

    def value(self, name: ClaimName) -> str | None:
        claim = self.claims.get(name)
        return claim.value if claim else None

    @property
    def birth_date(self) -> date | None:
        text = self.value(ClaimName.BIRTH_DATE)
        return date.fromisoformat(text) if text else None

    @property
    def family_name(self) -> str | None:
        """The name in use when there is one, else the birth name."""
        return self.value(ClaimName.USUAL_NAME) or self.value(ClaimName.BIRTH_NAME)

    @property
    def full_name(self) -> str:
        """First name and name in use, or an empty string."""
        return " ".join(part for part in (self.value(ClaimName.FIRST_NAME), self.family_name) if part)


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person is written to: by mail to `email`, or on paper when it is empty.

    `postal`: the lines of the envelope under her name; empty when she gave no address: the letter is handed to her.
    """

    name: str
    email: str
    postal: tuple[str, ...] = ()

    @property
    def is_on_paper(self) -> bool:
        return not self.email


class CodePurpose(StrEnum):
    """What a mailed code proves control of the address for."""

    SIGN_IN = "sign_in"
    CONFIRM = "confirm"
    CHANGE_EMAIL = "change_email"
    RESULTS = "results"
    CLAIM = "claim"


class SecondFactor(StrEnum):
    """What a person has besides her mailbox. The values are django-allauth's."""

    TOTP = "totp"
    PASSKEY = "webauthn"
    RECOVERY_CODES = "recovery_codes"


@dataclass(frozen=True, slots=True)
class Visit:
    """Where an attempt comes from. `known_for` holds the accounts this browser already signed in to."""

    address: str
    language: str = "fr"
    device: str = ""
    known_for: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code on its way. `id` stays in the session of the browser that asked: the code is worth nothing elsewhere."""

    id: UUID
    email: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who proved to be whom. `is_new`: the account was made by this very sign-in."""

    user_id: UUID
    email: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner sees it."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SecurityView:
    """How an account is protected. `recovery_codes_left` is None when there are none at all."""

    has_password: bool
    has_totp: bool
    passkeys: tuple[Passkey, ...]
    recovery_codes_left: int | None

    @property
    def has_second_factor(self) -> bool:
        return self.has_totp or bool(self.passkeys)

    @property
    def is_passkey_only(self) -> bool:
        return bool(self.passkeys) and not self.has_totp


@dataclass(frozen=True, slots=True)
class TotpSetup:
    """What an application of codes needs: `secret` by groups of four letters, `url` otpauth, `picture` a data URI."""

    secret: str
    url: str
    picture: str


@dataclass(frozen=True, slots=True)
class DeviceSession:
    """A place where the account is open."""

    id: int
    browser: str
    system: str
    address: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_current: bool
    is_assisted: bool = False


class Choice(StrEnum):
    """What becomes of an application under way when its author deletes her account."""

    WITHDRAW = "withdraw"
    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file of the archive a person downloads. `path` is relative, with `/`."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something under way that a deletion must decide on, in the person's words."""

    id: UUID
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Retained:
    """What the law makes a funder keep after a deletion: what, why, and until when (None: not known yet)."""

    title: str
    reason: str
    until: date | None


class MergeKind(StrEnum):
    """What two accounts brought together may hold. Those after the second factor end with the account that is emptied."""

    APPLICATION = "application"
    DRAFT = "draft"
    EMPLOYER = "employer"
    IDENTITY = "identity"
    SERVICE = "service"
    MANDATE = "mandate"  # `detail`: the side of it she is
    ACCESSIBILITY = "accessibility"
    CERTIFIED_DATA = "certified_data"  # agreed to for this funder
    SECOND_FACTOR = "second_factor"
    OLDER_DRAFT = "older_draft"  # of two drafts for one aid
    SECOND_EMPLOYER = "second_employer"  # the account that stays has one at the same employer
    SECOND_SERVICE = "second_service"  # the service knows the account that stays by a number of its own
    SECOND_MANDATE = "second_mandate"  # the account that stays has one with the same person
    OWN_MANDATE = "own_mandate"  # between the two accounts
    SECOND_ACCESSIBILITY = "second_accessibility"  # the account that stays says some
    OLDER_CERTIFIED_DATA = "older_certified_data"  # the account that stays was answered later
    UNPROVED_CERTIFIED_DATA = "unproved_certified_data"  # nothing proves that both identities are one

    @property
    def moves(self) -> bool:
        order = list(MergeKind)
        return order.index(self) < order.index(MergeKind.SECOND_FACTOR)


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A thing that a merge moves or ends. `title`: its name; `detail`: what tells it from others, or empty."""

    kind: MergeKind
    title: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Erasure:
    """Something erased for good, remembered by opaque ids: `kind` is `account`, `draft` or `document`.

    `withdrawn`: the applications that an account's owner withdrew when she left.
    """

    at: datetime
    kind: str
    id: UUID
    withdrawn: tuple[UUID, ...] = ()

    def to_line(self) -> str:
        content = {"at": self.at.isoformat(), "kind": self.kind, "id": str(self.id)}
        return json.dumps(content | {"withdrawn": [str(key) for key in self.withdrawn]})

    @classmethod
    def parse(cls, line: str) -> Erasure | None:
        """None for a line that was cut short: a crash may leave one."""
        try:
            content = json.loads(line)
            withdrawn = tuple(UUID(key) for key in content.get("withdrawn", ()))
            return cls(datetime.fromisoformat(content["at"]), content["kind"], UUID(content["id"]), withdrawn)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """What is erased by the clock alone. `code` names the rule on the terminal and in facts.

    `due` counts what would go at that moment; `erase` lets it go and returns how many. Safe to run twice.
    """

    code: str
    what: str
    kept: str
    due: Callable[[datetime], int]
    erase: Callable[[datetime], int]


class ReceiptKind(StrEnum):
    """A notice on personal data that was shown, or a consent that was given."""

    NOTICE = "notice"
    WORK_MAILS = "work_mails"
    SERVICE = "service"  # what a linked service may read or do
    ACCESSIBILITY = "accessibility"
    MANDATE = "mandate"  # a paper signed at a counter, that lets an agent fill in for her
    ACCESSIBILITY_SHARE = "accessibility_share"  # one service reads it, until an end
    CERTIFIED_FACTS = "certified_facts"  # what a funder may read in a register


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """One receipt as the person reads it. `digest`: SHA-256 of `text`, hexadecimal."""

    kind: ReceiptKind
    text: str
    digest: str
    given_at: datetime
    withdrawn_at: datetime | None
    keep_until: date
