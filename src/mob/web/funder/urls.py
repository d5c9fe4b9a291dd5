"""Addresses of the funder's pages, under `/gestion/`."""

from django.urls import URLPattern, path

from mob.web.funder import invitation

urlpatterns: list[URLPattern] = [
    # Staff and keys.
    path("invitation/<str:token>", invitation.page, name="invitation"),
]
