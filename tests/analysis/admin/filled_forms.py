"""The article's form as a browser would send it."""

from typing import Any

from django.forms import ModelMultipleChoiceField

from analysis.admin.writing.form import ArticleForm
from analysis.models import Article

Form = dict[str, Any]


def filled_in(article: Article | None = None, **changes: Any) -> Form:
    """What the page about this article would send after these changes."""
    form = ArticleForm(instance=article) if article else ArticleForm()
    sent: Form = {}
    for field in form:
        value = field.value()
        nothing: Any = [] if isinstance(field.field, ModelMultipleChoiceField) else ""
        sent[field.html_name] = field.field.prepare_value(value) if value is not None else nothing
        if field.field.show_hidden_initial:
            sent[field.html_initial_name] = sent[field.html_name]
    sent["tags"] = ", ".join(article.tags.names()) if article else ""
    for rows in (form.bylines, form.sources):
        sent |= {f"{rows.prefix}-TOTAL_FORMS": len(rows.forms), f"{rows.prefix}-INITIAL_FORMS": len(rows.initial or [])}
        for row in rows.forms:
            sent |= {
                row.add_prefix(name): row.get_initial_for_field(field, name) or "" for name, field in row.fields.items()
            }
    sent.pop("overwritten", None)
    return sent | changes


def rows(prefix: str, *entered: Form) -> Form:
    """Rows of by-lines or sources in place of those that were there."""
    sent: Form = {f"{prefix}-TOTAL_FORMS": len(entered), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(entered):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
        sent.setdefault(f"{prefix}-{number}-ORDER", number + 1)
    return sent
