"""Words of an installation that texts name in braces: `{publisher}` is replaced by what the host set. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Token, and the field of the settings that fills it.
TOKENS = {
    "publisher": "publisher",
    "publisher_address": "publisher_address",
    "publication_director": "publication_director",
    "hosting": "hosting",
    "contact_email": "contact_email",
    "contact_phone": "contact_phone",
    "contact_address": "contact_address",
    "contact_hours": "contact_hours",
    "data_protection": "data_protection",
    "site": "public_url",
}
# What a demonstration says where nobody set anything. Invented.
INVENTED = {
    "publisher": "Syndicat inventé des mobilités de l’Isère-Amont (démonstration)",
    "publisher_address": "1 place du Marché, 38950 Valmont-sur-Isère",
    "publication_director": "Camille Durand",
    "hosting": "Hébergeur inventé, 2 rue des Serveurs, 38950 Valmont-sur-Isère, 04 99 99 20 20",
    "contact_email": "aide@valmont.exemple.fr",
    "contact_phone": "04 99 99 10 10",
    "contact_address": "Maison des mobilités, 12 quai de l’Isère, 38950 Valmont-sur-Isère",
    "contact_hours": "du lundi au vendredi, de 9 h à 17 h",
    "data_protection": "donnees@valmont.exemple.fr",
}
# What a text may also name, alone in a paragraph: a part the page itself draws.
BLOCKS = frozenset({"data_map"})
IN_TEXT = re.compile(r"\{([a-z_]{1,40})\}")


def values(env: object, *, invents: bool) -> dict[str, str]:
    """Each token with what the settings say, empty when they say nothing. `invents`: a demonstration fills the rest."""
    said = {token: str(getattr(env, field)) for token, field in TOKENS.items()}
    return {token: text or (INVENTED.get(token, "") if invents else "") for token, text in said.items()}


def missing(env: object) -> list[str]:
    """The settings that pages need and nobody set, as their variables."""
    return [f"MOB_{field.upper()}" for field in TOKENS.values() if not getattr(env, field)]


def unknown_in(text: str) -> list[str]:
    """What a text names in braces and nothing fills."""
    return sorted({name for name in IN_TEXT.findall(text) if name not in TOKENS and name not in BLOCKS})


def variables(names: Iterable[str]) -> str:
    return ", ".join(f"MOB_{TOKENS[name].upper()}" for name in names)
