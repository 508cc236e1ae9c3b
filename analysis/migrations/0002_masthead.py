from django.db import migrations


def create(apps, schema_editor):
    apps.get_model("analysis", "Masthead").objects.get_or_create(pk=1, defaults={"name_en": "Barometer"})


class Migration(migrations.Migration):
    """The publication has a name from the first page on, until somebody gives it its own."""

    dependencies = [("analysis", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop, elidable=False)]
