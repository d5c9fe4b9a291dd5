"""How the web process and its intake child speak: frames of bytes on a socket pair, a small JSON head before a file."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

from mob.documents.types import CleanFile, IntakeNote, MediaType
from mob.kernel.errors import Invalid

_LENGTH = struct.Struct(">I")
_MOST = 64_000_000


class Closed(Exception):
    """The other side is gone, or speaks nonsense."""


def send(line: socket.socket, *frames: bytes) -> None:
    for frame in frames:
        line.sendall(_LENGTH.pack(len(frame)))
        line.sendall(frame)


def receive(line: socket.socket) -> bytes:
    """One frame. Raises Closed, or TimeoutError when the line has a time limit."""
    (length,) = _LENGTH.unpack(_exactly(line, _LENGTH.size))
    if length > _MOST:
        raise Closed
    return _exactly(line, length)


def _exactly(line: socket.socket, count: int) -> bytes:
    buffer = bytearray(count)
    view = memoryview(buffer)
    while view:
        read = line.recv_into(view)
        if not read:
            raise Closed
        view = view[read:]
    return bytes(buffer)


def head_of(file: CleanFile) -> bytes:
    members = {"media_type": file.media_type, "notes": file.notes, "sha256": file.original_sha256}
    return json.dumps(members).encode()


def refusal(error: Invalid) -> bytes:
    return json.dumps({"refused": error.code, "params": error.params}).encode()


def read_answer(line: socket.socket) -> CleanFile:
    """The child's answer. Raises the child's refusal (Invalid), or Closed."""
    head: dict[str, Any] = json.loads(receive(line))
    if "refused" in head:
        raise Invalid(head["refused"], **head["params"])
    notes = tuple(IntakeNote(note) for note in head["notes"])
    return CleanFile(receive(line), MediaType(head["media_type"]), notes, head["sha256"])
