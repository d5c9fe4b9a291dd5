"""People who apply over HTTP while processes die around them, and who remember what they were told was done."""

from __future__ import annotations

import http.client
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from mob.config.demo import papers

AID = "/aides/prime-velo-electrique/demander"
ANSWERS = {
    "fait-type-velo": "electrique",
    "fait-prix-velo": "1490",
    "fait-deja-achete": "no",
    "fait-revenu-fiscal": "14200",
    "fait-parts-fiscales": "1",
}
PAPERS = ("devis", "justificatif-domicile")
_FORM = "application/x-www-form-urlencoded"
_PATIENCE = 60.0


@dataclass(frozen=True)
class Promises:
    """Applications and papers that the product said it had."""

    sent: tuple[str, ...]
    papers: tuple[tuple[str, str], ...]


@dataclass
class Acknowledged:
    """What the product answered it had done, and every status it ever answered with."""

    sent: list[str] = field(default_factory=list)
    papers: list[tuple[str, str]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def promises(self) -> Promises:
        """What was acknowledged up to now."""
        return Promises(tuple(self.sent), tuple(self.papers))


@dataclass
class Answer:
    status: int
    location: str
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


class Browser:
    """One person's. A request that gets no answer, or a 503, is made again, as she would."""

    def __init__(self, port: int, cookies: Mapping[str, str], told: Acknowledged) -> None:
        self._port = port
        self._token = secrets.token_hex(16)
        self._cookies = "; ".join(f"{k}={v}" for k, v in {**cookies, "mob_csrf": self._token}.items())
        self._told = told

    def get(self, path: str) -> Answer:
        return self._insist("GET", path, b"", "")

    def post(self, path: str, fields: Mapping[str, str | Sequence[str]], *, expect: int = 303) -> Answer:
        body = urlencode({**fields, "csrfmiddlewaretoken": self._token}, doseq=True).encode()
        return self._expect(expect, self._insist("POST", path, body, _FORM), path)

    def send_file(self, path: str, content: bytes, *, expect: int = 303) -> Answer:
        edge = secrets.token_hex(16)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self._token}\r\n'.encode(),
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="devis.pdf"\r\n'.encode(),
            b"Content-Type: application/pdf\r\n\r\n",
            content,
            f"\r\n--{edge}--\r\n".encode(),
        ]
        answer = self._insist("POST", path, b"".join(parts), f"multipart/form-data; boundary={edge}")
        return self._expect(expect, answer, path)

    def _expect(self, status: int, answer: Answer, path: str) -> Answer:
        if answer.status != status:
            words = " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())
            raise AssertionError(f"{path} answered {answer.status}: {words[:600]}")
        return answer

    def _insist(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                answer = self._once(method, path, body, kind)
            except (OSError, http.client.HTTPException):
                answer = Answer(0, "", b"")
            self._told.statuses[answer.status] += 1
            if answer.status not in (0, 503) or time.monotonic() > end:
                return answer
            time.sleep(0.1)

    def _once(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            headers = {"Cookie": self._cookies, **({"Content-Type": kind} if kind else {})}
            connection.request(method, path, body or None, headers)
            reply = connection.getresponse()
            return Answer(reply.status, reply.headers.get("Location", ""), reply.read())
        finally:
            connection.close()


def apply(browser: Browser, told: Acknowledged) -> None:
    """The whole of an application, from the aid's page to the receipt."""
    reference = browser.post(AID, {}).location.split("/")[2]
    base = f"/demandes/{reference}"
    browser.post(f"{base}/beneficiaire", {"kind": "self"})
    for code, value in ANSWERS.items():
        browser.post(f"{base}/question/{code}", {f"q-{code}": value})
    for code in PAPERS:
        browser.send_file(f"{base}/papiers/{code}", papers.pdf(code, [reference]))
        told.papers.append((reference, code))
    page = browser.get(f"{base}/envoyer").text
    signed = dict(re.findall(r'<input type="hidden" name="(version|digest)" value="([^"]*)"', page))
    browser.post(f"{base}/envoyer", signed)
    told.sent.append(reference)


class Crowd:
    """Several people at once, each taking the next set of cookies, until told to stop or nobody is left."""

    def __init__(self, port: int, cookies: list[dict[str, str]], *, at_once: int) -> None:
        self.told = Acknowledged()
        self._port = port
        self._next: Iterator[dict[str, str]] = iter(cookies)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(at_once)]

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let everyone finish what she is doing, unless the test has failed already."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=2 * _PATIENCE if kind is None else 0)

    def _run(self) -> None:
        while not self._stop.is_set():
            with self._lock:
                cookies = next(self._next, None)
            if cookies is None:
                return
            try:
                apply(Browser(self._port, cookies, self.told), self.told)
            except AssertionError as error:
                self.told.failures.append(str(error))
