"""Sharing the accessibility profile with one service: giving and ending, asking and refusing, reading."""

from mob.identity.services.sharing.asking import SHARED, WAITING, ask, question_of, questions_of, refuse
from mob.identity.services.sharing.giving import narrow, share, stop, stop_link, stop_person
from mob.identity.services.sharing.reading import Reading, contact_of, looked, read
from mob.identity.services.sharing.telling import outdated, tell_changed
from mob.identity.services.sharing.views import Reader, may_be_offered, reader_of, readers_of, shares_of

__all__ = [
    "SHARED",
    "WAITING",
    "Reader",
    "Reading",
    "ask",
    "contact_of",
    "looked",
    "may_be_offered",
    "narrow",
    "outdated",
    "question_of",
    "questions_of",
    "read",
    "reader_of",
    "readers_of",
    "refuse",
    "share",
    "shares_of",
    "stop",
    "stop_link",
    "stop_person",
    "tell_changed",
]
