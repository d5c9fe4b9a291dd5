"""Tables of facts that registers certified; beside them, the rules and questions that are shipped as data."""

from mob.eligibility.models.certified import Agreement, HeldFact, LegalBasis

__all__ = ["Agreement", "HeldFact", "LegalBasis"]
