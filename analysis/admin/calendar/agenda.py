"""What is due in the next weeks, and which consequences are late."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.lateness import LateJob, late_jobs
from analysis.models import Article, Publication

AHEAD = timedelta(days=28)
SHOWN = ("article_id", "title", "language")

# What each task of the house is for, in the words of the desk.
PURPOSES: dict[str, Promise] = {
    "analysis.related.tasks.update_neighbours": gettext_lazy("similar articles"),
    "analysis.related.tasks.rebuild_neighbours": gettext_lazy("similar articles of everything"),
    "analysis.notices.tasks.tell_of_review": gettext_lazy("mail: a text was returned, or waits"),
    "analysis.notices.tasks.tell_of_mention": gettext_lazy("mail: somebody was mentioned"),
    "analysis.notices.tasks.send_digest": gettext_lazy("mail: the morning's digest"),
    "analysis.notices.tasks.send_digests": gettext_lazy("mail: who gets the morning's digest"),
    "analysis.newsletters.tasks.send_answer": gettext_lazy("mail: a reader asked for the newsletter"),
    "analysis.newsletters.tasks.send_mailing": gettext_lazy("mail: an issue to its readers"),
    "analysis.newsletters.tasks.send_due_mailings": gettext_lazy("mail: which issues go to readers"),
    "analysis.newsletters.tasks.resume_mailings": gettext_lazy("mail: issues that not all readers have"),
    "analysis.newsletters.tasks.forget_readers": gettext_lazy("forgetting readers who did not confirm"),
    "analysis.checklist.tasks.rebuild_checklist": gettext_lazy("the checklist of everything"),
    "analysis.checklist.tasks.look_at": gettext_lazy("the checklist of imported texts"),
    "analysis.checklist.tasks.look_for_names": gettext_lazy("the checklist's names"),
    "analysis.indexing.tasks.learn_words": gettext_lazy("words for the search"),
    "analysis.indexing.tasks.catch_up": gettext_lazy("the search index of everything"),
    "analysis.pictures.tasks.draw_missing_forms": gettext_lazy("pictures in all their sizes"),
    "analysis.tasks.revive_stalled_jobs": gettext_lazy("work that a worker left undone"),
    "analysis.tasks.discard_old_trash": gettext_lazy("emptying the trash"),
    "analysis.tasks.forget_rare_misses": gettext_lazy("forgetting rare searches without result"),
    "accounts.tasks.send_password_reset": gettext_lazy("mail: a new password"),
    "accounts.tasks.send_account_changed": gettext_lazy("mail: an account was changed"),
}


class Due(NamedTuple):
    """`at` is None for an intention, which has a day only."""

    day: datetime
    at: datetime | None
    sentence: str
    article_pk: int
    title: str
    language: str


class Late(NamedTuple):
    purpose: str
    due_at: datetime
    has_failed: bool
    article: Article | None


def due(at: datetime) -> list[Due]:
    """The next four weeks, in order: five queries, however much there is."""
    until = at + AHEAD
    found = [*beginnings(at, until), *ends(at, until), *embargoes(at, until), *intentions(at, until)]
    return sorted(found, key=lambda each: each.day)


def beginnings(at: datetime, until: datetime) -> Iterator[Due]:
    for publication in Publication.objects.scheduled(at).filter(live_from__lte=until).only(*SHOWN, "live_from"):
        yield _due(publication, publication.live_from, _("goes live"))


def ends(at: datetime, until: datetime) -> Iterator[Due]:
    """A publication that another one follows at once is replaced, not ended."""
    ending = Publication.objects.filter(live_until__gt=at, live_until__lte=until).only(*SHOWN, "live_until")
    followed = set(
        Publication.objects.scheduled(at).filter(live_from__lte=until).values_list("article_id", "live_from")
    )
    for publication in ending:
        if publication.live_until and (publication.article_id, publication.live_until) not in followed:
            yield _due(publication, publication.live_until, _("leaves the site"))


def embargoes(at: datetime, until: datetime) -> Iterator[Due]:
    held = Article.objects.kept().filter(embargo_until__gt=at, embargo_until__lte=until)
    for article in held.only("embargo_until", "title", "language"):
        end = article.embargo_until
        if end:
            yield Due(end, end, _("the embargo ends"), article.pk, article.title, article.get_language_display())


def intentions(at: datetime, until: datetime) -> Iterator[Due]:
    """Planned, and neither public nor scheduled yet; those whose day has passed are late themselves."""
    planned = Article.objects.kept().owed(until=timezone.localdate(until)).filter(publications__isnull=True)
    today = timezone.localdate(at)
    for article in planned.only("planned_date", "title", "language").order_by("planned_date"):
        if day := article.planned_date:
            sentence = _("was planned for this day") if day < today else _("is planned")
            start = timezone.make_aware(datetime.combine(day, datetime.min.time()))
            yield Due(start, None, sentence, article.pk, article.title, article.get_language_display())


def late(at: datetime, *, limit: int) -> list[Late]:
    jobs = late_jobs(at, limit=limit)
    articles = Article.objects.only("title").in_bulk([job.article_id for job in jobs if job.article_id])
    return [Late(purpose(job), job.due_at, job.has_failed, articles.get(job.article_id or 0)) for job in jobs]


def purpose(job: LateJob) -> str:
    return str(PURPOSES.get(job.task, job.task.rpartition(".")[2].replace("_", " ")))


def _due(publication: Publication, instant: datetime, sentence: str) -> Due:
    language = publication.get_language_display()
    return Due(instant, instant, sentence, publication.article_id, publication.title, language)
