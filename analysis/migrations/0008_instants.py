from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analysis", "0007_words_and_spellings")]

    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["live_from"], name="publication_begins"),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                fields=["live_until"], name="publication_ends", condition=models.Q(live_until__isnull=False)
            ),
        ),
    ]
