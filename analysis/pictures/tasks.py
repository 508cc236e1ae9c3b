from django.utils import timezone
from procrastinate.contrib.django import app

from analysis.deferring import defer_once
from analysis.pictures import drawing


@app.periodic(cron="*/3 * * * *")
@app.task(lock="pictures", queueing_lock="draw_missing_forms", priority=-1, pass_context=False)
def draw_missing_forms(timestamp: int = 0) -> None:
    """Some at a time; asks for itself while others are left, and now and then for what nobody asked for."""
    if drawing.draw_some(at=timezone.now()):
        ask_for_drawing()


def ask_for_drawing() -> None:
    """Once is enough, however many pictures wait."""
    defer_once(draw_missing_forms)
