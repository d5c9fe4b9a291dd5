"""The reference engine of the language, run in Node from its published package. Tests and measures only.

Packages are fetched by name and exact version with the ordinary client into a cache outside the repository, without
running any of their scripts.
"""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

ENGINE = "publicodes@1.10.3"
BICYCLES = "@betagouv/aides-velo@3.6.1"
SCRIPT = Path(__file__).with_name("oracle.mjs")
CACHE = Path(os.environ.get("MOB_TEST_NPM") or Path.home() / ".cache" / "mob-tests" / "npm")


@cache
def package(name: str) -> Path:
    """The folder of a package, fetched once a machine."""
    folder = CACHE / name.replace("/", "+")
    if not (folder / "package" / "package.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        packed = subprocess.run(
            ["npm", "pack", name, "--json", "--ignore-scripts", "--pack-destination", str(folder)],
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
        archive = folder / Path(json.loads(packed.stdout)[0]["filename"]).name
        with tarfile.open(archive) as content:
            content.extractall(folder, filter="data")
    return folder / "package"


def bicycle_rules() -> str:
    """The national model of bicycle aids, as compiled in its package (Apache-2.0)."""
    model = package(BICYCLES) / "publicodes-build" / "aides-velo.model.json"
    return model.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Reply:
    """`value` is None when not applicable; `defined` tells it from not defined. `error` instead of all that."""

    value: Any = None
    defined: bool = True
    unit: str | None = None
    missing: Mapping[str, int] | None = None
    error: str | None = None


class Oracle:
    """A Node process under one set of rules."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        engine = package(ENGINE) / "dist" / "index.js"
        self.process = subprocess.Popen(
            ["node", str(SCRIPT), str(engine)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.load_milliseconds = self.load(rules)

    def load(self, rules: Mapping[str, Any]) -> float:
        """Milliseconds to read the rules. Raises ValueError with the words of the reference engine."""
        reply = self._ask({"rules": rules})
        if "error" in reply:
            raise ValueError(reply["error"])
        return float(reply["milliseconds"])

    def evaluate(self, situation: Mapping[str, Any], targets: list[Any]) -> tuple[list[Reply], float]:
        """An answer a target, and the milliseconds taken inside Node."""
        reply = self._ask({"situation": situation, "targets": targets})
        if "error" in reply:
            return [Reply(error=reply["error"]) for _ in targets], 0.0
        return [Reply(**found) for found in reply["found"]], reply["milliseconds"]

    def _ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the reference engine stopped")
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.wait(timeout=10)

    def __enter__(self) -> Oracle:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
