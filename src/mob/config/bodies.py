"""Reads request bodies without holding a thread: a minimum pace, an exact length, one budget of bytes a process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO

from mob.config import limits


class BodyRefusedError(Exception):
    """The body cannot be taken. `status` is the HTTP answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Budget:
    """Bytes of bodies held at once. Used from one event loop: no lock."""

    def __init__(self, total: int) -> None:
        self.left = total

    def take(self, size: int) -> None:
        """Reserve room. Raises BodyRefusedError(503) when there is none."""
        if size > self.left:
            raise BodyRefusedError(503)
        self.left -= size

    def give_back(self, size: int) -> None:
        self.left += size


@dataclass(slots=True)
class Room:
    """One body's share of the budget, given back whole when the request is over."""

    budget: Budget
    held: int = 0

    def hold(self, size: int) -> None:
        """Make the share at least this large. Raises BodyRefusedError(503)."""
        if size > self.held:
            self.budget.take(size - self.held)
            self.held = size

    def release(self) -> None:
        self.budget.give_back(self.held)
        self.held = 0


@dataclass(slots=True)
class Pace:
    """The deadline of a body: every window must bring its share of bytes, and all of them together must end."""

    now: float
    window_ends: float = 0.0
    ends: float = 0.0
    in_window: int = 0

    def __post_init__(self) -> None:
        self.window_ends, self.ends = self.now + limits.WINDOW_SECONDS, self.now + limits.BODY_SECONDS

    def came(self, size: int, now: float) -> None:
        """Note bytes that arrived; a window that got its share is followed by the next."""
        self.in_window += size
        if now >= self.window_ends and self.in_window >= limits.MIN_RATE * limits.WINDOW_SECONDS:
            self.window_ends, self.in_window = now + limits.WINDOW_SECONDS, 0

    def deadline(self, now: float) -> float:
        """When to give up if nothing more comes. A window that has its share already is waited for one window more."""
        has_share = self.in_window >= limits.MIN_RATE * limits.WINDOW_SECONDS
        return min(self.window_ends + limits.WINDOW_SECONDS * has_share, self.ends)


async def read(chunks: AsyncIterator[bytes], *, declared: int | None, max_bytes: int, room: Room) -> BytesIO:
    """The whole body, or BodyRefusedError: 400 wrong length, 408 too slow, 413 too large, 503 no room.

    `declared` is the Content-Length, None for a chunked body.
    """
    body = BytesIO()
    async for chunk in _paced(chunks):
        size = body.tell() + len(chunk)
        if size > max_bytes:
            raise BodyRefusedError(413)
        room.hold(size)
        body.write(chunk)
    if declared is not None and body.tell() != declared:
        raise BodyRefusedError(400)
    body.seek(0)
    return body


async def drain(chunks: AsyncIterator[bytes], *, declared: int | None) -> None:
    """Read and forget what a refused client goes on sending, so that it gets to read why. Never raises."""
    left = limits.MAX_DRAINED if declared is None else min(declared, limits.MAX_DRAINED)
    try:
        async for chunk in _paced(chunks):
            left -= len(chunk)
            if left <= 0:
                return
    except BodyRefusedError:
        return


async def _paced(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The chunks, as long as they come fast enough. Raises BodyRefusedError: 408 too slow, 400 cut short.

    The server ends a body with one empty chunk, and a body whose connection broke with two.
    """
    loop = asyncio.get_running_loop()
    pace, empty = Pace(loop.time()), 0
    while True:
        try:
            async with asyncio.timeout_at(pace.deadline(loop.time())):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            break
        except TimeoutError:
            raise BodyRefusedError(408) from None
        pace.came(len(chunk), loop.time())
        empty += not chunk
        if chunk:
            yield chunk
    if empty > 1:
        raise BodyRefusedError(400)
