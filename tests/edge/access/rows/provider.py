"""The OpenID Connect provider: addresses of programs, then of people."""

from __future__ import annotations

from tests.edge.access.rules import (
    ACCOUNT,
    BAD_FORM,
    DOSSIER,
    IF_SIGNED_IN,
    MOVED,
    NEVER,
    PUBLIC,
    UNPROVED,
    Row,
    form,
    page,
)

ROWS = [
    page(".well-known/openid-configuration"),
    page("oidc/jwks"),
    Row("oidc/token", "/oidc/token", NEVER, BAD_FORM),
    Row("oidc/userinfo", "/oidc/userinfo", UNPROVED, UNPROVED),
    Row("oidc/introspect", "/oidc/introspect", NEVER, BAD_FORM),
    Row("oidc/revoke", "/oidc/revoke", NEVER, BAD_FORM),
    Row("api/v2/simulations", "/api/v2/simulations", NEVER, PUBLIC, is_done=False),
    page("api/v2/aids", UNPROVED),
    page("api/v2/aids/<slug:slug>", UNPROVED, at="/api/v2/aids/{slug}"),
    Row("api/v2/accessibility", "/api/v2/accessibility", UNPROVED, NEVER),
    Row("api/v2/accessibility/requests", "/api/v2/accessibility/requests", NEVER, UNPROVED, is_json=True),
    Row("oidc/accessibilite", "/oidc/accessibilite?{asked}", MOVED, MOVED),
    Row("api/v2/applications", "/api/v2/applications", UNPROVED, UNPROVED, is_done=False),
    page("api/v2/applications/<str:reference>", UNPROVED, at="/api/v2/applications/{submitted}"),
    Row("api/v2/purchases", "/api/v2/purchases", NEVER, UNPROVED, is_json=True),
    page("api/v2/purchases/<uuid:purchase_id>", UNPROVED, at="/api/v2/purchases/{purchase}"),
    Row("oidc/authorize", "/oidc/authorize?{asked}", ACCOUNT, MOVED),
    Row("oidc/consent", "/oidc/consent?{asked}", MOVED, IF_SIGNED_IN, {"decision": "yes"}),
    Row("oidc/essai", "/oidc/essai?{tried}", PUBLIC, PUBLIC, is_done=False),
    Row("oidc/logout", "/oidc/logout", IF_SIGNED_IN, MOVED),
    Row("oidc/logout/confirm", "/oidc/logout/confirm", MOVED, MOVED),
    page("mon-compte/services-lies", ACCOUNT),
    form(
        "mon-compte/services-lies/<uuid:link_id>/fin",
        "/mon-compte/services-lies/{linked_service}/fin",
        DOSSIER,
        {"x": ""},
    ),
    form(
        "mon-compte/services-lies/justificatifs/<uuid:purchase_id>",
        "/mon-compte/services-lies/justificatifs/{purchase}",
        DOSSIER,
        {"x": ""},
    ),
]
