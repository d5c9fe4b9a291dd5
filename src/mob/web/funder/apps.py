from django.apps import AppConfig


class WebFunderConfig(AppConfig):
    name = "mob.web.funder"
    label = "web_funder"
