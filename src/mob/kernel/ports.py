"""The port registry: which adapter serves which port. Filled by `config/wiring.py` alone, read by services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

P = TypeVar("P")


class PortUnavailable(Exception):
    """The component behind a port did not answer in time or not at all. Trying later may work."""


class PortRefused(Exception):
    """The component behind a port answered no. `reason` is a code, never shown raw."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_factories: dict[type[Any], Callable[[], Any]] = {}
_instances: dict[type[Any], Any] = {}


def plug(port: type[P], factory: Callable[[], P]) -> None:
    """Say which adapter serves the port; made at first use, once per process."""
    _factories[port] = factory
    _instances.pop(port, None)


def serve(port: type[P]) -> P:
    """The adapter of the port. Raises LookupError when the wiring forgot it."""
    if port not in _instances:
        if port not in _factories:
            raise LookupError(f"no adapter is plugged into {port.__name__}")
        _instances[port] = _factories[port]()
    instance: P = _instances[port]
    return instance
