from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "mob.editorial"
    label = "editorial"
