"""Reading aids: what people are shown (`reading`), what authors work on (`authoring`). Finding them is `search`."""

from mob.catalogue.selectors.authoring import aids, editing, history, publication_problems, visible_to
from mob.catalogue.selectors.freshness import (
    freshness_of,
    keepers_of,
    possible_owners,
    report_of,
    to_look_at,
    watched_by_keeper,
)
from mob.catalogue.selectors.offering import offers, titles_of_aids
from mob.catalogue.selectors.reading import (
    aids_given_by,
    dated_versions,
    most_given,
    offered_by,
    published,
    reserved_to,
    slug_of,
    terms,
    titles,
    version,
    version_of,
)
from mob.catalogue.selectors.retaining import YEARS_KEPT, Retention, Retentions, retention_now, retentions
from mob.catalogue.selectors.ruling import Published, catalogue_stamp, published_versions, rule_book

__all__ = [
    "YEARS_KEPT",
    "Published",
    "Retention",
    "Retentions",
    "aids",
    "aids_given_by",
    "catalogue_stamp",
    "dated_versions",
    "editing",
    "freshness_of",
    "history",
    "keepers_of",
    "most_given",
    "offered_by",
    "offers",
    "possible_owners",
    "publication_problems",
    "published",
    "published_versions",
    "report_of",
    "reserved_to",
    "retention_now",
    "retentions",
    "rule_book",
    "slug_of",
    "terms",
    "titles",
    "titles_of_aids",
    "to_look_at",
    "version",
    "version_of",
    "visible_to",
    "watched_by_keeper",
]
