from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("analysis", "0009_issues_in_order")]

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
