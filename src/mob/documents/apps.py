from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "mob.documents"
    label = "documents"
