from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "mob.directory"
    label = "directory"
