"""Background work common to all parts. Tasks are safe to run twice; the periodic one revives what a killed worker held."""

from procrastinate.contrib.django import app


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="revive_stalled_jobs", pass_context=False)
async def revive_stalled_jobs(timestamp: int) -> None:
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
