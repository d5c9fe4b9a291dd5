"""Addresses' own kinds of words: the reference of an application, however it was typed."""

from __future__ import annotations

from mob.kernel.ids import normalise_reference


class ReferenceConverter:
    """`ABCD-2345`, `abcd2345`… one canonical form for the views; a wrong check character is no address at all."""

    regex = "[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}"

    def to_python(self, value: str) -> str:
        reference = normalise_reference(value)
        if reference is None:
            raise ValueError("not a reference")
        return reference

    def to_url(self, value: str) -> str:
        return value
