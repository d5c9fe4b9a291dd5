"""Use cases of authors: write, publish and withdraw aids, bring them in and out as files. One use case a file."""

from mob.catalogue.exchange.types import FileFormat, ImportReport, Outcome, RefusedLine, TakenLine
from mob.catalogue.services.create import create_aid
from mob.catalogue.services.edit import edit_aid
from mob.catalogue.services.exporting import export_aids
from mob.catalogue.services.importing import import_aids
from mob.catalogue.services.keeping_rules import keep_book
from mob.catalogue.services.publish import publish, unpublish
from mob.catalogue.services.retaining import set_retention

__all__ = [
    "FileFormat",
    "ImportReport",
    "Outcome",
    "RefusedLine",
    "TakenLine",
    "create_aid",
    "edit_aid",
    "export_aids",
    "import_aids",
    "keep_book",
    "publish",
    "set_retention",
    "unpublish",
]
