"""Pages of the desk that cost for 200,000 articles what they cost for 200: what they ask for, and how it is found."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from analysis.models import Article, AuditEntry, Issue
from tests.factories import NOON, ArticleFactory, ImageFactory, IssueFactory, published

pytestmark = pytest.mark.django_db
LIST = "/admin/analysis/article/"
LOG = "/admin/analysis/auditentry/"
FIND = "/admin/autocomplete/?app_label=analysis&model_name=keytext&field_name=article&term="
# Their rows grow with the archive; topics, authors and users do not.
GROWING = (
    *("article", "articletopic", "byline", "publication", "publicationbyline", "revision", "taggedarticle"),
    *("address", "approval", "auditentry", "source", "finding", "translation", "autosave", "editorialnote"),
)
AtDesk = Callable[[User], Client]


@pytest.fixture
def office(administrator: User, at_desk: AtDesk) -> Client:
    return at_desk(administrator)


def many(number: int, **fields: str) -> list[Article]:
    return Article.objects.bulk_create(
        Article(title=f"Text {each}", slug=f"text-{each}", **fields) for each in range(number)
    )


def asked(client: Client, path: str) -> list[str]:
    """What a page asks PostgreSQL for."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "(SELECT", "WITH"))]


def plans(questions: Iterable[str], *, without: tuple[str, ...] = ("seqscan",)) -> str:
    """How it would answer if reading whole tables were out of the question: where it must, it does so all the same."""
    with connection.cursor() as cursor:
        cursor.execute("".join(f"SET LOCAL enable_{way} = off;" for way in without))
        lines = []
        for question in questions:
            cursor.execute(f"EXPLAIN {question}")
            lines += [line for (line,) in cursor.fetchall()]
        cursor.execute("".join(f"SET LOCAL enable_{way} = on;" for way in without))
    return "\n".join(lines)


def lookups(questions: Iterable[str]) -> str:
    """The same, where no index is read from one end to the other either."""
    return plans(questions, without=("seqscan", "indexscan", "indexonlyscan"))


# --- Counting ------------------------------------------------------------------------------------------------


def test_a_long_list_is_counted_no_further_than_somebody_might_read_on(desk: Client) -> None:
    many(520, language="be")
    page = desk.get(LIST, {"language": "be"})
    assert "Articles: more than 500" in page.text
    assert page.context["cl"].paginator.num_pages == 10
    further = desk.get(f"{LIST}?language=be&p=2")
    assert "Articles: 520" in further.text
    assert len(desk.get(f"{LIST}?language=be&p=11").context["cl"].result_list) == 20


def test_a_short_list_is_counted(desk: Client) -> None:
    many(60)
    page = desk.get(LIST).text
    assert "Articles: 60" in page
    assert "All 60 of this list" in page


def test_of_everything_the_list_says_about_how_much_it_is(desk: Client) -> None:
    many(1_490)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE analysis_article")
    page = desk.get(LIST).text
    assert "Articles: about 1,500" in page
    assert "Everything in this list" in page


@pytest.mark.parametrize(
    "path", [LIST, f"{LIST}?state=live", f"{LIST}?q=text", f"{LIST}checklist/", LOG, f"{FIND}text"]
)
def test_nothing_is_counted_without_an_end(office: Client, path: str) -> None:
    published(title="A text")
    counts = [question for question in asked(office, path) if "COUNT(*)" in question]
    # The checklist's table of rules counts findings, not texts.
    assert counts
    assert all("LIMIT" in count for count in counts if "GROUP BY" not in count)


# --- Reading -------------------------------------------------------------------------------------------------


@pytest.fixture
def issue() -> Issue:
    return IssueFactory.create()


@pytest.fixture
def article(issue: Issue) -> Article:
    return published(title="The budget", issue=issue, at=NOON - timedelta(days=1)).article


PAGES = {
    "first page": "/admin/",
    "list": LIST,
    "list, searched": f"{LIST}?q=budget",
    "list, drafts": f"{LIST}?state=draft",
    "list, scheduled": f"{LIST}?state=scheduled",
    "form": f"{LIST}{{article}}/change/",
    "history": f"{LIST}{{article}}/history/",
    "suggestions, searched": f"{LIST}{{article}}/suggestions/?q=budget",
    "calendar, week": f"{LIST}calendar/",
    "calendar, month": f"{LIST}calendar/?month=2026-11",
    "due": f"{LIST}due/",
    "trash": f"{LIST}trash/",
    "issue board": "/admin/analysis/issue/{issue}/board/",
    "log": LOG,
    "log, searched": f"{LOG}?q=budget",
    "log, a verb": f"{LOG}?verb=publish",
    "finding an article": f"{FIND}budg",
}


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_reads_a_growing_table_whole(office: Client, article: Article, issue: Issue, name: str) -> None:
    questions = asked(office, PAGES[name].format(article=article.pk, issue=issue.pk))
    # A count of all articles takes the first rows that come, and no more.
    read = plans(question for question in questions if name != "list" or "COUNT(*)" not in question)
    whole = re.findall(rf"Seq Scan on analysis_(?:{'|'.join(GROWING)})\b.*", read)
    assert not whole, read


@time_machine.travel(NOON, tick=False)
def test_the_calendar_reads_its_days_alone(desk: Client) -> None:
    read = lookups(asked(desk, f"{LIST}calendar/?month=2026-11"))
    for index in ("publication_begins", "publication_ends", "article_under_embargo"):
        assert index in read


def test_words_are_looked_up(desk: Client) -> None:
    assert "article_words" in lookups(asked(desk, f"{LIST}?q=budget"))


def test_verbs_of_the_log_are_leapt_to(office: Client, article: Article) -> None:
    assert AuditEntry.objects.verbs() == sorted({entry.verb for entry in AuditEntry.objects.all()})
    assert not [question for question in asked(office, LOG) if "DISTINCT" in question]


# --- Finding -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("bel", True),
        ("belarus-russia", True),
        ("russia", True),
        ("talks сям'я", True),
        ('"russia talks"', True),
        ('"talks russia"', False),
        ("12.5", True),
        ("end-of-talks", True),
        ("ussia", False),
        ("—", False),
        ("x" * 5_000, False),
        ("a-" * 900, False),
        ("' | !( :*", False),
    ],
)
def test_a_text_is_found_by_the_beginnings_of_its_words(desk: Client, words: str, is_found: bool) -> None:
    ArticleFactory.create(title="Belarus-Russia talks: сям’я", standfirst="Of 12.5 per cent", slug="end-of-talks-7")
    assert bool(desk.get(LIST, {"q": words}).context["cl"].result_list) == is_found


def test_the_log_is_searched_by_words_of_the_subject_and_the_reason(office: Client) -> None:
    article = ArticleFactory.create(title="Twelve ministers")
    AuditEntry.objects.note(verb="return", about=article, by=None, at=NOON, why="More sources")
    AuditEntry.objects.note(verb="save", about=ArticleFactory.create(title="Other"), by=None, at=NOON)
    for words, found in (("minist", 1), ("twelve sources", 1), ("inisters", 0), ("—", 0)):
        assert len(office.get(LOG, {"q": words}).context["cl"].result_list) == found, words


def test_a_picture_is_found_where_it_is_used(desk: Client) -> None:
    image, other = ImageFactory.create(), ImageFactory.create()
    figure = '<figure><img src="/images/{}/" alt="A “hall” of {}"></figure><p>See <a href="/authors/">them</a>.</p>'
    ArticleFactory.create(title="Inside", body=figure.format(image.pk, 7) * 2)
    ArticleFactory.create(title="On top", lead_image=image)
    ArticleFactory.create(title="Another's", body=figure.format(other.pk, image.pk))
    path = f"/admin/analysis/image/{image.pk}/usage/"
    assert {title for title, _address in desk.get(path).context["places"]} == {"Inside", "On top"}
    read = lookups(asked(desk, path))
    assert "article_pictures" in read
    assert "publication_pictures" in read
