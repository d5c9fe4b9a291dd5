"""Addresses that belong to no audience, and the home page."""

from django.urls import path

from mob.web import views
from mob.web.citizen import home

urlpatterns = [
    path("", home.page, name="home"),
    path("langue", views.choose_language, name="language"),
]
