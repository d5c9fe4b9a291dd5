"""The administration."""

from __future__ import annotations

from tests.edge.access.rules import (
    AID,
    AUTHORS,
    EMPLOYER_KEEPER,
    KEEPER_ALONE,
    MANAGERS,
    MEMBERS,
    OWN_FUNDER,
    PLATFORM,
    act,
    form,
    page,
)

_AID = "administration/aides/<uuid:aid_id>"
_ITEM = "administration/aides/(?P<aid_id>[0-9a-f-]{36})/(?P<section>questions|pieces)"
_CODE = f"{_ITEM}/(?P<code>[a-z0-9_-]{{1,60}})"
_COMMUNITY = "administration/financeurs/<slug:slug>/communautes"
_TEXT = "administration/pages/<slug:slug>/<slug:language>"

ROWS = [
    page("administration/", MEMBERS),
    page("administration/financeurs", PLATFORM),
    form("administration/financeurs/nouveau", "/administration/financeurs/nouveau", PLATFORM),
    page("administration/financeurs/<slug:slug>", OWN_FUNDER, at="/administration/financeurs/{funder}"),
    form("administration/financeurs/<slug:slug>/fiche", "/administration/financeurs/{funder}/fiche", KEEPER_ALONE),
    form(
        "administration/financeurs/<slug:slug>/affiliation",
        "/administration/financeurs/{employer}/affiliation",
        EMPLOYER_KEEPER,
        {"domains": "duverne.exemple", "version": "1"},
    ),
    form("administration/financeurs/<slug:slug>/inviter", "/administration/financeurs/{funder}/inviter", MANAGERS),
    form(
        f"{_COMMUNITY}/nouvelle",
        "/administration/financeurs/{funder}/communautes/nouvelle",
        KEEPER_ALONE,
        {"name": "Retraités"},
    ),
    form(
        f"{_COMMUNITY}/<uuid:community_id>",
        "/administration/financeurs/{funder}/communautes/{community}",
        KEEPER_ALONE,
        {"name": "Autre nom"},
    ),
    form(
        f"{_COMMUNITY}/<uuid:community_id>/fermer",
        "/administration/financeurs/{funder}/communautes/{community}/fermer",
        KEEPER_ALONE,
    ),
    form(
        f"{_COMMUNITY}/<uuid:community_id>/rouvrir",
        "/administration/financeurs/{funder}/communautes/{community}/rouvrir",
        KEEPER_ALONE,
    ),
    page(
        "administration/financeurs/<slug:slug>/delegations",
        MANAGERS,
        at="/administration/financeurs/{funder}/delegations",
    ),
    form(
        "administration/financeurs/<slug:slug>/delegations/nouvelle",
        "/administration/financeurs/{funder}/delegations/nouvelle",
        MANAGERS,
    ),
    form(
        "administration/delegations/<uuid:delegation_id>/retirer",
        "/administration/delegations/{delegation}/retirer",
        MANAGERS,
        {"sure": "1"},
    ),
    form("administration/droits/<uuid:membership_id>", "/administration/droits/{member}", MANAGERS),
    form("administration/droits/<uuid:membership_id>/fin", "/administration/droits/{member}/fin", MANAGERS, {"x": ""}),
    form(
        "administration/invitations/<uuid:invitation_id>/annuler",
        "/administration/invitations/{invitation}/annuler",
        MANAGERS,
        {"x": ""},
    ),
    page("administration/plateforme", PLATFORM),
    form("administration/plateforme/inviter", "/administration/plateforme/inviter", PLATFORM),
    page("administration/operateurs", PLATFORM),
    form(
        "administration/operateurs/nouveau",
        "/administration/operateurs/nouveau",
        PLATFORM,
        {"name": "Nouvel opérateur", "kind": "operator", "contact": "tech@nouvel.exemple"},
    ),
    page("administration/operateurs/<slug:slug>", PLATFORM, at="/administration/operateurs/{partner}"),
    form(
        "administration/operateurs/<slug:slug>/fiche",
        "/administration/operateurs/{partner}/fiche",
        PLATFORM,
        {"name": "Autre nom", "kind": "maas", "contact": "tech@nouvel.exemple"},
    ),
    form(
        "administration/operateurs/<slug:slug>/inviter",
        "/administration/operateurs/{partner}/inviter",
        PLATFORM,
        {"email": "dev@nouvel.exemple"},
    ),
    form(
        "administration/operateurs/<slug:slug>/fermer",
        "/administration/operateurs/{partner}/fermer",
        PLATFORM,
        {"sure": "1"},
    ),
    form(
        "administration/operateurs/clients/<uuid:client_id>",
        "/administration/operateurs/clients/{partner_client}",
        PLATFORM,
        {"decision": "yes"},
    ),
    form(
        "administration/operateurs/clients/<uuid:client_id>/quotas",
        "/administration/operateurs/clients/{partner_client}/quotas",
        PLATFORM,
        {"token_minute": "5", "token_day": "50"},
    ),
    page("administration/bases-legales", PLATFORM),
    form("administration/bases-legales/nouvelle", "/administration/bases-legales/nouvelle", PLATFORM),
    form(
        "administration/bases-legales/<uuid:basis_id>/fin",
        "/administration/bases-legales/{basis}/fin",
        PLATFORM,
        {"sure": "1"},
    ),
    form(
        "administration/bases-legales/services/<uuid:client_id>",
        "/administration/bases-legales/services/{service}",
        PLATFORM,
        {"number": "Convention 12", "starts_on_0": "1", "starts_on_1": "1", "starts_on_2": "2026"},
    ),
    form(
        "administration/bases-legales/services/<uuid:client_id>/fin",
        "/administration/bases-legales/services/{service}/fin",
        PLATFORM,
        {"sure": "1"},
    ),
    page("administration/pages/", PLATFORM),
    form(_TEXT, "/administration/pages/aide/fr", PLATFORM, {"text": "## Nous joindre", "based_on": "0"}),
    page(f"{_TEXT}/historique", PLATFORM, at="/administration/pages/aide/fr/historique"),
    page(f"{_TEXT}/<int:number>", PLATFORM, at="/administration/pages/aide/fr/0"),
    form(f"{_TEXT}/<int:number>/reprendre", "/administration/pages/aide/fr/0/reprendre", PLATFORM, {"sure": "1"}),
    page("administration/aides", AUTHORS),
    form("administration/aides/nouvelle", "/administration/aides/nouvelle", AUTHORS),
    form("administration/aides/fichier", "/administration/aides/fichier", AUTHORS),
    act("administration/aides/fichier/importer", "/administration/aides/fichier/importer", AUTHORS),
    page(
        "administration/aides/fichier/aides\\.(?P<fmt>csv|json)", AUTHORS, at="/administration/aides/fichier/aides.csv"
    ),
    page(_AID, AID, at="/administration/aides/{aid}"),
    act(f"{_AID}/publier", "/administration/aides/{aid}/publier", AID, is_done=False),
    form(f"{_AID}/retirer", "/administration/aides/{aid}/retirer", AID, {"sure": "1"}),
    page("administration/aides/revoir", AUTHORS),
    act(f"{_AID}/toujours-valable", "/administration/aides/{aid}/toujours-valable", AID),
    form(f"{_AID}/responsable", "/administration/aides/{aid}/responsable", AID),
    act(
        f"{_AID}/signalements/<uuid:report_id>/traiter",
        "/administration/aides/{aid}/signalements/{report}/traiter",
        AID,
    ),
    page(f"{_AID}/historique", AID, at="/administration/aides/{aid}/historique"),
    page(f"{_AID}/apercu", AID, at="/administration/aides/{aid}/apercu"),
    page(f"{_AID}/apercu/<uuid:version_id>", AID, at="/administration/aides/{aid}/apercu/{version}"),
    page(
        f"{_AID}/historique/<uuid:version_id>/calcul", AID, at="/administration/aides/{aid}/historique/{version}/calcul"
    ),
    page(f"{_AID}/calcul", AID, at="/administration/aides/{aid}/calcul"),
    form(f"{_AID}/calcul/formulaire", "/administration/aides/{aid}/calcul/formulaire", AID),
    form(f"{_AID}/calcul/texte", "/administration/aides/{aid}/calcul/texte", AID),
    act(f"{_AID}/calcul/verifier", "/administration/aides/{aid}/calcul/verifier", AID, {"text": "aide: 1 €"}),
    form(f"{_AID}/calcul/retirer", "/administration/aides/{aid}/calcul/retirer", AID, {"sure": "1"}),
    page(f"{_AID}/calcul/rejouer", AID, at="/administration/aides/{aid}/calcul/rejouer"),
    form(f"{_AID}/calcul/essayer", "/administration/aides/{aid}/calcul/essayer", AID),
    form(f"{_AID}/calcul/exemples/nouveau", "/administration/aides/{aid}/calcul/exemples/nouveau", AID),
    form(f"{_AID}/calcul/exemples/<int:number>", "/administration/aides/{aid}/calcul/exemples/1", AID),
    form(
        f"{_AID}/calcul/exemples/<int:number>/retirer",
        "/administration/aides/{aid}/calcul/exemples/1/retirer",
        AID,
        {"sure": "1"},
    ),
    form(f"{_AID}/conservation", "/administration/aides/{aid}/conservation", AID),
    form(f"{_AID}/territoires", "/administration/aides/{aid}/territoires", AID),
    form(f"{_ITEM}/nouvelle", "/administration/aides/{aid}/questions/nouvelle", AID),
    form(f"{_CODE}/modifier", "/administration/aides/{aid}/questions/prix/modifier", AID),
    form(f"{_CODE}/retirer", "/administration/aides/{aid}/pieces/devis/retirer", AID, {"sure": "1"}),
    act(f"{_CODE}/deplacer", "/administration/aides/{aid}/pieces/devis/deplacer", AID, {"vers": "haut"}),
    form(f"{_AID}/<slug:section>", "/administration/aides/{aid}/textes", AID),
]
