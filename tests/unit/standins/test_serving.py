"""The process of the stand-ins: in a demonstration alone, one more child to keep alive."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from dataclasses import replace

import pytest

from mob.config import env as environment
from mob.config import standins
from mob.config.supervisor import _besides


def test_a_demonstration_keeps_both_alive_and_production_neither() -> None:
    env = replace(environment.load({}), public_url="http://localhost:8000")
    operator, served = _besides(env, 8001, 8002)
    assert served.command[2:] == [
        "mob.config.standins",
        "--parent",
        operator.command[4],
        "--public-url",
        "http://localhost:8000",
        "--port",
        "8002",
    ]
    assert _besides(env, None, None) == []
    assert _besides(replace(env, env="production"), 8001, 8002) == []


@pytest.mark.enable_socket
def test_it_answers_on_this_machine_alone_and_takes_no_long_body() -> None:
    server = standins.serve("http://localhost:8000", port=0)
    assert server.server_address[0] == "127.0.0.1"
    at = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with urllib.request.urlopen(f"{at}/franceconnect/api/v2/jwks", timeout=5) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
        with pytest.raises(urllib.error.HTTPError, match="413"):
            urllib.request.urlopen(f"{at}/franceconnect/api/v2/token", b"a" * 30_000, timeout=5)
    finally:
        server.shutdown()
        server.server_close()
