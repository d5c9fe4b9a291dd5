"""Addresses of the funder's pages, under `/gestion/`."""

from django.urls import URLPattern, path

from mob.web.funder import invitation, keys

urlpatterns: list[URLPattern] = [
    # Staff and keys.
    path("cles/", keys.listing, name="keys"),
    path("cles/nouvelle", keys.create, name="key_create"),
    path("cles/importer", keys.bring, name="key_import"),
    path("cles/<uuid:key_id>/activer", keys.activate, name="key_activate"),
    path("cles/<uuid:key_id>/arreter", keys.stop, name="key_stop"),
    path("cles/<uuid:key_id>/retirer", keys.retire, name="key_retire"),
    path("invitation/<str:token>", invitation.page, name="invitation"),
]
