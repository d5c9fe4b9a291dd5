from django.apps import AppConfig


class WebCitizenConfig(AppConfig):
    name = "mob.web.citizen"
    label = "web_citizen"
