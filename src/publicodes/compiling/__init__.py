"""Nodes to Python closures. A closure takes the run and answers (value, unit, missing)."""

from __future__ import annotations

from publicodes.compiling.compiler import Compiler
from publicodes.compiling.run import Answer, Run

__all__ = ["Answer", "Compiler", "Run"]
