from django.apps import AppConfig


class WebAccountConfig(AppConfig):
    name = "mob.web.account"
    label = "web_account"
