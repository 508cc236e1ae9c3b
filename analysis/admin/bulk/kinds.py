"""What can be done to many articles at once, as data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analysis.admin.bulk.forms import BulkForm, MoveForm, RetopicForm, TagForm
from analysis.models import Topic

# Some of an article's content (see `Article.content()`), and `planned_date` as ISO.
Filing = dict[str, Any]
Given = dict[str, Any]
LATEST = date(2999, 12, 31)


@dataclass(frozen=True)
class Kind:
    """`changed` gives what would differ; None where the whole text goes into the trash."""

    name: str
    label: Promise
    heading: Promise
    form: type[BulkForm]
    changed: Callable[[Filing, Given], Filing] | None


def moved(filing: Filing, given: Given) -> Filing:
    issue, planned = given["issue"], filing["planned_date"]
    if given["planned_date"]:
        planned = given["planned_date"].isoformat()
    elif given["shift"] and planned:
        planned = shifted(date.fromisoformat(planned), given["shift"]).isoformat()
    wanted: Filing = {"planned_date": planned}
    if issue:
        wanted["issue_id"] = issue.pk
    if issue and not filing["period_start"]:
        days = {"period_start": issue.coverage_start, "period_end": issue.coverage_end}
        wanted |= {name: day.isoformat() for name, day in days.items()}
    return only_new(filing, wanted)


def shifted(day: date, days: int) -> date:
    try:
        return min(day + timedelta(days=days), LATEST)
    except OverflowError:
        return LATEST if days > 0 else day


def retopiced(filing: Filing, given: Given) -> Filing:
    topics = dict(filing["topics"])
    replaced, replacement = key(given["replaced"]), key(given["replacement"])
    if replaced in topics and replaced != replacement:
        was_primary = topics[replaced] or topics.get(replacement, False)
        topics = {replacement if topic == replaced else topic: first for topic, first in topics.items()}
        topics[replacement] = was_primary
    if added := key(given["added"]):
        topics.setdefault(added, False)
    if primary := key(given["primary"]):
        topics = dict.fromkeys(topics, False) | {primary: True}
    wanted = sorted(([topic, first] for topic, first in topics.items()), key=lambda link: not link[1])
    return only_new(filing, {"topics": wanted}) if topics != dict(filing["topics"]) else {}


def key(topic: Topic | None) -> int:
    return topic.pk if topic else 0


def tagged(filing: Filing, given: Given) -> Filing:
    """A tag is the same whatever its capitals, when it is removed and when it is there already."""
    unwanted = {name.casefold() for name in given["removed"]}
    tags = [name for name in filing["tags"] if name.casefold() not in unwanted]
    there = {name.casefold() for name in tags}
    tags += [name for name in given["added"] if name.casefold() not in there]
    return only_new(filing, {"tags": sorted(tags)})


def only_new(filing: Filing, wanted: Filing) -> Filing:
    return {name: value for name, value in wanted.items() if value != filing[name]}


MOVE = Kind("move", _("Move …"), _("Move articles"), MoveForm, moved)
RETOPIC = Kind("retopic", _("Retopic …"), _("Change the topics of articles"), RetopicForm, retopiced)
TAG = Kind("tag", _("Tag …"), _("Change the tags of articles"), TagForm, tagged)
TRASH = Kind("trash", _("Put in the trash …"), _("Put articles in the trash"), BulkForm, None)
KINDS = {kind.name: kind for kind in (MOVE, RETOPIC, TAG, TRASH)}
