from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "mob.insights"
    label = "insights"
