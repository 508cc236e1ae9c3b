"""Who has written about a topic, kept beside by-lines and topics by the database itself."""

import django.db.models.deletion
from django.db import migrations, models

WRITTEN = """
    SELECT publication_id, topic_id, author_id, filing.language
    FROM analysis_publication_topics AS filing JOIN analysis_publicationbyline AS byline USING (publication_id)
    WHERE role = 'author'
"""
KEEP = f"""
CREATE FUNCTION tell_authorships() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.publication_id ELSE NEW.publication_id END;
BEGIN
    DELETE FROM analysis_authorship WHERE publication_id = changed;
    INSERT INTO analysis_authorship (publication_id, topic_id, author_id, language)
        {WRITTEN} AND publication_id = changed;
    RETURN NULL;
END
$$
"""
TABLES = ("analysis_publication_topics", "analysis_publicationbyline")
TRIGGERS = [
    f"""CREATE TRIGGER authorships_as_well AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION tell_authorships()"""
    for table in TABLES
]
FORGET = [
    *(f"DROP TRIGGER authorships_as_well ON {table}" for table in TABLES),
    "DROP FUNCTION tell_authorships()",
]


def foreign_key(to, related_name, **options):
    on_delete = django.db.models.deletion.CASCADE
    return models.ForeignKey(on_delete=on_delete, related_name=related_name, to=f"analysis.{to}", **options)


class Migration(migrations.Migration):
    dependencies = [("analysis", "0012_lists_from_their_index")]

    operations = [
        migrations.CreateModel(
            name="Authorship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("publication", foreign_key("publication", "authorships")),
                ("topic", foreign_key("topic", "+", db_index=False)),
                ("author", foreign_key("author", "+")),
                ("language", models.CharField(max_length=5)),
            ],
            options={
                "verbose_name": "author on a topic",
                "verbose_name_plural": "authors on topics",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "language", "author", "publication"), name="authorship_once"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            f"INSERT INTO analysis_authorship (publication_id, topic_id, author_id, language) {WRITTEN}",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL([KEEP, *TRIGGERS], FORGET),
    ]
