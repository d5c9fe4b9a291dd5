"""Use cases of authors: write, publish and withdraw aids, bring them in and out as files. One use case a file."""

from mob.catalogue.services.create import create_aid
from mob.catalogue.services.edit import edit_aid
from mob.catalogue.services.publish import publish, unpublish

__all__ = ["create_aid", "edit_aid", "publish", "unpublish"]
