"""Use cases of accounts, one a file: signing in, the profile, its protection, leaving."""

from mob.identity.services.declare import certify, declare
from mob.identity.services.preferences import change_preferences
from mob.identity.services.provision import provision

__all__ = ["certify", "change_preferences", "declare", "provision"]
