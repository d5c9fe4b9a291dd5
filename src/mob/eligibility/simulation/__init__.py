"""The simulator's reckoning: for a commune and some answers, what every aid gives, and what to ask next.

Nothing of a person is stored: what she said comes with each call. Pages carry it; `running` reads the catalogue.
"""

from mob.eligibility.simulation.asking import Question
from mob.eligibility.simulation.running import explained, has_rules, official_page, question_of, run
from mob.eligibility.simulation.types import MOST_QUESTIONS, Estimate, Simulation, Situation

__all__ = [
    "MOST_QUESTIONS",
    "Estimate",
    "Question",
    "Simulation",
    "Situation",
    "explained",
    "has_rules",
    "official_page",
    "question_of",
    "run",
]
