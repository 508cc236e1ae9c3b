import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Words and profiles are derived: they are made anew by the next rebuild. Until then readers see the old neighbours."""

    dependencies = [("analysis", "0001_initial"), ("related", "0001_initial")]

    operations = [
        migrations.DeleteModel("Word"),
        migrations.DeleteModel("Profile"),
        migrations.DeleteModel("Vocabulary"),
        migrations.CreateModel(
            name="Vocabulary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=35, unique=True)),
                ("texts", models.PositiveIntegerField()),
                ("terms", models.BinaryField()),
                ("texts_with", models.BinaryField()),
                ("counted_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="analysis.article",
                    ),
                ),
                ("language", models.CharField(max_length=35)),
                ("published_at", models.DateTimeField()),
                (
                    "telling",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
                ("vectors", models.BinaryField()),
                (
                    "links_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("compared_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["telling"], name="profile_telling"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["links_to"], name="profile_links"
                    ),
                    models.Index(fields=["language", "made_at"], name="profile_age"),
                ],
            },
        ),
        migrations.AlterField(
            model_name="neighbour",
            name="article",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="neighbours",
                to="analysis.article",
            ),
        ),
        migrations.AlterField(
            model_name="neighbour",
            name="neighbour",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="neighbour_of",
                to="analysis.article",
            ),
        ),
    ]
