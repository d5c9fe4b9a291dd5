"""Small packages of rules as publishers lay them out: a compiled model, and a data file that says who gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BASE: dict[str, Any] = {
    "aides": None,
    "aides . commune": {"valeur": "0 €"},
    "vélo": None,
    "vélo . prix": {"question": "Quel est le prix du vélo ?", "unité": "€"},
    "vélo . type": {"question": "Quel vélo ?", "type": "texte"},
    "vélo . électrique": "vélo . type = 'électrique'",
    "vélo . cargo": "vélo . type = 'cargo'",
    "vélo . adapté": "vélo . type = 'adapté'",
    "demandeur": None,
    "demandeur . âge": {"question": "Quel âge avez-vous ?", "unité": "an"},
    "demandeur . âge . majeur": "demandeur . âge >= 18 an",
    "revenu fiscal de référence par part": {"question": "Quel revenu ?", "unité": "€/an"},
    "localisation": None,
    "localisation . epci": {"question": "Quel EPCI ?", "type": "texte"},
    "localisation . code insee": {"question": "Quelle commune ?", "type": "texte"},
}
LYON: dict[str, Any] = {
    "titre": "Métropole Grand Lyon",
    "applicable si": {
        "toutes ces conditions": [
            "localisation . epci = 'Grand Lyon'",
            "revenu fiscal de référence par part <= 26200 €/an",
            "demandeur . âge . majeur",
        ]
    },
    "variations": [
        {"si": "vélo . cargo", "alors": {"valeur": "50 % * vélo . prix", "plafond": "600 €"}},
        {"si": "vélo . électrique", "alors": "200 €"},
    ],
    "lien": "http://exemple.fr/velo",
    "dernière mise à jour": "30/04/2025",
    "date de fin": "31/12/2030",
}
COLMAR: dict[str, Any] = {
    "titre": "Ville de Colmar",
    "applicable si": {"toutes ces conditions": ["localisation . code insee = '68066'", "vélo . électrique"]},
    "valeur": "100 €",
    "lien": "https://exemple.fr/colmar",
}
MONACO: dict[str, Any] = {"titre": "Monaco", "valeur": "400 €", "lien": "https://exemple.fr/monaco"}
GIVERS = {
    "aides . lyon": {"kind": "epci", "value": "Grand Lyon", "code": "200046977"},
    "aides . colmar": {"kind": "code insee", "value": "68066"},
    "aides . monaco": {"kind": "pays", "value": "Monaco"},
}
AIDS = {"aides . lyon": LYON, "aides . colmar": COLMAR, "aides . monaco": MONACO}


def script(givers: Mapping[str, Mapping[str, str]]) -> str:
    """The data file as bundlers write it: one variable an aid, then their index."""
    names = {target: f"aides___{number}$1" for number, target in enumerate(givers)}
    bodies = [
        f"var {names[target]} = {json.dumps({'collectivity': dict(giver)}, ensure_ascii=False, indent=1)};"
        for target, giver in givers.items()
    ]
    index = ",\n".join(f"\t{json.dumps(target, ensure_ascii=False)}: {name}" for target, name in names.items())
    return "\n".join(["//#region data", *bodies, "var aides_collectivities_default = {", index, "};", "//#endregion"])


def write(
    folder: Path,
    *,
    aids: Mapping[str, Any] = AIDS,
    base: Mapping[str, Any] = BASE,
    name: str = "@betagouv/aides-velo",
    version: str = "3.6.1",
) -> Path:
    """An unpacked package in `folder`."""
    (folder / "dist").mkdir(parents=True, exist_ok=True)
    (folder / "publicodes-build").mkdir(exist_ok=True)
    card = {"name": name, "version": version, "license": "Apache-2.0"}
    (folder / "package.json").write_text(json.dumps(card), encoding="utf-8")
    model = json.dumps({**base, **aids}, ensure_ascii=False)
    (folder / "publicodes-build" / "aides-velo.model.json").write_text(model, encoding="utf-8")
    givers = {target: GIVERS[target] for target in aids}
    (folder / "dist" / "data-Ab12.js").write_text(script(givers), encoding="utf-8")
    return folder
