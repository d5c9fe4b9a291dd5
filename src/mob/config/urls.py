"""Every address of the product, by audience."""

from django.urls import include, path

urlpatterns = [
    path("", include("mob.web.urls")),
    path("", include("mob.api.oidc.urls")),
    path("", include("mob.api.v2.urls")),
    path("", include("mob.web.citizen.urls")),
    path("", include("mob.web.account.urls")),
    path("gestion/", include("mob.web.funder.urls")),
    path("administration/", include("mob.web.admin.urls")),
    path("operateur/", include("mob.web.operator.urls")),
]

handler400 = "mob.web.errors.bad_request"
handler403 = "mob.web.errors.forbidden"
handler404 = "mob.web.errors.not_found"
handler500 = "mob.web.errors.server_error"
