"""Addresses of version 2."""

from django.urls import path

from mob.api.v2 import simulations

urlpatterns = [path("api/v2/simulations", simulations.simulations, name="api-simulations")]
