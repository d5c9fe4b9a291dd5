from django.apps import AppConfig


class WebOperatorConfig(AppConfig):
    name = "mob.web.operator"
    label = "web_operator"
