"""A mail server that takes every mail and remembers its Message-ID."""

from __future__ import annotations

import re
import socketserver
import threading
import time
from collections import Counter
from types import TracebackType

# As long as a real server takes: some mails are under way whenever a process is killed.
_PAUSE = 0.1


class _Conversation(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if not line:
            return  # The client died before the end: nothing was taken.
        time.sleep(_PAUSE)
        found = re.search(rb"^Message-ID:\s*<([^>]+)>", b"".join(lines), re.MULTILINE | re.IGNORECASE)
        self.server.received[found[1].decode() if found else ""] += 1
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    """`received` counts mails by Message-ID. Listens on a free port of this machine while the context lasts."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.received: Counter[str] = Counter()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}?tls=none"

    def __enter__(self) -> Sink:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()
