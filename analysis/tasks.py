"""Background work common to all parts. Every task of the house is safe to run twice."""

from procrastinate.contrib.django import app


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="revive_stalled_jobs", pass_context=False)
async def revive_stalled_jobs(timestamp: int) -> None:
    """What a killed worker held is given to the others."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
