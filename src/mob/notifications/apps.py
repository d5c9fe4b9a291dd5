from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "mob.notifications"
    label = "notifications"
