"""A process beside the product that reads its database: makes people to write with, and says whether all is well.

`python -m tests.faults.inspector`: one command a line on standard input, one line of JSON for each on standard output.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import django


def people(count: str) -> list[dict[str, str]]:
    """Signed-in people with a profile: their session cookies."""
    from django.conf import settings
    from django.test import Client

    from mob.identity import services
    from mob.identity.models import User
    from mob.identity.types import ProfileField
    from mob.kernel import clock
    from mob.kernel.actor import Actor

    found = []
    for number in range(int(count)):
        now = clock.now()
        key = services.provision(Actor.system(), email=f"faults.{number}@exemple.fr", now=now)
        answers = {
            ProfileField.FIRST_NAME: "Samira",
            ProfileField.BIRTH_NAME: f"Haddad {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}",
            ProfileField.BIRTH_DATE: "1994-09-08",
            ProfileField.COMMUNE: "99V01",
            ProfileField.POSTCODE: "38950",
        }
        services.declare(Actor.citizen(key), answers=answers, now=now)
        client = Client()
        client.force_login(User.objects.get(pk=key), backend=settings.AUTHENTICATION_BACKENDS[0])
        found.append({name: morsel.value for name, morsel in client.cookies.items()})
    return found


def leave(number: str) -> str:
    """The person of that number deletes her account. Returns its id."""
    from mob.identity import services
    from mob.identity.models import User
    from mob.identity.types import Choice
    from mob.kernel import clock
    from mob.kernel.actor import Actor

    user = User.objects.get(email=f"faults.{number}@exemple.fr")
    actor = Actor.citizen(user.id)
    choices = {item.id: Choice.WITHDRAW for item in services.open_items(actor)}
    services.delete_account(actor, choices=choices, now=clock.now())
    return str(user.id)


def addresses(_: str = "") -> list[str]:
    """Every address that an account has."""
    from mob.identity.models import User

    return list(User.objects.values_list("email", flat=True))


def inspect(_: str = "") -> dict[str, Any]:
    """What the database and the vault hold, and every promise that is not kept."""
    from mob.applications import replay
    from mob.applications.models import Application, Proof
    from mob.journal.models import Delivery
    from mob.journal.verify import verify
    from mob.notifications.models import OutgoingMail

    sent = Application.objects.filter(submitted_at__isnull=False).values_list("reference", "id")
    papers: dict[str, list[str]] = {}
    for reference, code in Proof.objects.values_list("application__reference", "code"):
        papers.setdefault(reference, []).append(code)
    return {
        "sent": {reference: str(key) for reference, key in sent},
        "papers": papers,
        "journal": [f"{f.stream} {f.problem.value} {f.seq}" for f in verify().findings],
        "rows": [f"{case.reference}: {case.row}, not {case.facts}" for case in replay.disagreements()],
        "papers_without_object": _papers_without_object(),
        "deliveries_missing": _deliveries_missing(),
        "open_deliveries": Delivery.objects.filter(done_at__isnull=True).count(),
        "parked": [d.error for d in Delivery.objects.filter(parked_at__isnull=False)],
        "sent_twice": _facts_of_submission_that_are_not_one(dict(sent)),
        "mails": list(OutgoingMail.objects.values_list("message_id", "kind")),
    }


def _papers_without_object() -> list[str]:
    from mob.applications.models import Proof
    from mob.documents import plugged

    store = plugged.object_store()
    keys = Proof.objects.filter(document__deleted_at__isnull=True).values_list("document__object_key", flat=True)
    return [key for key in keys if not store.exists(key)]


def _deliveries_missing() -> list[str]:
    from mob.journal import registry
    from mob.journal.models import Delivery, Fact

    # Facts first: what is committed between the two reads then only adds deliveries.
    facts = list(Fact.objects.values_list("id", "kind"))
    there = set(Delivery.objects.values_list("fact_id", "subscriber"))
    return [
        f"{kind} {key} for {subscriber.name}"
        for key, kind in facts
        for subscriber in registry.subscribers_of(kind)
        if (key, subscriber.name) not in there
    ]


def _facts_of_submission_that_are_not_one(sent: dict[str, Any]) -> list[str]:
    from mob.journal.models import Fact

    told = Counter(Fact.objects.filter(kind="application_submitted").values_list("stream", flat=True))
    return [reference for reference, key in sent.items() if told[f"application:{key}"] != 1]


def answer(commands: Mapping[str, Callable[[str], object]]) -> None:
    """Do what each line asks until there is none."""
    django.setup()
    from django.db import close_old_connections

    for line in sys.stdin:
        name, _, argument = line.strip().partition(" ")
        print(json.dumps(commands[name](argument)), flush=True)
        close_old_connections()


if __name__ == "__main__":
    answer({"people": people, "inspect": inspect, "leave": leave, "addresses": addresses})
