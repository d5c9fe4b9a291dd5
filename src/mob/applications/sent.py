"""What the funder received: the papers its signed list names, and no draft of a correction that was not sent."""

from __future__ import annotations

from mob.applications.views import Detail, ProofView
from mob.documents import manifest
from mob.documents import selectors as documents
from mob.kernel.errors import Invalid


def papers(detail: Detail) -> tuple[ProofView, ...]:
    """The papers to show the agent, in order. Without a genuine list, those that were sent and not replaced."""
    try:
        signed = manifest.verify(detail.manifest, documents.manifest_key(), detail.id)
    except Invalid:
        return tuple(proof for proof in detail.proofs if proof.is_submitted and proof.replaced_at is None)
    listed = {entry.document_id for entry in signed.entries}
    return tuple(proof for proof in detail.proofs if proof.is_submitted and proof.document_id in listed)
