"""Rules made with a form: the common shapes of an aid as values, the text they give, and how they are kept.

Pure. Running the text is `mob.eligibility.engines`; the form itself is a page of the administration.
"""

from mob.eligibility.shapes.keeping import from_json, to_json
from mob.eligibility.shapes.rules import problems
from mob.eligibility.shapes.types import (
    KINDS,
    STATES,
    STATUSES,
    Bonus,
    Bracket,
    Condition,
    Grant,
    Measure,
    Place,
    Shape,
    ShapeProblem,
    Source,
)
from mob.eligibility.shapes.writing import text_of

__all__ = [
    "KINDS",
    "STATES",
    "STATUSES",
    "Bonus",
    "Bracket",
    "Condition",
    "Grant",
    "Measure",
    "Place",
    "Shape",
    "ShapeProblem",
    "Source",
    "from_json",
    "problems",
    "text_of",
    "to_json",
]
