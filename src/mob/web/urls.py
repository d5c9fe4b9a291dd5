"""Addresses that belong to no audience, and the home page."""

from django.urls import path

from mob.editorial.types import Page
from mob.web import communes, demo, gallery, pages, statistics, views
from mob.web.citizen import home

urlpatterns = [
    path("", home.page, name="home"),
    path("communes", communes.suggestions, name="communes"),
    path("composants", gallery.page, name="gallery"),
    path("langue", views.choose_language, name="language"),
    *(path(each.value, pages.page, {"slug": each.value}, name=f"page-{each.name.lower()}") for each in Page),
    path("statistiques", statistics.page, name="statistics"),
    path("statistiques.csv", statistics.as_csv, name="statistics-csv"),
    path("statistiques.json", statistics.as_json, name="statistics-json"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("demo/", demo.people, name="demo"),
    path("demo/cles/<str:name>", demo.key_file, name="demo-key"),
    path("demo/courriels/", demo.mails, name="demo-mails"),
    path("demo/courriels.json", demo.mails_json, name="demo-mails-json"),
    path("demo/courriels/<uuid:mail_id>", demo.mail_html, name="demo-mail"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
