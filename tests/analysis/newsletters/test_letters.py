"""What stands in a letter: what the site shows at that instant, in the reader's language, and the way out."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives

from analysis import publishing
from analysis.models import Edition, Gap, Masthead
from analysis.newsletters.letters import issue_letter
from analysis.newsletters.models import Delivery, Mailing
from tests.analysis.newsletters.readers import subscribed
from tests.factories import NOON, EditionFactory, IssueFactory, TopicFactory, approved, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]

HOSTILE = '<img src=x onerror=alert(1)>"'


def edition(language: str = "en", **words: str) -> Edition:
    return EditionFactory.create(issue=IssueFactory.create(), language=language, **words)


def letter_of(edition: Edition, email: str = "reader@example.org") -> EmailMultiAlternatives:
    mailing = Mailing.objects.create(edition=edition, begun_at=NOON)
    delivery = Delivery.objects.create(mailing=mailing, subscription=subscribed(email, edition.language))
    letter = issue_letter(edition, at=NOON)
    assert letter
    return letter.to(delivery)


def html_of(letter: EmailMultiAlternatives) -> str:
    return str(letter.alternatives[0].content)


def test_it_has_what_is_public_in_the_order_of_the_issue() -> None:
    issue = edition()
    second, first = (
        TopicFactory.create(position=2, name_en="Security"),
        TopicFactory.create(position=1, name_en="Elite"),
    )
    published(title="Patrols", topic=second, issue=issue.issue)
    published(title="Ministers", topic=first, issue=issue.issue, assessment="worsened", assessment_reason="Two left.")
    approved(title="A draft", topic=first, issue=issue.issue)
    letter = letter_of(issue)
    for text in (str(letter.body), html_of(letter)):
        assert "A draft" not in text
        positions = [
            text.index(word) for word in ("Elite", "Ministers", "worsened", "Two left.", "Security", "Patrols")
        ]
        assert positions == sorted(positions)


def test_a_text_that_begins_a_moment_later_is_not_in_it() -> None:
    issue = edition()
    published(title="Ministers", issue=issue.issue)
    coming = approved(title="Embargoed", issue=issue.issue)
    publishing.schedule(article=coming, by=None, go_live_at=NOON + timedelta(seconds=1), at=NOON)
    assert "Embargoed" not in letter_of(issue).body


def test_a_trend_without_a_text_says_why() -> None:
    issue = edition()
    published(title="Ministers", issue=issue.issue)
    Gap.objects.create(edition=issue, topic=TopicFactory.create(name_en="Security"), reason="Recess.")
    assert "Nothing this week: Recess." in letter_of(issue).body


def test_an_edition_without_public_texts_has_no_letter() -> None:
    assert issue_letter(edition(), at=NOON) is None


def test_it_is_in_the_language_of_the_edition() -> None:
    issue = edition("ru", title="Неделя коротко")
    published(title="Министры", language="ru", issue=issue.issue)
    letter = letter_of(issue)
    assert letter.subject == "Неделя: Неделя коротко"
    assert f"/ru{issue.issue.get_absolute_url()}" in letter.body
    assert '<html lang="ru">' in html_of(letter)


def test_every_reader_has_a_way_out_of_their_own() -> None:
    issue = edition()
    published(title="Ministers", issue=issue.issue)
    letter = letter_of(issue)
    own_page = Delivery.objects.get().subscription.get_absolute_url()
    assert own_page in letter.body
    assert own_page in html_of(letter)
    assert own_page in letter.extra_headers["List-Unsubscribe"]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_words_never_become_markup_nor_headers() -> None:
    Masthead.objects.update(name_en="The\nBcc: victim@example.org")
    topic = TopicFactory.create(name_en=HOSTILE)
    issue = edition(title=HOSTILE, introduction=HOSTILE)
    published(title=HOSTILE, topic=topic, issue=issue.issue, assessment="improved", assessment_reason=HOSTILE)
    letter = letter_of(issue)
    assert "<img" not in html_of(letter)
    assert "Bcc" not in letter.message()
    assert "\n" not in letter.subject
