"""Work that is not finished, so that the desk has something to show on its first day."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from analysis import noting, publishing
from analysis.models import Article, HouseName, Status

PLANNED_IN = timedelta(days=2)
QUOTE = "the finance minister’s reply to our questions, due on Thursday"
NOTE = "If it has not come by Thursday noon we print without it, and say that we asked."


def load_house_style(names: list[dict[str, Any]]) -> None:
    for name in names:
        HouseName.objects.get_or_create(
            language=name["language"], preferred=name["preferred"], defaults={"variants": name["variants"]}
        )


def begin_work(*, at: datetime) -> None:
    """A draft that is planned for the day after tomorrow, with a note beside it."""
    draft = Article.objects.filter(external_id__startswith="demo/", status=Status.DRAFT).first()
    editor = User.objects.filter(role=Role.EDITOR).first()
    if not draft or not editor or draft.notes.exists():
        return
    publishing.plan(article=draft, planned_date=timezone.localdate(at) + PLANNED_IN, by=editor, at=at)
    noting.add(article=draft, by=editor, body=NOTE, quote=QUOTE, at=at)
