"""Processes are killed under writes, 25 times: nothing acknowledged is lost, nothing happens twice.

The product is used through its pages, on SQLite and on PostgreSQL; mails go to a real SMTP conversation.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.faults.beside import Inspector, database
from tests.faults.installation import PATIENCE, Installation, is_alive, until
from tests.faults.sink import Sink
from tests.faults.writers import Crowd, Promises

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("MOB_TEST_KILLS", "25"))
AT_ONCE = 3
VICTIMS = ("parent", "server", "background")


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_nothing_acknowledged_is_lost_or_doubled(kind: str, tmp_path: Path) -> None:
    with database(kind) as url, Sink() as sink:
        installation = Installation(
            tmp_path / "var", database_url=url, MOB_MAIL_URL=sink.url, MOB_ALLOWED_HOSTS="127.0.0.1"
        )
        with installation, Inspector(installation) as inspector:
            installation.start("demo")
            cookies = inspector.ask(f"people {KILLS * 20}")
            with Crowd(installation.port, cookies, at_once=AT_ONCE) as crowd:
                for number in range(KILLS):
                    until(lambda: len(crowd.told.sent) > number, 3 * PATIENCE)  # noqa: B023
                    time.sleep(random.uniform(0, 0.5))
                    kill(installation, VICTIMS[number % len(VICTIMS)])
                    promised = crowd.told.promises()  # Before the look: what is promised meanwhile may come after it.
                    assert broken(promised, inspector.ask("inspect")) == {}
            installation.stop()
            empty_the_queue(installation)
            last = inspector.ask("inspect")
    assert crowd.told.failures == []
    assert 500 not in crowd.told.statuses
    assert len(crowd.told.sent) >= KILLS, crowd.told.statuses
    assert broken(crowd.told.promises(), last) == {}
    assert last["rows"] == []  # Only now that nobody writes: rows and facts are read one after the other.
    assert last["open_deliveries"] == 0
    check_mails(last, sink.received)


def kill(installation: Installation, victim: str) -> None:
    """Kill one process, see that it and what hung on it answers no more, and wait until all is ready again."""
    if victim == "parent":
        old = [installation.parent_pid, *installation.children()]
        installation.kill(installation.parent_pid)
        assert installation.parent is not None
        installation.parent.wait()
        until(lambda: not any(is_alive(pid) for pid in old), 2)
        assert not installation.answers()
        installation.start()
        return
    old = installation.children(victim)
    assert old
    installation.kill(*old)
    until(lambda: (new := installation.children(victim)) and not set(new) & set(old))
    assert not any(is_alive(pid) for pid in old)
    until(installation.is_ready)


def broken(promised: Promises, seen: dict[str, Any]) -> dict[str, Any]:
    """What the product said it had done and had not, or did twice. Empty when all is well."""
    findings = {
        "submissions lost": [reference for reference in promised.sent if reference not in seen["sent"]],
        "papers lost": [(r, code) for r, code in promised.papers if code not in seen["papers"].get(r, ())],
        "journal": seen["journal"],
        "papers without object": seen["papers_without_object"],
        "deliveries missing": seen["deliveries_missing"],
        "sent twice": seen["sent_twice"],
        "parked": seen["parked"],
    }
    return {name: what for name, what in findings.items() if what}


def empty_the_queue(installation: Installation) -> None:
    """What a killed worker held is leased to it for a minute: run the rest with a clock that is past that."""
    for hours in (1, 8, 16):
        done = installation.mob("worker", "--once", MOB_CLOCK_OFFSET=f"PT{hours}H")
        assert done.returncode == 0, done.stderr


def check_mails(seen: dict[str, Any], received: Counter[str]) -> None:
    """Every mail owed arrived; one killed in mid-sending may have come again, under the same Message-ID."""
    owed = [message_id for message_id, _ in seen["mails"]]
    assert len(owed) == len(set(owed))
    assert set(received) == set(owed)
    told = Counter(kind for _, kind in seen["mails"])
    assert told["application_submitted"] == len(seen["sent"])
    again = sum(count - 1 for count in received.values())
    assert again <= KILLS, received.most_common(5)
