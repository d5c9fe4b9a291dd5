"""Who gets what at which address. One line a route; a route without a line fails the tests.

Each line names a rule for reading (GET) and one for writing (POST). A rule is a row of thirteen letters, one for each
person of `tests/factories/scene.py`, in that order and grouped the same way:

    nobody | owner, another person | agents: here, elsewhere, another funder | supervisors: own, other funder
           | editors: own, other | administrators: own, other | the platform's

    o  the door opens: a page, or the act done       s  sent to sign in, and back
    r  led to the space that is hers                  h  hidden: such a page does not exist
    m  this address is not opened that way (405)     c  refused in words, whoever asks (409)
    u  a program must prove who it is (401)           b  a program is told what its form lacks (400)

Addresses speak of one funder, one community and one owner: what makes someone a stranger is who she is, not where.
Staff who have not proved a second factor are another table of one line: they open nothing (`test_matrix.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mob.editorial.types import Page
from tests.factories.scene import Who


@dataclass(frozen=True)
class Rule:
    """What each person gets."""

    letters: str

    def __post_init__(self) -> None:
        assert len(self.letters.replace(" ", "")) == len(Who), self.letters

    @property
    def is_same_for_all(self) -> bool:
        return len(set(self.letters) - {" "}) == 1

    def of(self, who: Who) -> str:
        return self.letters.replace(" ", "")[list(Who).index(who)]


PUBLIC = Rule("o oo ooo oo oo oo o")
UNPROVED = Rule("u uu uuu uu uu uu u")  # no cookie counts there
BAD_FORM = Rule("b bb bbb bb bb bb b")
MOVED = Rule("r rr rrr rr rr rr r")  # an address that only leads to another
NEVER = Rule("m mm mmm mm mm mm m")
ABSENT = Rule("h hh hhh hh hh hh h")
SPENT = Rule("c cc ccc cc cc cc c")
ARRIVING = Rule("o rr rrr rr rr rr r")  # signed in already: led to her own pages
NEEDS_CODE = Rule("r rr rrr rr rr rr r")  # nothing pending: led to the start

# Nobody is signed in: led on, to sign in or to the good-bye page.
IF_SIGNED_IN = Rule("r oo ooo oo oo oo o")

# The link was mailed to the other person: whoever is signed in with another address is told so.
INVITED = Rule("o co ccc cc cc cc c")
INVITED_HERSELF = Rule("c co ccc cc cc cc c")

# The owner asked for it; the others are told so, or sent to sign in.
LINKED = Rule("s oc ccc cc cc cc c")
# The owner is affiliated already: led to where she stands.
NEWCOMERS = Rule("s ro ooo oo oo oo o")
# The strangers of the scene are the staff of an employer, where those affiliated to it are looked after.
PEOPLE = Rule("s hh hho ho hh hh h")
EMPLOYER_KEEPER = Rule("s hh hhh hh hh ho o")

ACCOUNT = Rule("s oo ooo oo oo oo o")
ACCOUNT_LEADS = Rule("s rr rrr rr rr rr r")
LEADS_NOWHERE = Rule("s hh hhh hh hh hh h")  # she has none to act on
APPLY = Rule("s rr rrr rr rr rr r")
DOSSIER = Rule("s oh hhh hh hh hh h")
DOSSIER_NEVER = Rule("s rh hhh hh hh hh h")

DESK = Rule("s hh ooo oo hh hh h")
OWN_DESK = Rule("s hh ooh oh hh hh h")
DESK_HOME = Rule("s hh ooo oo rr rr r")
FILE = Rule("s hh ohh oh hh hh h")
# An agent of the dossier finds the page, which says that only a supervisor takes a refused file up again.
REOPEN = Rule("s hh chh oh hh hh h")
# A list taken away is of who asked for it: here a supervisor.
OWN_EXPORT = Rule("s hh hhh oh hh hh h")
KEYS = Rule("s hh rrr oo hh oo h")
KEEPERS = Rule("s hh hhh oo hh oo h")
KEY = Rule("s hh hhh oh hh oh h")
KEY_READERS = Rule("s hh ooo oo hh oo h")

SUPERVISORS = Rule("s hh hhh oo hh hh h")
OWN_SUPERVISOR = Rule("s hh hhh oh hh hh h")

MEMBERS = Rule("s hh hhh oo oo oo o")
OWN_FUNDER = Rule("s hh hhh oh oh oh o")
MANAGERS = Rule("s hh hhh oh hh oh o")
KEEPER_ALONE = Rule("s hh hhh hh hh oh o")
PLATFORM = Rule("s hh hhh hh hh hh o")
AUTHORS = Rule("s hh hhh hh oo oo o")
AID = Rule("s hh hhh hh oh oh o")


@dataclass(frozen=True)
class Row:
    """One route. `form` is sent with POST, and works for whom the rule lets in: it must be done, not only received.

    `at` is an address, with names of the scene in braces. `is_done` False: it is enough that the form is considered.
    """

    route: str
    at: str
    get: Rule
    post: Rule
    form: dict[str, str] = field(default_factory=dict)
    is_done: bool = True
    is_json: bool = False


_DRAFT, _SENT, _ASKED, _REFUSED, _CLOSED = (
    "{draft}",
    "{submitted}",
    "{changes_requested}",
    "{rejected}",
    "{closed_incomplete}",
)
_REF = "demandes/<reference:reference>"
_FILE = "gestion/demandes/<file_reference:reference>"
_AID = "administration/aides/<uuid:aid_id>"
_ITEM = "administration/aides/(?P<aid_id>[0-9a-f-]{36})/(?P<section>questions|pieces)"
_CODE = f"{_ITEM}/(?P<code>[a-z0-9_-]{{1,60}})"
_AFFILIATION = "mon-compte/employeur/<uuid:affiliation_id>"
_EMPLOYEE = "gestion/salaries/<uuid:affiliation_id>"
_COMMUNITY = "administration/financeurs/<slug:slug>/communautes"
_TEXT = "administration/pages/<slug:slug>/<slug:language>"
_APPROVE = {"mode": "single", "amount": "500", "message": "", "confirm": "1"}
_REJECT = {"reason": "other", "text": "Non.", "remedy": "", "appeal": "Deux mois.", "confirm": "1"}
_NOTICE = {"ground": "fraud", "text": "Le vélo est volé.", "confirm": "1"}
_ACCOUNT = {"holder": "Samira Haddad", "iban": "FR76 3000 6000 0112 3456 7890 189"}
_REQUEST = {
    "items": "devis",
    "message": "L’adresse est coupée.",
    "due_on_0": "10",
    "due_on_1": "4",
    "due_on_2": "2026",
    "confirm": "1",
}


def _page(route: str, get: Rule = PUBLIC, post: Rule = NEVER, at: str = "") -> Row:
    return Row(route, at or f"/{route}", get, post)


def _form(route: str, at: str, rule: Rule, form: dict[str, str] | None = None, *, post: Rule | None = None) -> Row:
    """A page with its form: both for the same people."""
    return Row(route, at, rule, post or rule, form or {}, is_done=form is not None)


def _act(route: str, at: str, rule: Rule, form: dict[str, str] | None = None, *, is_done: bool = True) -> Row:
    """A button: it is only sent."""
    return Row(route, at, NEVER, rule, form or {}, is_done=is_done)


_COMMUTE = "simulateur/mobilite-domicile-travail"

ROWS = [
    # Nobody's and everybody's.
    _page("", at="/"),
    _page("communes", at="/communes?q=valmont"),
    _page("composants"),
    _act("langue", "/langue", PUBLIC, {"language": "en", "next": "/aide"}),
    *(_page(page.value) for page in Page),
    _page("statistiques"),
    _page("statistiques.csv"),
    _page("statistiques.json"),
    _page("robots.txt"),
    _page(".well-known/security.txt"),
    _page("manifest.webmanifest"),
    _page("demo/"),
    _page("demo/cles/<str:name>", ABSENT, at="/demo/cles/cle.json"),
    _page("demo/courriels/"),
    _page("demo/courriels.json"),
    _page("demo/courriels/<uuid:mail_id>", ABSENT, at="/demo/courriels/00000000-0000-0000-0000-000000000000"),
    # Finding an aid, applying.
    Row("simulateur/", "/simulateur/", PUBLIC, PUBLIC, {"lieu": "", "commune": "99V01"}),
    Row("simulateur/partage", "/simulateur/partage", PUBLIC, PUBLIC, {"link": "faux"}, is_done=False),
    Row("simulateur/courriel", "/simulateur/courriel", MOVED, PUBLIC),
    _page("recherche"),
    _page("aides/<slug:slug>", at="/aides/{slug}"),
    _page("aide-page", MOVED),
    _form("simulateur/ma-vignette", "/simulateur/ma-vignette", PUBLIC, {"kind": "car", "energy": "electricity"}),
    _form(_COMMUTE, f"/{_COMMUTE}", PUBLIC, {"year": "2025", "allowance": "500"}),
    _page("mon-dashboard", MOVED),
    _page("subscriptions/new", MOVED),
    _form("aides/<slug:slug>/signaler", "/aides/{slug}/signaler", PUBLIC, {"text": "Le lien ne mène nulle part."}),
    Row("aides/<slug:slug>/demander", "/aides/{slug}/demander", PUBLIC, APPLY),
    _page("demandes", ACCOUNT),
    Row("demandes/projet", "/demandes/projet", APPLY, Rule("s cc ccc cc cc cc c")),
    _page("demandes/projet/<uuid:project>", LEADS_NOWHERE, at="/demandes/projet/00000000-0000-0000-0000-000000000000"),
    _page(_REF, DOSSIER, at=f"/demandes/{_SENT}"),
    _form(f"{_REF}/beneficiaire", f"/demandes/{_DRAFT}/beneficiaire", DOSSIER, {"kind": "self"}),
    _form(f"{_REF}/profil", f"/demandes/{_DRAFT}/profil", DOSSIER),
    _form(f"{_REF}/question/<slug:code>", f"/demandes/{_DRAFT}/question/prix", DOSSIER, {"q-prix": "900"}),
    _form(f"{_REF}/communaute", f"/demandes/{_DRAFT}/communaute", DOSSIER, {"community": "{community}"}),
    _act(f"{_REF}/brouillon", f"/demandes/{_DRAFT}/brouillon", DOSSIER, {"q-prix": "800"}, is_done=False),
    _page(f"{_REF}/papiers", DOSSIER, at=f"/demandes/{_DRAFT}/papiers"),
    _act(f"{_REF}/papiers/<uuid:proof_id>/retirer", f"/demandes/{_DRAFT}/papiers/{{draft_proof}}/retirer", DOSSIER),
    _act(f"{_REF}/papiers/<slug:code>", f"/demandes/{_DRAFT}/papiers/devis", DOSSIER, {"file": "PDF"}),
    _page(f"{_REF}/verifier", DOSSIER, at=f"/demandes/{_DRAFT}/verifier"),
    _form(
        f"{_REF}/envoyer", f"/demandes/{_DRAFT}/envoyer", DOSSIER, {"version": "{declaration}", "digest": "{digest}"}
    ),
    _page(f"{_REF}/recu", DOSSIER, at=f"/demandes/{_SENT}/recu"),
    _page(f"{_REF}/envoi", DOSSIER, at=f"/demandes/{_SENT}/envoi"),
    _page(f"{_REF}/consultations", DOSSIER, at=f"/demandes/{_SENT}/consultations"),
    _page(f"{_REF}/decision", DOSSIER, at=f"/demandes/{_REFUSED}/decision"),
    _page(f"{_REF}/decision.pdf", DOSSIER, at=f"/demandes/{_REFUSED}/decision.pdf"),
    _form(f"{_REF}/corriger", f"/demandes/{_ASKED}/corriger", DOSSIER),
    _form(f"{_REF}/coordonnees-bancaires", "/demandes/{granted}/coordonnees-bancaires", DOSSIER, _ACCOUNT),
    _form(f"{_REF}/facture", "/demandes/{granted}/facture", DOSSIER, {"file": "PDF"}),
    _act(f"{_REF}/messages", f"/demandes/{_SENT}/messages", DOSSIER, {"text": "Bonjour"}),
    _form(f"{_REF}/retrait", "/demandes/{noticed}/retrait", DOSSIER, {"text": "Il ne l’est pas."}),
    _act(f"{_REF}/examen", "/demandes/{provisional}/examen", DOSSIER),
    _form(f"{_REF}/retirer", f"/demandes/{_SENT}/retirer", DOSSIER, {"sure": "1"}),
    _form(f"{_REF}/supprimer", f"/demandes/{_DRAFT}/supprimer", DOSSIER, {"sure": "1"}),
    _act(f"{_REF}/reprendre", f"/demandes/{_CLOSED}/reprendre", DOSSIER),
    # The OpenID Connect provider: addresses of programs, then of people.
    _page(".well-known/openid-configuration"),
    _page("oidc/jwks"),
    Row("oidc/token", "/oidc/token", NEVER, BAD_FORM),
    Row("oidc/userinfo", "/oidc/userinfo", UNPROVED, UNPROVED),
    Row("oidc/introspect", "/oidc/introspect", NEVER, BAD_FORM),
    Row("oidc/revoke", "/oidc/revoke", NEVER, BAD_FORM),
    Row("api/v2/simulations", "/api/v2/simulations", NEVER, PUBLIC, is_done=False),
    Row("oidc/authorize", "/oidc/authorize?{asked}", ACCOUNT, MOVED),
    Row("oidc/consent", "/oidc/consent?{asked}", MOVED, IF_SIGNED_IN, {"decision": "yes"}),
    Row("oidc/logout", "/oidc/logout", IF_SIGNED_IN, MOVED),
    Row("oidc/logout/confirm", "/oidc/logout/confirm", MOVED, MOVED),
    _page("mon-compte/services-lies", ACCOUNT),
    _form(
        "mon-compte/services-lies/<uuid:link_id>/fin",
        "/mon-compte/services-lies/{linked_service}/fin",
        DOSSIER,
        {"x": ""},
    ),
    # Accounts.
    _form("connexion", "/connexion", ARRIVING),
    _form("inscription", "/inscription", ARRIVING),
    _form("connexion/code", "/connexion/code", NEEDS_CODE),
    _form("connexion/mot-de-passe", "/connexion/mot-de-passe", ARRIVING),
    _form("connexion/premiere-fois/<str:token>", "/connexion/premiere-fois/faux", SPENT),
    _form("connexion/cle", "/connexion/cle", PUBLIC),
    _form("connexion/seconde-preuve", "/connexion/seconde-preuve", NEEDS_CODE),
    _page("connexion/seconde-preuve/cle", SPENT),
    _page("connexion/au-revoir"),
    _form("deconnexion", "/deconnexion", PUBLIC, {"sure": "1"}),
    _page("moins-de-16-ans"),
    _page("compte-supprime"),
    _page("mon-compte/", ACCOUNT),
    _page("mon-compte/profil", ACCOUNT),
    _form("mon-compte/profil/commune", "/mon-compte/profil/commune", ACCOUNT),
    _form("mon-compte/profil/<slug:name>", "/mon-compte/profil/telephone", ACCOUNT, {"phone": "06 12 34 56 78"}),
    _page("mon-compte/employeur", ACCOUNT),
    _form(
        "mon-compte/employeur/demander/<slug:slug>",
        "/mon-compte/employeur/demander/{employer}",
        NEWCOMERS,
        {"first_name": "Zoé", "last_name": "Martin", "work_address": "zoe@duverne.exemple"},
    ),
    _form("mon-compte/employeur/lien", "/mon-compte/employeur/lien?token={link}", LINKED, {"token": "{link}"}),
    _act(f"{_AFFILIATION}/lien", "/mon-compte/employeur/{asked_by_link}/lien", ACCOUNT_LEADS, is_done=False),
    _act(
        f"{_AFFILIATION}/courriels", "/mon-compte/employeur/{affiliation}/courriels", ACCOUNT_LEADS, {"agreed": "yes"}
    ),
    _form(f"{_AFFILIATION}/fin", "/mon-compte/employeur/{affiliation}/fin", DOSSIER, {"sure": "1"}),
    _form("mon-compte/accessibilite", "/mon-compte/accessibilite", ACCOUNT),
    _page("mon-compte/accessibilite/apercu", ACCOUNT_LEADS),
    _page(
        "mon-compte/accessibilite/apercu/<slug:vocabulary>", ACCOUNT_LEADS, at="/mon-compte/accessibilite/apercu/osdm"
    ),
    _act("mon-compte/accessibilite/effacer", "/mon-compte/accessibilite/effacer", ACCOUNT_LEADS, is_done=False),
    _form("mon-compte/accessibilite/<slug:name>", "/mon-compte/accessibilite/besoins", ACCOUNT_LEADS),
    _form("mon-compte/preferences", "/mon-compte/preferences", ACCOUNT, {"language": "fr"}),
    _form("mon-compte/adresse-mail", "/mon-compte/adresse-mail", ACCOUNT),
    _form("mon-compte/adresse-mail/code", "/mon-compte/adresse-mail/code", ACCOUNT_LEADS),
    _form("mon-compte/confirmer", "/mon-compte/confirmer", ACCOUNT),
    _page("mon-compte/confirmer/cle", ACCOUNT),
    _page("mon-compte/securite", ACCOUNT),
    _page("mon-compte/securite/proteger", ACCOUNT),
    _form("mon-compte/securite/mot-de-passe", "/mon-compte/securite/mot-de-passe", ACCOUNT),
    _form("mon-compte/securite/application", "/mon-compte/securite/application", ACCOUNT),
    _form("mon-compte/securite/application/retirer", "/mon-compte/securite/application/retirer", ACCOUNT),
    _form("mon-compte/securite/cles", "/mon-compte/securite/cles", ACCOUNT),
    _page("mon-compte/securite/cles/options", ACCOUNT),
    _form(
        "mon-compte/securite/cles/<int:passkey_id>/retirer",
        "/mon-compte/securite/cles/1/retirer",
        LEADS_NOWHERE,
        post=ACCOUNT_LEADS,
    ),
    _form("mon-compte/securite/codes-de-secours", "/mon-compte/securite/codes-de-secours", ACCOUNT, post=LEADS_NOWHERE),
    _page("mon-compte/securite/appareils", ACCOUNT),
    _act(
        "mon-compte/securite/appareils/<int:session_id>/deconnecter",
        "/mon-compte/securite/appareils/0/deconnecter",
        ACCOUNT,
    ),
    _act("mon-compte/securite/appareils/deconnecter", "/mon-compte/securite/appareils/deconnecter", ACCOUNT),
    _page("mon-compte/donnees", ACCOUNT),
    _page("mon-compte/donnees/consultations", ACCOUNT),
    _page("mon-compte/donnees/preuves", ACCOUNT),
    _form("mon-compte/donnees/telecharger", "/mon-compte/donnees/telecharger", ACCOUNT),
    _form("mon-compte/supprimer", "/mon-compte/supprimer", ACCOUNT),
    _page("mon-profil", MOVED),
    _page("inscription/formulaire", MOVED),
    _page("inscription/association", MOVED),
    _page("inscription/erreur", MOVED),
    _page("inscription/indisponible", MOVED),
    _page("redirection", MOVED),
    # The funder's desk.
    _page("gestion/", DESK_HOME),
    _form("gestion/propositions", "/gestion/propositions", DESK),
    _act("gestion/prendre", "/gestion/prendre", DESK, {"choix": _SENT}),
    _form("gestion/raccourcis", "/gestion/raccourcis", DESK, {"shortcuts": "off"}),
    _form("gestion/financeur", "/gestion/financeur", DESK, {"funder": "{funder_id}"}, post=OWN_DESK),
    _page(_FILE, FILE, at=f"/gestion/demandes/{_SENT}"),
    _form(f"{_FILE}/retrait", "/gestion/demandes/{granted}/retrait", FILE, _NOTICE),
    _form(f"{_FILE}/retrait/retirer", "/gestion/demandes/{noticed}/retrait/retirer", FILE, {"confirm": "1"}),
    _form(f"{_FILE}/retrait/maintenir", "/gestion/demandes/{noticed}/retrait/maintenir", FILE, {"confirm": "1"}),
    _page(f"{_FILE}/decision", FILE, at=f"/gestion/demandes/{_REFUSED}/decision"),
    _page(f"{_FILE}/decision.pdf", FILE, at=f"/gestion/demandes/{_REFUSED}/decision.pdf"),
    _page(f"{_FILE}/pieces/<uuid:document_id>", FILE, at=f"/gestion/demandes/{_SENT}/pieces/{{document}}"),
    _act(f"{_FILE}/prendre", f"/gestion/demandes/{_SENT}/prendre", FILE),
    _act(f"{_FILE}/rendre", "/gestion/demandes/{under_review}/rendre", FILE),
    _act(f"{_FILE}/message", f"/gestion/demandes/{_SENT}/message", FILE, {"text": "Bonjour"}),
    _act(f"{_FILE}/note", f"/gestion/demandes/{_SENT}/note", FILE, {"note": "Vu."}),
    _form(f"{_FILE}/correction", f"/gestion/demandes/{_SENT}/correction", FILE, _REQUEST),
    _form(f"{_FILE}/accorder", f"/gestion/demandes/{_SENT}/accorder", FILE, _APPROVE),
    _form(f"{_FILE}/refuser", f"/gestion/demandes/{_SENT}/refuser", FILE, _REJECT),
    _form(f"{_FILE}/rouvrir", f"/gestion/demandes/{_REFUSED}/rouvrir", REOPEN, {"reason": "Erreur.", "confirm": "1"}),
    _act(f"{_FILE}/coordonnees", "/gestion/demandes/{granted}/coordonnees", FILE, {"sure": "1"}),
    _act(f"{_FILE}/facture/accepter", "/gestion/demandes/{granted}/facture/accepter", FILE, {"sure": "1"}),
    _act(f"{_FILE}/facture/redemander", "/gestion/demandes/{granted}/facture/redemander", FILE, {"text": "Autre."}),
    _page("gestion/a-payer", DESK),
    _page("gestion/a-payer/liste\\.(?P<fmt>csv|ods)", DESK, at="/gestion/a-payer/liste.csv"),
    _act("gestion/a-payer/marquer", "/gestion/a-payer/marquer", DESK, {"acte": "remettre", "choix": "{order}"}),
    _form("gestion/a-payer/retour", "/gestion/a-payer/retour", DESK, {"lines": "[]"}),
    _page("gestion/a-payer/coordonnees/<uuid:document_id>", FILE, at="/gestion/a-payer/coordonnees/{bank_details}"),
    _page("gestion/enveloppes", DESK),
    _form("gestion/enveloppes/nouvelle", "/gestion/enveloppes/nouvelle", SUPERVISORS),
    _form(
        "gestion/enveloppes/<uuid:envelope_id>",
        "/gestion/enveloppes/{envelope}",
        OWN_SUPERVISOR,
        {"cap": "9 000", "version": "{envelope_version}"},
    ),
    _page("gestion/tableau-de-bord", DESK),
    _form("gestion/exports", "/gestion/exports", DESK, {"format": "csv", "retour": "?vue=toutes"}),
    _page("gestion/exports/<uuid:export_id>/fichier", OWN_EXPORT, at="/gestion/exports/{export}/fichier"),
    _act("gestion/exports/<uuid:export_id>/effacer", "/gestion/exports/{export}/effacer", OWN_EXPORT),
    _page("gestion/salaries", PEOPLE),
    _form("gestion/salaries/partis", "/gestion/salaries/partis", PEOPLE),
    _act("gestion/salaries/partis/confirmer", "/gestion/salaries/partis/confirmer", PEOPLE, {"qui": "{affiliation}"}),
    _act(f"{_EMPLOYEE}/accepter", "/gestion/salaries/{asked_by_hand}/accepter", PEOPLE),
    _form(f"{_EMPLOYEE}/refuser", "/gestion/salaries/{asked_by_hand}/refuser", PEOPLE, {"sure": "1"}),
    _form(f"{_EMPLOYEE}/fin", "/gestion/salaries/{affiliation}/fin", PEOPLE, {"sure": "1"}),
    _page("gestion/cles/", KEYS),
    _form("gestion/cles/nouvelle", "/gestion/cles/nouvelle", KEEPERS),
    _page("gestion/cles/importer", KEY_READERS),
    Row(
        "gestion/cles/<uuid:key_id>/activer",
        "/gestion/cles/{pending_key}/activer",
        NEVER,
        KEY,
        {"answer": "AAAA"},
        is_done=False,
        is_json=True,
    ),
    _form("gestion/cles/<uuid:key_id>/arreter", "/gestion/cles/{active_key}/arreter", KEY, {"sure": "1"}),
    _form("gestion/cles/<uuid:key_id>/retirer", "/gestion/cles/{pending_key}/retirer", KEY, {"sure": "1"}),
    _form(
        "gestion/invitation/<str:token>", "/gestion/invitation/{token}", INVITED, {"sure": "1"}, post=INVITED_HERSELF
    ),
    # The administration.
    _page("administration/", MEMBERS),
    _page("administration/financeurs", PLATFORM),
    _form("administration/financeurs/nouveau", "/administration/financeurs/nouveau", PLATFORM),
    _page("administration/financeurs/<slug:slug>", OWN_FUNDER, at="/administration/financeurs/{funder}"),
    _form("administration/financeurs/<slug:slug>/fiche", "/administration/financeurs/{funder}/fiche", KEEPER_ALONE),
    _form(
        "administration/financeurs/<slug:slug>/affiliation",
        "/administration/financeurs/{employer}/affiliation",
        EMPLOYER_KEEPER,
        {"domains": "duverne.exemple", "version": "1"},
    ),
    _form("administration/financeurs/<slug:slug>/inviter", "/administration/financeurs/{funder}/inviter", MANAGERS),
    _form(
        f"{_COMMUNITY}/nouvelle",
        "/administration/financeurs/{funder}/communautes/nouvelle",
        KEEPER_ALONE,
        {"name": "Retraités"},
    ),
    _form(
        f"{_COMMUNITY}/<uuid:community_id>",
        "/administration/financeurs/{funder}/communautes/{community}",
        KEEPER_ALONE,
        {"name": "Autre nom"},
    ),
    _form(
        f"{_COMMUNITY}/<uuid:community_id>/fermer",
        "/administration/financeurs/{funder}/communautes/{community}/fermer",
        KEEPER_ALONE,
    ),
    _form(
        f"{_COMMUNITY}/<uuid:community_id>/rouvrir",
        "/administration/financeurs/{funder}/communautes/{community}/rouvrir",
        KEEPER_ALONE,
    ),
    _page(
        "administration/financeurs/<slug:slug>/delegations",
        MANAGERS,
        at="/administration/financeurs/{funder}/delegations",
    ),
    _form(
        "administration/financeurs/<slug:slug>/delegations/nouvelle",
        "/administration/financeurs/{funder}/delegations/nouvelle",
        MANAGERS,
    ),
    _form(
        "administration/delegations/<uuid:delegation_id>/retirer",
        "/administration/delegations/{delegation}/retirer",
        MANAGERS,
        {"sure": "1"},
    ),
    _form("administration/droits/<uuid:membership_id>", "/administration/droits/{member}", MANAGERS),
    _form("administration/droits/<uuid:membership_id>/fin", "/administration/droits/{member}/fin", MANAGERS, {"x": ""}),
    _form(
        "administration/invitations/<uuid:invitation_id>/annuler",
        "/administration/invitations/{invitation}/annuler",
        MANAGERS,
        {"x": ""},
    ),
    _page("administration/plateforme", PLATFORM),
    _form("administration/plateforme/inviter", "/administration/plateforme/inviter", PLATFORM),
    _page("administration/pages/", PLATFORM),
    _form(_TEXT, "/administration/pages/aide/fr", PLATFORM, {"text": "## Nous joindre", "based_on": "0"}),
    _page(f"{_TEXT}/historique", PLATFORM, at="/administration/pages/aide/fr/historique"),
    _page(f"{_TEXT}/<int:number>", PLATFORM, at="/administration/pages/aide/fr/0"),
    _form(f"{_TEXT}/<int:number>/reprendre", "/administration/pages/aide/fr/0/reprendre", PLATFORM, {"sure": "1"}),
    _page("administration/aides", AUTHORS),
    _form("administration/aides/nouvelle", "/administration/aides/nouvelle", AUTHORS),
    _form("administration/aides/fichier", "/administration/aides/fichier", AUTHORS),
    _act("administration/aides/fichier/importer", "/administration/aides/fichier/importer", AUTHORS),
    _page(
        "administration/aides/fichier/aides\\.(?P<fmt>csv|json)", AUTHORS, at="/administration/aides/fichier/aides.csv"
    ),
    _page(_AID, AID, at="/administration/aides/{aid}"),
    _act(f"{_AID}/publier", "/administration/aides/{aid}/publier", AID, is_done=False),
    _form(f"{_AID}/retirer", "/administration/aides/{aid}/retirer", AID, {"sure": "1"}),
    _page("administration/aides/revoir", AUTHORS),
    _act(f"{_AID}/toujours-valable", "/administration/aides/{aid}/toujours-valable", AID),
    _form(f"{_AID}/responsable", "/administration/aides/{aid}/responsable", AID),
    _act(
        f"{_AID}/signalements/<uuid:report_id>/traiter",
        "/administration/aides/{aid}/signalements/{report}/traiter",
        AID,
    ),
    _page(f"{_AID}/historique", AID, at="/administration/aides/{aid}/historique"),
    _page(f"{_AID}/apercu", AID, at="/administration/aides/{aid}/apercu"),
    _page(f"{_AID}/apercu/<uuid:version_id>", AID, at="/administration/aides/{aid}/apercu/{version}"),
    _page(
        f"{_AID}/historique/<uuid:version_id>/calcul", AID, at="/administration/aides/{aid}/historique/{version}/calcul"
    ),
    _page(f"{_AID}/calcul", AID, at="/administration/aides/{aid}/calcul"),
    _form(f"{_AID}/calcul/formulaire", "/administration/aides/{aid}/calcul/formulaire", AID),
    _form(f"{_AID}/calcul/texte", "/administration/aides/{aid}/calcul/texte", AID),
    _act(f"{_AID}/calcul/verifier", "/administration/aides/{aid}/calcul/verifier", AID, {"text": "aide: 1 €"}),
    _form(f"{_AID}/calcul/retirer", "/administration/aides/{aid}/calcul/retirer", AID, {"sure": "1"}),
    _page(f"{_AID}/calcul/rejouer", AID, at="/administration/aides/{aid}/calcul/rejouer"),
    _form(f"{_AID}/calcul/essayer", "/administration/aides/{aid}/calcul/essayer", AID),
    _form(f"{_AID}/calcul/exemples/nouveau", "/administration/aides/{aid}/calcul/exemples/nouveau", AID),
    _form(f"{_AID}/calcul/exemples/<int:number>", "/administration/aides/{aid}/calcul/exemples/1", AID),
    _form(
        f"{_AID}/calcul/exemples/<int:number>/retirer",
        "/administration/aides/{aid}/calcul/exemples/1/retirer",
        AID,
        {"sure": "1"},
    ),
    _form(f"{_AID}/conservation", "/administration/aides/{aid}/conservation", AID),
    _form(f"{_AID}/territoires", "/administration/aides/{aid}/territoires", AID),
    _form(f"{_ITEM}/nouvelle", "/administration/aides/{aid}/questions/nouvelle", AID),
    _form(f"{_CODE}/modifier", "/administration/aides/{aid}/questions/prix/modifier", AID),
    _form(f"{_CODE}/retirer", "/administration/aides/{aid}/pieces/devis/retirer", AID, {"sure": "1"}),
    _act(f"{_CODE}/deplacer", "/administration/aides/{aid}/pieces/devis/deplacer", AID, {"vers": "haut"}),
    _form(f"{_AID}/<slug:section>", "/administration/aides/{aid}/textes", AID),
]

TABLE = {row.route: row for row in ROWS}
