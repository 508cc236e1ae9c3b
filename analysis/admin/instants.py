"""Instants as people enter and read them: in a zone of their own, which is always named."""

import zoneinfo
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from analysis.admin.widgets import DayInput
from analysis.text.local_times import YEARS, AmbiguousTime, NonexistentTime, resolve_local

EARLIER, LATER = "earlier", "later"
Readings = tuple[tuple[str, str], ...]


def require_known_year(day: date) -> None:
    if day.year not in YEARS:
        message = _("No clock is set for the year %(year)d. Choose a year from %(first)d to %(last)d.")
        raise ValidationError(message, params={"year": day.year, "first": YEARS[0], "last": YEARS[-1]})


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M:%S", attrs={"step": 1})


class InstantInput(forms.MultiWidget):
    """A day, a time to the second, and, where clocks show that time twice, which of the two.

    The template draws the last as radio buttons, and only when it is asked for.
    """

    def __init__(self) -> None:
        super().__init__({"day": DayInput(), "time": ClockInput(), "reading": forms.HiddenInput()})
        self.readings: Readings = ()
        self.proposal: datetime | None = None

    def decompress(self, value: datetime | None) -> list[Any]:
        if value is None:
            return [None, None, None]
        local = timezone.localtime(value)
        if error := repetition(local):
            self.readings = readings(error)
        return [local.date(), local.time(), LATER if local.fold else EARLIER]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        day, clock, reading = value if isinstance(value, list) else self.decompress(value)
        html_id = (attrs or {}).get("id", name)
        context = {
            "day": self.widgets[0].render(f"{name}_day", day, {"id": f"{html_id}_day"}),
            "clock": self.widgets[1].render(f"{name}_time", clock, {"id": f"{html_id}_time"}),
            "clock_id": f"{html_id}_time",
            "reading_name": f"{name}_reading",
            "reading": reading,
            "readings": self.readings,
            "proposal": self.proposal,
            "zone": timezone.get_current_timezone_name(),
        }
        return render_to_string("admin/widgets/instant.html", context)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_


class InstantField(forms.MultiValueField):
    """Never guesses: a time that clocks skip or show twice is asked back."""

    widget = InstantInput
    default_error_messages = {
        "incomplete": gettext_lazy("An instant needs a day and a time."),
    }

    def __init__(self, **kwargs: Any) -> None:
        fields = (
            forms.DateField(input_formats=["%Y-%m-%d"]),
            forms.TimeField(input_formats=["%H:%M:%S", "%H:%M"]),
            forms.ChoiceField(choices=[(EARLIER, EARLIER), (LATER, LATER)], required=False),
        )
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, values: list[Any]) -> datetime | None:
        day, clock, reading = [*values, None, None, None][:3]
        if not day and not clock:
            return None
        require_known_year(day)
        return self.instant(day, clock, reading)

    def instant(self, day: date, clock: time, reading: str) -> datetime:
        zone = zoneinfo.ZoneInfo(timezone.get_current_timezone_name())
        try:
            return resolve_local(datetime.combine(day, clock), zone)
        except NonexistentTime as error:
            self.widget.proposal = proposed(error)
            raise ValidationError(skipped(error)) from error
        except AmbiguousTime as error:
            if reading in (EARLIER, LATER):
                return error.earlier if reading == EARLIER else error.later
            self.widget.readings = readings(error)
            raise ValidationError(repeated(error)) from error


def proposed(error: NonexistentTime) -> datetime:
    """The same distance past the change as was entered past its beginning."""
    return error.local + (error.clocks_go_to - error.clocks_go_from)


def skipped(error: NonexistentTime) -> str:
    return _(
        "%(time)s on %(day)s does not exist in %(zone)s: clocks go from %(before)s to %(after)s. Choose %(proposal)s?"
    ) % {
        "time": clock_face(error.local),
        "day": date_format(error.local, "DATE_FORMAT"),
        "zone": error.zone.key,
        "before": clock_face(error.clocks_go_from),
        "after": clock_face(error.clocks_go_to),
        "proposal": clock_face(proposed(error)),
    }


def repeated(error: AmbiguousTime) -> str:
    return _("%(time)s on %(day)s comes twice in %(zone)s: clocks go back. Choose which one is meant.") % {
        "time": clock_face(error.local),
        "day": date_format(error.local, "DATE_FORMAT"),
        "zone": error.zone.key,
    }


def repetition(local: datetime) -> AmbiguousTime | None:
    """Set for one of the two instants at which the clocks show the same."""
    try:
        resolve_local(local.replace(tzinfo=None, fold=0), zoneinfo.ZoneInfo(timezone.get_current_timezone_name()))
    except AmbiguousTime as error:
        return error
    return None


def readings(error: AmbiguousTime) -> Readings:
    first = _("the first time, %(time)s %(offset)s") % named(error.earlier)
    second = _("the second time, %(time)s %(offset)s") % named(error.later)
    return (EARLIER, first), (LATER, second)


def named(instant: datetime) -> dict[str, str]:
    offset = f"{instant:%z}"
    return {"time": clock_face(instant), "offset": f"{instant:%Z} (UTC{offset[:3]}:{offset[3:5]})"}


def clock_face(moment: datetime) -> str:
    """Seconds are said only where there are any."""
    return time_format(moment.time(), "H:i:s" if moment.second else "H:i")


def weekday_in_a_sentence(local: datetime) -> str:
    """English alone writes it with a capital letter wherever it stands."""
    name = date_format(local, "l")
    return name if get_language() == "en" else name.lower()


def in_words(instant: datetime) -> str:
    """ "Friday, November 20, 2026, 09:00 (Europe/Warsaw)": whoever chose a wrong day sees it here."""
    local = timezone.localtime(instant)
    return _("%(weekday)s, %(day)s, %(time)s (%(zone)s)") % {
        "weekday": weekday_in_a_sentence(local),
        "day": date_format(local, "DATE_FORMAT"),
        "time": clock_face(local) + (f" {local:%Z}" if repetition(local) else ""),
        "zone": timezone.get_current_timezone_name(),
    }
