"""The rules this product ships as files (`models/*.publicodes`), read once a process. What they mean is elsewhere."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from publicodes import Engine


@lru_cache(maxsize=8)
def engine(name: str) -> Engine:
    """The engine over `models/<name>.publicodes`, without any answer. Raises FileNotFoundError.

    Requests share it: each takes its own with `with_situation`, which is cheap, and never evaluates on this one.
    """
    file = files("mob.eligibility") / "models" / f"{name}.publicodes"
    return Engine.from_texts([(file.name, file.read_text(encoding="utf-8"))])
