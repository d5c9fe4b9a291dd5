"""Who subscribes to what, which adapter serves which port. The only file that knows both sides."""

from __future__ import annotations

from datetime import timedelta


def connect() -> None:
    """Called once when the process is ready."""
    _connect_accounts()


def _connect_accounts() -> None:
    from mob.directory import selectors as directory
    from mob.identity import registry, services
    from mob.identity.personal_data import AccountData
    from mob.identity.ports import StaffRegister
    from mob.journal.registry import define_task
    from mob.journal.types import TaskKind
    from mob.kernel import ports

    ports.plug(StaffRegister, lambda: directory)  # type: ignore[type-abstract]
    registry.hold("account", AccountData())
    define_task(TaskKind("forget_codes", services.sweep, every=timedelta(hours=1)))
