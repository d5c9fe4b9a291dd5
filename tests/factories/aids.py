"""Contents of aids for tests: complete and publishable unless told otherwise. Invented names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from mob.catalogue.types import (
    AidContent,
    AidTexts,
    FieldContent,
    FieldKind,
    Level,
    Mode,
    Processing,
    ProofContent,
    ProofType,
    TerritoryCode,
    Words,
)
from mob.kernel.money import Cents

VALMONT = TerritoryCode("epci", "999900001")


def aid_content(title: str = "Prime vélo à assistance électrique", **changes: Any) -> AidContent:
    """An aid of the invented Métropole de Valmont, applied for here."""
    usual = AidContent(
        fr=AidTexts(
            title=title,
            promise="La métropole vous rembourse une partie de votre vélo.",
            conditions="Habiter l’une des communes de la métropole.",
        ),
        level=Level.EPCI,
        modes=(Mode.BICYCLE,),
        territories=(VALMONT,),
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
        max_amount=Cents(50_000),
        help_phone="04 00 00 00 00",
        fields=(FieldContent("prix", FieldKind.NUMBER, Words("Prix du vélo", "Price of the bicycle")),),
        proofs=(ProofContent("devis", ProofType.QUOTE, Words("Devis du vélo", "Quote for the bicycle")),),
    )
    return replace(usual, **changes)


def external_content(title: str = "Prime vélo régionale", **changes: Any) -> AidContent:
    """Information about an aid asked for elsewhere."""
    elsewhere = {
        "processing": Processing.EXTERNAL,
        "external_url": "https://www.exemple.fr/aide",
        "fields": (),
        "proofs": (),
    }
    return aid_content(title, **(elsewhere | changes))
