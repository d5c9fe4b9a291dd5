"""The child that reads hostile files: it cannot write, it ends when it must, and the next file gets another one."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mob.documents.intake import sandbox as module
from mob.documents.intake.sandbox import Sandbox
from mob.kernel.errors import Invalid, Unavailable
from tests.corpus.build import made


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(children=2)
    yield box
    box.close()


def test_several_threads_share_a_few_children(sandbox: Sandbox) -> None:
    names = ["plain.pdf", "photograph.jpg", "screenshot.png"] * 6
    with ThreadPoolExecutor(6) as pool:
        files = list(pool.map(sandbox.accept, map(made, names)))
    assert [file.extension for file in files] == ["pdf", "jpg", "png"] * 6
    assert sandbox._idle.qsize() <= 2


def test_a_child_killed_while_idle_is_replaced_without_fault_of_the_next_file(sandbox: Sandbox) -> None:
    sandbox.accept(made("plain.pdf"))
    child = sandbox._idle.queue[0]
    os.kill(child.pid, signal.SIGKILL)
    child._process.wait()
    assert sandbox.accept(made("plain.pdf")).extension == "pdf"


def test_a_file_that_ends_its_child_is_refused_and_the_next_one_passes(sandbox: Sandbox) -> None:
    sandbox.accept(made("plain.pdf"))
    child = sandbox._idle.queue[0]
    os.kill(child.pid, signal.SIGSTOP)
    child._line.settimeout(0.2)  # a child that hangs is given up after its time
    with pytest.raises(Invalid, match="file_too_complex"):
        sandbox.accept(made("plain.pdf"))
    assert child._process.poll() is not None
    assert sandbox.accept(made("plain.pdf")).extension == "pdf"


def test_a_file_that_waits_too_long_for_its_turn_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WAIT_SECONDS", 0.01)
    with pytest.raises(Unavailable, match="intake_busy"):
        Sandbox(children=0).accept(made("plain.pdf"))


_CHILD = """
    import resource, sys
    from mob.documents.intake import worker
    worker.MEMORY_BYTES = int(sys.argv[2]) or worker.MEMORY_BYTES
    worker._give_up_rights()
    {act}
    print("survived")
"""


def _in_child(act: str, memory: int = 0) -> subprocess.CompletedProcess[str]:
    code = textwrap.dedent(_CHILD).format(act=act)
    environ = {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run([sys.executable, "-c", code, "0", str(memory)], capture_output=True, text=True, env=environ)


def test_a_child_cannot_write_a_file(tmp_path: Path) -> None:
    ended = _in_child(f"open({str(tmp_path / 'clear')!r}, 'wb', buffering=0).write(b'clear')")
    assert "survived" not in ended.stdout
    assert (tmp_path / "clear").stat().st_size == 0


def test_a_child_cannot_take_all_the_memory() -> None:
    ended = _in_child("bytearray(2_000_000_000)")
    assert "MemoryError" in ended.stderr


def test_children_end_with_the_process_that_made_them(sandbox: Sandbox) -> None:
    code = """
        import os, sys
        from mob.documents.intake import sandbox
        from tests.corpus import papers
        sandbox.accept(papers.plain())
        print(sandbox._sandbox[1]._idle.queue[0].pid, flush=True)
        os.kill(os.getpid(), 9)
    """
    environ = {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, env=environ)
    assert run.returncode == -signal.SIGKILL
    _wait_until_gone(int(run.stdout))


def _wait_until_gone(pid: int) -> None:
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended, _, _ = select.select([process], [], [], 10)
    os.close(process)
    assert ended, "the child outlived its parent"
