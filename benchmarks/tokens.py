#!/usr/bin/env python3
"""How many sign-ins and tokens one core gives in a second, how long a token takes at 200 a second, and key rotations.

    python -m benchmarks.tokens [--workers 2] [--clients 8] [--seconds 10] [--database postgres://…]

A product of its own is started as `mob demo` does. Four measures, over HTTP:

- sign-ins with a password (Argon2id), from the form to the session: 8 a second and core are wanted;
- refreshes, each rotating its token, and client-credential grants: 120 a second and core (Keycloak's published sizing);
- 200 token requests a second (half refreshes, half grants), sent at their time whatever the answers do: 95 in 100
  answered within 100 ms on 2 cores;
- three rotations of the signing keys under that load: no valid token refused, every ID token verifies.

Per core: what one second of the product's processor time gives. The load tool runs on the same cores.
"""

from __future__ import annotations

import argparse
import http.client
import json
import queue
import statistics
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from benchmarks import installation
from benchmarks.installation import Installation

_CALLBACK, _VERIFIER, _PASSWORD = "http://localhost:9/retour", "v" * 43, "Un mot de passe mesuré 2026 !"
_FORM = "application/x-www-form-urlencoded"
_CSRF = "bench" + "x" * 27
TARGETS = {"sign-ins": 8.0, "refreshes": 120.0, "client credentials": 120.0}
TARGET_RATE, TARGET_MS = 200, 100.0


@dataclass
class Line:
    """One connection kept open, and how long its answers took (ms)."""

    port: int
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, bytes]:
        said = {"Host": f"localhost:{self.port}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        begun = time.perf_counter()
        self._line.request(method, path, body=body or None, headers=said | ({"Content-Type": _FORM} if body else {}))
        answer = self._line.getresponse()
        content = answer.read()
        self.times.append((time.perf_counter() - begun) * 1000)
        return answer.status, content

    def token(self, client: list[str], **form: str) -> dict[str, Any]:
        """The token endpoint's answer. What it refuses is noted, never raised: the measure counts it."""
        said = {"client_id": client[0], "client_secret": client[1], **form}
        status, content = self.ask("POST", "/oidc/token", urlencode(said))
        if status != 200:
            self.wrong.append(f"{form['grant_type']}: {status} {content[:200]!r}")
            return {}
        return dict(json.loads(content))


@dataclass
class People:
    """What `token_people` made. `refresh`: the living refresh token of each linked person."""

    service: list[str]
    program: list[str]
    addresses: list[str]
    refresh: queue.SimpleQueue[str]


def made(product: Installation, linked: int, passwords: int) -> People:
    said = json.loads(product.run("-m", "benchmarks.token_people", str(linked), str(passwords)))
    line, living = Line(product.port), queue.SimpleQueue[str]()
    for code in said["codes"]:
        redeem = {"redirect_uri": _CALLBACK, "code_verifier": _VERIFIER, "code": code}
        answer = line.token(said["service"], grant_type="authorization_code", **redeem)
        if line.wrong:
            raise RuntimeError(line.wrong[0])
        living.put(answer["refresh_token"])
    return People(said["service"], said["program"], said["addresses"], living)


def refresh(line: Line, people: People) -> dict[str, Any]:
    """One person's token is changed for its successor."""
    token = people.refresh.get()
    answer = line.token(people.service, grant_type="refresh_token", refresh_token=token)
    if answer:
        people.refresh.put(answer["refresh_token"])
    return answer


def grant(line: Line, people: People) -> dict[str, Any]:
    return line.token(people.program, grant_type="client_credentials")


def sign_in(line: Line, address: str) -> None:
    """The form of somebody who has a password, from her own network."""
    form = {"email": address, "password": _PASSWORD, "csrfmiddlewaretoken": _CSRF}
    number = int("".join(filter(str.isdigit, address)))
    headers = {"Cookie": f"mob_csrf={_CSRF}", "X_Forwarded_For": f"10.0.{number // 250}.{number % 250 + 1}"}
    status, content = line.ask("POST", "/connexion/mot-de-passe", urlencode(form), **headers)
    if status not in (302, 303):
        line.wrong.append(f"sign-in: {status} {content[-300:]!r}")


def crowd(product: Installation, clients: int, work: Callable[[Line], None]) -> list[Line]:
    """Each client does its work on a connection of its own, all at once."""
    lines = [Line(product.port) for _ in range(clients)]
    threads = [threading.Thread(target=work, args=(line,)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return lines


def per_core(name: str, product: Installation, clients: int, seconds: float, step: Callable[[Line], object]) -> float:
    """As many as can be in a while: printed, and how many one second of the product's processor time gives."""
    end = time.perf_counter() + seconds

    def work(line: Line) -> None:
        while time.perf_counter() < end and step(line) is not StopIteration:
            pass

    before, begun = sum(product.processor_seconds().values()), time.perf_counter()
    lines = crowd(product, clients, work)
    elapsed, used = time.perf_counter() - begun, sum(product.processor_seconds().values()) - before
    times, wrong = [ms for line in lines for ms in line.times], [each for line in lines for each in line.wrong]
    if wrong:
        raise RuntimeError(f"{len(wrong)} refused, of which {wrong[0]}")
    rate = len(times) / used
    p50, p95 = statistics.quantiles(times, n=100)[49], statistics.quantiles(times, n=100)[94]
    print(
        f"{name:<20}{len(times):>7}{len(times) / elapsed:>10.0f}{used / len(times) * 1000:>10.1f}{rate:>12.0f}"
        f"{p50:>9.1f}{p95:>9.1f}"
    )
    return rate


@dataclass
class Steady:
    """Requests sent at their time whatever the answers do. `late`: from when each was due to its answer (ms)."""

    late: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    identities: list[str] = field(default_factory=list)


def steady(product: Installation, people: People, *, rate: int, seconds: float, clients: int) -> Steady:
    """`rate` token requests a second for a while, half refreshes and half grants."""
    due: queue.SimpleQueue[float | None] = queue.SimpleQueue()
    found, lock = Steady(), threading.Lock()

    def work(line: Line) -> None:
        for number, moment in enumerate(iter(due.get, None)):
            answer = refresh(line, people) if number % 2 else grant(line, people)
            late = (time.perf_counter() - moment) * 1000
            with lock:
                found.late.append(late)
                found.identities.extend([answer["id_token"]] if "id_token" in answer else [])

    def send() -> None:
        begun = time.perf_counter()
        for number in range(int(rate * seconds)):
            moment = begun + number / rate
            time.sleep(max(0.0, moment - time.perf_counter()))
            due.put(moment)
        for _ in range(clients):
            due.put(None)

    sender = threading.Thread(target=send)
    sender.start()
    found.wrong = [each for line in crowd(product, clients, work) for each in line.wrong]
    sender.join()
    return found


def rotations(product: Installation, people: People, clients: int) -> tuple[Steady, int]:
    """Three rotations while tokens are asked for and used. Returns what was refused, and ID tokens nobody can verify."""
    stop = threading.Event()
    mine = Line(product.port)
    held = refresh(mine, people)
    readers = Line(product.port)

    def read() -> None:
        while not stop.is_set():
            status, content = readers.ask("GET", "/oidc/userinfo", Authorization=f"Bearer {held['access_token']}")
            if status != 200:
                readers.wrong.append(f"userinfo: {status} {content[:200]!r}")
            time.sleep(0.01)

    def rotate() -> None:
        for _ in range(3):
            time.sleep(1.5)
            product.run("-m", "mob", "rotate-oidc-key")

    sides = [threading.Thread(target=read), threading.Thread(target=rotate)]
    for side in sides:
        side.start()
    found = steady(product, people, rate=60, seconds=9, clients=clients)
    sides[1].join()
    stop.set()
    sides[0].join()
    found.wrong += readers.wrong + mine.wrong
    return found, _unverified(product, [held["id_token"], *found.identities])


def _unverified(product: Installation, tokens: list[str]) -> int:
    """Every token of before, between and after the rotations, with the keys published now."""
    keys = KeySet.import_key_set(json.loads(Line(product.port).ask("GET", "/oidc/jwks")[1]))
    print(f"{len(keys.keys)} keys published; {len(tokens)} ID tokens to verify")
    wrong = 0
    for token in tokens:
        try:
            jwt.decode(token, keys, algorithms=["RS256"])
        except (JoseError, ValueError):
            wrong += 1
    return wrong


def _warmed(line: Line, people: People) -> None:
    for _ in range(10):
        grant(line, people)


def _addresses(people: People) -> Callable[[Line], object]:
    left = iter(people.addresses)
    lock = threading.Lock()

    def step(line: Line) -> object:
        with lock:
            address = next(left, None)
        if address is None:
            return StopIteration
        sign_in(line, address)
        return None

    return step


def measure(product: Installation, options: argparse.Namespace) -> bool:
    people = made(product, 400, options.sign_ins)
    crowd(product, options.clients, lambda line: _warmed(line, people))
    print(f"{'':<20}{'n':>7}{'a second':>10}{'ms each':>10}{'per core':>12}{'p50 ms':>9}{'p95 ms':>9}")
    steps: dict[str, Callable[[Line], object]] = {
        "client credentials": lambda line: grant(line, people),
        "refreshes": lambda line: refresh(line, people),
        "sign-ins": _addresses(people),
    }
    rates = {name: per_core(name, product, options.clients, options.seconds, step) for name, step in steps.items()}
    found = steady(product, people, rate=TARGET_RATE, seconds=options.seconds, clients=32)
    p95 = statistics.quantiles(found.late, n=100)[94]
    print(f"\n{TARGET_RATE} token requests a second for {options.seconds:.0f} s: p95 {p95:.1f} ms", end="")
    print(f", {len(found.wrong)} refused")
    turned, unverified = rotations(product, people, 16)
    print(
        f"three key rotations, {len(turned.late)} token requests: {len(turned.wrong)} refused, {unverified} unverified"
    )
    for each in (*found.wrong[:3], *turned.wrong[:3]):
        print(each)
    enough = all(rates[name] >= least for name, least in TARGETS.items())
    return enough and p95 < TARGET_MS and not (found.wrong or turned.wrong or unverified)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--sign-ins", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2, help="web workers of the product")
    parser.add_argument("--database", default="", help="postgres://… instead of SQLite; it is written to")
    options = parser.parse_args()
    print(installation.machine())
    chosen = {"MOB_DATABASE_URL": options.database} if options.database else {}
    fields = {"MOB_WEB_WORKERS": str(options.workers), "MOB_TRUSTED_PROXIES": "127.0.0.1", **chosen}
    with installation.demonstration(**fields) as product:
        kind = "PostgreSQL" if options.database else "SQLite"
        sync = installation.sync_milliseconds(product.home)
        print(f"{kind}, {options.workers} web worker(s); writing and syncing 4 kB takes {sync:.1f} ms here\n")
        return int(not measure(product, options))


if __name__ == "__main__":
    sys.exit(main())
