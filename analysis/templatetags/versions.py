from datetime import datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def hour_of_day(instant: datetime) -> str:
    """Where the publication is at home: "09:30". Nothing at the edges of time, where zones cannot be reckoned with."""
    try:
        return f"{timezone.localtime(instant):%H:%M}"
    except OverflowError:
        return ""
