"""A small SMTP server (RFC 5321) on the loopback, with scripted answers, for the contract of the mail port."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Script:
    """What the server answers, and what it received."""

    to_rcpt: str = "250 ok"
    to_data: str = "250 kept"
    greeting: str = "220 here"
    letters: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)


@contextmanager
def serving(script: Script) -> Iterator[int]:
    """Run the server for a while and give its port."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say(script.greeting)
            while line := self.rfile.readline():
                if not self._answer(line.decode("ascii", "replace").strip()):
                    return

        def _answer(self, line: str) -> bool:
            verb = line.split(" ")[0].upper().split(":")[0]
            if verb == "RCPT":
                script.recipients.append(line)
                self._say(script.to_rcpt)
            elif verb == "DATA":
                self._say("354 go on")
                letter = b""
                while not letter.endswith(b"\r\n.\r\n"):
                    letter += self.rfile.readline()
                script.letters.append(letter)
                if not script.to_data:
                    return False  # took the letter and hung up without a word
                self._say(script.to_data)
            elif verb == "QUIT":
                self._say("221 bye")
                return False
            else:
                self._say("250 ok")
            return True

        def _say(self, line: str) -> None:
            self.wfile.write(line.encode("ascii") + b"\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
