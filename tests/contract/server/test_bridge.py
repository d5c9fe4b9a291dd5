"""What reaches the application, and what never does: limits, pace, lengths, forged headers."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.contract.server.conftest import Reply, Start, Worker, read_reply, request, wait_until

MB = 1_000_000


@pytest.fixture(scope="module")
def shared_worker(start: Start) -> Worker:
    return start()


@pytest.fixture
def worker(shared_worker: Worker) -> Worker:
    """At rest: what the test before left, hundreds of broken connections among it, has been answered."""
    plain = request("GET", "/")
    assert wait_until(lambda: all(shared_worker.ask(plain).status == 200 for _ in range(20)))
    return shared_worker


@pytest.fixture
def own_worker(start: Start) -> Worker:
    """For tests that stop it."""
    return start()


def test_a_request_reaches_the_application_as_wsgi(worker: Worker) -> None:
    body = os.urandom(300_000)
    reply = worker.ask(
        request("POST", "/a%20b/%C3%A9?x=%20y", "Content-Type: text/x", "X-One: 1", "X-One: 2", body=body)
    )
    told = reply.json()
    assert reply.status == 200
    assert told["PATH_INFO"].encode("latin-1").decode() == "/a b/é"
    assert told["QUERY_STRING"] == "x=%20y"
    assert told["CONTENT_TYPE"] == "text/x"
    assert told["CONTENT_LENGTH"] == str(len(body))
    assert told["HTTP_X_ONE"] == "1,2"
    assert told["sha256"] == hashlib.sha256(body).hexdigest()
    assert told["REMOTE_ADDR"] == "127.0.0.1"
    assert reply.headers["server"] == "moB"


def test_head_has_the_headers_and_no_body(worker: Worker) -> None:
    with worker.connect(request("HEAD", "/large?1000")) as connection:
        connection.settimeout(1)
        head = connection.recv(4096)
        assert b"content-length: 1000" in head
        assert head.endswith(b"\r\n\r\n")


def test_a_failure_outside_any_view_is_a_500_and_the_worker_lives(worker: Worker) -> None:
    assert worker.ask(request("GET", "/broken")).status == 500
    assert worker.ask(request("GET", "/")).status == 200


@pytest.mark.parametrize(("size", "status"), [(MB, 200), (MB + 1, 413)])
@pytest.mark.abuse(74)
def test_the_limit_of_a_body_is_exact(worker: Worker, size: int, status: int) -> None:
    assert worker.ask(request("POST", "/", body=b"x" * size)).status == status


@pytest.mark.parametrize(("size", "status"), [(10_500_000, 200), (10_500_001, 413)])
def test_an_upload_has_a_limit_of_its_own(worker: Worker, size: int, status: int) -> None:
    reply = worker.ask(request("POST", "/upload", "Cookie: a=b", body=b"x" * size))
    assert reply.status == status


def chunked(*chunks: bytes, ended: bool = True) -> bytes:
    head = request("POST", "/", "Transfer-Encoding: chunked")
    return head + b"".join(b"%x\r\n%b\r\n" % (len(c), c) for c in chunks) + (b"0\r\n\r\n" if ended else b"")


def test_a_chunked_body_is_read_whole(worker: Worker) -> None:
    told = worker.ask(chunked(b"abc", b"d" * 70_000)).json()
    assert told["CONTENT_LENGTH"] == "70003"


@pytest.mark.abuse(74)
def test_a_chunked_body_has_the_same_limit(worker: Worker) -> None:
    assert worker.ask(chunked(*[b"x" * 100_000] * 10)).status == 200
    assert worker.ask(chunked(*[b"x" * 100_000] * 10, b"x")).status == 413


@pytest.mark.parametrize("data", [chunked(b"abc", ended=False), request("POST", "/", body=b"abc", length=10)])
def test_a_body_cut_short_never_reaches_the_application(worker: Worker, data: bytes) -> None:
    with worker.connect(data) as connection:
        connection.shutdown(socket.SHUT_WR)
        assert read_reply(connection).status in (0, 400)


def test_a_body_longer_than_declared_is_not_read_as_part_of_it(worker: Worker) -> None:
    reply = worker.ask(request("POST", "/", "Connection: close", body=b"abcdef", length=3))
    assert reply.json()["length"] == 3


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET http://evil/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
        (request("GET", "/" + "a" * 9_000), 414),
        (request("GET", "/", "X: " + "a" * 40_000), 431),
        (request("GET", "/", *[f"X{n}: 1" for n in range(200)]), 431),
    ],
)
def test_malformed_requests_are_refused(worker: Worker, data: bytes, status: int) -> None:
    assert worker.ask(data).status == status


@pytest.mark.abuse(92)
def test_nobody_may_say_who_he_is(worker: Worker) -> None:
    claims = ("X-Forwarded-For: 9.9.9.9", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil", "X-Real-Ip: 9.9.9.9")
    told = worker.ask(request("GET", "/", *claims, "X_Forwarded_For: 9.9.9.9", "Proxy: http://evil")).json()
    assert told["REMOTE_ADDR"] == "127.0.0.1"
    assert told["wsgi.url_scheme"] == "http"
    assert not [key for key in told if "FORWARDED" in key or "REAL_IP" in key or key == "HTTP_PROXY"]


def test_a_known_proxy_is_believed(start: Start) -> None:
    worker = start("--trust", "127.0.0.0/8")
    told = worker.ask(request("GET", "/", "X-Forwarded-For: 6.6.6.6, 9.9.9.9", "X-Forwarded-Proto: http, https")).json()
    assert told["REMOTE_ADDR"] == "9.9.9.9"
    assert told["wsgi.url_scheme"] == "https"


def test_rights_are_asked_before_the_body_is_read(worker: Worker) -> None:
    with worker.connect(request("POST", "/upload", length=10 * MB)) as connection:
        assert read_reply(connection).status == 403


def test_a_refused_client_that_goes_on_sending_gets_to_read_why(worker: Worker) -> None:
    with worker.connect(request("POST", "/upload", length=10 * MB)) as connection:
        for _ in range(100):
            connection.sendall(b"x" * 100_000)
        assert read_reply(connection).status == 403


def test_a_client_that_asks_first_is_answered_before_it_sends(worker: Worker) -> None:
    with worker.connect(request("POST", "/upload", "Expect: 100-continue", length=10 * MB)) as connection:
        assert read_reply(connection).status == 403
    with worker.connect(request("POST", "/", "Expect: 100-continue", length=3)) as connection:
        assert b"100 Continue" in connection.recv(100)
        connection.sendall(b"abc")
        assert read_reply(connection).json()["length"] == 3


@pytest.mark.abuse(74)
def test_beyond_the_budget_uploads_are_put_off_and_others_served(start: Start) -> None:
    worker = start("--inflight", str(15 * MB))
    first = worker.connect(request("POST", "/upload", "Cookie: a=b", length=10 * MB))
    first.sendall(b"x" * 5 * MB)
    time.sleep(0.2)
    refused = worker.ask(request("POST", "/upload", "Cookie: a=b", body=b"x" * 10 * MB))
    assert refused.status == 503
    assert int(refused.headers["retry-after"]) > 0
    assert worker.ask(request("POST", "/", body=b"x" * MB)).status == 200
    first.sendall(b"x" * 5 * MB)
    assert read_reply(first).status == 200
    first.close()
    assert worker.ask(request("POST", "/upload", "Cookie: a=b", body=b"x" * 10 * MB)).status == 200


def closed_after(connection: socket.socket) -> tuple[float, Reply]:
    start = time.monotonic()
    try:
        reply = read_reply(connection)
    except ConnectionResetError:
        reply = Reply(0, {}, b"")
    return time.monotonic() - start, reply


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: local"])
def test_headers_that_do_not_come_are_cut(start: Start, sent: bytes) -> None:
    worker = start(HEADER_SECONDS=1)
    with worker.connect(sent) as connection:
        seconds, reply = closed_after(connection)
    assert reply.status == 0
    assert 0.5 < seconds < 3


def test_a_body_that_stops_is_cut(start: Start) -> None:
    worker = start(WINDOW_SECONDS=1)
    with worker.connect(request("POST", "/", body=b"x" * 500, length=2_000)) as connection:
        seconds, reply = closed_after(connection)
    assert reply.status == 408
    assert 0.5 < seconds < 3


def test_a_body_that_drips_is_cut_and_one_that_keeps_the_pace_is_not(start: Start) -> None:
    worker = start(WINDOW_SECONDS=1)

    def send(bytes_each: int) -> int:
        with worker.connect(request("POST", "/", length=30 * bytes_each)) as connection:
            try:
                for _ in range(30):
                    connection.sendall(b"x" * bytes_each)
                    time.sleep(0.1)
            except OSError:
                return 408
            return read_reply(connection).status

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, (50, 300))) == [408, 200]


def test_no_body_outlasts_the_deadline(start: Start) -> None:
    worker = start(WINDOW_SECONDS=1, BODY_SECONDS=2, MIN_RATE=10)
    with worker.connect(request("POST", "/", length=10_000)) as connection:
        begun = time.monotonic()
        try:
            while time.monotonic() < begun + 10:
                connection.sendall(b"x" * 20)
                time.sleep(0.1)
        except OSError:
            pass
        assert time.monotonic() - begun < 6


def test_slow_bodies_do_not_slow_the_others(worker: Worker) -> None:
    def p95() -> float:
        times = []
        for _ in range(200):
            begun = time.perf_counter()
            assert worker.ask(request("GET", "/")).status == 200
            times.append(time.perf_counter() - begun)
        return statistics.quantiles(times, n=20)[18]

    normal = p95()
    slow = [worker.connect(request("POST", "/", body=b"x" * 10, length=MB)) for _ in range(300)]
    loaded = p95()
    for connection in slow:
        connection.close()
    assert loaded < max(2 * normal, 0.010), f"{normal * 1000:.1f} ms became {loaded * 1000:.1f} ms"


def test_a_queue_that_is_too_long_is_said(start: Start) -> None:
    worker = start(QUEUE_PER_THREAD=0)
    with ThreadPoolExecutor(12) as pool:
        replies = list(pool.map(lambda _: worker.ask(request("GET", "/sleep?1")), range(12)))
    assert sorted({reply.status for reply in replies}) == [200, 503]
    assert sum(reply.status == 200 for reply in replies) == 4


def test_an_answer_nobody_reads_is_given_up(worker: Worker) -> None:
    connection = worker.connect(request("GET", f"/large?{20 * MB}"))
    time.sleep(0.3)
    assert worker.ask(request("GET", "/")).status == 200
    connection.close()


def test_told_to_stop_it_finishes_what_is_open(own_worker: Worker) -> None:
    worker = own_worker
    with worker.connect(request("GET", "/sleep?0.5")) as connection:
        time.sleep(0.1)
        worker.process.send_signal(signal.SIGTERM)
        assert read_reply(connection).status == 200
    assert worker.process.wait(timeout=5) == 0


def test_told_to_stop_it_does_not_wait_for_a_slow_body(own_worker: Worker) -> None:
    worker = own_worker
    with worker.connect(request("POST", "/", body=b"x", length=1000)):
        time.sleep(0.1)
        worker.process.send_signal(signal.SIGTERM)
        assert worker.process.wait(timeout=5) == 0


def test_a_thousand_idle_connections_do_not_slow_the_others_and_are_cut(start: Start) -> None:
    worker = start(HEADER_SECONDS=4)
    idle = [worker.connect(b"GET / HTTP/1.1\r\nHost: a\r\n" if n % 2 else b"") for n in range(1000)]
    begun = time.monotonic()
    for _ in range(20):
        assert worker.ask(request("GET", "/")).status == 200
    assert time.monotonic() - begun < 2
    assert all(closed_after(connection)[1].status == 0 for connection in idle)
    assert time.monotonic() - begun < 10
    for connection in idle:
        connection.close()


def test_fifty_large_uploads_at_once_stay_within_the_budget(start: Start) -> None:
    budget = 100 * MB
    worker = start("--inflight", str(budget))
    before = worker.peak_memory()
    body = b"x" * 9_990_000

    def send(_: int) -> int:
        try:
            return worker.ask(request("POST", "/upload", "Cookie: a=b", body=body), timeout=60).status
        except OSError:
            return 0

    with ThreadPoolExecutor(50) as pool:
        statuses = Counter(pool.map(send, range(50)))
    assert set(statuses) <= {200, 503}, statuses
    assert statuses[200] >= budget // len(body)
    # What the budget counts, and for each of the four threads one copy that the application makes.
    assert worker.peak_memory() - before < budget + 4 * len(body) + 60 * MB
