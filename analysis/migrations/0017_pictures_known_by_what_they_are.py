from django.db import migrations


def forget(apps, schema_editor):
    replaced = apps.get_model("analysis", "AuditEntry").objects.filter(
        subject_type="image", verb="change", after__has_key="file"
    )
    pictures = apps.get_model("analysis", "Image").objects.exclude(digest="")
    pictures.filter(pk__in=replaced.values("subject_id")).update(digest="")


class Migration(migrations.Migration):
    """
    A digest was written by imports only, and stayed when a file was replaced at the desk: those, which the log
    knows, are forgotten. None is made up for: every original would have to be read, from a bucket perhaps, and
    a picture without a digest is only stored once more, should an import bring it.
    """

    dependencies = [("analysis", "0016_words_by_language")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop, elidable=True)]
