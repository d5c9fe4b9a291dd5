"""Aids and their dated versions: content, custom fields, required proofs, publication, search, import and export."""
