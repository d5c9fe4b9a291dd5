"""The dossier: draft, life cycle, proofs it names, instruction, decision, correspondence."""
