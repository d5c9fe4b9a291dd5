"""What every antivirus adapter holds: the embedded one always, clamd where it listens; how its client fails."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from mob.documents.ports import Antivirus
from mob.integrations import antivirus
from mob.integrations.clamav import Clamav
from mob.integrations.signatures import Signatures
from mob.kernel.ports import PortUnavailable
from tests.corpus import images, papers
from tests.services import CLAMAV_URL

ADAPTERS = [
    pytest.param("signatures:", id="signatures"),
    pytest.param(CLAMAV_URL, id="clamd", marks=pytest.mark.clamav),
]


@pytest.fixture(params=ADAPTERS)
def scanner(request: pytest.FixtureRequest) -> Antivirus:
    return antivirus.from_url(request.param)


@pytest.mark.parametrize("clean", [b"x", papers.plain(), images.jpeg(64, 64), papers.of_size(10_000_000)], ids=len)
def test_an_ordinary_file_is_clean(scanner: Antivirus, clean: bytes) -> None:
    result = scanner.scan(clean)
    assert result.is_clean
    assert result.engine
    assert result.database


@pytest.mark.parametrize("infected", [papers.EICAR, papers.with_eicar_in_stream()], ids=["plain", "in a PDF stream"])
def test_the_test_virus_is_found(scanner: Antivirus, infected: bytes) -> None:
    result = scanner.scan(infected)
    assert not result.is_clean
    assert "eicar" in str(result.infection).lower()


def test_the_embedded_one_finds_it_wherever_the_stream_was_cut() -> None:
    import pikepdf

    for before in (0, 1 << 18, (1 << 18) - 30, 700_000):
        pdf = papers.new()
        pdf.Root.Extra = pdf.make_stream(bytes(before) + papers.EICAR + bytes(50))
        raw = papers.saved(pdf, recompress_flate=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
        assert papers.EICAR not in raw
        assert not Signatures().scan(raw).is_clean


def test_the_embedded_one_is_not_slowed_by_a_bomb() -> None:
    assert Signatures().scan(papers.bomb(1)).is_clean


@contextmanager
def _daemon(talk: Callable[[socket.socket], None]) -> Iterator[tuple[str, int]]:
    """Something that listens like clamd and then does as it likes, for each connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    try:
                        talk(line)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def _speaks(verdict: bytes, version: bytes = b"ClamAV 1.4.6/27500/Mon Jan  5 10:00:00 2026\0") -> Callable[..., None]:
    def talk(line: socket.socket) -> None:
        heard = line.recv(20)
        if heard.startswith(b"zVERSION"):
            line.sendall(version)
            return
        while not heard.endswith(bytes(4)):
            heard += line.recv(1 << 20)
        line.sendall(verdict)

    return talk


def test_the_report_names_engine_and_database() -> None:
    with _daemon(_speaks(b"stream: OK\0")) as address:
        result = Clamav(address).scan(b"x")
    assert (result.engine, result.database) == ("ClamAV 1.4.6", "27500 Mon Jan  5 10:00:00 2026")


@pytest.mark.parametrize(
    "verdict",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OK",
        b"stream: OKAY\0",
        b"OK\0",
        b"\0",
        b"",
        b"HTTP/1.1 200 OK\r\n\r\n\0",
        b"x" * 10_000,
        b"stream: OK\nstream: Eicar FOUND\0",
    ],
)
def test_anything_but_a_verdict_is_no_verdict(verdict: bytes) -> None:
    with _daemon(_speaks(verdict)) as address, pytest.raises(PortUnavailable):
        Clamav(address, deadline=2).scan(b"x")


@pytest.mark.abuse(18)
def test_another_daemon_on_the_port_is_not_believed() -> None:
    with _daemon(_speaks(b"stream: OK\0", version=b"SSH-2.0-OpenSSH\0")) as address, pytest.raises(PortUnavailable):
        Clamav(address).scan(b"x")


@pytest.mark.abuse(18)
def test_a_daemon_that_hangs_is_given_up_at_the_deadline() -> None:
    released = threading.Event()
    with _daemon(lambda _: bool(released.wait(5))) as address:
        with pytest.raises(PortUnavailable):
            Clamav(address, deadline=0.2).scan(b"x")
        released.set()


def test_a_daemon_that_drips_is_given_up_at_the_deadline() -> None:
    def drip(line: socket.socket) -> None:
        line.settimeout(0.01)
        while True:
            line.sendall(b"C")
            try:
                line.recv(100)
            except TimeoutError:
                continue

    with _daemon(drip) as address, pytest.raises(PortUnavailable):
        Clamav(address, deadline=0.3).scan(b"x")


def test_nobody_there_is_unavailable(tmp_path: object) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
    for url in (f"clamd://{address[0]}:{address[1]}", f"clamd://{tmp_path}/none.sock"):
        with pytest.raises(PortUnavailable):
            antivirus.from_url(url).scan(b"x")


@pytest.mark.parametrize("url", ["", "clamd:", "http://127.0.0.1", "signature"])
def test_an_address_that_means_nothing_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="MOB_ANTIVIRUS_URL"):
        antivirus.from_url(url)
