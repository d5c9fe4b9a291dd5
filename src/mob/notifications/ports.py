"""What notifications need from outside: something that carries a mail."""

from __future__ import annotations

from typing import Protocol

from mob.notifications.types import OutgoingMessage


class MailTransport(Protocol):
    """Carries one mail. At least once: after a crash the same mail, with the same Message-ID, may go twice."""

    def carry(self, message: OutgoingMessage) -> None:
        """Returns once the mail is accepted.

        Raises PortUnavailable (try later) or PortRefused (this address or mail will never be accepted).
        """
