"""Addresses of the administration."""

from django.urls import path, re_path

from mob.web.admin import (
    affiliation,
    aid_items,
    aid_preview,
    aid_retention,
    aid_sections,
    aid_territories,
    aids,
    communities,
    dashboard,
    delegations,
    exchange,
    funders,
    page_texts,
    staff,
)

app_name = "admin"
_ITEMS = r"^aides/(?P<aid_id>[0-9a-f-]{36})/(?P<section>questions|pieces)/"
_CODE = r"(?P<code>[a-z0-9_-]{1,60})"

urlpatterns = [
    path("", dashboard.page, name="dashboard"),
    path("financeurs", funders.listing, name="funders"),
    path("financeurs/nouveau", funders.create, name="funder-create"),
    path("financeurs/<slug:slug>", funders.page, name="funder"),
    path("financeurs/<slug:slug>/fiche", funders.edit, name="funder-edit"),
    path("financeurs/<slug:slug>/affiliation", affiliation.edit, name="affiliation"),
    path("financeurs/<slug:slug>/inviter", staff.invite, name="invite"),
    path("financeurs/<slug:slug>/communautes/nouvelle", communities.create, name="community-create"),
    path("financeurs/<slug:slug>/communautes/<uuid:community_id>", communities.rename, name="community-rename"),
    path("financeurs/<slug:slug>/communautes/<uuid:community_id>/fermer", communities.close, name="community-close"),
    path("financeurs/<slug:slug>/communautes/<uuid:community_id>/rouvrir", communities.reopen, name="community-reopen"),
    path("financeurs/<slug:slug>/delegations", delegations.listing, name="delegations"),
    path("financeurs/<slug:slug>/delegations/nouvelle", delegations.create, name="delegation-create"),
    path("delegations/<uuid:delegation_id>/retirer", delegations.revoke, name="delegation-revoke"),
    path("droits/<uuid:membership_id>", staff.change, name="membership"),
    path("droits/<uuid:membership_id>/fin", staff.end, name="membership-end"),
    path("invitations/<uuid:invitation_id>/annuler", staff.cancel, name="invitation-cancel"),
    path("plateforme", staff.platform, name="platform"),
    path("plateforme/inviter", staff.invite_administrator, name="platform-invite"),
    path("pages/", page_texts.listing, name="pages"),
    path("pages/<slug:slug>/<slug:language>", page_texts.edit, name="page-text"),
    path("pages/<slug:slug>/<slug:language>/historique", page_texts.history, name="page-history"),
    path("pages/<slug:slug>/<slug:language>/<int:number>", page_texts.look, name="page-look"),
    path("pages/<slug:slug>/<slug:language>/<int:number>/reprendre", page_texts.restore, name="page-restore"),
    path("aides", aids.listing, name="aids"),
    path("aides/nouvelle", aids.create, name="aid-create"),
    path("aides/fichier", exchange.page, name="exchange"),
    path("aides/fichier/importer", exchange.confirm, name="import-confirm"),
    re_path(r"^aides/fichier/aides\.(?P<fmt>csv|json)$", exchange.export, name="export"),
    path("aides/<uuid:aid_id>", aids.page, name="aid"),
    path("aides/<uuid:aid_id>/publier", aids.publish, name="aid-publish"),
    path("aides/<uuid:aid_id>/retirer", aids.unpublish, name="aid-unpublish"),
    path("aides/<uuid:aid_id>/historique", aids.history, name="aid-history"),
    path("aides/<uuid:aid_id>/apercu", aid_preview.page, name="aid-preview"),
    path("aides/<uuid:aid_id>/apercu/<uuid:version_id>", aid_preview.page, name="aid-version"),
    path("aides/<uuid:aid_id>/conservation", aid_retention.edit, name="aid-retention"),
    path("aides/<uuid:aid_id>/territoires", aid_territories.edit, name="aid-territories"),
    re_path(_ITEMS + r"nouvelle$", aid_items.create, name="aid-item-create"),
    re_path(_ITEMS + _CODE + r"/modifier$", aid_items.edit, name="aid-item"),
    re_path(_ITEMS + _CODE + r"/retirer$", aid_items.remove, name="aid-item-remove"),
    re_path(_ITEMS + _CODE + r"/deplacer$", aid_items.move, name="aid-item-move"),
    path("aides/<uuid:aid_id>/<slug:section>", aid_sections.edit, name="aid-section"),
]
