from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "mob.exports"
    label = "exports"
