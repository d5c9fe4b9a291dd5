"""When a process that died is started again."""

from __future__ import annotations

import signal
import sys

import pytest

from mob.config.env import BadSetting
from mob.config.supervisor import Child, _ending, listen


def ended(child: Child, at: float) -> float:
    """Start it at a time, let it end, and say how long it then waits."""
    child.start(at)
    assert child.process is not None
    child.process.wait()
    child.reap(at)
    return child.start_at - at


@pytest.fixture
def child() -> Child:
    return Child("worker", [sys.executable, "-c", ""])


def test_waits_double_and_stop_at_half_a_minute(child: Child) -> None:
    waits = [ended(child, at=0.0) for _ in range(11)]
    assert waits[:3] == [0.2, 0.4, 0.8]
    assert waits[-1] == 30.0


def test_one_that_lived_well_is_started_at_once(child: Child) -> None:
    for _ in range(5):
        ended(child, at=0.0)
    child.start(100.0)
    assert child.process is not None
    child.process.wait()
    child.reap(200.0)
    assert child.start_at == pytest.approx(200.1)


def test_one_that_lives_is_left_alone() -> None:
    child = Child("worker", [sys.executable, "-c", "import time; time.sleep(60)"])
    child.start(0.0)
    child.reap(1.0)
    assert child.process is not None
    child.tell(signal.SIGKILL)
    assert child.process.wait() == -signal.SIGKILL


def test_an_end_is_told_in_words() -> None:
    assert (_ending(1), _ending(-9)) == ("exit code 1", "signal 9")


@pytest.mark.enable_socket
def test_a_port_that_is_taken_names_another() -> None:
    taken = listen("127.0.0.1", 0)
    port = taken.getsockname()[1]
    with pytest.raises(BadSetting, match=rf"port {port} .* --port {port + 1}"):
        listen("127.0.0.1", port)
    taken.close()
