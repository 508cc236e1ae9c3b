"""The pages on which an edition's release is set, moved and called off: each names what happens, and asks once more."""

from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from analysis import publishing
from analysis.admin.findings import Checklist, told
from analysis.admin.instants import in_words
from analysis.admin.issue_board.editions import board_at, edition_of, edition_shown, held, named
from analysis.admin.issue_board.forms import MoveForm, ReleaseForm, SettledForm, fingerprint
from analysis.admin.issue_board.slots import UNDER_WAY, Phase, Text, phase_of, texts_of
from analysis.admin.site import desk, member, page, require
from analysis.admin.states import State
from analysis.checklist import findings_for
from analysis.models import Article, Edition, Topic
from analysis.newsletters.mailing import readers_of
from analysis.permissions import user_can_release
from analysis.publishing import PublishingError


def urls(board: str) -> list[URLPattern]:
    return [
        path(f"{board}<slug:language>/release/", desk.admin_view(release), name="analysis_issue_release"),
        path(f"{board}<slug:language>/move/", desk.admin_view(move), name="analysis_issue_move"),
        path(f"{board}<slug:language>/call-off/", desk.admin_view(call_off), name="analysis_issue_call_off"),
    ]


class Outgoing(NamedTuple):
    """What a release would take along, and what would stay behind."""

    texts: list[tuple[Text, Checklist]]
    behind: list[Text]
    owed: list[Topic]

    @property
    def articles(self) -> list[Article]:
        return [text.article for text, _checklist in self.texts]

    @property
    def is_blocked(self) -> bool:
        return any(checklist.blocks for _text, checklist in self.texts)


def outgoing(edition: Edition, *, at: datetime) -> Outgoing:
    texts = [text for text in texts_of(edition.issue, at=at) if text.article.language == edition.language]
    ready = [text for text in texts if text.state == State.APPROVED]
    behind = [text for text in texts if text.state in UNDER_WAY]
    looked_at = [(text, told(findings_for(text.article))) for text in ready]
    return Outgoing(looked_at, behind, publishing.owed(edition, at=at))


# --- Released ------------------------------------------------------------------------------------------------


def release(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    user, at = member(request), timezone.now()
    require(user_can_release(user))
    edition = edition_shown(pk, language)
    going = outgoing(edition, at=at)
    about: dict[str, Any] = {"edition": edition, "owed": going.owed, "is_blocked": going.is_blocked, "at": at}
    form = ReleaseForm(request.POST or None, **about)
    if (
        request.method == "POST"
        and form.is_valid()
        and (given := carried_out(form, edition, by=user, at=at)) is not None
    ):
        messages.success(request, given)
        return board_at(edition)
    return page(
        request,
        "analysis/issue/release.html",
        title=_("Release the %(language)s edition") % named(edition),
        issue=edition.issue,
        edition=edition,
        going=going,
        gaps=edition.gaps.select_related("topic") if edition.pk else [],
        seen=fingerprint(going.articles),
        phase=phase_of(edition, at),
        instant=in_words(edition.released_at) if edition.released_at else "",
        now=in_words(at),
        readers=readers_of(edition),
        form=form,
    )


def carried_out(form: ReleaseForm, edition: Edition, *, by: User, at: datetime) -> str | None:
    """The sentence that says so, or None with the reason beside its field."""
    given = form.cleaned_data
    try:
        with transaction.atomic():
            stored = held(edition_of(edition.issue_id, edition.language))
            require_seen(stored, given["seen"])
            publications = publishing.release(
                edition=stored,
                go_live_at=form.instant,
                by=by,
                at=at,
                override=given.get("override", ""),
                without=given.get("without", ()),
            )
    except PublishingError as error:
        refuse(form, error)
        return None
    return done(stored, len(publications), form.instant, at=at)


def require_seen(edition: Edition, seen: str) -> None:
    texts = publishing.texts_of(edition.issue).in_language(edition.language).order_by("pk")
    list(texts.held().values_list("pk"))
    if fingerprint(publishing.ready(texts)) != seen:
        message = _("What is ready has changed since you opened this page. This is how it stands now: look again.")
        raise PublishingError(message)


def done(edition: Edition, count: int, instant: datetime, *, at: datetime) -> str:
    facts = named(edition) | {"count": count, "instant": in_words(instant)}
    if instant > at:
        sentence = ngettext(
            "%(language)s: %(count)d text goes live on %(instant)s. Until then the release can be moved or called off.",
            "%(language)s: %(count)d texts go live on %(instant)s. Until then the release can be moved or called off.",
            count,
        )
        return sentence % facts
    if not count:
        return _("%(language)s: the edition is released.") % facts
    sentence = ngettext(
        "%(language)s: %(count)d text is public since %(instant)s.",
        "%(language)s: %(count)d texts are public since %(instant)s.",
        count,
    )
    return sentence % facts


def refuse(form: forms.Form, error: PublishingError) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error))


# --- Moved and called off ------------------------------------------------------------------------------------


class Question(NamedTuple):
    """What is asked about a release that is set."""

    heading: str
    sentence: str
    button: str
    is_severe: bool


def move(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    edition = releasable(request, pk, language)
    form = MoveForm(request.POST or None, edition=edition)
    heading = _("Move the release")
    question = Question(heading, _("All its texts go with it."), _("Move"), is_severe=False)
    return settled(request, edition, form, question)


def call_off(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    edition = releasable(request, pk, language)
    form = SettledForm(request.POST or None, edition=edition)
    sentence = _("None of its texts becomes public. They stay approved, and wait for another release.")
    question = Question(_("Call off the release"), sentence, _("Call it off"), is_severe=True)
    return settled(request, edition, form, question)


def releasable(request: HttpRequest, pk: int, language: str) -> Edition:
    require(user_can_release(member(request)))
    return edition_shown(pk, language)


def settled(request: HttpRequest, edition: Edition, form: SettledForm, question: Question) -> HttpResponse:
    at = timezone.now()
    if phase_of(edition, at) != Phase.COMING:
        messages.error(request, _("No release is to come: it has begun, or somebody has called it off."))
        return board_at(edition)
    if form.is_bound and form.is_valid() and (sentence := set_anew(form, edition, by=member(request), at=at)):
        messages.success(request, sentence)
        return board_at(edition)
    assert edition.released_at is not None  # noqa: S101 - its phase says so
    return page(
        request,
        "analysis/issue/decide.html",
        title=question.heading,
        question=question,
        issue=edition.issue,
        edition=edition,
        texts=publishing.released_together(edition, at=at),
        instant=in_words(edition.released_at),
        now=in_words(at),
        form=form,
    )


def set_anew(form: SettledForm, edition: Edition, *, by: User, at: datetime) -> str | None:
    """The verb holds the edition as it is stored: what was set meanwhile is found out there."""
    instant = form.cleaned_data.get("go_live_at")
    facts = named(edition) | {"instant": in_words(instant) if instant else ""}
    try:
        with transaction.atomic():
            require_still_set(edition)
            if instant:
                publishing.move_release(edition=edition, go_live_at=instant, by=by, at=at)
                return _("%(language)s: the release is set for %(instant)s.") % facts
            publishing.call_off(edition=edition, by=by, at=at)
            return _("%(language)s: the release is called off. Its texts are ready, and wait.") % facts
    except PublishingError as error:
        refuse(form, error)
        return None


def require_still_set(edition: Edition) -> None:
    if held(edition).released_at != edition.released_at:
        raise PublishingError(_("Somebody has moved the release meanwhile. Look at its instant again."))
