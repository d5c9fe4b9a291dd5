"""Addresses of version 2."""

from django.urls import path

from mob.api.v2 import aids, simulations

urlpatterns = [
    path("api/v2/simulations", simulations.simulations, name="api-simulations"),
    path("api/v2/aids", aids.aids, name="api-aids"),
    path("api/v2/aids/<slug:slug>", aids.aid, name="api-aid"),
]
