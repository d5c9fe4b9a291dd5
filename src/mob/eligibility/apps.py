from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "mob.eligibility"
    label = "eligibility"
