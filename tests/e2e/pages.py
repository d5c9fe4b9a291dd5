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

    `keep`: a regular expression that cuts the address. A path may itself hold `{name}`.
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
    "aid-item": Found(ADMINISTRATOR, "{aid}", "main a[href$='/modifier']"),
    "aid-section": Found(ADMINISTRATOR, "{aid}", "main a[href^='{aid}/']:not([href$=historique], [href$=apercu])"),
    "aid-version": Found(ADMINISTRATOR, "{aid}/historique", "main a[href*='/apercu/']"),
    "funder": Found(ADMINISTRATOR, "/administration/financeurs", "main table a[href^='/administration/financeurs/']"),
    "membership": Found(ADMINISTRATOR, "{funder}", "main a[href^='/administration/droits/']:not([href$=fin])"),
    "file": Found(AGENT, "/gestion/?vue=libres", "main a[href^='/gestion/demandes/']"),
    "key-stop": Found(SUPERVISOR, "/gestion/cles/", "main a[href$='/arreter']"),
    "question": Found(SAMIRA, "{draft}/verifier", "main a[href*='/question/']"),
    "piece": Found(SAMIRA, "/mon-compte/profil", "main a[href^='/mon-compte/profil/']:not([href$=commune])"),
}

PAGES: tuple[Listed, ...] = (
    # everybody
    Listed("home", "/", shown=True),
    Listed("components", "/composants"),
    Listed("help", "/aide"),
    Listed("accessibility", "/accessibilite"),
    Listed("search", "/recherche?commune=99V01", shown=True),
    Listed("search-all", "/recherche"),
    Listed("search-choose", "/recherche?lieu=Saint-Denis"),
    Listed("search-empty", "/recherche?commune=99V01&q=trottinette+volante", shown=True),
    Listed("aid-page", "/aides/prime-velo-electrique?commune=99V01", shown=True),
    Listed("aid-page-elsewhere", "/aides/forfait-mobilites-durables"),
    Listed("aid-page-ended", "/aides/bonus-velo"),
    Listed("demo", "/demo/"),
    Listed("demo-mails", "/demo/courriels/"),
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
    Listed("profile-piece", "{piece}", SAMIRA),
    Listed("profile-place", "/mon-compte/profil/commune", SAMIRA),
    Listed("preferences", "/mon-compte/preferences", SAMIRA),
    Listed("new-address", "/mon-compte/adresse-mail", SAMIRA),
    Listed("security", "/mon-compte/securite", SAMIRA),
    Listed("password", "/mon-compte/securite/mot-de-passe", SAMIRA),
    Listed("totp", "/mon-compte/securite/application", SAMIRA),
    Listed("passkey", "/mon-compte/securite/cles", SAMIRA),
    Listed("totp-remove", "/mon-compte/securite/application/retirer", AGENT),
    Listed("recovery-codes", "/mon-compte/securite/codes-de-secours", AGENT),
    Listed("protect", "/mon-compte/securite/proteger", ZOE),
    Listed("confirm", "/mon-compte/confirmer", SAMIRA),
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
    Listed("draft-question", "{question}", SAMIRA),
    Listed("draft-papers", "{draft}/papiers", SAMIRA, shown=True),
    Listed("draft-check", "{draft}/verifier", SAMIRA, shown=True),
    Listed("draft-discard", "{draft}/supprimer", SAMIRA),
    # the desk
    Listed("desk", "/gestion/", AGENT, shown=True),
    Listed("desk-all", "/gestion/?vue=toutes", AGENT),
    Listed("file", "{file}", AGENT, shown=True),
    Listed("file-approve", "{file}/accorder", AGENT),
    Listed("file-request", "{file}/correction", AGENT),
    Listed("file-reject", "{file}/refuser", AGENT),
    Listed("shortcuts", "/gestion/raccourcis", AGENT),
    Listed("keys", "/gestion/cles/", SUPERVISOR, shown=True),
    Listed("key-new", "/gestion/cles/nouvelle", SUPERVISOR),
    Listed("key-import", "/gestion/cles/importer", AGENT),
    Listed("key-stop", "{key-stop}", SUPERVISOR),
    # administration
    Listed("administration", "/administration/", ADMINISTRATOR, shown=True),
    Listed("funders", "/administration/financeurs", ADMINISTRATOR),
    Listed("funder-new", "/administration/financeurs/nouveau", ADMINISTRATOR),
    Listed("funder", "{funder}", ADMINISTRATOR),
    Listed("funder-card", "{funder}/fiche", ADMINISTRATOR),
    Listed("invite", "{funder}/inviter", ADMINISTRATOR),
    Listed("community-new", "{funder}/communautes/nouvelle", ADMINISTRATOR),
    Listed("membership", "{membership}", ADMINISTRATOR),
    Listed("membership-end", "{membership}/fin", ADMINISTRATOR),
    Listed("platform-invite", "/administration/plateforme/inviter", ADMINISTRATOR),
    Listed("platform", "/administration/plateforme", ADMINISTRATOR),
    Listed("aids", "/administration/aides", ADMINISTRATOR),
    Listed("aid-new", "/administration/aides/nouvelle", ADMINISTRATOR),
    Listed("aid", "{aid}", ADMINISTRATOR, shown=True),
    Listed("aid-section", "{aid-section}", ADMINISTRATOR),
    Listed("aid-item", "{aid-item}", ADMINISTRATOR),
    Listed("aid-item-new", "{aid}/questions/nouvelle", ADMINISTRATOR),
    Listed("aid-unpublish", "{aid}/retirer", ADMINISTRATOR),
    Listed("aid-version", "{aid-version}", ADMINISTRATOR),
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
