"""Reading aids: what people are shown (`reading`), what authors work on (`authoring`). Finding them is `search`."""

from mob.catalogue.selectors.authoring import aids, editing, history, publication_problems, visible_to
from mob.catalogue.selectors.reading import published, titles, version

__all__ = ["aids", "editing", "history", "publication_problems", "published", "titles", "version", "visible_to"]
