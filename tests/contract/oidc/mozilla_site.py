"""A Django site whose people sign in with mozilla-django-oidc: what its documentation tells to write, and no more.

    python mozilla_site.py ISSUER CLIENT_ID SECRET FOLDER

Prints its port. `/` is for those signed in, and silently asks the provider again at each visit; `/qui` says who.
"""

from __future__ import annotations

import sys
from urllib.parse import urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

ISSUER, CLIENT_ID, SECRET, FOLDER = sys.argv[1:5]
settings.configure(
    SECRET_KEY="seulement-pour-ce-test",
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/site.db"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "mozilla_django_oidc",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "mozilla_django_oidc.middleware.SessionRefresh",
    ],
    AUTHENTICATION_BACKENDS=["mozilla_django_oidc.auth.OIDCAuthenticationBackend"],
    OIDC_OP_AUTHORIZATION_ENDPOINT=f"{ISSUER}/oidc/authorize",
    OIDC_OP_TOKEN_ENDPOINT=f"{ISSUER}/oidc/token",
    OIDC_OP_USER_ENDPOINT=f"{ISSUER}/oidc/userinfo",
    OIDC_OP_JWKS_ENDPOINT=f"{ISSUER}/oidc/jwks",
    OIDC_OP_LOGOUT_URL_METHOD=f"{__name__}.leave",
    OIDC_RP_CLIENT_ID=CLIENT_ID,
    OIDC_RP_CLIENT_SECRET=SECRET,
    OIDC_RP_SIGN_ALGO="RS256",
    OIDC_USE_PKCE=True,
    OIDC_STORE_ID_TOKEN=True,
    OIDC_RENEW_ID_TOKEN_EXPIRY_SECONDS=0,
    OIDC_EXEMPT_URLS=["/qui"],
    ALLOW_LOGOUT_GET_METHOD=True,
    LOGIN_REDIRECT_URL="/qui",
    LOGOUT_REDIRECT_URL="/qui",
    LOGIN_REDIRECT_URL_FAILURE="/qui",
)


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("accueil")


def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(getattr(request.user, "email", "") or "personne")


def leave(request: HttpRequest) -> str:
    here = request.build_absolute_uri("/qui")
    said = {"id_token_hint": request.session["oidc_id_token"], "post_logout_redirect_uri": here}
    return f"{ISSUER}/oidc/logout?{urlencode(said)}"


urlpatterns = [path("", home), path("qui", who), path("oidc/", include("mozilla_django_oidc.urls"))]


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    with make_server("localhost", 0, get_wsgi_application(), handler_class=Quiet) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
