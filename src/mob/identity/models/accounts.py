"""Accounts, claims, profiles, mailed codes, throttles, receipts. Second factors and sessions are django-allauth's."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from mob.identity.rules import email_key
from mob.identity.types import ClaimSource, ReceiptKind
from mob.kernel.ids import uuid7


class UserManager(BaseUserManager["User"]):
    """Makes accounts. Passwords are optional: most people sign in with a mailed code or a passkey."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email, email_key=email_key(email) or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email_key=email_key(username or ""))


class User(AbstractBaseUser):
    """One person, one account. Staff rights are `directory.Membership` rows, never a flag here.

    `email` is the login. An account opened at a counter may have none, and nobody signs in to it until its person
    claims it (`services.claiming`); one opened through Aidants Connect has none, and FranceConnect opens it. `email_key`
    is then NULL, so that any number of accounts may have none.
    A deleted account leaves its row, emptied: other tables keep an id that leads to nobody. `test_of`: it is nobody's,
    a partner made it up to try its services in the sandbox.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254, blank=True)
    email_key = models.CharField(max_length=254, unique=True, null=True, editable=False)
    language = models.CharField(max_length=2, default="fr")
    courtesy_mails = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)
    test_of = models.UUIDField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_login_or_none",
                condition=models.Q(email="", email_key__isnull=True)
                | (~models.Q(email="") & models.Q(email_key__isnull=False)),
                violation_error_message="Une adresse de connexion a sa forme comparable, ou il n’y en a pas.",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class IdentityClaim(models.Model):
    """One value of an identity and who vouches for it. A birth date is ISO 8601 text.

    `level`: how surely, in the words of who vouches (`eidas1` to `eidas3`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="claims")
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=200)
    source = models.CharField(max_length=60, default=ClaimSource.DECLARED.value)
    certified_at = models.DateTimeField(null=True)
    level = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="claim_once"),
            models.CheckConstraint(
                name="claim_certified_has_date",
                condition=models.Q(source=ClaimSource.DECLARED.value, certified_at__isnull=True)
                | (~models.Q(source=ClaimSource.DECLARED.value) & models.Q(certified_at__isnull=False)),
            ),
        ]


class Profile(models.Model):
    """What a person said besides her identity. Empty text: not asked yet, or taken back.

    `contact_email` is where she may be written to, and nothing else: two people may give the same, and it opens no
    account. `postal_address`: the lines of an envelope under her name (`postal.py`).
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    commune = models.CharField(max_length=5, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    occupation = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True, default="")
    postal_address = models.TextField(blank=True, default="")
    updated_at = models.DateTimeField()


class AccessibilityNeeds(models.Model):
    """What a person needs in order to travel, sealed (`accessibility/sealing.py`). No row: she did not agree to one."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    updated_at = models.DateTimeField()


class MailedCode(models.Model):
    """A code sent to an address. Only its keyed hash is kept, and it serves once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=20)
    email = models.CharField(max_length=254)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    code_hash = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="mailed_code_expiry")]


class ClaimCode(models.Model):
    """A code on paper with which a person takes the account that a counter opened for her. Only its keyed hash is kept.

    An account has one at a time: printing another ends it. `attempts` counts wrong birth dates.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="claim_code_expiry")]


class Throttle(models.Model):
    """Recent events of one subject under one limit. `key` is a keyed hash: no address is readable here."""

    key = models.CharField(max_length=64, primary_key=True)
    stamps = models.TextField(default="[]")
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="throttle_expiry")]


class Receipt(models.Model):
    """What a person was shown or agreed to, kept as evidence until a date said beside it (GDPR, articles 5.2 and 7.1).

    It outlives the account, with an id that then leads to nobody: `text` is ours and holds nothing of hers.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in ReceiptKind])
    subject = models.UUIDField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=20, default="web")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    keep_until = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "-given_at"], name="receipt_person"),
            models.Index(fields=["keep_until"], name="receipt_end"),
        ]
