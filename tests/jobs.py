from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def drop_jobs() -> None:
    """They outlive the emptying of all tables after a test with transactions of its own."""
    with connection.cursor() as cursor:  # the model itself is read-only
        cursor.execute("DELETE FROM procrastinate_jobs")


def run_jobs(name: str) -> int:
    """Does what the worker would do with the waiting jobs of this name (`accounts.tasks.send_password_reset`)."""
    jobs = list(ProcrastinateJob.objects.filter(task_name=name).order_by("id"))
    for job in jobs:
        run(job)
    with connection.cursor() as cursor:  # the model itself is read-only
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [[job.pk for job in jobs]])
    return len(jobs)


def run(job: ProcrastinateJob) -> None:
    """Does what a worker would do with this job, and leaves it where it is, as one that was killed then."""
    task = app.tasks[job.task_name]
    context = JobContext(app=app, job=job.procrastinate_job, start_timestamp=0, abort_reason=lambda: None)
    task(*([context] if task.pass_context else []), **job.args)
