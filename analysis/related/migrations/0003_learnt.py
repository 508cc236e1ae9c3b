from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("related", "0002_vectors")]

    operations = [
        migrations.CreateModel(
            name="Learnt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weights", models.JSONField()),
                ("links", models.PositiveIntegerField()),
                ("before", models.FloatField()),
                ("after", models.FloatField()),
                ("learnt_at", models.DateTimeField()),
            ],
            options={"ordering": ["learnt_at"]},
        ),
    ]
