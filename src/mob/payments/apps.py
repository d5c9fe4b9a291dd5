from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "mob.payments"
    label = "payments"
