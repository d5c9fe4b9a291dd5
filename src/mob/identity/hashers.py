"""How passwords are hashed: Argon2id with a memory cost that a burst of sign-ins cannot turn into an outage."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """46 MiB, one pass, one lane (OWASP's first setting). Django's default takes 100 MiB and eight threads a hash."""

    memory_cost = 47_104
    time_cost = 1
    parallelism = 1
