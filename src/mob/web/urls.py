"""Addresses that belong to no audience, and the home page."""

from django.urls import path

from mob.web import communes, views
from mob.web.citizen import home

urlpatterns = [
    path("", home.page, name="home"),
    path("communes", communes.suggestions, name="communes"),
    path("langue", views.choose_language, name="language"),
]
