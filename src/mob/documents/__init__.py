"""Proofs: intake, antivirus, encryption, storage, manifest. It knows no application, only an opaque owner."""
