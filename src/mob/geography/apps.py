from django.apps import AppConfig


class GeographyConfig(AppConfig):
    name = "mob.geography"
    label = "geography"
