"""A back-up file opens for its key alone, tells when it was cut or changed, and never writes outside its place."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mob.config.backup import restoring, sealing
from mob.config.backup.manifest import FORMAT, MANIFEST, Manifest, NotABackup, parse
from mob.config.backup.sealing import CannotOpen

NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    sealing.make_key(tmp_path / "key.txt")
    return tmp_path / "key.txt"


@pytest.fixture
def made(tmp_path: Path, key: Path) -> Path:
    """A small back-up with one object."""
    write(tmp_path / "b.age", key, {"vault/docs/a/b.jwe": b"sealed" * 50_000})
    return tmp_path / "b.age"


def write(file: Path, key: Path, members: dict[str, bytes], *, forgotten: str = "") -> None:
    """A back-up of these members; the manifest does not know of the forgotten one."""
    public = key.read_text().split()[3]
    with sealing.sealed(file, sealing.recipients([public])) as archive:
        for name, content in members.items():
            archive.add(name, content)
        listed = tuple(entry for entry in archive.entries if entry.name != forgotten)
        told = Manifest(NOW, "1.0", "3.11", "sqlite", "3.40", "http://localhost", (), {}, 0, 0, (), listed)
        archive.add(MANIFEST, told.to_json().encode())


def names(file: Path, key: Path) -> list[str]:
    return [name for name, _ in sealing.opened(file, sealing.identities(key))]


def test_what_was_sealed_opens_with_its_key_and_is_whole(made: Path, key: Path) -> None:
    assert made.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert b"sealedsealed" not in made.read_bytes()
    told = restoring.check(made, key)
    assert [(entry.name, entry.size) for entry in told.entries] == [("vault/docs/a/b.jwe", 300_000)]
    assert parse(told.to_json()) == told


def test_keys_and_backups_are_for_their_owner_alone(made: Path, key: Path) -> None:
    assert {stat.S_IMODE(path.stat().st_mode) for path in (made, key)} == {0o600}


def test_a_key_is_never_written_over_another(key: Path) -> None:
    with pytest.raises(CannotOpen, match="cannot be made"):
        sealing.make_key(key)


def test_another_key_opens_nothing(made: Path, tmp_path: Path) -> None:
    sealing.make_key(tmp_path / "other.txt")
    with pytest.raises(CannotOpen, match="not encrypted to this key"):
        restoring.check(made, tmp_path / "other.txt")


@pytest.mark.parametrize("kept", [0, 10, 1000, 100_000, 300_000])
def test_a_file_cut_short_is_told(made: Path, key: Path, kept: int) -> None:
    made.write_bytes(made.read_bytes()[:kept])
    with pytest.raises((CannotOpen, NotABackup)):
        restoring.check(made, key)


@pytest.mark.parametrize("place", [300, 150_000, -5])
def test_a_flipped_bit_is_told(made: Path, key: Path, place: int) -> None:
    content = bytearray(made.read_bytes())
    content[place] ^= 1
    made.write_bytes(bytes(content))
    with pytest.raises((CannotOpen, NotABackup)):
        restoring.check(made, key)


def test_an_entry_that_the_manifest_does_not_list_is_told(tmp_path: Path, key: Path) -> None:
    write(tmp_path / "b.age", key, {"vault/docs/a/b.jwe": b"x"}, forgotten="vault/docs/a/b.jwe")
    with pytest.raises(NotABackup, match="is not listed"):
        restoring.check(tmp_path / "b.age", key)


def test_a_backup_without_manifest_is_told(tmp_path: Path, key: Path) -> None:
    public = sealing.recipients([key.read_text().split()[3]])
    with sealing.sealed(tmp_path / "b.age", public) as archive:
        archive.add("heads.txt", b"")
    with pytest.raises(NotABackup, match="no manifest"):
        restoring.check(tmp_path / "b.age", key)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "mob-backup/2"}', f'{{"format": "{FORMAT}"}}'])
def test_a_manifest_that_is_none_is_told(text: str) -> None:
    with pytest.raises(NotABackup):
        parse(text)


@pytest.mark.parametrize(
    "name", ["home/../x", "home/x", "home/demo-keys/../../x", "home/demo-keys/", "home//etc/passwd"]
)
def test_a_file_of_the_home_with_a_name_that_is_not_ours_is_refused(name: str) -> None:
    with pytest.raises(NotABackup, match="not ours"):
        restoring._home_name(name)


def test_what_fails_while_it_is_written_leaves_nothing(tmp_path: Path, key: Path) -> None:
    public = sealing.recipients([key.read_text().split()[3]])

    def fill() -> Iterator[None]:
        with sealing.sealed(tmp_path / "b.age", public) as archive:
            archive.add("heads.txt", b"x" * 3_000_000)
            raise OSError(28, "No space left on device")
        yield

    with pytest.raises(OSError, match="No space"):
        list(fill())
    assert [path.name for path in tmp_path.iterdir()] == ["key.txt"]


@pytest.mark.parametrize("text", ["", "age1xx", "AGE-SECRET-KEY-1", "ssh-rsa AAAA"])
def test_a_recipient_that_is_none_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(CannotOpen, match="begins with age1"):
        sealing.recipients([text])


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"hello\n", b"\xff"])
def test_a_file_that_holds_no_key_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "k").write_bytes(content)
    with pytest.raises(CannotOpen):
        sealing.identities(tmp_path / "k")
