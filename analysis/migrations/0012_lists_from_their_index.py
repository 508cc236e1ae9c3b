"""
Lists of a topic, a tag, an author, and of corrections are read from an index of their own, in the order they are shown.

For that, the rows in question have what their publication says of its language and its time. The database copies it.
"""

import django.db.models.deletion
from django.db import migrations, models

FILINGS = {"PublicationTopic": "topic", "PublicationTag": "tag", "PublicationByline": "author"}
TABLES = ("analysis_publication_topics", "analysis_publication_tags", "analysis_publicationbyline")
# As they were named by Django.
UNIQUE = {
    "analysis_publication_top_publication_id_topic_id_4c43e9d3_uniq": ("analysis_publication_topics", "public_topic_once"),
    "analysis_publication_tags_publication_id_tag_id_3754c313_uniq": ("analysis_publication_tags", "public_tag_once"),
}

COPY = """
CREATE FUNCTION take_filing_from_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT language, first_published_at INTO NEW.language, NEW.first_published_at
        FROM analysis_publication WHERE id = NEW.publication_id;
    RETURN NEW;
END
$$;
CREATE FUNCTION take_correction_from_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT language, greatest(live_from, NEW.created_at) INTO NEW.language, NEW.public_from
        FROM analysis_publication WHERE id = NEW.publication_id;
    RETURN NEW;
END
$$;
CREATE FUNCTION give_to_filings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE analysis_publication_topics SET language = NEW.language WHERE publication_id = NEW.id;
    UPDATE analysis_publication_tags SET language = NEW.language WHERE publication_id = NEW.id;
    UPDATE analysis_publicationbyline SET language = NEW.language WHERE publication_id = NEW.id;
    UPDATE analysis_correction SET language = NEW.language WHERE publication_id = NEW.id;
    RETURN NULL;
END
$$;
"""
TRIGGERS = [
    *(
        f"""CREATE TRIGGER as_its_publication BEFORE INSERT OR UPDATE ON {table}
        FOR EACH ROW EXECUTE FUNCTION take_filing_from_publication()"""
        for table in TABLES
    ),
    """CREATE TRIGGER as_its_publication BEFORE INSERT OR UPDATE ON analysis_correction
    FOR EACH ROW EXECUTE FUNCTION take_correction_from_publication()""",
    # Whatever is written there, the other triggers read it from here.
    """CREATE TRIGGER filings_as_well AFTER UPDATE ON analysis_publication FOR EACH ROW
    WHEN ((OLD.language, OLD.first_published_at, OLD.live_from)
        IS DISTINCT FROM (NEW.language, NEW.first_published_at, NEW.live_from))
    EXECUTE FUNCTION give_to_filings()""",
]
FORGET = [
    *(f"DROP TRIGGER as_its_publication ON {table}" for table in (*TABLES, "analysis_correction")),
    "DROP TRIGGER filings_as_well ON analysis_publication",
    "DROP FUNCTION take_filing_from_publication()",
    "DROP FUNCTION take_correction_from_publication()",
    "DROP FUNCTION give_to_filings()",
]
FILL = [
    *(
        f"""UPDATE {table} AS filing SET language = publication.language,
            first_published_at = publication.first_published_at
        FROM analysis_publication AS publication WHERE publication.id = publication_id"""
        for table in TABLES
    ),
    """UPDATE analysis_correction AS correction SET language = publication.language,
        public_from = greatest(live_from, correction.created_at)
    FROM analysis_publication AS publication WHERE publication.id = publication_id""",
]


def through(name, field, table):
    return migrations.CreateModel(
        name=name,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("publication", foreign_key("publication", f"{field}_filings")),
            (field, foreign_key(field, "filings")),
        ],
        options={
            "verbose_name": f"{field} of a publication",
            "verbose_name_plural": f"{field}s of publications",
            "db_table": table,
            "constraints": [
                models.UniqueConstraint(fields=("publication", field), name=f"public_{field}_once"),
            ],
        },
    )


def foreign_key(to, related_name, on_delete=django.db.models.deletion.CASCADE, **options):
    return models.ForeignKey(on_delete=on_delete, related_name=related_name, to=f"analysis.{to}", **options)


def many_to_many(name, to, model):
    field = models.ManyToManyField(related_name="publications", through=f"analysis.{model}", to=f"analysis.{to}")
    return migrations.AlterField(model_name="publication", name=name, field=field)


def added(model, instant):
    """Filled before they must be."""
    language = {"model_name": model, "name": "language"}
    moment = {"model_name": model, "name": instant}
    return (
        [
            migrations.AddField(**language, field=models.CharField(editable=False, max_length=5, null=True)),
            migrations.AddField(**moment, field=models.DateTimeField(editable=False, null=True)),
        ],
        [
            migrations.AlterField(**language, field=models.CharField(editable=False, max_length=5)),
            migrations.AlterField(**moment, field=models.DateTimeField(editable=False)),
        ],
    )


def listed(model, kind, name):
    """The index of a list, in place of those that begin with the same columns."""
    related = {"PublicationByline": ("bylines", "publication_bylines")}.get(model, (f"{kind}_filings", "filings"))
    on_delete = (django.db.models.deletion.CASCADE,) * 2
    if kind == "author":
        on_delete = (django.db.models.deletion.CASCADE, django.db.models.deletion.PROTECT)
    fields = zip(("publication", kind), related, on_delete, strict=True)
    return [
        *(
            migrations.AlterField(
                model_name=model, name=to, field=foreign_key(to, related_name, deleted, db_index=False)
            )
            for to, related_name, deleted in fields
        ),
        migrations.AddIndex(
            model_name=model,
            index=models.Index(fields=[kind, "language", "-first_published_at", "-publication"], name=name),
        ),
    ]


COLUMNS = [*(added(model, "first_published_at") for model in FILINGS), added("Correction", "public_from")]


class Migration(migrations.Migration):
    dependencies = [("analysis", "0011_the_desk_at_any_size")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}",
                    f"ALTER TABLE {table} RENAME CONSTRAINT {new} TO {old}",
                )
                for old, (table, new) in UNIQUE.items()
            ],
            state_operations=[
                through("PublicationTopic", "topic", "analysis_publication_topics"),
                through("PublicationTag", "tag", "analysis_publication_tags"),
                many_to_many("topics", "topic", "PublicationTopic"),
                many_to_many("tags", "tag", "PublicationTag"),
            ],
        ),
        *(operation for add, _tighten in COLUMNS for operation in add),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *(operation for _add, tighten in COLUMNS for operation in tighten),
        migrations.RunSQL([COPY, *TRIGGERS], FORGET),
        *listed("PublicationTopic", "topic", "publications_about"),
        *listed("PublicationTag", "tag", "publications_tagged"),
        *listed("PublicationByline", "author", "publications_by"),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["language", "-public_from", "-id"], name="correction_newest"),
        ),
    ]
