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
from mob.catalogue.services.checking_links import check_links
from mob.catalogue.services.create import create_aid
from mob.catalogue.services.edit import edit_aid
from mob.catalogue.services.exporting import export_aids
from mob.catalogue.services.following import follow_book
from mob.catalogue.services.importing import import_aids
from mob.catalogue.services.keeping_rules import keep_book
from mob.catalogue.services.publish import publish, unpublish
from mob.catalogue.services.reporting import due_reports, forget_reports, report_mistake, settle_report
from mob.catalogue.services.retaining import set_retention
from mob.catalogue.services.verifying import confirm_aid, set_owner

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
    "check_links",
    "confirm_aid",
    "create_aid",
    "due_reports",
    "edit_aid",
    "export_aids",
    "follow_book",
    "forget_reports",
    "import_aids",
    "keep_book",
    "publish",
    "report_mistake",
    "set_owner",
    "set_retention",
    "settle_report",
    "unpublish",
]
