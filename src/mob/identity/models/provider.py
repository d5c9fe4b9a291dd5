"""Tables of the OpenID Connect provider: the five of django-oauth-toolkit, subclassed, and ours beside them.

A code or a token is never stored: `code` and `token_checksum` hold its SHA-256, `token` stays empty.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from oauth2_provider.models import (
    AbstractAccessToken,
    AbstractApplication,
    AbstractGrant,
    AbstractIDToken,
    AbstractRefreshToken,
)

from mob.identity.oidc_types import Signing, TokenAuth
from mob.kernel.ids import uuid7


class Client(AbstractApplication):
    """A service that people may link to their account, or a program of a partner. `scope`: what it may ask for.

    `client_secret` and `hash_client_secret` are the toolkit's: its own checks want the attributes, ours never read them.
    What proves a client is a `ClientCredential`, of which two may hold at once; the database keeps the column empty.
    `legal_basis`: the reference under which the civil identity may be handed over; empty, it never is.
    `legal_basis_from`, `legal_basis_until`: its days, inclusive, when they were said (`oidc/bases.py`).
    `owner`: the partner it belongs to, as `directory` knows it. `is_sandbox`: it meets that partner's test people alone.
    `is_waiting`: nobody accepted it yet, so that it answers nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    client_secret = models.CharField(max_length=255, blank=True, default="", editable=False)
    hash_client_secret = models.BooleanField(default=False)
    algorithm = models.CharField(max_length=5, choices=[(each.value, each.value) for each in Signing], default="RS256")
    operator = models.CharField(max_length=120)
    homepage = models.URLField(max_length=200, blank=True)
    scope = models.TextField()
    required_scope = models.TextField(default="openid")
    sector = models.CharField(max_length=253)
    token_auth = models.CharField(max_length=20, choices=[(each.value, each.value) for each in TokenAuth])
    is_native = models.BooleanField(default=False)
    signs_userinfo = models.BooleanField(default=False)
    backchannel_logout_uri = models.URLField(max_length=400, blank=True)
    legal_basis = models.CharField(max_length=120, blank=True)
    legal_basis_text = models.CharField(max_length=300, blank=True)
    legal_basis_from = models.DateField(null=True)
    legal_basis_until = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    owner = models.UUIDField(null=True, db_index=True)
    is_sandbox = models.BooleanField(default=False)
    is_waiting = models.BooleanField(default=False)
    # {"token": [a minute, a day], "api": [a minute, a day]}: what differs from the defaults of `oidc.quotas`.
    quotas = models.JSONField(default=dict)
    webhook_uri = models.URLField(max_length=400, blank=True)
    # The secret that signs is derived from this number (`oidc.webhooks`): there is none in the database.
    webhook_generation = models.PositiveIntegerField(default=1)
    webhook_changed_at = models.DateTimeField(null=True)

    class Meta(AbstractApplication.Meta):
        constraints = [
            models.CheckConstraint(name="client_holds_no_secret", condition=models.Q(client_secret="")),
            models.CheckConstraint(
                name="client_public_proves_nothing",
                condition=~models.Q(client_type="public") | models.Q(token_auth="none"),  # noqa: S106
            ),
        ]

    def is_usable(self, request: object) -> bool:
        """Asked by the toolkit before it lets a client do anything."""
        return self.closed_at is None


class Link(models.Model):
    """A person linked her account to a service. Ended, it stays as history, and a new one may follow.

    `decided`: the scopes she was asked about; `scope`: those she allowed. `terms`: fingerprint of what she was told.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    scope = models.TextField()
    decided = models.TextField()
    terms = models.CharField(max_length=64)
    linked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "client"], condition=models.Q(ended_at__isnull=True), name="link_open_once"
            )
        ]
        indexes = [models.Index(fields=["user", "-linked_at"], name="link_person")]


class SubjectAlias(models.Model):
    """The services of one sector know this account by the number of another, which was brought into it (`oidc/subjects.py`).

    It outlives its account by a month: what services are told last still bears the number they know.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sector = models.CharField(max_length=253)
    number = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "sector"], name="subject_alias_once")]


class Reading(models.Model):
    """What a service read of a person on one civil day: a line a day, not one a request."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="readings")
    day = models.DateField()
    scope = models.TextField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "day", "scope"], name="reading_once_a_day")]


class Grant(AbstractGrant):
    """An authorization code. It stays a day after it was spent: used twice, what it gave is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="+")
    auth_time = models.DateTimeField()
    is_strong = models.BooleanField(default=False)
    session_key = models.CharField(max_length=64, blank=True)
    used_at = models.DateTimeField(null=True)

    class Meta(AbstractGrant.Meta):
        indexes = [models.Index(fields=["expires"], name="grant_expiry")]


class IDToken(AbstractIDToken):
    """Stays empty: an ID token is recognised by its signature."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta(AbstractIDToken.Meta):
        pass


class AccessToken(AbstractAccessToken):
    """An opaque token of a quarter of an hour. `link` is None for a program that acts for itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    link = models.ForeignKey(Link, on_delete=models.CASCADE, null=True, related_name="+")
    family = models.UUIDField(null=True)
    session_key = models.CharField(max_length=64, blank=True)

    class Meta(AbstractAccessToken.Meta):
        indexes = [
            models.Index(fields=["family"], name="access_token_family"),
            models.Index(fields=["expires"], name="access_token_expiry"),
        ]


class RefreshToken(AbstractRefreshToken):
    """It serves once. `token_family` is the id of the grant it descends from; `generation` counts the refreshes.

    `used_at`: exchanged for a successor; `revoked`: worth nothing, whatever happens.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="+")
    scope = models.TextField()
    auth_time = models.DateTimeField()
    is_strong = models.BooleanField(default=False)
    generation = models.PositiveIntegerField(default=0)
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta(AbstractRefreshToken.Meta):
        unique_together = ()
        constraints = [models.UniqueConstraint(fields=["token_checksum"], name="refresh_token_once")]
        indexes = [
            models.Index(fields=["token_family"], name="refresh_token_family"),
            models.Index(fields=["expires"], name="refresh_token_expiry"),
        ]


class SpentAssertion(models.Model):
    """A signed proof of who a client is (RFC 7523) serves once. `digest`: SHA-256 of client and `jti`."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField()
