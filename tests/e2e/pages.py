"""The pages of the product as the end-to-end tests and the screenshots open them. A new page adds a row here.

A path may hold `{name}`: the address of something the demonstration made, found as `FOUND` says.
"""

from __future__ import annotations

from dataclasses import dataclass

SAMIRA, ZOE = "samira.haddad", "zoe.oneill"
AGENT, SUPERVISOR, EDITOR, ADMINISTRATOR = "julien.roche", "claire.vasseur", "ines.morel", "anne.legoff"
OPERATOR = "nadia.ferrand"  # of the invented operator
MANAGER = "karim.belkacem"  # of the invented employer


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


# What the invented service of the demonstration asks (`mob.config.demo.services`).
_CONSENT = (
    "/oidc/authorize?client_id=covoit-valmont&redirect_uri=https://covoit.exemple.fr/retour&response_type=code"
    "&scope=openid%20profile%20email%20offline_access&state=s&code_challenge_method=S256"
    "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)
_SANDBOX = (
    "/oidc/essai?client_id=covoit-valmont-essai&redirect_uri=https://essai.covoit.exemple.fr/retour&response_type=code"
    "&scope=openid%20profile&state=s&code_challenge_method=S256"
    "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)
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
        "main table a:has-text('Pass jeunes')",
    ),
    "aid-item": Found(ADMINISTRATOR, "{aid}", "main a[href$='/modifier']"),
    "aid-item-remove": Found(ADMINISTRATOR, "{aid}", "main a[href*='/questions/'][href$='/retirer']"),
    "aid-version": Found(ADMINISTRATOR, "{aid}/historique", "main a[href*='/apercu/']"),
    "funder": Found(ADMINISTRATOR, "/administration/financeurs", "main table a[href^='/administration/financeurs/']"),
    "membership": Found(ADMINISTRATOR, "{funder}", "main a[href^='/administration/droits/']:not([href$=fin])"),
    "file": Found(AGENT, "/gestion/?vue=libres", "main a[href^='/gestion/demandes/']"),
    "client": Found(OPERATOR, "/operateur/", "main h2 a[href^='/operateur/clients/']"),
    "client-waiting": Found(ADMINISTRATOR, "/administration/operateurs", "main a[href*='/operateurs/clients/']"),
    "partner": Found(ADMINISTRATOR, "/administration/operateurs", "main table a[href^='/administration/operateurs/']"),
    "delegation": Found(ADMINISTRATOR, "{funder}/delegations", "main a[href^='/administration/delegations/']"),
    "granted": Found(SUPERVISOR, "/gestion/?vue=toutes&etat=approved", "main table a[href^='/gestion/demandes/']"),
    "decided": Found(AGENT, "/gestion/?vue=decidees", "main table a[href^='/gestion/demandes/']"),
    "key-stop": Found(SUPERVISOR, "/gestion/cles/", "main a[href$='/arreter']"),
    "envelope": Found(SUPERVISOR, "/gestion/enveloppes", "main section a[href^='/gestion/enveloppes/']"),
    "service-end": Found(SAMIRA, "/mon-compte/services-lies", "main a[href$='/fin']"),
    "employer-leave": Found(SAMIRA, "/mon-compte/employeur", "main a[href$='/fin']"),
    "employee-end": Found(MANAGER, "/gestion/salaries", "main a[href$='/fin']"),
    "employee-refuse": Found(MANAGER, "/gestion/salaries?vue=attente", "main a[href$='/refuser']"),
    "question": Found(SAMIRA, "{draft}/verifier", "main a[href*='/question/']"),
    "piece": Found(SAMIRA, "/mon-compte/profil", "main a[href^='/mon-compte/profil/']:not([href$=commune])"),
}

PAGES: tuple[Listed, ...] = (
    # everybody
    Listed("home", "/", shown=True),
    Listed("components", "/composants"),
    Listed("help", "/aide"),
    Listed("accessibility", "/accessibilite"),
    Listed("how-it-works", "/comment-ca-marche"),
    Listed("questions", "/questions-frequentes"),
    Listed("territories", "/territoires"),
    Listed("employers", "/employeurs"),
    Listed("operators", "/operateurs"),
    Listed("legal-notice", "/mentions-legales"),
    Listed("terms", "/conditions-d-utilisation"),
    Listed("privacy", "/donnees-personnelles", shown=True),
    Listed("cookies", "/cookies"),
    Listed("statistics", "/statistiques", shown=True),
    Listed("search", "/recherche?commune=99V01", shown=True),
    Listed("search-all", "/recherche"),
    Listed("search-choose", "/recherche?lieu=Saint-Denis"),
    Listed("sticker", "/simulateur/ma-vignette"),
    Listed("commute", "/simulateur/mobilite-domicile-travail"),
    Listed("search-empty", "/recherche?commune=99V01&q=trottinette+volante", shown=True),
    Listed("aid-page", "/aides/prime-velo-electrique?commune=99V01", shown=True),
    Listed("aid-page-elsewhere", "/aides/forfait-mobilites-durables"),
    Listed("aid-page-ended", "/aides/bonus-velo"),
    Listed("aid-reserved", "/aides/forfait-mobilites-durables-duverne", shown=True),
    Listed("simulator", "/simulateur/", shown=True),
    Listed("simulator-link", "/simulateur/partage"),
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
    Listed("linked-services", "/mon-compte/services-lies", SAMIRA),
    Listed("linked-service-end", "{service-end}", SAMIRA),
    Listed("consent", _CONSENT, ZOE),
    Listed("sign-out-asked", "/oidc/logout", SAMIRA),
    Listed("employer", "/mon-compte/employeur", SAMIRA),
    Listed("employer-waiting", "/mon-compte/employeur", ZOE, shown=True),
    Listed("employer-ask", "/mon-compte/employeur/demander/ateliers-duverne", AGENT),
    Listed("employer-link-broken", "/mon-compte/employeur/lien?token=faux", SAMIRA, status=404),
    Listed("employer-leave", "{employer-leave}", SAMIRA),
    Listed("needs-agree", "/mon-compte/accessibilite", SAMIRA),
    Listed("needs", "/mon-compte/accessibilite", ZOE, shown=True),
    Listed("needs-piece", "/mon-compte/accessibilite/aide", ZOE),
    Listed("needs-preview", "/mon-compte/accessibilite/apercu?niveau=equipment", ZOE),
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
    Listed("consultations", "/mon-compte/donnees/consultations", SAMIRA),
    Listed("proofs", "/mon-compte/donnees/preuves", SAMIRA),
    Listed("delete-account", "/mon-compte/supprimer", SAMIRA),
    Listed("sign-out", "/deconnexion", SAMIRA),
    # applying
    Listed("apply", "/aides/prime-velo-electrique/demander"),
    Listed("aid-mistake", "/aides/prime-velo-electrique/signaler"),
    Listed("applications", "/demandes", ZOE, shown=True),
    Listed("application", "{changes}", ZOE, shown=True),
    Listed("application-approved", "{sent}", SAMIRA),
    Listed("application-sent", "{sent}/envoi", SAMIRA),
    Listed("file-consultations", "{sent}/consultations", SAMIRA),
    Listed("receipt", "{sent}/recu", SAMIRA),
    Listed("decision-letter", "{sent}/decision", SAMIRA),
    Listed("correction", "{changes}/corriger", ZOE, shown=True),
    Listed("withdraw", "{changes}/retirer", ZOE),
    Listed("bank-details", "{sent}/coordonnees-bancaires", SAMIRA, shown=True),
    Listed("invoice", "{sent}/facture", SAMIRA),
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
    Listed("proposals", "/gestion/propositions", SUPERVISOR),
    Listed("delegations", "{funder}/delegations", ADMINISTRATOR),
    Listed("delegation-new", "{funder}/delegations/nouvelle", ADMINISTRATOR),
    Listed("delegation-revoke", "{delegation}", ADMINISTRATOR),
    Listed("file-withdrawal", "{granted}/retrait", SUPERVISOR),
    Listed("file-decision", "{decided}/decision", AGENT),
    Listed("file-approve", "{file}/accorder", AGENT),
    Listed("file-request", "{file}/correction", AGENT),
    Listed("file-reject", "{file}/refuser", AGENT),
    Listed("to-pay", "/gestion/a-payer", AGENT, shown=True),
    Listed("to-pay-waiting", "/gestion/a-payer?vue=en-attente", AGENT),
    Listed("to-pay-paid", "/gestion/a-payer?vue=verses", AGENT),
    Listed("to-pay-returned", "/gestion/a-payer/retour", AGENT),
    Listed("envelopes", "/gestion/enveloppes", SUPERVISOR, shown=True),
    Listed("envelope", "{envelope}", SUPERVISOR),
    Listed("envelope-new", "/gestion/enveloppes/nouvelle", SUPERVISOR),
    Listed("employees", "/gestion/salaries", MANAGER, shown=True),
    Listed("employees-waiting", "/gestion/salaries?vue=attente", MANAGER),
    Listed("employee-end", "{employee-end}", MANAGER),
    Listed("employee-refuse", "{employee-refuse}", MANAGER),
    Listed("leavers", "/gestion/salaries/partis", MANAGER),
    Listed("desk-switch", "/gestion/financeur", AGENT),
    Listed("dashboard", "/gestion/tableau-de-bord", AGENT, shown=True),
    Listed("exports", "/gestion/exports", AGENT, shown=True),
    Listed("shortcuts", "/gestion/raccourcis", AGENT),
    Listed("keys", "/gestion/cles/", SUPERVISOR, shown=True),
    Listed("key-new", "/gestion/cles/nouvelle", SUPERVISOR),
    Listed("key-import", "/gestion/cles/importer", AGENT),
    Listed("key-stop", "{key-stop}", SUPERVISOR),
    # the console of operators
    Listed("console", "/operateur/", OPERATOR, shown=True),
    Listed("client", "{client}", OPERATOR, shown=True),
    Listed("client-new", "/operateur/clients/nouveau", OPERATOR),
    Listed("client-edit", "{client}/modifier", OPERATOR),
    Listed("client-plug", "{client}/brancher", OPERATOR, shown=True),
    Listed("client-secret", "{client}/secret", OPERATOR),
    Listed("client-webhook", "{client}/webhook", OPERATOR),
    Listed("client-close", "{client}/fermer", OPERATOR),
    Listed("sandbox-people", "/operateur/essai", OPERATOR),
    Listed("sandbox-sign-in", _SANDBOX),
    Listed("console-team", "/operateur/equipe", OPERATOR),
    Listed("console-invite", "/operateur/equipe/inviter", OPERATOR),
    # administration
    Listed("partners", "/administration/operateurs", ADMINISTRATOR),
    Listed("partner-new", "/administration/operateurs/nouveau", ADMINISTRATOR),
    Listed("partner", "{partner}", ADMINISTRATOR),
    Listed("partner-client", "{client-waiting}", ADMINISTRATOR),
    Listed("partner-quotas", "{client-waiting}/quotas", ADMINISTRATOR),
    Listed("administration", "/administration/", ADMINISTRATOR, shown=True),
    Listed("funders", "/administration/financeurs", ADMINISTRATOR),
    Listed("funder-new", "/administration/financeurs/nouveau", ADMINISTRATOR),
    Listed("funder", "{funder}", ADMINISTRATOR),
    Listed("funder-card", "{funder}/fiche", ADMINISTRATOR),
    Listed("invite", "{funder}/inviter", ADMINISTRATOR),
    Listed("affiliation-rules", "/administration/financeurs/ateliers-duverne/affiliation", ADMINISTRATOR),
    Listed("community-new", "{funder}/communautes/nouvelle", ADMINISTRATOR),
    Listed("membership", "{membership}", ADMINISTRATOR),
    Listed("membership-end", "{membership}/fin", ADMINISTRATOR),
    Listed("page-texts", "/administration/pages/", ADMINISTRATOR),
    Listed("page-text", "/administration/pages/aide/fr", ADMINISTRATOR, shown=True),
    Listed("page-history", "/administration/pages/aide/fr/historique", ADMINISTRATOR),
    Listed("page-look", "/administration/pages/donnees-personnelles/en/0", ADMINISTRATOR),
    Listed("page-restore", "/administration/pages/aide/fr/0/reprendre", ADMINISTRATOR),
    Listed("platform-invite", "/administration/plateforme/inviter", ADMINISTRATOR),
    Listed("platform", "/administration/plateforme", ADMINISTRATOR),
    Listed("aids", "/administration/aides", ADMINISTRATOR),
    Listed("aid-new", "/administration/aides/nouvelle", ADMINISTRATOR),
    Listed("aid", "{aid}", ADMINISTRATOR, shown=True),
    Listed("aid-amount", "{aid}/montant", ADMINISTRATOR),
    Listed("aid-audience", "{aid}/public", ADMINISTRATOR),
    Listed("aid-dates", "{aid}/dates", ADMINISTRATOR),
    Listed("aid-way-to-apply", "{aid}/depot", ADMINISTRATOR),
    Listed("aid-contact", "{aid}/contact", ADMINISTRATOR),
    Listed("aid-english", "{aid}/anglais", ADMINISTRATOR),
    Listed("aid-item", "{aid-item}", ADMINISTRATOR),
    Listed("aid-item-remove", "{aid-item-remove}", ADMINISTRATOR),
    Listed("aid-item-new", "{aid}/questions/nouvelle", ADMINISTRATOR),
    Listed("aid-unpublish", "{aid}/retirer", ADMINISTRATOR),
    Listed("aid-version", "{aid-version}", ADMINISTRATOR),
    Listed("aid-history", "{aid}/historique", ADMINISTRATOR),
    Listed("aid-preview", "{aid}/apercu", ADMINISTRATOR),
    Listed("aid-owner", "{aid}/responsable", ADMINISTRATOR),
    Listed("aids-to-verify", "/administration/aides/revoir", ADMINISTRATOR),
    Listed("aid-retention", "{aid}/conservation", ADMINISTRATOR),
    Listed("aid-territories", "{aid}/territoires", ADMINISTRATOR),
    Listed("aid-rules", "{aid}/calcul", ADMINISTRATOR),
    Listed("aid-rules-form", "{aid}/calcul/formulaire", ADMINISTRATOR),
    Listed("aid-rules-text", "{aid}/calcul/texte", ADMINISTRATOR),
    Listed("aids-file", "/administration/aides/fichier", ADMINISTRATOR),
)

_FORM = "takes a form and leads elsewhere"
_DATA = "no page: data for a program"
_FILE = "a file"
_RULED = "needs an aid with rules: the journey of rules looks at it"
_OLD = "an address moB had, which leads on"
_PASSING = "met on the way only, in the middle of something: the journeys go through it"

_ITEMS = r"administration/aides/(?P<aid_id>[0-9a-f-]{36})/(?P<section>questions|pieces)/"

# Routes without a row above, each with the reason.
NOT_PAGES: dict[str, str] = {
    "communes": _DATA,
    "langue": _FORM,
    "robots.txt": _FILE,
    "statistiques.csv": _FILE,
    "statistiques.json": _DATA,
    ".well-known/security.txt": _FILE,
    ".well-known/openid-configuration": _DATA,
    **{f"oidc/{name}": _DATA for name in ("jwks", "token", "userinfo", "introspect", "revoke")},
    "api/v2/simulations": _DATA,
    "operateur/choisir": "for who works for two operators: a test of its own looks at it",
    "operateur/clients/<uuid:client_id>/cles": "the same form as the others: a test of its own sends a file there",
    "operateur/clients/<uuid:client_id>/preuves/<uuid:credential_id>/fin": "a form as the others",
    "operateur/clients/<uuid:client_id>/redemander": _FORM,
    "operateur/clients/<uuid:client_id>/webhook/essayer": _FORM,
    "operateur/clients/<uuid:client_id>/webhook/<uuid:call_id>/renvoyer": _FORM,
    "operateur/clients/<uuid:client_id>/webhook/secret": "asks once, as the other confirmations",
    "operateur/essai/<uuid:person_id>/fin": "asks once, as the other confirmations",
    "operateur/equipe/<uuid:membership_id>/fin": "asks once, as the other confirmations",
    "operateur/equipe/invitations/<uuid:invitation_id>/annuler": "asks once, as the other confirmations",
    "operateur/invitation/<str:token>": "needs the link of a mail: the tests of the console open it",
    "administration/operateurs/<slug:slug>/fiche": "the same form as a new operator",
    "administration/operateurs/<slug:slug>/inviter": "a form of one field, as the others",
    "administration/operateurs/<slug:slug>/fermer": "asks once, as the other confirmations",
    "oidc/consent": _FORM,
    "oidc/logout/confirm": _FORM,
    "manifest.webmanifest": _FILE,
    "demo/cles/<str:name>": _FILE,
    "demo/courriels.json": _DATA,
    "demo/courriels/<uuid:mail_id>": "a mail in a sandbox without scripts: a test of its own looks at its markup",
    "aide-page": _OLD,
    "demandes/projet": _PASSING,
    "demandes/projet/<uuid:project>": "needs several aids with rules asked for here: tests of its own look at it",
    "simulateur/courriel": "met on the way only: the test of the simulator goes through it",
    "mon-dashboard": _OLD,
    "subscriptions/new": _OLD,
    "connexion/cle": _DATA,
    "connexion/code": _PASSING,
    "mon-compte/employeur/lien": "needs the link of a mail: the pages of employers have tests of their own",
    "connexion/premiere-fois/<str:token>": _PASSING,
    "connexion/seconde-preuve": _PASSING,
    "connexion/seconde-preuve/cle": _DATA,
    "mon-compte/adresse-mail/code": _PASSING,
    "mon-compte/confirmer/cle": _DATA,
    "mon-compte/donnees/telecharger": _FILE,
    "mon-compte/securite/appareils/<int:session_id>/deconnecter": _FORM,
    "mon-compte/securite/appareils/deconnecter": _FORM,
    "mon-compte/securite/cles/<int:passkey_id>/retirer": "needs a passkey: the journey of accounts makes one",
    "mon-compte/securite/cles/options": _DATA,
    "mon-compte/accessibilite/apercu/<slug:vocabulary>": _FILE,
    "mon-compte/accessibilite/effacer": _FORM,
    "mon-compte/employeur/<uuid:affiliation_id>/courriels": _FORM,
    "mon-compte/employeur/<uuid:affiliation_id>/lien": _FORM,
    "demandes/<reference:reference>/brouillon": _DATA,
    "demandes/<reference:reference>/communaute": "asked only when a funder has several communities",
    "demandes/<reference:reference>/envoyer": _PASSING,
    "demandes/<reference:reference>/messages": _FORM,
    "demandes/<reference:reference>/papiers/<slug:code>": _FORM,
    "demandes/<reference:reference>/papiers/<uuid:proof_id>/retirer": _FORM,
    "demandes/<reference:reference>/reprendre": _FORM,
    "demandes/<reference:reference>/decision.pdf": _FILE,
    "demandes/<reference:reference>/examen": _FORM,
    "demandes/<reference:reference>/retrait": "needs a notice of withdrawal: tests of its own look at it",
    "gestion/demandes/<file_reference:reference>/retrait/retirer": "the same page as the other decisions",
    "gestion/demandes/<file_reference:reference>/retrait/maintenir": "the same page as the other decisions",
    "gestion/demandes/<file_reference:reference>/decision.pdf": _FILE,
    "gestion/prendre": _FORM,
    "gestion/demandes/<file_reference:reference>/pieces/<uuid:document_id>": _FILE,
    "gestion/demandes/<file_reference:reference>/prendre": _FORM,
    "gestion/demandes/<file_reference:reference>/rendre": _FORM,
    "gestion/demandes/<file_reference:reference>/message": _FORM,
    "gestion/demandes/<file_reference:reference>/note": _FORM,
    "gestion/demandes/<file_reference:reference>/rouvrir": "the same page as the other decisions, for a refused file",
    "gestion/a-payer/marquer": _FORM,
    r"gestion/a-payer/liste\.(?P<fmt>csv|ods)$": _FILE,
    "gestion/a-payer/coordonnees/<uuid:document_id>": _FILE,
    "gestion/demandes/<file_reference:reference>/coordonnees": _FORM,
    "gestion/demandes/<file_reference:reference>/facture/accepter": _FORM,
    "gestion/demandes/<file_reference:reference>/facture/redemander": _FORM,
    "gestion/exports/<uuid:export_id>/fichier": _FILE,
    "gestion/exports/<uuid:export_id>/effacer": _FORM,
    "gestion/salaries/<uuid:affiliation_id>/accepter": _FORM,
    "gestion/salaries/partis/confirmer": _FORM,
    "gestion/cles/<uuid:key_id>/activer": _DATA,
    "gestion/cles/<uuid:key_id>/retirer": "needs a stopped key: the journey of keys makes one",
    "gestion/invitation/<str:token>": _PASSING,
    "administration/aides/<uuid:aid_id>/publier": _FORM,
    "administration/aides/<uuid:aid_id>/toujours-valable": _FORM,
    "administration/aides/<uuid:aid_id>/signalements/<uuid:report_id>/traiter": _FORM,
    "administration/aides/<uuid:aid_id>/calcul/verifier": _DATA,
    "administration/aides/<uuid:aid_id>/calcul/retirer": "the same page as the other confirmations",
    "administration/aides/<uuid:aid_id>/calcul/exemples/<int:number>/retirer": "the same page as the other confirmations",
    "administration/aides/<uuid:aid_id>/calcul/exemples/nouveau": _RULED,
    "administration/aides/<uuid:aid_id>/calcul/exemples/<int:number>": _RULED,
    "administration/aides/<uuid:aid_id>/calcul/essayer": _RULED,
    "administration/aides/<uuid:aid_id>/calcul/rejouer": _RULED,
    "administration/aides/<uuid:aid_id>/historique/<uuid:version_id>/calcul": _RULED,
    "administration/aides/fichier/importer": _FORM,
    r"administration/aides/fichier/aides\.(?P<fmt>csv|json)$": _FILE,
    _ITEMS + r"(?P<code>[a-z0-9_-]{1,60})/deplacer$": _FORM,
    "administration/financeurs/<slug:slug>/communautes/<uuid:community_id>": "no community in the demonstration",
    "administration/financeurs/<slug:slug>/communautes/<uuid:community_id>/fermer": "no community in the demonstration",
    "administration/financeurs/<slug:slug>/communautes/<uuid:community_id>/rouvrir": "no community in the demonstration",
    "administration/invitations/<uuid:invitation_id>/annuler": _FORM,
}
