"""Background work common to all parts. Every task of the house is safe to run twice."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from analysis import publishing
from analysis.checklist import tasks as checklist_tasks  # noqa: F401 - makes them known to the worker
from analysis.indexing import tasks as indexing_tasks  # noqa: F401 - likewise
from analysis.models import SearchMiss


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="revive_stalled_jobs", pass_context=False)
async def revive_stalled_jobs(timestamp: int) -> None:
    """What a killed worker held is given to the others, unless it waits there already."""
    for job in await app.job_manager.get_stalled_jobs():
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            # The same was asked for meanwhile and waits for this one to end. It has not failed: nothing is lost.
            await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=False)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="discard_old_trash", pass_context=False)
def discard_old_trash(timestamp: int) -> None:
    """What has been in the trash for long enough goes."""
    publishing.discard_for_good(by=None, at=timezone.now())


@app.periodic(cron="17 4 * * *")
@app.task(queueing_lock="forget_rare_misses", pass_context=False)
def forget_rare_misses(timestamp: int) -> None:
    """What one reader looked for once is of no use to editors after a month."""
    SearchMiss.objects.rare(before=timezone.localdate() - timedelta(days=30)).delete()
