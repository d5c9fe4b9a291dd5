"""Use cases of mandates: asking, answering, renewing, ending; recording one signed on paper; what the clock does."""

from mob.identity.mandates.services.answering import accept, decline, read_code
from mob.identity.mandates.services.asking import ask_by_code, ask_by_mail, cancel
from mob.identity.mandates.services.closing import end, end_at_desk, end_everything, sweep
from mob.identity.mandates.services.recording import record_on_paper
from mob.identity.mandates.services.renewing import renew
from mob.identity.mandates.services.using import note_use

__all__ = [
    "accept",
    "ask_by_code",
    "ask_by_mail",
    "cancel",
    "decline",
    "end",
    "end_at_desk",
    "end_everything",
    "note_use",
    "read_code",
    "record_on_paper",
    "renew",
    "sweep",
]
