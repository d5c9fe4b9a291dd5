"""Back-ups: the whole of an installation in one file encrypted with age, and the way back on an empty machine.

`manifest` says what lies in a back-up, `sealing` is tar inside age, `database` takes and puts back the database,
`taking` and `restoring` are the two use cases. Format: `docs/reference/backup-format.md`.
"""

from mob.config.backup.restoring import check, restore
from mob.config.backup.sealing import CannotOpen, make_key
from mob.config.backup.taking import last_backup, take

__all__ = ["CannotOpen", "check", "last_backup", "make_key", "restore", "take"]
