"""Runs the wiring once Django's apps are ready."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "mob.config"
    label = "mob_config"

    def ready(self) -> None:
        from mob.config import wiring

        wiring.connect()
