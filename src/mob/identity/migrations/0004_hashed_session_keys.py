from django.db import migrations

_SIGNED_IN = "usersessions_usersession"


def end_every_session(apps, editor):
    """Rows bore what the cookie holds. They open nothing any more: they go, and everybody signs in again.

    The table of where somebody is signed in is asked for by its name: its own migration stands on this context's
    first one, which a squashed one replaces together with this.
    """
    connection = editor.connection
    with connection.cursor() as cursor:
        if _SIGNED_IN in connection.introspection.table_names(cursor):
            cursor.execute(f"DELETE FROM {_SIGNED_IN}")
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("identity", "0003_accessibility_needs"),
        ("sessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(end_every_session, migrations.RunPython.noop)]
