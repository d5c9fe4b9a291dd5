"""The folder a host keeps its data in: made for its owner alone, with the signing secret."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from mob.config.env import BadSetting, Env

# prometheus_client reads this variable when it is imported: where the processes of one host count together.
COUNTS = "PROMETHEUS_MULTIPROC_DIR"
_FOLDER_MODE, _SECRET_MODE = 0o700, 0o600


def prepare(env: Env) -> None:
    """Make the home folder (0700), the secret and the signing keys (0600) where missing. Raises BadSetting with a remedy."""
    try:
        env.home.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
    except OSError as error:
        raise BadSetting(
            f"the folder {env.home} cannot be made ({error.strerror}): choose another with MOB_HOME=/path"
        ) from error
    if not os.access(env.home, os.W_OK | os.X_OK):
        raise BadSetting(f"the folder {env.home} cannot be written to: choose another with MOB_HOME=/path")
    if not env.secret_key and not env.secret_file.exists():
        _write_secret(env.secret_file)
    _make_signing_keys(env.home)


def _make_signing_keys(folder: Path) -> None:
    from mob.integrations.platform_key import FileSigningKey
    from mob.integrations.token_keys import FileTokenKeys

    FileSigningKey(folder).make()
    FileTokenKeys(folder).make()


def prepare_counts(home: Path) -> None:
    """An empty folder for what web workers count. Before any of them starts."""
    folder = home / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    os.environ[COUNTS] = str(folder)


def problems(env: Env) -> list[str]:
    """What is wrong with the folder and its secret, a sentence each."""
    found = []
    if not env.home.is_dir():
        return [f"the folder {env.home} does not exist yet: `mob migrate` makes it"]
    if not os.access(env.home, os.W_OK | os.X_OK):
        found.append(f"the folder {env.home} cannot be written to")
    if not env.secret_key:
        found += _secret_problems(env.secret_file)
    return found


def _secret_problems(file: Path) -> list[str]:
    if not file.exists():
        return [f"the secret {file} does not exist yet: `mob migrate` makes it"]
    mode = file.stat().st_mode & 0o777
    if mode & 0o077:
        return [f"the secret {file} can be read by others (mode {mode:o}): run `chmod 600 {file}`"]
    return []


def _write_secret(file: Path) -> None:
    """Whole or not at all, and never over another: two commands may start at once."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _SECRET_MODE)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(64))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
