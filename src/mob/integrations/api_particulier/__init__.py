"""API Particulier v3 (DINUM): what the State's registers say of one person, read for one administration."""

from mob.integrations.api_particulier.client import ApiParticulier, NoRegister, from_url

__all__ = ["ApiParticulier", "NoRegister", "from_url"]
