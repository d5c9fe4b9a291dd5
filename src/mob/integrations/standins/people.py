"""The invented people of the FranceConnect stand-ins, each with the script she acts. Nobody here exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mob.integrations.standins.cast import Script

# What the stand-in says of who stood behind it when a professional helper came; production's is told with the client.
AIDANTS_CONNECT = "aidants-connect"


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the State's services know of a person. None: they know nothing. `quotient` in euros a month.

    `is_down`: the services that hold her data do not answer.
    """

    quotient: int | None = None
    provider: str = "CNAF"
    is_student: bool = False
    scholarship_step: str = ""
    plate: str = ""
    is_down: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A scripted person. Pivot identity as FranceConnect gives it: INSEE codes of places, France is 99100.

    `about` is the sentence of the screen.
    """

    key: str
    about: str
    family_name: str
    given_names: tuple[str, ...]
    gender: str
    birth_date: str
    birth_place: str
    email: str
    birth_country: str = "99100"
    preferred_username: str = ""
    idp_id: str = "identite-inventee"
    script: Script = Script.NONE
    dossier: Dossier = field(default_factory=Dossier)

    @property
    def full_name(self) -> str:
        return f"{' '.join(self.given_names)} {self.preferred_username or self.family_name}"

    @property
    def identity(self) -> str:
        return self.key

    def claims(self) -> Mapping[str, Any]:
        """All that FranceConnect could give; the scopes choose."""
        found = {
            "given_name": " ".join(self.given_names),
            "given_name_array": list(self.given_names),
            "family_name": self.family_name,
            "preferred_username": self.preferred_username,
            "gender": self.gender,
            "birthdate": self.birth_date,
            "birthplace": self.birth_place,
            "birthcountry": self.birth_country,
            "email": self.email,
            "idp_id": self.idp_id,
            "idp_birthdate": self.birth_date,
            **{f"rnipp_{name}": value for name, value in self._checked().items()},
        }
        return {name: value for name, value in found.items() if value}

    def _checked(self) -> Mapping[str, Any]:
        """The same identity as the national register of people writes it (RNIPP)."""
        return {
            "given_name": " ".join(self.given_names),
            "given_name_array": list(self.given_names),
            "family_name": self.family_name,
            "gender": self.gender,
            "birthdate": self.birth_date,
            "birthplace": self.birth_place,
            "birthcountry": self.birth_country,
        }

    def details(self) -> Mapping[str, str]:
        """What the screen shows of her, in French."""
        year, month, day = self.birth_date.split("-")
        place = f"commune {self.birth_place}" if self.birth_place else f"pays {self.birth_country}"
        shown = {"Naissance": f"{day}/{month}/{year}, {place}", "Adresse": self.email or "aucune"}
        return shown | ({"Nom de naissance": self.family_name} if self.preferred_username else {})


def _troubled(key: str, about: str, first_name: str, script: Script) -> Person:
    """Somebody whose sign-in goes wrong: who she is matters less than what happens."""
    return Person(
        key, about, "Essai", (first_name,), "female", "1990-01-15", "38185", f"{key}@exemple.fr", script=script
    )


PEOPLE = (
    Person(
        "samira",
        "A déjà un compte dans cette démonstration.",
        "Haddad",
        ("Samira", "Leïla"),
        "female",
        "1991-04-02",
        "38185",
        "samira.haddad@exemple.fr",
        dossier=Dossier(quotient=742, plate="GA-384-MB"),
    ),
    Person(
        "lea",
        "N’a pas encore de compte. Fait des études avec une bourse.",
        "Marchand",
        ("Léa", "Rose"),
        "female",
        "2004-09-17",
        "69383",
        "lea.marchand@exemple.fr",
        dossier=Dossier(quotient=418, is_student=True, scholarship_step="5"),
    ),
    Person(
        "jeanne",
        "Porte un nom d’usage. Touche les prestations de la MSA.",
        "Lefèvre",
        ("Jeanne",),
        "female",
        "1979-11-30",
        "38421",
        "jeanne.roy@exemple.fr",
        preferred_username="Roy-Lefèvre",
        dossier=Dossier(quotient=2550, provider="MSA", plate="BX-207-RT"),
    ),
    Person(
        "amadou",
        "Est né à l’étranger : aucune commune de naissance.",
        "Traoré",
        ("Amadou",),
        "male",
        "1988-03-00",
        "",
        "amadou.traore@exemple.fr",
        birth_country="99335",
    ),
    Person(
        "marc",
        "A le même état civil qu’une autre personne de la démonstration.",
        "Aubry",
        ("Marc",),
        "male",
        "1985-11-20",
        "38185",
        "marc.aubry@exemple.fr",
    ),
    Person(
        "marc-bis",
        "A le même état civil que Marc Aubry ci-dessus, et un autre identifiant.",
        "Aubry",
        ("Marc",),
        "male",
        "1985-11-20",
        "38185",
        "m.aubry@exemple.fr",
    ),
    Person(
        "mercier",
        "A son nom et son prénom échangés.",
        "Yanis",
        ("Mercier",),
        "male",
        "2003-05-19",
        "38185",
        "yanis.mercier@exemple.fr",
    ),
    Person(
        "zoe",
        "A la même adresse électronique qu’un compte au nom de quelqu’un d’autre.",
        "Bernard",
        ("Chloé",),
        "female",
        "1993-06-08",
        "69383",
        "zoe.oneill@exemple.fr",
    ),
    Person(
        "tom",
        "A seize ans.",
        "Garcia",
        ("Tom",),
        "male",
        "2010-02-11",
        "38185",
        "tom.garcia@exemple.fr",
    ),
    Person(
        "hugo",
        "Ses données ne peuvent pas être lues : les services qui les tiennent sont en panne.",
        "Lambert",
        ("Hugo",),
        "male",
        "1982-07-05",
        "38185",
        "hugo.lambert@exemple.fr",
        dossier=Dossier(is_down=True),
    ),
    Person(
        "odette",
        "Est aidée : le service passe par Aidants Connect.",
        "Fontaine",
        ("Odette", "Marie"),
        "female",
        "1941-12-24",
        "38185",
        "",
        idp_id=AIDANTS_CONNECT,
        dossier=Dossier(quotient=688),
    ),
    _troubled("refus", "Renonce et revient en arrière.", "Renonce", Script.REFUSES),
    _troubled("panne", "Le service tombe en panne après le choix.", "Panne", Script.DOWN),
    _troubled("lenteur", "Le service répond trop tard.", "Lenteur", Script.SLOW),
    _troubled("signature", "La signature du jeton d’identité est fausse.", "Signature", Script.WRONG_SIGNATURE),
    _troubled("identite", "La signature de l’identité est fausse.", "Identite", Script.WRONG_USERINFO),
    _troubled("nonce", "La réponse est celle d’une autre demande.", "Nonce", Script.WRONG_NONCE),
    _troubled("destinataire", "La réponse est destinée à un autre site.", "Destinataire", Script.WRONG_AUDIENCE),
    _troubled("perimee", "La réponse est périmée.", "Perimee", Script.EXPIRED),
    _troubled("autre", "L’identité est celle de quelqu’un d’autre.", "Autre", Script.OTHER_SUBJECT),
    _troubled("niveau", "Le niveau de garantie est trop bas.", "Niveau", Script.LOWER_LEVEL),
    _troubled("cle", "La clé de signature change à ce moment : tout doit marcher.", "Cle", Script.NEW_KEY),
)
