"""The `file:` mail transport: nothing leaves, the rows of `notifications` are the mailbox of a demonstration."""

from __future__ import annotations

from mob.notifications.types import OutgoingMessage


class Mailbox:
    """Accepts every mail. The fake beside `smtp`."""

    def carry(self, message: OutgoingMessage) -> None:
        """The row is already there."""
