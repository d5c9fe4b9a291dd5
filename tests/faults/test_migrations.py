"""`mob migrate` is killed again and again, at any statement: run again it goes on, and the database ends as it should."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.beside import database
from tests.faults.installation import ROOT, Installation

pytestmark = pytest.mark.slow

# In a process of its own: Django once, then a child for each attempt, which kills itself at a statement.
_SCRIPT = """
import os, random, signal, sys
import django
django.setup()
from django.db import connection
from mob.config import schema

def attempt(last):
    left = [last]
    def count(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
    with connection.execute_wrapper(count):
        schema.migrate(lambda *_: None)

chance, killed = random.Random(int(sys.argv[1])), 0
while True:
    child = os.fork()
    if child == 0:
        attempt(chance.randint(20, 50 + 10 * killed))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status == 0:
        break
    assert os.WTERMSIG(status) == signal.SIGKILL, status
    killed += 1
print(killed)
"""

# As before the migrations of a context were one step: those steps alone, the last ones of `applications` left out.
_BEFORE = """
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

read = MigrationLoader.load_disk
def one_by_one(self):
    read(self)
    last = {key: each.replaces[-1] for key, each in self.disk_migrations.items() if each.replaces}
    self.disk_migrations = {key: each for key, each in self.disk_migrations.items() if key not in last}
    for each in self.disk_migrations.values():
        each.dependencies = [last.get(tuple(needed), needed) for needed in each.dependencies]
MigrationLoader.load_disk = one_by_one
executor = MigrationExecutor(connection)
leaves = [key for key in executor.loader.graph.leaf_nodes() if key[0] not in ("applications", "payments")]
executor.migrate([*leaves, ("applications", "0009_automatic_decisions")])
"""
_MIGRATE = "import django; django.setup(); from mob.config import schema; schema.migrate(lambda *_: None)"


def shape(installation: Installation) -> str:
    """Every table, column and index, in words."""
    query = (
        "from django.db import connection as c; i = c.introspection; k = c.cursor(); "
        "print([(t, sorted(str(d) for d in i.get_table_description(k, t)), sorted(i.get_constraints(k, t))) "
        "for t in sorted(i.table_names())])"
    )
    return run(installation, f"import django; django.setup(); {query}")


def run(installation: Installation, script: str, *arguments: str) -> str:
    environ = {**installation.environ, "DJANGO_SETTINGS_MODULE": "mob.config.settings", "MOB_ENV": "test"}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=environ, cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


@pytest.mark.abuse(5)
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_killed_at_any_statement_it_goes_on_where_it_was(kind: str, tmp_path: Path) -> None:
    with database(kind, "killed") as url, database(kind, "whole") as other_url:
        killed = Installation(tmp_path / "killed", database_url=url)
        whole = Installation(tmp_path / "whole", database_url=other_url)
        for each in (killed, whole):
            each.home.mkdir()
        seed = os.environ.get("MOB_TEST_SEED", "7")
        times = int(run(killed, _SCRIPT, seed))
        run(whole, _MIGRATE)
        assert times >= 5
        assert shape(killed) == shape(whole)


def test_an_installation_of_before_goes_on_step_by_step_and_ends_the_same(tmp_path: Path) -> None:
    old, new = Installation(tmp_path / "old"), Installation(tmp_path / "new")
    for each in (old, new):
        each.home.mkdir()
    run(old, _BEFORE)
    run(old, _MIGRATE)
    run(new, _MIGRATE)
    assert shape(old) == shape(new)
