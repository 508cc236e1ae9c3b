from django.db import migrations, models

# Of an end at which something else begins nobody knows any more whether it was set as well.
SET_BY_SOMEBODY = """
UPDATE analysis_publication AS publication SET expires = true
WHERE live_until > now() AND NOT EXISTS (
    SELECT FROM analysis_publication AS following
    WHERE following.article_id = publication.article_id AND following.live_from = publication.live_until
)
"""


class Migration(migrations.Migration):
    """An end at which another publication begins may be that beginning only, or have been set besides."""

    dependencies = [("analysis", "0018_newsletter_offered")]
    operations = [
        migrations.AddField(
            "publication", "expires", models.BooleanField(db_default=False, default=False, editable=False)
        ),
        migrations.RunSQL(SET_BY_SOMEBODY, migrations.RunSQL.noop, elidable=True),
    ]
