"""Addresses of the provider that programs call. Those that people see are in `web.account.urls`."""

from django.urls import path

from mob.api.oidc import discovery, endpoints

urlpatterns = [
    path(".well-known/openid-configuration", discovery.configuration, name="oidc-configuration"),
    path("oidc/jwks", discovery.keys, name="oidc-keys"),
    path("oidc/token", endpoints.token, name="oidc-token"),
    path("oidc/userinfo", endpoints.userinfo, name="oidc-userinfo"),
    path("oidc/introspect", endpoints.introspect, name="oidc-introspect"),
    path("oidc/revoke", endpoints.revoke, name="oidc-revoke"),
]
