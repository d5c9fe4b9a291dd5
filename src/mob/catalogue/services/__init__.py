"""Use cases of authors: write, publish and withdraw aids, bring them in and out as files. One use case a file."""

from mob.catalogue.exchange.types import (
    BookOffer,
    FileFormat,
    Followed,
    FollowedAid,
    FollowReport,
    FunderRecord,
    ImportReport,
    Outcome,
    RefusedLine,
    TakenLine,
)
from mob.catalogue.services.create import create_aid
from mob.catalogue.services.edit import edit_aid
from mob.catalogue.services.exporting import export_aids
from mob.catalogue.services.following import follow_book
from mob.catalogue.services.importing import import_aids
from mob.catalogue.services.keeping_rules import keep_book
from mob.catalogue.services.publish import publish, unpublish
from mob.catalogue.services.retaining import set_retention

__all__ = [
    "BookOffer",
    "FileFormat",
    "FollowReport",
    "Followed",
    "FollowedAid",
    "FunderRecord",
    "ImportReport",
    "Outcome",
    "RefusedLine",
    "TakenLine",
    "create_aid",
    "edit_aid",
    "export_aids",
    "follow_book",
    "import_aids",
    "keep_book",
    "publish",
    "set_retention",
    "unpublish",
]
