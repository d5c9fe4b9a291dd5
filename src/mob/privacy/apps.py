from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "mob.privacy"
    label = "privacy"
