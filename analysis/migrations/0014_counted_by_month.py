"""
The archive's numbers, counted by the database as publications change, in the transaction that changes them.

Who counts takes the row of a month away and writes another, unless somebody else is just doing so: then both rows stay,
and are joined by the next. So nobody waits, and no two can wait for each other.
"""

from django.db import migrations, models

COUNTED = """
    SELECT language, date_trunc('month', first_published_at AT TIME ZONE 'UTC')::date, {sign}1 FROM {rows}
    WHERE live_until IS NULL AND first_published_at > '1900-01-01 00:00:00+00'
"""
MORE, LESS = COUNTED.format(sign="+", rows="after"), COUNTED.format(sign="-", rows="before")
# Of each verb, the rows that it leaves and what it changes.
VERBS = {
    "INSERT": ("NEW TABLE AS after", MORE),
    "UPDATE": ("OLD TABLE AS before NEW TABLE AS after", f"{MORE} UNION ALL {LESS}"),
    "DELETE": ("OLD TABLE AS before", LESS),
}


def count(verb, tables, changes):
    yield f"""
        CREATE FUNCTION count_by_month_after_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            WITH change AS (
                SELECT language, month, sum(articles) AS articles FROM ({changes}) AS one (language, month, articles)
                GROUP BY language, month HAVING sum(articles) <> 0
            ), former AS (
                DELETE FROM analysis_monthcount WHERE id IN (
                    SELECT id FROM analysis_monthcount AS counted
                    WHERE EXISTS (SELECT FROM change WHERE change.language = counted.language AND change.month = counted.month)
                    FOR UPDATE SKIP LOCKED
                ) RETURNING language, month, articles
            )
            INSERT INTO analysis_monthcount (language, month, articles)
                SELECT language, month, sum(articles) FROM (TABLE change UNION ALL TABLE former) AS either
                GROUP BY language, month HAVING sum(articles) <> 0;
            RETURN NULL;
        END
        $$
    """
    yield f"""
        CREATE TRIGGER count_after_{verb} AFTER {verb} ON analysis_publication REFERENCING {tables}
        FOR EACH STATEMENT EXECUTE FUNCTION count_by_month_after_{verb}()
    """


NONE = """
    CREATE FUNCTION count_none() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM analysis_monthcount;
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER count_after_truncate AFTER TRUNCATE ON analysis_publication
    FOR EACH STATEMENT EXECUTE FUNCTION count_none()
"""
TRIGGERS = [statement for verb, (tables, changes) in VERBS.items() for statement in count(verb.lower(), tables, changes)]
FORGET = [
    *(f"DROP TRIGGER count_after_{verb.lower()} ON analysis_publication" for verb in (*VERBS, "TRUNCATE")),
    *(f"DROP FUNCTION count_by_month_after_{verb.lower()}()" for verb in VERBS),
    "DROP FUNCTION count_none()",
]
COUNT_ALL = f"""
    INSERT INTO analysis_monthcount (language, month, articles)
    SELECT language, month, sum(articles)
    FROM ({COUNTED.format(sign="+", rows="analysis_publication")}) AS one (language, month, articles)
    GROUP BY language, month
"""


class Migration(migrations.Migration):
    dependencies = [("analysis", "0013_who_writes_about_what")]

    operations = [
        migrations.CreateModel(
            name="MonthCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(choices=[("en", "English"), ("ru", "Russian"), ("be", "Belarusian")], max_length=5),
                ),
                ("month", models.DateField()),
                ("articles", models.IntegerField()),
            ],
            options={
                "verbose_name": "articles of a month",
                "verbose_name_plural": "articles by month",
                "indexes": [models.Index(fields=["language", "month"], name="month_counted")],
            },
        ),
        migrations.RunSQL(COUNT_ALL, migrations.RunSQL.noop),
        migrations.RunSQL([*TRIGGERS, NONE], FORGET),
    ]
