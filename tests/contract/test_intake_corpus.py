"""The whole corpus through the sandbox: what must become of each file, how fast, and in how much memory."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mob.documents.intake import cleaning
from mob.documents.intake.sandbox import Sandbox
from mob.documents.types import MediaType
from mob.kernel.errors import Invalid
from mob.kernel.texts import text_of
from tests.corpus.build import ACCEPTED, REFUSED, made

MOST_SECONDS = 2.0
MOST_MEMORY_MB = 150


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(children=1)
    yield box
    box.close()


def _pid(sandbox: Sandbox) -> int:
    return sandbox._idle.queue[0].pid


def _memory_mb(pid: int, line: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(row.split()[1]) for row in status.splitlines() if row.startswith(line)) // 1024


def _cpu_seconds(pid: int) -> float:
    """Processor time rather than the clock's: the machine that runs the tests may be busy."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.abuse(71, 72, 73)
def test_a_hostile_or_useless_file_is_refused_quickly_in_little_memory(name: str, sandbox: Sandbox) -> None:
    raw, code = made(name), REFUSED[name][1]
    with pytest.raises(Invalid):
        sandbox.accept(b"warm up")
    pid = _pid(sandbox)
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    before, start = _memory_mb(pid, "VmRSS"), _cpu_seconds(pid)
    with pytest.raises(Invalid) as refusal:
        sandbox.accept(raw)
    assert refusal.value.code == code
    assert text_of(code, "fr", **refusal.value.params) != text_of(code, "en", **refusal.value.params)
    assert _pid(sandbox) == pid, "the child survived"
    assert _cpu_seconds(pid) - start < MOST_SECONDS
    assert _memory_mb(pid, "VmHWM") - before < MOST_MEMORY_MB


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_ordinary_file_is_accepted_and_what_comes_out_is_accepted_again(name: str, sandbox: Sandbox) -> None:
    file = sandbox.accept(made(name))
    assert file.extension in {"pdf", "jpg", "png", "webp"}
    again = sandbox.accept(file.content)
    assert again.media_type == file.media_type


@pytest.mark.parametrize("name", ["plain.pdf", "photograph.jpg", "screenshot.png", "screenshot.webp"])
@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9])
@pytest.mark.abuse(71)
def test_half_a_file_is_refused(name: str, keep: float) -> None:
    raw = made(name)
    with pytest.raises(Invalid):
        cleaning.accept(raw[: int(len(raw) * keep)])


@pytest.mark.parametrize(
    "name", ["plain.pdf", "photograph.jpg", "screenshot.png", "screenshot.webp", "photograph.heic"]
)
def test_a_damaged_file_is_made_safe_or_refused_and_nothing_else(name: str) -> None:
    raw = made(name)
    for step in range(1, 40):
        spot = len(raw) * step // 41
        damaged = raw[:spot] + bytes([raw[spot] ^ 0xFF]) + raw[spot + 1 :]
        with contextlib.suppress(Invalid):
            safe = cleaning.accept(damaged)
            # What was let through is whole: it is a file that would be let through again.
            assert cleaning.accept(safe.content).media_type is safe.media_type, spot


@pytest.mark.abuse(74)
def test_the_limit_is_exact() -> None:
    raw = made("exactly-10-MB.pdf")
    assert len(raw) == 10_000_000
    assert cleaning.accept(raw).media_type is MediaType.PDF
    with pytest.raises(Invalid, match="file_too_large"):
        cleaning.accept(raw + b"\n")
