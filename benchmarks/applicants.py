"""Makes people ready to apply, with an open session each, and prints their session keys. Run by the measures that need
them, in the environment of the installation measured: `python -m benchmarks.applicants COUNT`.

The aid they apply for is the demonstration's electric bicycle grant with its quote alone: three questions, one paper.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from importlib.resources import files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mob.config.settings")

import django

django.setup()

from allauth.core.context import request_context  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from mob.catalogue import services as catalogue  # noqa: E402
from mob.config.demo import stage  # noqa: E402
from mob.identity import services as identity  # noqa: E402
from mob.identity import sessions  # noqa: E402
from mob.identity.session_store import SessionStore  # noqa: E402
from mob.kernel import clock  # noqa: E402
from mob.kernel.actor import Actor  # noqa: E402

SLUG = "prime-velo-mesure"


def publish_aid(now: datetime) -> None:
    """The grant with one paper, so that one submission carries one file."""
    sheet = json.loads(files("mob.catalogue").joinpath("data", "demo-aids.json").read_text(encoding="utf-8"))
    aid = next(aid for aid in sheet["aids"] if aid["slug"] == "prime-velo-electrique")
    aid |= {"key": "bench:velo", "slug": SLUG, "proofs": [p for p in aid["proofs"] if p["code"] == "devis"]}
    report = catalogue.import_aids(Actor.system(), content=json.dumps(sheet | {"aids": [aid]}).encode(), now=now)
    if report.refused:
        raise SystemExit(f"the aid was refused: {report.refused}")


def applicant(number: int, now: datetime) -> str:
    """A person with a whole profile, signed in with a mailed code a moment ago. Her session key."""
    user_id = identity.provision(Actor.system(), email=f"mesure{number}@exemple.fr", now=now)
    stage.introduce(Actor.citizen(user_id), "Samira", "Haddad", "1994-09-08", "99V01", now=now)
    request = RequestFactory().get("/connexion/code", REMOTE_ADDR="127.0.0.1", HTTP_USER_AGENT="bench")
    request.session, request.user = SessionStore(), AnonymousUser()
    with request_context(request):
        sessions.begin(request, user_id, method="code", next_path="/demandes", now=now)
        sessions.touch(request, now=now)
    request.session.save()
    return str(request.session.session_key)


def main() -> None:
    now = clock.now()
    with transaction.atomic():
        publish_aid(now)
        print(json.dumps([applicant(number, now) for number in range(int(sys.argv[1]))]))


if __name__ == "__main__":
    main()
