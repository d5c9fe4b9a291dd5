"""Settings of the OpenID Connect provider: django-oauth-toolkit's, every recommendation of RFC 9700 on.

What it cannot say in settings (per-client scopes, exact addresses, a grace with hashed tokens) is in `identity.oidc`.
"""

from mob.identity.oidc_types import ACCESS_LIFE, CODE_LIFE, ID_TOKEN_LIFE

OAUTH2_PROVIDER_APPLICATION_MODEL = "identity.Client"
OAUTH2_PROVIDER_GRANT_MODEL = "identity.Grant"
OAUTH2_PROVIDER_ID_TOKEN_MODEL = "identity.IDToken"  # noqa: S105
OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL = "identity.AccessToken"  # noqa: S105
OAUTH2_PROVIDER_REFRESH_TOKEN_MODEL = "identity.RefreshToken"  # noqa: S105

_BEST_PRACTICE = (
    "IMPLICIT_GRANT",
    "PASSWORD_GRANT",
    "PKCE_METHOD",
    "ACCESS_TOKEN_TRANSPORT",
    "AUTHZ_RESPONSE_ISS",
    "TOKEN_STORAGE",
    "REFRESH_TOKEN",
    "REDIRECT_URI_MATCHING",
    "PKCE_REQUIRED",
)

OAUTH2_PROVIDER = {
    **{f"COMPLIANT_BCP_RFC9700_{name}": True for name in _BEST_PRACTICE},
    "OIDC_ENABLED": True,
    "OAUTH2_VALIDATOR_CLASS": "mob.identity.oidc.validator.Validator",
    "SCOPES": {"openid": "openid"},  # scopes are each client's own: `identity.oidc.validator`
    "OIDC_RESPONSE_TYPES_SUPPORTED": ["code"],
    "OIDC_SUBJECT_TYPES_SUPPORTED": ["pairwise"],
    "PKCE_REQUIRED": True,
    "ROTATE_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    # The toolkit's grace hands the same token out again, which hashed storage forbids: ours makes a successor.
    "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 0,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": int(CODE_LIFE.total_seconds()),
    "ACCESS_TOKEN_EXPIRE_SECONDS": int(ACCESS_LIFE.total_seconds()),
    "ID_TOKEN_EXPIRE_SECONDS": int(ID_TOKEN_LIFE.total_seconds()),
}

# Both libraries write codes and tokens at the level DEBUG.
QUIET = {name: {"level": "WARNING"} for name in ("oauthlib", "oauth2_provider", "requests_oauthlib")}
