"""The shares of identity in two accounts brought together: the account itself, services, mandates, needs."""

from mob.identity.merging.account import AccountMove
from mob.identity.merging.mandates import MandatesMove
from mob.identity.merging.needs import NeedsMove
from mob.identity.merging.services import ServicesMove

__all__ = ["AccountMove", "MandatesMove", "NeedsMove", "ServicesMove"]
