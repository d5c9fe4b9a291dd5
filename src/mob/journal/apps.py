from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "mob.journal"
    label = "journal"

    def ready(self) -> None:
        from mob.journal import scheduler

        scheduler.define_own_tasks()
