from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "mob.catalogue"
    label = "catalogue"
