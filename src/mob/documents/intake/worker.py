"""The intake child: reads a file from a socket, answers with its safe form or the reason of a refusal, and again.

It gives up its rights before the first file: no file can be written (so clear bytes never reach a disk), memory is
bounded, a file that takes more processor time than allowed ends the process. When its parent ends, so does it: the
socket closes.
"""

from __future__ import annotations

import contextlib
import resource
import signal
import socket
import sys
from collections.abc import Callable

from mob.documents.intake import wire
from mob.documents.types import CleanFile
from mob.kernel.errors import Invalid

MEMORY_BYTES = 900_000_000  # address space: a 50-megapixel HEIC takes about 600 MB of it
CPU_SECONDS = 8.0


def main(descriptor: int) -> None:
    """Serve until the parent goes."""
    from mob.documents.intake import cleaning

    line = socket.socket(fileno=descriptor)
    _give_up_rights()
    wire.send(line, b"ready")
    with contextlib.suppress(wire.Closed, OSError):
        while True:
            raw = wire.receive(line)
            signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)  # its signal, never caught, ends the process
            answer = _answer(cleaning.accept, raw)
            signal.setitimer(signal.ITIMER_PROF, 0)
            del raw
            wire.send(line, *answer)
            del answer


def _answer(accept: Callable[[bytes], CleanFile], raw: bytes) -> tuple[bytes, ...]:
    try:
        file = accept(raw)
    except Invalid as error:
        return (wire.refusal(error),)
    except (MemoryError, RecursionError):
        return (wire.refusal(Invalid("file_too_complex")),)
    except Exception:  # a parser's surprise is a file that cannot be read, never a crash
        return (wire.refusal(Invalid("file_unreadable")),)
    return (wire.head_of(file), file.content)


def _give_up_rights() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent says when to stop


if __name__ == "__main__":
    main(int(sys.argv[1]))
