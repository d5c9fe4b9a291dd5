"""django-allauth's hooks, bent to this product: our pages, our mails, our throttles, secrets encrypted at rest.

allauth keeps what it does well: login stages, TOTP, WebAuthn, recovery codes and the register of sessions. Its pages
and mails are never shown or sent; what a person may do is decided in `services`.
"""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from mob.identity.models import User
from mob.identity.network import client_address


class AccountAdapter(DefaultAccountAdapter):
    """One login stage besides the first proof: the second factor, for those who have one."""

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request.META, trusted=settings.ENV.trusted_proxies)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Our pages ask for a fresh proof themselves, by mailed code too, which allauth does not know."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages say what happened in their own words."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Services write to the person through `ports.AccountMailer`, in the transaction of what they tell."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise RuntimeError(f"no stock mail goes out: {template_prefix}")


class MfaAdapter(DefaultMFAAdapter):
    """Second factors: secrets are useless without the signing secret, passkeys belong to the public address."""

    def get_totp_issuer(self) -> str:
        return "moB"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.ENV.public_url).hostname or "localhost", "name": "moB, Mon Compte Mobilité"}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.email}

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode("ascii")).decode()


def _box() -> MultiFernet:
    """Keys derived from the signing secret, and from its predecessors while they are kept as fallbacks."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (
        salted_hmac("mob.identity.second-factor", "key", secret, algorithm="sha256").digest() for secret in secrets
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
