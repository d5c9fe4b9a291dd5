"""Addresses of the funder's pages, under `/gestion/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
