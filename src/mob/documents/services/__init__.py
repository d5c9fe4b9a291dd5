"""Use cases of proofs: deposit, remove, sign the list of what was sent. Rights are checked by the caller's context."""

from mob.documents.services.depositing import deposit
from mob.documents.services.removing import remove
from mob.documents.services.sealing import seal_values
from mob.documents.services.signing import sign_manifest

__all__ = ["deposit", "remove", "seal_values", "sign_manifest"]
