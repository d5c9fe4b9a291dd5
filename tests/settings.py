"""The product's settings as tests run them: environment `test`, a home of their own, and templates that fail loudly.

`MOB_DATABASE_URL` is kept, so that the same suite runs on PostgreSQL. Every other `MOB_…` of the caller is dropped.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

for _name in list(os.environ):
    if _name.startswith("MOB_") and _name != "MOB_DATABASE_URL" and not _name.startswith("MOB_TEST_"):
        del os.environ[_name]

# Playwright's synchronous interface leaves a loop running in the process, and Django would then take every later test
# for asynchronous code. The product's own processes do not inherit this.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

_home = Path(tempfile.mkdtemp(prefix="mob-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
# No register answers unless a test plugs one in.
os.environ.update(MOB_ENV="test", MOB_HOME=str(_home), MOB_API_PARTICULIER_URL="off")

from mob.config.settings import *  # noqa: E402, F403
from mob.config.settings import DATABASES, TEMPLATES  # noqa: E402


class UndefinedVariable(str):
    """Django writes this where a template prints a variable that does not exist."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, variable: object) -> str:
        raise AssertionError(f"the template prints {variable!s}, which is not defined")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")

_database = DATABASES["default"]
if "sqlite" in _database["ENGINE"]:
    # A file, not memory: several threads must meet the locks that production meets.
    _database["TEST"] = {"NAME": str(_home / "test.db")}
    # Nothing here outlives the test: no commit waits for the disk.
    _database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # One database for each checkout, so that two of them may be tested at once.
    _checkout = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]
    _database["TEST"] = {"NAME": f"test_mob_{_checkout}"}
    # Here too; and no plan is worth compiling.
    _database["OPTIONS"]["options"] = "-c synchronous_commit=off -c jit=off"

# Argon2 is proved by its own test; elsewhere it would only cost minutes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
