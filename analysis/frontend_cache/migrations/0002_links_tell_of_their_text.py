"""
Who wrote a text and where it is filed is shown wherever the text is: beside its topic, in feeds, in printed issues. A
row of these that somebody changes by hand tells of all of that, as a change of the text does.
"""

from importlib import import_module

from django.db import migrations

before = import_module("analysis.frontend_cache.migrations.0001_say_what_has_changed")

TAGS = """
CREATE FUNCTION page_tags_of(publications bigint[]) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT page_tags(
        id, article_id, language, translation_key, primary_topic_id, issue_id,
        assessment, period_start, period_end, first_published_at
    ) FROM analysis_publication WHERE id = ANY (publications) AND cardinality(publications) <= 40
    -- Of more than these everything is said at once.
    UNION SELECT 'site' WHERE cardinality(publications) > 40
$$
"""
COLUMNS = {
    "analysis_publication_topics": ("topic", "topic_id"),
    "analysis_publication_tags": ("tag", "tag_id"),
    "analysis_publicationbyline": ("author", "author_id"),
}


def of_links(kind, column):
    """What the row leads to, which it may just have left, and all that its text is on."""
    return f"""
        SELECT '{kind}:' || {column} FROM {{changed}}
        UNION SELECT page_tags_of(ARRAY(SELECT DISTINCT publication_id FROM {{changed}}))
    """


def triggers(query_of):
    for table, link in COLUMNS.items():
        for verb in ("insert", "update", "delete", "truncate"):
            yield f"DROP TRIGGER purge_after_{verb} ON {table}"
        yield from before.triggers_of(table, before.ALWAYS, query_of(*link))


class Migration(migrations.Migration):
    dependencies = [("frontend_cache", "0001_say_what_has_changed")]

    operations = [
        migrations.RunSQL(
            [TAGS, *triggers(of_links)],
            [*triggers(before.of_links), "DROP FUNCTION page_tags_of(bigint[])"],
        )
    ]
