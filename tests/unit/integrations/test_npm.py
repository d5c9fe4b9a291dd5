"""An archive from a registry is unpacked whole and inside its folder, or not at all."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from mob.integrations import npm
from mob.kernel.ports import PortRefused, PortUnavailable


def archive(folder: Path, *members: tarfile.TarInfo, content: bytes = b"{}") -> Path:
    path = folder / "x.tgz"
    with tarfile.open(path, "w:gz") as opened:
        for member in members:
            if member.isfile():
                member.size = len(content)
            opened.addfile(member, io.BytesIO(content))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def test_plain_files_are_written_below_the_folder(tmp_path):
    folder = npm.unpack(archive(tmp_path, member("package/a.json"), member("package/dist/b.js")), tmp_path / "out")
    assert (folder / "dist" / "b.js").read_bytes() == b"{}"


@pytest.mark.parametrize(
    "bad",
    [
        member("package/../../evil"),
        member("/etc/evil"),
        member("elsewhere/evil"),
        member("package/..\\evil"),
        member("package/link", tarfile.SYMTYPE, "/etc/passwd"),
        member("package/link", tarfile.LNKTYPE, "package/a.json"),
        member("package/pipe", tarfile.FIFOTYPE),
    ],
)
def test_a_suspect_member_refuses_the_archive_and_writes_nothing(tmp_path, bad):
    with pytest.raises(PortRefused, match="npm_archive"):
        npm.unpack(archive(tmp_path, member("package/a.json"), bad), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("bound", ["MOST_BYTES", "MOST_BYTES_IN_ALL", "MOST_MEMBERS"])
def test_an_archive_beyond_measure_is_refused(tmp_path, monkeypatch, bound):
    monkeypatch.setattr(npm, bound, 1)
    with pytest.raises(PortRefused):
        npm.unpack(archive(tmp_path, member("package/a"), member("package/b"), content=b"many bytes"), tmp_path / "out")


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "x.tgz").write_bytes(b"not gzip")
    with pytest.raises(PortRefused):
        npm.unpack(tmp_path / "x.tgz", tmp_path / "out")


@pytest.mark.parametrize("name", ["../x", "--help", "https://exemple.fr/x.tgz", "git+ssh://x", "a b", "@x", ""])
def test_only_the_name_of_a_package_is_asked_for(tmp_path, name, monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("npm was run"))
    with pytest.raises(PortRefused, match="npm_name"):
        npm.fetch(name, tmp_path / "out")


def test_a_machine_without_npm_and_a_silent_registry_are_told_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(npm.shutil, "which", lambda _: None)
    with pytest.raises(PortUnavailable, match="not on this machine"):
        npm.fetch("@betagouv/aides-velo", tmp_path / "a")
    monkeypatch.setattr(npm.shutil, "which", lambda _: "/usr/bin/npm")

    def hang(*_: object, **options: float) -> None:
        raise subprocess.TimeoutExpired("npm", options["timeout"])

    monkeypatch.setattr(npm.subprocess, "run", hang)
    with pytest.raises(PortUnavailable, match="did not answer within 2 s"):
        npm.fetch("@betagouv/aides-velo", tmp_path / "b", seconds=2)
