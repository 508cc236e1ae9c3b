from django.db import migrations, models

# What is or was public was approved, as far as anybody knows.
FILL = """
INSERT INTO analysis_approval (article_id, revision_id, content_hash, approved_by_id, approved_at, reason)
SELECT DISTINCT ON (publication.article_id, revision.content_hash)
    publication.article_id, revision.id, revision.content_hash, publication.created_by_id, publication.created_at, ''
FROM analysis_publication publication
JOIN analysis_revision revision ON revision.id = publication.revision_id
ORDER BY publication.article_id, revision.content_hash, publication.created_at;

UPDATE analysis_article article
SET approved_hash = approval.content_hash
FROM (
    SELECT DISTINCT ON (article_id) article_id, content_hash
    FROM analysis_revision ORDER BY article_id, created_at DESC, id DESC
) last
JOIN analysis_approval approval USING (article_id, content_hash)
WHERE article.id = last.article_id AND article.status = 'approved';

UPDATE analysis_article SET status = 'in_review' WHERE status = 'approved' AND approved_hash = '';
"""

# A row that other rows must allow is a trigger's work; the log's rows are only ever added.
GUARD = """
CREATE FUNCTION analysis_require_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM analysis_revision revision
        JOIN analysis_approval approval USING (article_id, content_hash)
        WHERE revision.id = NEW.revision_id
    ) THEN
        RAISE EXCEPTION 'Nobody has approved what revision % says: it cannot be published.', NEW.revision_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_of_something_approved';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER publication_of_something_approved
BEFORE INSERT OR UPDATE OF revision_id ON analysis_publication
FOR EACH ROW EXECUTE FUNCTION analysis_require_approval();

CREATE FUNCTION analysis_require_approved_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM analysis_approval
        WHERE article_id = NEW.id AND content_hash = NEW.approved_hash
    ) THEN
        RAISE EXCEPTION 'Nobody has approved this content of article %.', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'article_approved_by_somebody';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER article_approved_by_somebody
BEFORE INSERT OR UPDATE OF status, approved_hash ON analysis_article
FOR EACH ROW WHEN (NEW.status = 'approved') EXECUTE FUNCTION analysis_require_approved_content();

CREATE FUNCTION analysis_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log is only ever added to.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_entry_is_for_ever';
END $$;

CREATE TRIGGER audit_entry_is_for_ever
BEFORE UPDATE OR DELETE ON analysis_auditentry
FOR EACH ROW EXECUTE FUNCTION analysis_refuse();
"""

UNGUARD = """
DROP TRIGGER audit_entry_is_for_ever ON analysis_auditentry;
DROP FUNCTION analysis_refuse;
DROP TRIGGER article_approved_by_somebody ON analysis_article;
DROP FUNCTION analysis_require_approved_content;
DROP TRIGGER publication_of_something_approved ON analysis_publication;
DROP FUNCTION analysis_require_approval;
"""


class Migration(migrations.Migration):
    """Nothing becomes public that nobody approved: the database holds it."""

    dependencies = [("analysis", "0003_the_desk")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "approved"), models.Q(("approved_hash", ""), _negated=True)),
                    models.Q(models.Q(("status", "approved"), _negated=True), ("approved_hash", "")),
                    _connector="OR",
                ),
                name="article_approved_for_its_content",
                violation_error_message="What is approved is a content: say which.",
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
