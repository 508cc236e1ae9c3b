from django.db import connection


def reindex() -> None:
    """The words themselves are a generated column, which cannot be out of date; an index can be bloated or damaged."""
    with connection.cursor() as cursor:
        cursor.execute("REINDEX INDEX CONCURRENTLY publication_words")
