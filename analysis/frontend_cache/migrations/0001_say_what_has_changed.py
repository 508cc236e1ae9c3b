"""
The database says which pages a change concerns, so that no way of making one (a form, a bulk action, an import, a query
by hand) can forget to. `analysis/frontend_cache/README.md` lists the tags, and what is not told, and why.
"""

from django.db import migrations

# Of one publication: what shows it while it is public, and what would.
TAGS = """
CREATE FUNCTION page_tags(
    publication bigint, article bigint, language text, work uuid, trend bigint, issue bigint,
    assessment text, period_start date, period_end date, appeared timestamptz
) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT unnest(ARRAY['list', 'list:' || language, 'article:' || article, 'work:' || work, 'topic:' || trend])
    UNION SELECT unnest(ARRAY['issues', 'issue:' || issue]) WHERE issue IS NOT NULL
    -- In whichever time zone the year is counted.
    UNION SELECT 'year:' || extract(year FROM appeared + shift) FROM unnest(ARRAY[interval '-14h', '14h']) AS shift
    UNION SELECT 'trend:' || trend || ':' || language || ':' || year
        FROM generate_series(extract(year FROM period_start)::int, extract(year FROM period_end)::int) AS year
        WHERE assessment <> ''
    UNION SELECT 'topic:' || topic_id FROM analysis_publication_topics WHERE publication_id = publication
    UNION SELECT 'tag:' || tag_id FROM analysis_publication_tags WHERE publication_id = publication
    UNION SELECT 'author:' || author_id FROM analysis_publicationbyline WHERE publication_id = publication
    -- Pinned to the dossier of a topic it need not be filed under.
    UNION SELECT 'topic:' || topic_id FROM analysis_keytext JOIN analysis_article ON analysis_article.id = article_id
        WHERE translation_key = work
$$
"""

# What is written down already: instants at which something begins or ends, and the tags of what changes then.
COMING = """
CREATE FUNCTION coming_changes(since timestamptz) RETURNS TABLE (instant timestamptz, ends boolean, tag text)
LANGUAGE sql STABLE AS $$
    SELECT boundary.instant, boundary.ends, page_tags(
        id, article_id, language, translation_key, primary_topic_id, issue_id,
        assessment, period_start, period_end, first_published_at
    ) FROM (
        SELECT live_from AS instant, false AS ends, * FROM analysis_publication WHERE live_from > since
        UNION ALL
        SELECT live_until, true, * FROM analysis_publication WHERE live_until > since
    ) AS boundary
    UNION ALL
    SELECT released_at, false, unnest(ARRAY['issues', 'issue:' || issue_id])
        FROM analysis_edition WHERE released_at > since
$$
"""

# Told once a statement, and delivered when (and only if) its transaction is committed.
TELL = """
CREATE FUNCTION purge_pages() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    tags text;
BEGIN
    EXECUTE format('SELECT string_agg(DISTINCT tag, '' '') FROM (%s) AS found(tag)', TG_ARGV[0]) INTO tags;
    IF tags <> '' THEN
        -- What is said may have 8,000 bytes.
        PERFORM pg_notify('pages', CASE WHEN length(tags) < 7900 THEN tags ELSE 'site' END);
    END IF;
    RETURN NULL;
END
$$
"""

OF_A_PUBLICATION = """page_tags({row}.id, {row}.article_id, {row}.language, {row}.translation_key,
    {row}.primary_topic_id, {row}.issue_id, {row}.assessment, {row}.period_start, {row}.period_end,
    {row}.first_published_at)"""

# All but what only the search reads.
SHOWN = """
    article_id revision_id live_from live_until first_published_at last_published_at language translation_key slug title
    standfirst body dateline seo_title search_description primary_topic_id lead_image_id issue_id period_start
    period_end assessment assessment_reason sources word_count body_text
""".split()


def of_publications(row):
    # Of more than these everything is said at once.
    return f"""
        SELECT {OF_A_PUBLICATION.format(row=row)} FROM {row} WHERE (SELECT count(*) FROM {row}) <= 40
        UNION SELECT 'site' FROM {row} WHERE (SELECT count(*) FROM {row}) > 40
    """


def of_changed_publications():
    before, after = (", ".join(f"{row}.{column}" for column in SHOWN) for row in ("before", "after"))
    return f"""
        WITH differing AS MATERIALIZED (
            SELECT after.id FROM after JOIN before USING (id) WHERE ({before}) IS DISTINCT FROM ({after})
        ), few AS (SELECT count(*) <= 40 AS few FROM differing)
        SELECT {OF_A_PUBLICATION.format(row="before")} FROM before JOIN differing USING (id), few WHERE few
        UNION SELECT {OF_A_PUBLICATION.format(row="after")} FROM after JOIN differing USING (id), few WHERE few
        UNION SELECT 'site' FROM differing, few WHERE NOT few
    """


def of_links(kind, column):
    """A publication's topics, tags, by-lines."""
    return f"""
        SELECT '{kind}:' || {column} FROM {{changed}}
        UNION SELECT 'article:' || article_id FROM {{changed}}
            JOIN analysis_publication ON analysis_publication.id = publication_id
    """


EVERYTHING = "SELECT 'site' FROM {changed}"
ALWAYS, ONCE_SHOWN = ("INSERT", "UPDATE", "DELETE"), ("UPDATE", "DELETE")
# Of each table, when something is said and what. A new author, tag or picture is shown by nothing yet.
TELLING = {
    "analysis_publication_topics": (ALWAYS, of_links("topic", "topic_id")),
    "analysis_publication_tags": (ALWAYS, of_links("tag", "tag_id")),
    "analysis_publicationbyline": (ALWAYS, of_links("author", "author_id")),
    "analysis_correction": (
        ALWAYS,
        """SELECT 'corrections' FROM {changed}
        UNION SELECT 'article:' || article_id FROM {changed}
            JOIN analysis_publication ON analysis_publication.id = publication_id""",
    ),
    "analysis_keytext": (ALWAYS, "SELECT 'topic:' || topic_id FROM {changed}"),
    "analysis_suggestion": (ALWAYS, "SELECT 'article:' || article_id FROM {changed}"),
    "analysis_edition": (ALWAYS, "SELECT unnest(ARRAY['issues', 'issue:' || issue_id]) FROM {changed}"),
    "analysis_gap": (ALWAYS, "SELECT 'issues' FROM {changed}"),
    "related_neighbour": (ALWAYS, "SELECT 'article:' || article_id FROM {changed}"),
    "analysis_topic": (ALWAYS, EVERYTHING),
    "analysis_masthead": (ALWAYS, EVERYTHING),
    "analysis_authorlink": (ALWAYS, EVERYTHING),
    "analysis_author": (ONCE_SHOWN, EVERYTHING),
    "analysis_tag": (ONCE_SHOWN, EVERYTHING),
    "analysis_image": (ONCE_SHOWN, EVERYTHING),
    "analysis_issue": (ONCE_SHOWN, EVERYTHING),
}


def literal(query):
    return "'" + query.replace("'", "''") + "'"


def trigger(table, verb, query, *tables):
    referencing = f"REFERENCING {' '.join(tables)}" if tables else ""
    return f"""CREATE TRIGGER purge_after_{verb.lower()} AFTER {verb} ON {table} {referencing}
        FOR EACH STATEMENT EXECUTE FUNCTION purge_pages({literal(query)})"""


def triggers_of(table, verbs, query):
    """What an update leads away from is concerned as well as what it leads to."""
    both = query.format(changed="(SELECT * FROM before UNION ALL SELECT * FROM after) AS changed")
    if "INSERT" in verbs:
        yield trigger(table, "INSERT", query.format(changed="changed"), "NEW TABLE AS changed")
    yield trigger(table, "UPDATE", both, "OLD TABLE AS before", "NEW TABLE AS after")
    yield trigger(table, "DELETE", query.format(changed="changed"), "OLD TABLE AS changed")
    yield trigger(table, "TRUNCATE", "SELECT 'site'")


def triggers():
    yield trigger("analysis_publication", "INSERT", of_publications("changed"), "NEW TABLE AS changed")
    yield trigger("analysis_publication", "DELETE", of_publications("changed"), "OLD TABLE AS changed")
    yield trigger(
        "analysis_publication", "UPDATE", of_changed_publications(), "OLD TABLE AS before", "NEW TABLE AS after"
    )
    yield trigger("analysis_publication", "TRUNCATE", "SELECT 'site'")
    for table, (verbs, query) in TELLING.items():
        yield from triggers_of(table, verbs, query)
    # Pinned texts are found by it in every language.
    yield """CREATE TRIGGER purge_after_joining AFTER UPDATE ON analysis_article FOR EACH ROW
        WHEN (OLD.translation_key IS DISTINCT FROM NEW.translation_key)
        EXECUTE FUNCTION purge_pages('SELECT ''site''')"""


def undo():
    for table in ("analysis_publication", *TELLING):
        for verb in ("insert", "update", "delete", "truncate"):
            yield f"DROP TRIGGER IF EXISTS purge_after_{verb} ON {table}"
    yield "DROP TRIGGER purge_after_joining ON analysis_article"
    yield "DROP FUNCTION purge_pages()"
    yield "DROP FUNCTION coming_changes(timestamptz)"
    yield "DROP FUNCTION page_tags(bigint, bigint, text, uuid, bigint, bigint, text, date, date, timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("analysis", "0008_instants"), ("related", "0003_learnt")]

    operations = [migrations.RunSQL([TAGS, COMING, TELL, *triggers()], list(undo()))]
