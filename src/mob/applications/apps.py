from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "mob.applications"
    label = "applications"
