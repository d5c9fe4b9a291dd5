"""The pages of the product as the end-to-end tests and the screenshots open them. A new page adds a row here.

A path may hold `{name}`: the address of something the demonstration made, found as `FOUND` says.
"""

from __future__ import annotations

from dataclasses import dataclass

SAMIRA, ZOE = "samira.haddad", "zoe.oneill"
AGENT, SUPERVISOR, EDITOR, ADMINISTRATOR = "julien.roche", "claire.vasseur", "ines.morel", "anne.legoff"


@dataclass(frozen=True, slots=True)
class Listed:
    """`name`: of the test and of the image. `who`: local part of the person's address, empty for nobody.

    `shown`: in the documentation. `status`: what is expected.
    """

    name: str
    path: str
    who: str = ""
    shown: bool = False
    status: int = 200


@dataclass(frozen=True, slots=True)
class Found:
    """An address read on a page: the link `css` leads to, or where its button leads when `press` is set.

    `keep`: a regular expression that cuts the address.
    """

    who: str
    path: str
    css: str
    press: bool = False
    keep: str = r"[^?#]+"


_APPLICATION = r"/demandes/[A-Z0-9]{4}-[A-Z0-9]{4}"

FOUND: dict[str, Found] = {
    "sent": Found(SAMIRA, "/demandes", "main a[href^='/demandes/']", keep=_APPLICATION),
    "changes": Found(ZOE, "/demandes", "main a[href^='/demandes/']", keep=_APPLICATION),
    "draft": Found(
        SAMIRA, "/aides/prime-covoiturage-valmont/demander", "main .btn--next", press=True, keep=_APPLICATION
    ),
    "aid": Found(
        ADMINISTRATOR,
        "/administration/aides?financeur=metropole-de-valmont",
        "main table a[href^='/administration/aides/']",
    ),
    "funder": Found(
        ADMINISTRATOR, "/administration/financeurs", "main a[href^='/administration/financeurs/']:not([href$=nouveau])"
    ),
}

PAGES: tuple[Listed, ...] = (
    # everybody
    Listed("home", "/", shown=True),
    Listed("components", "/composants"),
    Listed("help", "/aide"),
    Listed("accessibility", "/accessibilite"),
    Listed("missing", "/nulle-part", status=404),
    Listed("method", "/langue", status=405),
    # accounts
    Listed("sign-in", "/connexion", shown=True),
    Listed("sign-up", "/inscription"),
    Listed("sign-in-password", "/connexion/mot-de-passe"),
    Listed("signed-out", "/connexion/au-revoir"),
    Listed("under-sixteen", "/moins-de-16-ans"),
    Listed("account-deleted", "/compte-supprime"),
    Listed("account", "/mon-compte/", SAMIRA, shown=True),
    Listed("profile", "/mon-compte/profil", SAMIRA),
    Listed("profile-place", "/mon-compte/profil/commune", SAMIRA),
    Listed("preferences", "/mon-compte/preferences", SAMIRA),
    Listed("new-address", "/mon-compte/adresse-mail", SAMIRA),
    Listed("security", "/mon-compte/securite", SAMIRA),
    Listed("password", "/mon-compte/securite/mot-de-passe", SAMIRA),
    Listed("totp", "/mon-compte/securite/application", SAMIRA),
    Listed("passkey", "/mon-compte/securite/cles", SAMIRA),
    Listed("devices", "/mon-compte/securite/appareils", SAMIRA),
    Listed("my-data", "/mon-compte/donnees", SAMIRA),
    Listed("delete-account", "/mon-compte/supprimer", SAMIRA),
    Listed("sign-out", "/deconnexion", SAMIRA),
    # applying
    Listed("apply", "/aides/prime-velo-electrique/demander"),
    Listed("applications", "/demandes", ZOE, shown=True),
    Listed("application", "{changes}", ZOE, shown=True),
    Listed("application-approved", "{sent}", SAMIRA),
    Listed("application-sent", "{sent}/envoi", SAMIRA),
    Listed("receipt", "{sent}/recu", SAMIRA),
    Listed("correction", "{changes}/corriger", ZOE, shown=True),
    Listed("withdraw", "{changes}/retirer", ZOE),
    Listed("draft", "{draft}", SAMIRA),
    Listed("draft-beneficiary", "{draft}/beneficiaire", SAMIRA),
    Listed("draft-profile", "{draft}/profil", SAMIRA),
    Listed("draft-papers", "{draft}/papiers", SAMIRA, shown=True),
    Listed("draft-check", "{draft}/verifier", SAMIRA, shown=True),
    Listed("draft-discard", "{draft}/supprimer", SAMIRA),
    # administration
    Listed("administration", "/administration/", ADMINISTRATOR, shown=True),
    Listed("funders", "/administration/financeurs", ADMINISTRATOR),
    Listed("funder-new", "/administration/financeurs/nouveau", ADMINISTRATOR),
    Listed("funder", "{funder}", ADMINISTRATOR),
    Listed("funder-card", "{funder}/fiche", ADMINISTRATOR),
    Listed("invite", "{funder}/inviter", ADMINISTRATOR),
    Listed("community-new", "{funder}/communautes/nouvelle", ADMINISTRATOR),
    Listed("platform", "/administration/plateforme", ADMINISTRATOR),
    Listed("aids", "/administration/aides", ADMINISTRATOR),
    Listed("aid-new", "/administration/aides/nouvelle", ADMINISTRATOR),
    Listed("aid", "{aid}", ADMINISTRATOR, shown=True),
    Listed("aid-history", "{aid}/historique", ADMINISTRATOR),
    Listed("aid-preview", "{aid}/apercu", ADMINISTRATOR),
    Listed("aid-territories", "{aid}/territoires", ADMINISTRATOR),
    Listed("aids-file", "/administration/aides/fichier", ADMINISTRATOR),
)

_FORM = "takes a form and leads elsewhere"
_DATA = "no page: data for a program"
_FILE = "a file"
_OLD = "an address moB had, which leads on"
_PASSING = "met on the way only, in the middle of something: the journeys look at it"

# Routes without a row above, each with the reason.
NOT_PAGES: dict[str, str] = {
    "communes": _DATA,
    "langue": _FORM,
    "robots.txt": _FILE,
    ".well-known/security.txt": _FILE,
    "manifest.webmanifest": _FILE,
    "health/live": _DATA,
    "health/ready": _DATA,
}
