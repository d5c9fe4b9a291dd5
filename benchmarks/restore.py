"""A back-up and its restore on an empty machine, over 100,000 applications with their journal and thousands of papers.

    python -m benchmarks.restore [--rows 100000] [--papers 4000] [--paper-size 250000] [--database postgres://… --onto …]

The commands are those a host types, each in a process of its own: `mob backup`, then `mob restore`, which ends by checking
every promise (`mob doctor --invariants`). Target: 15 minutes for the two together. Without --database, SQLite.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.inbox import NOW, build, prepare

_BATCH = 5000
# What happened to an application after it was sent, by where it stands.
_LIVES = {
    "approved": ["application_claimed", "application_approved"],
    "rejected": ["application_claimed", "application_rejected"],
    "withdrawn": ["application_withdrawn"],
    "closed_incomplete": ["changes_requested", "application_lapsed"],
    "changes_requested": ["changes_requested"],
    "under_review": ["application_claimed"],
    "submitted": [],
}


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="mob-bench-") as folder:
        home, elsewhere = Path(folder) / "home", Path(folder) / "elsewhere"
        home.mkdir(mode=0o700)
        prepare(str(home), asked.database)
        build(asked.rows)
        start = time.perf_counter()
        _told()
        _papers(asked.papers, asked.paper_size)
        print(f"their journal and {asked.papers} papers in {time.perf_counter() - start:.0f} s", flush=True)
        _close()
        _measure(Path(folder), home, elsewhere, asked.database, asked.onto)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--papers", type=int, default=4_000)
    parser.add_argument("--paper-size", type=int, default=250_000, help="bytes of each sealed paper")
    parser.add_argument("--database", default="", help="an empty PostgreSQL database to back up")
    parser.add_argument("--onto", default="", help="another, to restore onto")
    return parser.parse_args()


def _told() -> None:
    """The facts of each application and their deliveries, long since done."""
    from mob.applications.models import Application
    from mob.journal.models import Delivery, Fact

    facts: list[Any] = []
    owed: list[Any] = []
    for row in Application.objects.order_by("id").iterator(2000):
        facts += _facts(row)
        owed += _deliveries(facts[-len(_kinds(row.state)) :])
        if len(facts) >= _BATCH:
            Fact.objects.bulk_create(facts)
            Delivery.objects.bulk_create(owed)
            facts, owed = [], []
    Fact.objects.bulk_create(facts)
    Delivery.objects.bulk_create(owed)


def _kinds(state: str) -> list[str]:
    return ["application_started", "application_submitted", *_LIVES[state]]


def _facts(row: Any) -> Iterator[Any]:
    from mob.journal import chain
    from mob.journal.models import Fact
    from mob.journal.types import GENESIS

    prev, stream = GENESIS, f"application:{row.id}"
    for seq, kind in enumerate(_kinds(row.state), 1):
        at, data = (
            row.created_at + timedelta(days=seq),
            chain.canonical(_data(row) if seq == 1 else {"by": str(row.id)}),
        )
        fact = Fact(stream=stream, seq=seq, kind=kind, data=data, actor="system", at=at, prev_hash=prev)
        fact.hash = prev = chain.digest(
            stream=stream, seq=seq, kind=kind, data=data, actor="system", at=at, prev_hash=prev
        )
        yield fact


def _data(row: Any) -> dict[str, str]:
    known = {"aid_id": row.aid_id, "version_id": row.aid_version_id, "funder_id": row.funder_id}
    return {name: str(value) for name, value in {**known, "citizen_id": row.citizen_id}.items()}


def _deliveries(facts: list[Any]) -> Iterator[Any]:
    from mob.journal import registry
    from mob.journal.models import Delivery

    for fact in facts:
        for who in registry.subscribers_of(fact.kind):
            place = {"stream": fact.stream, "seq": fact.seq, "next_at": fact.at, "done_at": fact.at}
            yield Delivery(fact=fact, subscriber=who.name, **place)


def _papers(count: int, size: int) -> None:
    """Sealed papers of the first applications: random bytes, as encryption leaves them."""
    from mob.applications.models import Application, Proof
    from mob.documents import plugged
    from mob.documents.models import Document

    store = plugged.object_store()
    for row in Application.objects.order_by("id")[:count]:
        content, name = secrets.token_bytes(size), f"docs/{row.id}/{secrets.token_hex(16)}.jwe"
        store.put(name, content)
        paper = Document.objects.create(
            owner_id=row.id,
            funder_id=row.funder_id,
            proof_code="devis",
            proof_type="quote",
            number=1,
            media_type="application/pdf",
            size=size,
            sha256=hashlib.sha256(content).hexdigest(),
            object_key=name,
            scan_engine="none",
            scan_database="",
            scanned_at=NOW,
            created_at=NOW,
        )
        Proof.objects.create(
            application=row, document=paper, code="devis", position=1, created_at=NOW, submitted_at=NOW
        )


def _close() -> None:
    from django.db import connections

    connections.close_all()


def _measure(folder: Path, home: Path, elsewhere: Path, database: str, onto: str) -> None:
    from mob.config.backup import sealing

    key, copy = folder / "key.txt", folder / "copy.tar.age"
    print(f"{'command':<12}{'clock s':>9}{'CPU s':>8}{'memory MB':>11}")
    _mob("backup", "--to", str(copy), "--recipient", sealing.make_key(key), home=home, database=database)
    told = _mob("restore", str(copy), "--identity", str(key), home=elsewhere, database=onto)
    print(f"the file: {copy.stat().st_size / 1e6:.0f} MB; {told.splitlines()[-1]}")


def _mob(*command: str, home: Path, database: str) -> str:
    """Run a command to its end, and say what it cost."""
    environ = os.environ | {"MOB_HOME": str(home), **({"MOB_DATABASE_URL": database} if database else {})}
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen([sys.executable, "-m", "mob", *command], env=environ, stdout=told, stderr=told)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        text = told.read()
    if process.returncode:
        raise SystemExit(f"mob {command[0]}: {text}")
    spent, busy = time.perf_counter() - start, used.ru_utime + used.ru_stime
    print(f"{command[0]:<12}{spent:>9.1f}{busy:>8.1f}{used.ru_maxrss / 1e3:>11.0f}", flush=True)
    return text


if __name__ == "__main__":
    main()
