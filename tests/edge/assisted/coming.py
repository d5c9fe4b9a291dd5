"""Coming in through FranceConnect, herself or by a professional of Aidants Connect."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.test import Client

from mob.identity.models import ExternalIdentity, User
from mob.journal import selectors as journal
from mob.journal.types import FactView
from mob.kernel.actor import Actor
from tests.factories.federation import ANGELA, CONFIG, ISSUER, Provider
from tests.factories.world import NOW, World

AIDANTS = "the-idp-of-aidants-connect"
FRANCECONNECT = replace(CONFIG, assisted=frozenset({AIDANTS}), scopes=(*CONFIG.scopes, "idp_id"))
RETURN = "/connexion/franceconnect/retour"
FIRST_TIME = "/connexion/premiere-visite-aidant"
BAND = "Session Aidants Connect"


def person(key: str, first_name: str, born: str = "1941-12-24", **changes: Any) -> dict[str, Any]:
    """Somebody as FranceConnect says her."""
    named = {"given_name": first_name, "given_name_array": [first_name], "preferred_username": "", "birthdate": born}
    return {**ANGELA, **named, "sub": f"pairwise-{key}", "email": f"{key}@exemple.fr", **changes}


def come(
    browser: Client, provider: Provider, *, by: str = AIDANTS, at: str = "/connexion/franceconnect", **form: str
) -> Any:
    """Press the button, come back: the answer of the callback. `by`: who stood behind FranceConnect."""
    return browser.get(RETURN, go(browser, provider, by=by, at=at, **form))


def go(
    browser: Client, provider: Provider, *, by: str = AIDANTS, at: str = "/connexion/franceconnect", **form: str
) -> dict[str, str]:
    """To the provider, whose person agrees; what her browser brings back."""
    provider.person["idp_id"] = by
    page = browser.post(at, form)
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert found, page.status_code
    return provider.authorize(html.unescape(found[1]))


def linked(world: World, email: str = "angela@exemple.fr", subject: str = "pairwise-angela", **fields: Any) -> User:
    """An account that this FranceConnect opens."""
    user = world.person(email, **fields)
    ExternalIdentity.objects.create(
        user=user, issuer=ISSUER, subject=subject, provider_key="franceconnect", linked_at=NOW, last_at=NOW
    )
    return user


def text(response: HttpResponse) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def facts(user: User) -> list[FactView]:
    return journal.stream_facts(Actor.system(), f"account:{user.id}")
