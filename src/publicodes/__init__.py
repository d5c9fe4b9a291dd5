"""The publicodes rules language in Python. A library of its own: no Django, nothing of `mob`.

from publicodes import Engine
engine = Engine("prix: 300 €\naide:\n  valeur: 20% * prix\n  plafond: 50 €")
engine.with_situation({"prix": 150}).evaluate("aide").value  # 30.0
"""

from __future__ import annotations

from publicodes.engine import VERSION, Engine
from publicodes.errors import (
    EvaluationProblem,
    LimitReached,
    Place,
    PublicodesError,
    ReferenceProblem,
    SituationProblem,
    SyntaxProblem,
)
from publicodes.limits import Limits
from publicodes.values import UNDEFINED, Evaluation, Value

__version__ = VERSION

__all__ = [
    "UNDEFINED",
    "Engine",
    "Evaluation",
    "EvaluationProblem",
    "LimitReached",
    "Limits",
    "Place",
    "PublicodesError",
    "ReferenceProblem",
    "SituationProblem",
    "SyntaxProblem",
    "Value",
]
