"""Finding an aid, applying."""

from __future__ import annotations

from tests.edge.access.rules import ACCOUNT, APPLY, DOSSIER, LEADS_NOWHERE, MOVED, PUBLIC, Row, Rule, act, form, page

_DRAFT, _SENT, _ASKED, _REFUSED, _CLOSED = (
    "{draft}",
    "{submitted}",
    "{changes_requested}",
    "{rejected}",
    "{closed_incomplete}",
)
_REF = "demandes/<reference:reference>"
_ACCOUNT = {"holder": "Samira Haddad", "iban": "FR76 3000 6000 0112 3456 7890 189"}
_COMMUTE = "simulateur/mobilite-domicile-travail"

ROWS = [
    Row("simulateur/", "/simulateur/", PUBLIC, PUBLIC, {"lieu": "", "commune": "99V01"}),
    Row("simulateur/partage", "/simulateur/partage", PUBLIC, PUBLIC, {"link": "faux"}, is_done=False),
    Row("simulateur/courriel", "/simulateur/courriel", MOVED, PUBLIC),
    page("recherche"),
    page("aides/<slug:slug>", at="/aides/{slug}"),
    page("aide-page", MOVED),
    form("simulateur/ma-vignette", "/simulateur/ma-vignette", PUBLIC, {"kind": "car", "energy": "electricity"}),
    form(_COMMUTE, f"/{_COMMUTE}", PUBLIC, {"year": "2025", "allowance": "500"}),
    page("mon-dashboard", MOVED),
    page("subscriptions/new", MOVED),
    form("aides/<slug:slug>/signaler", "/aides/{slug}/signaler", PUBLIC, {"text": "Le lien ne mène nulle part."}),
    Row("aides/<slug:slug>/demander", "/aides/{slug}/demander", PUBLIC, APPLY),
    page("demandes", ACCOUNT),
    Row("demandes/projet", "/demandes/projet", APPLY, Rule("s cc ccc cc cc cc c")),
    page("demandes/projet/<uuid:project>", LEADS_NOWHERE, at="/demandes/projet/00000000-0000-0000-0000-000000000000"),
    page(_REF, DOSSIER, at=f"/demandes/{_SENT}"),
    form(f"{_REF}/beneficiaire", f"/demandes/{_DRAFT}/beneficiaire", DOSSIER, {"kind": "self"}),
    form(f"{_REF}/profil", f"/demandes/{_DRAFT}/profil", DOSSIER),
    form(f"{_REF}/question/<slug:code>", f"/demandes/{_DRAFT}/question/prix", DOSSIER, {"q-prix": "900"}),
    form(f"{_REF}/communaute", f"/demandes/{_DRAFT}/communaute", DOSSIER, {"community": "{community}"}),
    act(f"{_REF}/brouillon", f"/demandes/{_DRAFT}/brouillon", DOSSIER, {"q-prix": "800"}, is_done=False),
    page(f"{_REF}/papiers", DOSSIER, at=f"/demandes/{_DRAFT}/papiers"),
    act(f"{_REF}/papiers/<uuid:proof_id>/retirer", f"/demandes/{_DRAFT}/papiers/{{draft_proof}}/retirer", DOSSIER),
    act(f"{_REF}/papiers/<slug:code>", f"/demandes/{_DRAFT}/papiers/devis", DOSSIER, {"file": "PDF"}),
    act(
        f"{_REF}/papiers/<slug:code>/achat/<uuid:purchase_id>",
        f"/demandes/{_DRAFT}/papiers/facture/achat/{{purchase}}",
        DOSSIER,
        {"act": "join"},
    ),
    page(f"{_REF}/verifier", DOSSIER, at=f"/demandes/{_DRAFT}/verifier"),
    form(f"{_REF}/envoyer", f"/demandes/{_DRAFT}/envoyer", DOSSIER, {"version": "{declaration}", "digest": "{digest}"}),
    page(f"{_REF}/recu", DOSSIER, at=f"/demandes/{_SENT}/recu"),
    page(f"{_REF}/envoi", DOSSIER, at=f"/demandes/{_SENT}/envoi"),
    page(f"{_REF}/consultations", DOSSIER, at=f"/demandes/{_SENT}/consultations"),
    page(f"{_REF}/decision", DOSSIER, at=f"/demandes/{_REFUSED}/decision"),
    page(f"{_REF}/decision.pdf", DOSSIER, at=f"/demandes/{_REFUSED}/decision.pdf"),
    form(f"{_REF}/corriger", f"/demandes/{_ASKED}/corriger", DOSSIER),
    form(f"{_REF}/coordonnees-bancaires", "/demandes/{granted}/coordonnees-bancaires", DOSSIER, _ACCOUNT),
    form(f"{_REF}/facture", "/demandes/{granted}/facture", DOSSIER, {"file": "PDF"}),
    act(f"{_REF}/messages", f"/demandes/{_SENT}/messages", DOSSIER, {"text": "Bonjour"}),
    form(f"{_REF}/retrait", "/demandes/{noticed}/retrait", DOSSIER, {"text": "Il ne l’est pas."}),
    act(f"{_REF}/examen", "/demandes/{provisional}/examen", DOSSIER),
    form(f"{_REF}/retirer", f"/demandes/{_SENT}/retirer", DOSSIER, {"sure": "1"}),
    form(f"{_REF}/supprimer", f"/demandes/{_DRAFT}/supprimer", DOSSIER, {"sure": "1"}),
    act(f"{_REF}/reprendre", f"/demandes/{_CLOSED}/reprendre", DOSSIER),
]
