from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "mob.journal"
    label = "journal"
