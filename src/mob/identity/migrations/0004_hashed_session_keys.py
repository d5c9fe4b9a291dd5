from django.db import migrations


def end_every_session(apps, editor):
    """Rows bore what the cookie holds. They open nothing any more: they go, and everybody signs in again."""
    apps.get_model("usersessions", "UserSession").objects.all().delete()
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("identity", "0003_accessibility_needs"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(end_every_session, migrations.RunPython.noop)]
