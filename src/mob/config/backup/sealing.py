"""A tar archive inside an age file (age-encryption.org/v1), written and read as a stream: nothing clear reaches the disk.

Opened without us by `age --decrypt -i KEY FILE | tar x`.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pyrage

from mob.config.backup.manifest import Entry, NotABackup

_CHUNK = 1 << 20


class CannotOpen(Exception):
    """The key, the recipient or the file cannot be used. The message is a sentence."""


def make_key(file: Path) -> str:
    """Write a new age identity to a file for its owner alone, never over another. Returns its public recipient."""
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CannotOpen(f"{file} cannot be made ({error.strerror})") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(f"# public key: {recipient}\n{identity}\n")
    return recipient


def recipients(texts: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """Public keys `age1…`. Raises CannotOpen."""
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in texts]
    except pyrage.RecipientError as error:
        raise CannotOpen("a recipient is a public key that begins with age1: `mob backup --make-key FILE`") from error


def identities(file: Path) -> list[pyrage.x25519.Identity]:
    """The private keys of an identity file, as `mob backup --make-key` or `age-keygen` write it. Raises CannotOpen."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="ascii").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except OSError as error:
        raise CannotOpen(f"{file} cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, pyrage.IdentityError) as error:
        raise CannotOpen(f"{file} is not a file of age keys") from error
    if not found:
        raise CannotOpen(f"{file} holds no key")
    return found


class Archive:
    """A back-up being written. `entries` lists what was added."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.entries: list[Entry] = []

    def add(self, name: str, content: bytes) -> str:
        """Returns the SHA-256 in hex."""
        digest = hashlib.sha256(content).hexdigest()
        self._tar.addfile(_info(name, len(content)), io.BytesIO(content))
        self.entries.append(Entry(name, len(content), digest))
        return digest

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
            stream.seek(0)
            self._tar.addfile(_info(name, size), stream)
        self.entries.append(Entry(name, size, digest))


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


@contextmanager
def sealed(target: Path, keys: Sequence[pyrage.x25519.Recipient]) -> Iterator[Archive]:
    """Write a back-up to a file that appears under its name only once it is whole and synced."""
    unfinished = target.with_name(f"{target.name}.part")
    try:
        with _private(unfinished) as out:
            with (
                _piped(lambda source: pyrage.encrypt_io(source, out, keys)) as sink,
                tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                yield Archive(tar)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        yield stream


@contextmanager
def _piped(consume: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """A stream to write to, consumed by a thread; what the thread raised is raised here."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []
    worker = threading.Thread(target=_run, args=(consume, reading, "rb", failed))
    worker.start()
    try:
        with suppress(BrokenPipeError), os.fdopen(writing, "wb") as sink:
            yield sink
    finally:
        worker.join()
    if failed:
        raise failed[0]


def _run(act: Callable[[IO[bytes]], None], descriptor: int, mode: str, failed: list[BaseException]) -> None:
    try:
        with suppress(BrokenPipeError), os.fdopen(descriptor, mode) as stream:
            act(stream)
    except Exception as error:
        failed.append(error)


class Content:
    """One member's bytes, read once. Raises NotABackup where they stop too early."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except tarfile.TarError as error:
            raise NotABackup("the back-up is damaged or cut short") from error


def opened(source: Path, keys: Sequence[pyrage.x25519.Identity]) -> Generator[tuple[str, Content], None, None]:
    """Each member of a back-up: its name and its content, to be read before the next. Raises CannotOpen, NotABackup.

    Callers close it: a thread feeds it.
    """
    reading, writing = os.pipe()
    failed: list[BaseException] = []
    worker = threading.Thread(target=_run, args=(_decrypting(source, keys), writing, "wb", failed), daemon=True)
    worker.start()
    problem: Exception | None = None
    try:
        with os.fdopen(reading, "rb") as clear:
            yield from _members(clear)
    except tarfile.TarError as error:
        problem = error
    finally:
        worker.join()
    if failed:
        raise _explained(source, failed[0])
    if problem:
        raise NotABackup(f"{source} is not a whole back-up") from problem


def _decrypting(source: Path, keys: Sequence[pyrage.x25519.Identity]) -> Callable[[IO[bytes]], None]:
    def decrypt(sink: IO[bytes]) -> None:
        with source.open("rb") as stream:
            pyrage.decrypt_io(stream, sink, keys)

    return decrypt


def _members(clear: IO[bytes]) -> Iterator[tuple[str, Content]]:
    with tarfile.open(fileobj=clear, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is not None:
                yield member.name, Content(content)
    while clear.read(_CHUNK):
        pass  # padding: read to the end, so that a file cut short is noticed


def _explained(source: Path, error: BaseException) -> Exception:
    if isinstance(error, pyrage.DecryptError) and "matching" in str(error):
        return CannotOpen("this back-up was not encrypted to this key")
    if isinstance(error, FileNotFoundError):
        return CannotOpen(f"{source} does not exist")
    return CannotOpen(f"{source} is damaged, cut short, or no back-up")
