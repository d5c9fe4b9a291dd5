"""People's pages with the shared ones, without the back offices."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("mob.web.urls")),
    path("", include("mob.web.citizen.urls")),
]

handler400 = "mob.web.errors.bad_request"
handler403 = "mob.web.errors.forbidden"
handler404 = "mob.web.errors.not_found"
handler500 = "mob.web.errors.server_error"
