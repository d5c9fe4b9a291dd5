"""A published npm package fetched as files: `npm pack` in a folder of its own, then the archive read member by member.

Nothing of a package runs here: no script of its life cycle, and its files are only written where the caller says.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from mob.kernel.ports import PortRefused, PortUnavailable

SECONDS = 90
MOST_MEMBERS = 2_000
MOST_BYTES = 20_000_000
MOST_BYTES_IN_ALL = 60_000_000
# A name and maybe a version: never a path, an address or an option.
_SPEC = re.compile(r"(?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*(?:@[0-9A-Za-z][0-9A-Za-z.+-]*)?")
_ROOT = "package"


def is_present() -> bool:
    """Whether this machine has npm."""
    return shutil.which("npm") is not None


def fetch(package: str, into: Path, *, seconds: float = SECONDS) -> Path:
    """Unpack a package below `into`, and return its folder.

    Raises PortUnavailable (no npm, no answer in `seconds`, no such package), PortRefused: `npm_name`, `npm_archive`.
    """
    if not _SPEC.fullmatch(package):
        raise PortRefused("npm_name")
    archives = into / "archive"
    archives.mkdir(parents=True)
    _pack(package, archives, seconds)
    found = sorted(archives.glob("*.tgz"))
    if len(found) != 1:
        raise PortUnavailable("npm gave no archive")
    return unpack(found[0], into)


def unpack(archive: Path, into: Path) -> Path:
    """Write the files of an archive below `into`, all or none. Raises PortRefused("npm_archive") for a suspect one."""
    try:
        with tarfile.open(archive, "r:gz") as opened:
            contents = list(_contents(opened))
    except (tarfile.TarError, OSError, EOFError) as error:
        raise PortRefused("npm_archive") from error
    for path, content in contents:
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return into / _ROOT


def _pack(package: str, folder: Path, seconds: float) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise PortUnavailable("npm is not on this machine")
    command = [npm, "pack", package, "--ignore-scripts", "--silent", "--pack-destination", str(folder)]
    try:
        # No shell, and the only word of ours from outside is a name checked above.
        subprocess.run(  # noqa: S603
            command, cwd=folder, check=True, timeout=seconds, stdin=subprocess.DEVNULL, capture_output=True
        )
    except subprocess.TimeoutExpired as error:
        raise PortUnavailable(f"the registry did not answer within {seconds:g} s") from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise PortUnavailable("npm could not fetch it") from error


def _contents(opened: tarfile.TarFile) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Plain files below `package/`, bounded. Links, devices and paths that climb refuse the whole archive."""
    left = MOST_BYTES_IN_ALL
    for number, member in enumerate(opened):
        if number >= MOST_MEMBERS:
            raise PortRefused("npm_archive")
        if member.isdir():
            continue
        left -= member.size
        path = PurePosixPath(member.name)
        if not member.isfile() or member.size > MOST_BYTES or left < 0 or not _is_inside(path):
            raise PortRefused("npm_archive")
        stream = opened.extractfile(member)
        yield path, b"" if stream is None else stream.read(MOST_BYTES)


def _is_inside(path: PurePosixPath) -> bool:
    parts = path.parts
    return len(parts) > 1 and parts[0] == _ROOT and ".." not in parts and not any("\\" in part for part in parts)
