from django.apps import AppConfig


class WebAdminConfig(AppConfig):
    name = "mob.web.admin"
    label = "web_admin"
