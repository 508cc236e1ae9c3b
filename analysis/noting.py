"""Notes among staff: they hang on a paragraph and follow it."""

from analysis.models import Article
from analysis.text.anchors import Anchor, moved, paragraphs_of


def follow(*, article: Article) -> None:
    """After a change of the text: every open note is where its paragraph is now."""
    notes = list(article.notes.open().exclude(quote=""))
    if not notes:
        return
    paragraphs = paragraphs_of(article.body)
    for note in notes:
        anchor = moved(Anchor(note.quote, note.paragraph, note.position or 0), paragraphs)
        if anchor:
            note.paragraph, note.position = anchor.paragraph, anchor.position
            note.save(update_fields=["paragraph", "position"])
