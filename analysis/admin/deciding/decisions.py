"""What can be decided about an article and its publications: one form and one verb each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from analysis import publishing
from analysis.admin.deciding.forms import (
    Case,
    Confirmation,
    EmbargoForm,
    EndForm,
    MoveForm,
    PublishForm,
    ReasonForm,
    ReviewForm,
    ScheduleForm,
    WithdrawForm,
)
from analysis.admin.instants import in_words
from analysis.models import Article, CorrectionKind, Publication, Status
from analysis.permissions import (
    FOR_ANOTHER,
    FOR_EDITORS,
    FOR_ITS_AUTHORS,
    user_can_approve,
    user_can_edit,
    user_can_pass_review,
    user_can_publish,
    user_can_review,
)


@dataclass(frozen=True)
class Decision:
    name: str
    heading: Promise
    button: Promise
    question: Callable[[Case], str]
    carry_out: Callable[[Case, dict[str, Any]], str]
    form: type[Confirmation] = Confirmation
    initial: Callable[[Case], dict[str, Any]] = lambda case: {}
    may: Callable[[User, Article], bool] = user_can_publish
    # Who has the right, for whom it is refused.
    permitted: Promise = FOR_EDITORS
    # Whether it makes sense now; what does not is offered nowhere, and refused by the verb.
    fits: Callable[[Article], bool] = lambda article: True
    of_publication: bool = False
    is_severe: bool = False
    # Carried out at once, without a page that asks once more.
    is_harmless: bool = False

    def refusal(self, user: User, article: Article) -> Promise | None:
        """Why this person may not. Editors may do everything but approve their own texts."""
        if self.may(user, article):
            return None
        return FOR_ANOTHER if user_can_publish(user, article) else self.permitted


# --- Review ------------------------------------------------------------------------------------------------

WAITING = {Status.DRAFT, Status.RETURNED, Status.WITHDRAWN}


def has_status(*states: Status) -> Callable[[Article], bool]:
    return lambda article: article.status in states


def ask_submit(case: Case) -> str:
    return _("An editor looks at “%(title)s” and approves it, or returns it with a reason.") % {"title": case.title}


def submit(case: Case, given: dict[str, Any]) -> str:
    publishing.submit(article=case.article, by=case.by, at=case.at)
    return _("“%(title)s” was submitted for review.") % {"title": case.title}


def ask_take_back(case: Case) -> str:
    return _("“%(title)s” becomes a draft again.") % {"title": case.title}


def take_back(case: Case, given: dict[str, Any]) -> str:
    publishing.take_back(article=case.article, by=case.by, at=case.at)
    return _("“%(title)s” is a draft again.") % {"title": case.title}


def ask_return(case: Case) -> str:
    return _("“%(title)s” goes back to its author.") % {"title": case.title}


def return_to_author(case: Case, given: dict[str, Any]) -> str:
    publishing.return_to_author(article=case.article, by=case.by, at=case.at, reason=given["reason"])
    return _("“%(title)s” was returned to its author.") % {"title": case.title}


def ask_approve(case: Case) -> str:
    return _("“%(title)s” may become public as it stands. A change of the text takes the approval back.") % {
        "title": case.title
    }


def approve(case: Case, given: dict[str, Any]) -> str:
    publishing.approve(article=case.article, by=case.by, at=case.at, override=given.get("override", ""))
    return _("“%(title)s” is approved.") % {"title": case.title}


# --- Of an article -----------------------------------------------------------------------------------------


def what_is_said(given: dict[str, Any]) -> dict[str, Any]:
    """To readers, and for the log."""
    text = given.get("notice_text", "")
    return {
        "override": given.get("override", ""),
        "reason": given.get("no_notice", ""),
        "notice": publishing.Notice(CorrectionKind(given["notice_kind"]), text) if text else None,
    }


def pass_review(case: Case, given: dict[str, Any]) -> None:
    publishing.pass_review(article=case.article, by=case.by, at=case.at, override=given.get("override", ""))


def ask_publish(case: Case) -> str:
    if case.article.publications.live(case.at).exists():
        return _("The text as it is saved now replaces, at once, what readers see of “%(title)s”.") % {
            "title": case.title
        }
    return _("“%(title)s” becomes public at once.") % {"title": case.title}


def publish(case: Case, given: dict[str, Any]) -> str:
    pass_review(case, given)
    publication = publishing.publish(article=case.article, by=case.by, at=case.at, **what_is_said(given))
    return _("“%(title)s” is public since %(instant)s.") % told(case, publication.live_from)


def ask_schedule(case: Case) -> str:
    if case.article.publications.live(case.at).exists():
        return _("The text as it is saved now will replace what readers see of “%(title)s”.") % {"title": case.title}
    return _("“%(title)s” will become public.") % {"title": case.title}


def schedule(case: Case, given: dict[str, Any]) -> str:
    pass_review(case, given)
    publication = publishing.schedule(
        article=case.article,
        by=case.by,
        go_live_at=given["go_live_at"],
        expire_at=given["expire_at"],
        at=case.at,
        **what_is_said(given),
    )
    return _("“%(title)s” goes live on %(instant)s.") % told(case, publication.live_from)


def ask_withdraw(case: Case) -> str:
    return _(
        "“%(title)s” leaves the site at once, and everything that is scheduled for it is cancelled. "
        "Its address will say that it was withdrawn. The text stays here."
    ) % {"title": case.title}


def withdraw(case: Case, given: dict[str, Any]) -> str:
    publishing.withdraw(
        article=case.article, by=case.by, at=case.at, reason=given["reason"], retraction=given["retraction"].strip()
    )
    return _("“%(title)s” was withdrawn on %(instant)s.") % told(case, case.at)


def ask_embargo(case: Case) -> str:
    return _("Until an instant of your choice nobody can make “%(title)s” public.") % {"title": case.title}


def embargo(case: Case, given: dict[str, Any]) -> str:
    until = given["embargo_until"]
    publishing.embargo(article=case.article, until=until, at=case.at, by=case.by)
    if until is None:
        return _("“%(title)s” is no longer under embargo.") % {"title": case.title}
    return _("“%(title)s” is under embargo until %(instant)s.") % told(case, until)


# --- Of a publication --------------------------------------------------------------------------------------


def ask_reschedule(case: Case) -> str:
    return _("“%(title)s” was to go live on %(instant)s.") % told(case, begins(case))


def reschedule(case: Case, given: dict[str, Any]) -> str:
    moved = publishing.reschedule(publication=chosen(case), go_live_at=given["go_live_at"], at=case.at, by=case.by)
    return _("“%(title)s” now goes live on %(instant)s.") % told(case, moved.live_from)


def ask_cancel(case: Case) -> str:
    before = chosen(case).ends_before_it()
    if before and before.expires:
        ends = _("“%(title)s” will not go live on %(instant)s. What readers see until then ends there, as was set.")
        return ends % told(case, begins(case))
    return _("“%(title)s” will not go live on %(instant)s. What readers see now stays.") % told(case, begins(case))


def cancel(case: Case, given: dict[str, Any]) -> str:
    instant = begins(case)
    publishing.cancel(publication=chosen(case), at=case.at, by=case.by)
    return _("“%(title)s” will not go live on %(instant)s.") % told(case, instant)


def ask_expire(case: Case) -> str:
    return _("At its end “%(title)s” leaves the site by itself.") % {"title": case.title}


def expire(case: Case, given: dict[str, Any]) -> str:
    publication = publishing.expire(publication=chosen(case), expire_at=given["expire_at"], at=case.at, by=case.by)
    if publication.live_until is None:
        return _("“%(title)s” stays public for good.") % {"title": case.title}
    return _("“%(title)s” ends on %(instant)s.") % told(case, publication.live_until)


def chosen(case: Case) -> Publication:
    assert case.publication is not None  # noqa: S101 - the addresses of these decisions name one
    return case.publication


def begins(case: Case) -> datetime:
    return chosen(case).live_from


def told(case: Case, instant: datetime) -> dict[str, str]:
    return {"title": case.title, "instant": in_words(instant)}


DECISIONS = (
    Decision(
        "submit",
        gettext_lazy("Submit for review"),
        gettext_lazy("Submit for review"),
        ask_submit,
        submit,
        may=user_can_edit,
        permitted=FOR_ITS_AUTHORS,
        fits=has_status(*WAITING),
        is_harmless=True,
    ),
    Decision(
        "take_back",
        gettext_lazy("Take back"),
        gettext_lazy("Take back"),
        ask_take_back,
        take_back,
        may=user_can_edit,
        permitted=FOR_ITS_AUTHORS,
        fits=has_status(Status.IN_REVIEW),
        is_harmless=True,
    ),
    Decision(
        "return",
        gettext_lazy("Return to the author"),
        gettext_lazy("Return"),
        ask_return,
        return_to_author,
        form=ReasonForm,
        may=user_can_review,
        fits=has_status(Status.IN_REVIEW, Status.APPROVED),
    ),
    Decision(
        "approve",
        gettext_lazy("Approve"),
        gettext_lazy("Approve"),
        ask_approve,
        approve,
        form=ReviewForm,
        may=user_can_approve,
        fits=has_status(Status.IN_REVIEW),
    ),
    Decision(
        "publish",
        gettext_lazy("Publish now"),
        gettext_lazy("Publish now"),
        ask_publish,
        publish,
        form=PublishForm,
        may=user_can_pass_review,
    ),
    Decision(
        "schedule",
        gettext_lazy("Schedule"),
        gettext_lazy("Schedule"),
        ask_schedule,
        schedule,
        form=ScheduleForm,
        may=user_can_pass_review,
    ),
    Decision(
        "withdraw",
        gettext_lazy("Withdraw"),
        gettext_lazy("Withdraw"),
        ask_withdraw,
        withdraw,
        form=WithdrawForm,
        is_severe=True,
    ),
    Decision(
        "embargo",
        gettext_lazy("Embargo"),
        gettext_lazy("Set the embargo"),
        ask_embargo,
        embargo,
        form=EmbargoForm,
        initial=lambda case: {"embargo_until": case.article.embargo_until},
    ),
    Decision(
        "reschedule",
        gettext_lazy("Move"),
        gettext_lazy("Move"),
        ask_reschedule,
        reschedule,
        form=MoveForm,
        initial=lambda case: {"go_live_at": begins(case)},
        of_publication=True,
    ),
    Decision(
        "cancel",
        gettext_lazy("Cancel what is scheduled"),
        gettext_lazy("Cancel what is scheduled"),
        ask_cancel,
        cancel,
        of_publication=True,
        is_severe=True,
    ),
    Decision(
        "expire",
        gettext_lazy("Set the end"),
        gettext_lazy("Set the end"),
        ask_expire,
        expire,
        form=EndForm,
        initial=lambda case: {"expire_at": chosen(case).live_until},
        of_publication=True,
    ),
)
