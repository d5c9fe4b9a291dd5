"""The inbox over 100,000 applications: p50 and p95 of each view, in milliseconds, from request to bytes.

The time this process spent on the processor is beside them: on a shared machine the clock counts others' work too
(on SQLite the database is in this process; on PostgreSQL it is not counted).

    python benchmarks/inbox.py [--rows 100000] [--database postgres://root@127.0.0.1:5432/bench]

Without --database it builds a SQLite file in a temporary folder. With it, the named database must exist and be empty.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2026, 3, 11, 9, 20, tzinfo=UTC)
FIRST = ["Samira", "Zoé", "Marc", "Fatou", "Élodie", "Yanis", "Hélène", "Louis", "Nadia", "Oscar", "Thi Mai", "Paul"]
LAST = ["Haddad", "O’Neill", "Aubry", "Diallo", "Petit-Jean", "Mercier", "Castel", "Ferrand", "Bensaïd", "Nguyen"]
# Of each hundred: what an inbox looks like after some years.
STATES = ["approved"] * 60 + ["rejected"] * 15 + ["withdrawn"] * 4 + ["closed_incomplete"] * 4
STATES += ["changes_requested"] * 5 + ["under_review"] * 4 + ["submitted"] * 8
VIEWS = [
    ("arrival", "/gestion/"),
    ("to take", "/gestion/?vue=a-prendre"),
    ("waiting", "/gestion/?vue=en-attente"),
    ("due soon", "/gestion/?vue=echeance-proche"),
    ("decided", "/gestion/?vue=decidees"),
    ("all", "/gestion/?vue=toutes"),
    ("all, oldest first", "/gestion/?vue=toutes&tri=recue"),
    ("all, by name", "/gestion/?vue=toutes&tri=nom"),
    ("to take, by name", "/gestion/?vue=a-prendre&tri=nom"),
    ("waiting, by name", "/gestion/?vue=en-attente&tri=nom"),
    ("decided, by name", "/gestion/?vue=decidees&tri=nom"),
    ("all, withdrawn", "/gestion/?vue=toutes&etat=withdrawn"),
    ("all, one month", "/gestion/?vue=toutes&du=2025-06-01&au=2025-06-30"),
    ("all, one reason", "/gestion/?vue=toutes&motif=proof_missing"),
    ("dashboard", "/gestion/tableau-de-bord"),
    ("dashboard, 6 months", "/gestion/tableau-de-bord?annee=2025&semestre=1"),
    ("family name", "/gestion/?vue=toutes&q=haddad"),
    ("both names", "/gestion/?vue=toutes&q=samira+haddad"),
    ("rare name", "/gestion/?vue=toutes&q=quenneville"),
    ("first name", "/gestion/?vue=toutes&q=zoe"),
    ("a slip", "/gestion/?vue=toutes&q=quennevile"),
    ("nobody", "/gestion/?vue=toutes&q=xyzzy"),
]


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as home:
        prepare(home, asked.database)
        browser, aid, _ = build(asked.rows)
        _measure(browser, [*VIEWS, ("one aid", f"/gestion/?vue=toutes&aide={aid}")], asked.times)


def prepare(home: str, database: str) -> None:
    """Django on a database of its own."""
    os.environ.update(MOB_HOME=home, MOB_ENV="test", DJANGO_SETTINGS_MODULE="mob.config.settings")
    os.environ["MOB_ALLOWED_HOSTS"] = "testserver"
    if database:
        os.environ["MOB_DATABASE_URL"] = database
    (Path(home) / "secret").write_text("x" * 64)
    import django

    django.setup()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--database", default="")
    return parser.parse_args()


def build(rows: int) -> tuple[Any, Any, Any]:
    """An agent's browser, the key of an aid, and the agent, over that many applications."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.factories.accounts import sign_in
    from tests.factories.world import World

    from mob.applications import counters, names
    from mob.applications.models import Application
    from mob.identity.models import User
    from mob.kernel import clock

    clock.set_offset(NOW - datetime.now(UTC))
    world, start = World(), time.perf_counter()
    funder = world.funder("Métropole de Valmont", key=False)
    agents = [world.staff(funder, first_name=name) for name in ("Julien", "Claire", "Inès")]
    aids = [world.aid(funder) for _ in range(5)]
    people = User.objects.bulk_create(
        [User(email=f"p{n}@exemple.fr", email_key=f"p{n}@exemple.fr") for n in range(20_000)], batch_size=2000
    )
    made = list(_applications(rows, funder, aids, [agent.id for agent in agents], people))
    Application.objects.bulk_create(made, batch_size=2000)
    counters.rebuild()
    names.rebuild()
    _decide(made)
    _count(made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{connection.vendor}: {rows} applications in {time.perf_counter() - start:.0f} s")
    return sign_in(Client(), User.objects.get(id=agents[0].id), strong=True), aids[0].id, agents[0]


def _applications(rows: int, funder: Any, aids: list[Any], agents: list[Any], people: list[Any]) -> Iterator[Any]:
    from mob.applications.models import Application
    from mob.applications.names import search_key

    for number in range(rows):
        # A multiplier prime to 100 spreads the states over the years.
        state = STATES[number * 37 % 100]
        sent = NOW - timedelta(minutes=number * 13)
        first, last = FIRST[number % 12], "Quenneville" if number % 20_000 == 7 else LAST[number // 12 % 10]
        aid = aids[number % 5]
        yield Application(
            reference=_reference(number),
            aid=aid,
            aid_version_id=aid.current_id,
            funder=funder,
            citizen=people[number % len(people)],
            state=state,
            assignee_id=None if state == "submitted" else agents[number % 3],
            applicant_name=f"{first} {last}",
            applicant_key=search_key(f"{last} {first} {last}"),
            created_at=sent,
            updated_at=sent,
            submitted_at=sent,
            due_on=(NOW + timedelta(days=number % 60)).date() if state == "changes_requested" else None,
            decided_at=sent + timedelta(days=9) if state in ("approved", "rejected") else None,
            silence_on=(sent + timedelta(days=61)).date() if state in ("submitted", "under_review") else None,
        )


def _decide(made: list[Any]) -> None:
    """Decisions of what is decided: one refusal in seven for each reason."""
    from mob.applications.models import Decision
    from mob.applications.types import RejectionReason

    reasons = list(RejectionReason)
    decided = [each for each in made if each.decided_at]
    Decision.objects.bulk_create(
        (
            Decision(
                application_id=each.id,
                is_approval=each.state == "approved",
                author_name="Julien Roche",
                terms={"mode": "single", "amount_cents": 50_000} if each.state == "approved" else {},
                reason="" if each.state == "approved" else reasons[number % 7].value,
                decided_at=each.decided_at,
            )
            for number, each in enumerate(decided)
        ),
        batch_size=2000,
    )


def _count(made: list[Any]) -> None:
    """The figures of the dashboard, as the worker would have kept them."""
    from mob.insights import moving
    from mob.insights.models import CaseFigures

    CaseFigures.objects.bulk_create(
        (
            CaseFigures(
                application_id=each.id,
                seq=3,
                aid_id=each.aid_id,
                version_id=each.aid_version_id,
                funder_id=each.funder_id,
                state=each.state,
                started_at=each.created_at,
                citizen_id=each.citizen_id,
                submitted_at=each.submitted_at,
                decided_at=each.decided_at,
                reason="proof_missing" if each.state == "rejected" else "",
                amount_cents=50_000 if each.state == "approved" else None,
                waited=timedelta(0),
                took=timedelta(days=number % 90) if each.decided_at else None,
            )
            for number, each in enumerate(made)
        ),
        batch_size=2000,
    )
    moving.recount()


def _reference(number: int) -> str:
    """A reference of its own for each: random ones would meet, once in a while, among so many."""
    from mob.kernel.ids import ALPHABET, check_character

    body = "".join(ALPHABET[number // 29**power % 29] for power in range(7))
    return f"{body[:4]}-{body[4:]}{check_character(body)}"


def _measure(browser: Any, views: list[tuple[str, str]], times: int) -> None:
    print(f"{'view':<20}{'p50 ms':>8}{'p95 ms':>8}{'CPU p95':>9}{'queries':>9}")
    for name, address in views:
        _line(name, times, lambda address=address: browser.get(address))
    following = _next(browser, "/gestion/?vue=toutes", 20)
    _line("all, page 20", times, lambda: browser.get(following))


def _next(browser: Any, address: str, pages: int) -> str:
    """The address of a page far on, reached as an agent would."""
    import html
    import re

    for _ in range(pages):
        found = re.search(r'href="(\?[^"]+)" rel="next"', browser.get(address).text)
        address = "/gestion/" + html.unescape(found[1]) if found else address
    return address


def _line(name: str, times: int, act: Callable[[], Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = act()
    count = len(queries)
    if answer.status_code != 200:
        raise SystemExit(f"{name}: status {answer.status_code}")
    spent, busy = [], []
    for _ in range(times):
        start, worked = time.perf_counter(), time.process_time()
        act()
        spent.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    p95, cpu = statistics.quantiles(spent, n=20)[-1], statistics.quantiles(busy, n=20)[-1]
    print(f"{name:<20}{statistics.median(spent):>8.0f}{p95:>8.0f}{cpu:>9.0f}{count:>9}")


if __name__ == "__main__":
    main()
