"""Tables of accounts, and of the OpenID Connect provider."""

from mob.identity.models.accounts import (
    AccessibilityNeeds,
    IdentityClaim,
    MailedCode,
    Profile,
    Receipt,
    Throttle,
    User,
    UserManager,
)
from mob.identity.models.console import ClientCredential, ClientFailure, ClientUse, WebhookCall
from mob.identity.models.provider import (
    AccessToken,
    Client,
    Grant,
    IDToken,
    Link,
    Reading,
    RefreshToken,
    SpentAssertion,
)

__all__ = [
    "AccessToken",
    "AccessibilityNeeds",
    "Client",
    "ClientCredential",
    "ClientFailure",
    "ClientUse",
    "Grant",
    "IDToken",
    "IdentityClaim",
    "Link",
    "MailedCode",
    "Profile",
    "Reading",
    "Receipt",
    "RefreshToken",
    "SpentAssertion",
    "Throttle",
    "User",
    "UserManager",
    "WebhookCall",
]
