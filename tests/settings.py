"""Settings of the test suite: the product's own, in the `test` environment, with a home folder that is thrown away."""

import os
import tempfile

os.environ["MOB_ENV"] = "test"
os.environ.setdefault("MOB_HOME", tempfile.mkdtemp(prefix="mob-test-"))

from mob.config.settings import *  # noqa: E402, F403
from mob.config.settings import DATABASES, ENV  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads of the concurrency tests open connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(ENV.home / "test.db")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
