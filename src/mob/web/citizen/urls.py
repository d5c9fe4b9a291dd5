"""Addresses of the person's pages."""

from django.urls import path

from mob.web.citizen import aid_page, search

urlpatterns = [
    path("recherche", search.page, name="search"),
    path("aides/<slug:slug>", aid_page.page, name="aid"),
    path("aide-page", aid_page.old_page),
]
