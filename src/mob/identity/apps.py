from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig


class IdentityConfig(AppConfig):
    default = True
    name = "mob.identity"
    label = "identity"


class RegisterConfig(UserSessionsConfig):
    """allauth's table of open sessions, without its receivers: they would write what the cookie holds."""

    def ready(self) -> None:
        return
