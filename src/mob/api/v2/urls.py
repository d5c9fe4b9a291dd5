"""Addresses of version 2."""

from django.urls import path

from mob.api.v2 import accessibility, aids, applications, purchases, simulations

urlpatterns = [
    path("api/v2/simulations", simulations.simulations, name="api-simulations"),
    path("api/v2/aids", aids.aids, name="api-aids"),
    path("api/v2/aids/<slug:slug>", aids.aid, name="api-aid"),
    path("api/v2/applications", applications.applications, name="api-applications"),
    path("api/v2/applications/<str:reference>", applications.application, name="api-application"),
    path("api/v2/accessibility", accessibility.needs, name="api-accessibility"),
    path("api/v2/accessibility/requests", accessibility.requests, name="api-accessibility-requests"),
    path("api/v2/purchases", purchases.purchases, name="api-purchases"),
    path("api/v2/purchases/<uuid:purchase_id>", purchases.purchase, name="api-purchase"),
]
