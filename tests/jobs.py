from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def run_jobs(name: str) -> int:
    """Does what the worker would do with the waiting jobs of this name (`accounts.tasks.send_password_reset`)."""
    jobs = list(ProcrastinateJob.objects.filter(task_name=name).order_by("id"))
    for job in jobs:
        app.tasks[name](**job.args)
    with connection.cursor() as cursor:  # the model itself is read-only
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [[job.pk for job in jobs]])
    return len(jobs)
