"""Tables of accounts, of mandates between them, and of the OpenID Connect provider."""

from mob.identity.models.accounts import (
    AccessibilityNeeds,
    ClaimCode,
    IdentityClaim,
    MailedCode,
    Profile,
    Receipt,
    Throttle,
    User,
    UserManager,
)
from mob.identity.models.console import ClientCredential, ClientFailure, ClientUse, WebhookCall
from mob.identity.models.federation import ExternalIdentity
from mob.identity.models.mandates import Mandate
from mob.identity.models.provider import (
    AccessToken,
    Client,
    Grant,
    IDToken,
    Link,
    Reading,
    RefreshToken,
    SpentAssertion,
    SubjectAlias,
)
from mob.identity.models.sharing import AccessibilityReading, AccessibilityRequest, AccessibilityShare

__all__ = [
    "AccessToken",
    "AccessibilityNeeds",
    "AccessibilityReading",
    "AccessibilityRequest",
    "AccessibilityShare",
    "ClaimCode",
    "Client",
    "ClientCredential",
    "ClientFailure",
    "ClientUse",
    "ExternalIdentity",
    "Grant",
    "IDToken",
    "IdentityClaim",
    "Link",
    "MailedCode",
    "Mandate",
    "Profile",
    "Reading",
    "Receipt",
    "RefreshToken",
    "SpentAssertion",
    "SubjectAlias",
    "Throttle",
    "User",
    "UserManager",
    "WebhookCall",
]
