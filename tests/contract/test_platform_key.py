"""The platform's signing key: made once, whoever starts first, and readable by us alone."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mob.documents import jwk
from mob.integrations.platform_key import NAME, FileSigningKey
from mob.kernel.ports import PortUnavailable


def test_it_is_made_once_even_by_several_at_once(tmp_path: Path) -> None:
    keys = [FileSigningKey(tmp_path) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: key.make(), keys))
    assert len({key.private_jwk()["kid"] for key in keys}) == 1
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_its_name_is_its_thumbprint(tmp_path: Path) -> None:
    key = FileSigningKey(tmp_path)
    key.make()
    assert key.private_jwk()["kid"] == jwk.thumbprint(key.private_jwk())


def test_reading_never_makes_one(tmp_path: Path) -> None:
    with pytest.raises(PortUnavailable):
        FileSigningKey(tmp_path).private_jwk()
    assert list(tmp_path.iterdir()) == []
