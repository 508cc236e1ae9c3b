from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("analysis", "0008_instants")]

    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("assessment", ""), _negated=True),
                fields=["primary_topic", "language", "-period_end"],
                name="publication_assessed",
            ),
        ),
    ]
