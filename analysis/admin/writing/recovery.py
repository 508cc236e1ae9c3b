"""What somebody typed and did not save, as a form that can be gone on with and as differences that can be read."""

import uuid
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any, NamedTuple

from django.contrib.admin.helpers import AdminForm
from django.http import QueryDict

from analysis.admin.history.changes import PROSE, FieldChange, changes
from analysis.admin.instants import in_words
from analysis.models import Article, Autosave
from analysis.publishing.merging import MEMBERS, Content
from analysis.text.numbers import whole_number

NOTHING: Content = dict.fromkeys(Article.CONTENT_FIELDS, "") | {name: [] for name in MEMBERS}
MOST = 5


class Offer(NamedTuple):
    """`is_behind`: somebody has saved the text since this was typed."""

    key: str
    title: str
    typed: str
    changes: list[FieldChange]
    is_behind: bool


def filled(shown: AdminForm, kept: Autosave) -> AdminForm:
    """The page's form with what was typed in it, as it was typed: with the version that it started from."""
    filled = copy(shown)
    filled.form = form_of(type(shown.form), kept.article, kept)
    return filled


def offers(form: type[Any], article: Article | None, rows: Iterable[Autosave]) -> Iterator[Offer]:
    """The newest first; what says no more than the stored text is left out."""
    stored = article.content() if article else NOTHING
    for kept in list(rows)[:MOST]:
        typed = form_of(form, article, kept)
        content, base = typed_content(typed, stored), content_started_from(typed, article) or stored
        found = changes(base, content)
        if found and changes(stored, content):
            title = typed.data.get("title", "")
            yield Offer(kept.key, title, in_words(kept.saved_at), found, is_behind=base != stored)


def form_of(form: type[Any], article: Article | None, kept: Autosave) -> Any:
    data = QueryDict(mutable=True)
    for name, value in kept.fields:
        data.appendlist(name, value)
    # A buffer of its own: the page that it comes from may be open still, and goes on writing into that one.
    data["autosave_key"] = str(article.pk if article else uuid.uuid4())
    data["continues"] = mark_of(kept)
    # Of its own: looking at a form changes its article.
    instance = Article.objects.get(pk=article.pk) if article else None
    return form(data, instance=instance)


def mark_of(kept: Autosave) -> str:
    """Which row, and up to when: whatever is typed into it later is no part of what is gone on with."""
    return f"{kept.key} {kept.saved_at.isoformat()}"


def typed_content(form: Any, stored: Content) -> Content:
    """As far as it can be read: a text that nobody finished may lack its title."""
    if form.is_valid():
        content: Content = form.content()
        return content
    given = {name: form.cleaned_data.get(name, form.data.get(name, "")) for name in PROSE if name != "slug"}
    return stored | given


def content_started_from(form: Any, article: Article | None) -> Content | None:
    version = whole_number(form.data.get("started_from", ""))
    if not article or version is None:
        return None
    revision = article.revisions.of_the_text().filter(version=version).first()
    return revision.content if revision else None
