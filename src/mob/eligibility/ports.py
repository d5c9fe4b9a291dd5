"""What eligibility needs from outside: a register that certifies facts of a person."""

from __future__ import annotations

from typing import Protocol

from mob.eligibility.certified.types import RegisterAnswer, RegisterSource


class SocialRegister(Protocol):
    """Served by an adapter of API Particulier, or by a stand-in of it."""

    def is_there(self) -> bool:
        """Whether this installation has one at all."""
        ...

    def read(self, source: RegisterSource, *, recipient: str, token: str = "", number: str = "") -> RegisterAnswer:
        """What the register says of one person, within seconds.

        `recipient`: SIRET of the administration it is read for. `token`: of a FranceConnect sign-in, alive for a
        minute; it is kept nowhere. `number`: what the source asks besides (`Asks`). Raises PortUnavailable when it may
        answer later (too many calls, down, slow); PortRefused with `not_found`, `token_dead`, `not_allowed`,
        `number_wrong` or `not_read`.
        """
        ...
