"""The words of every error, by code, in French and English, each with the next step. One TOML file a context."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """`{code: {"fr": …, "en": …}}` from every file of this folder. A code defined twice is an error."""
    merged: dict[str, dict[str, str]] = {}
    for entry in sorted(files(__name__).iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        for code, words in tomllib.loads(entry.read_text(encoding="utf-8")).items():
            if code in merged:
                raise ValueError(f"{entry.name}: {code} is already defined")
            merged[code] = words
    return merged


def text_of(code: str, language: str = "fr", **params: object) -> str:
    """The sentence for a code. Raises KeyError for an unknown code, so that a test can find it."""
    words = catalogue()[code]
    return words["fr" if language.startswith("fr") else "en"].format(**params)
