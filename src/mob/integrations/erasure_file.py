"""What was erased, a line each, in a file of the home folder: opaque ids and dates, no name.

Kept apart from the database on purpose. Whoever runs several hosts keeps each host's file.
"""

from __future__ import annotations

import os
from pathlib import Path

from mob.kernel.ports import PortUnavailable

NAME = "erasures.jsonl"


class ErasureFile:
    """Serves `identity.ports.ErasureLog`. Lines are appended in one write, so that two processes never mix them."""

    def __init__(self, home: Path) -> None:
        self._path = home / NAME

    def write(self, line: str) -> None:
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, f"{line}\n".encode())
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise PortUnavailable(f"{self._path} cannot be written") from error
