from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "mob.web"
    label = "web"
