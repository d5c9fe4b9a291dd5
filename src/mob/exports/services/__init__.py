"""The use cases of exports: ask, make, take, erase. Each takes its actor first; time is given."""

from mob.exports.services.asking import ask
from mob.exports.services.erasing import erase, erase_due, erase_of
from mob.exports.services.making import make
from mob.exports.services.taking import take

__all__ = ["ask", "erase", "erase_due", "erase_of", "make", "take"]
