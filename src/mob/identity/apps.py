from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "mob.identity"
    label = "identity"
