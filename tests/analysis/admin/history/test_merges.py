"""The screen on which two versions of a text become one."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import Article, Event, Revision
from tests.analysis.admin.filled_forms import Form, filled_in, rows
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db

BODY = "<p>One sat down.</p><p>Two stood up.</p><p>Three left early.</p>"
MINE, THEIRS = (BODY.replace("Two stood", f"Two {how} stood") for how in ("slowly", "never"))


@pytest.fixture
def other_desk(at_desk: Callable[[User], Client]) -> Client:
    return at_desk(EditorFactory.create(name="Olga Other"))


@pytest.fixture
def article() -> Article:
    return ArticleFactory.create(title="The cabinet meets", body=BODY)


def change(article: Article) -> str:
    return reverse("admin:analysis_article_change", args=[article.pk])


def stored(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def set_aside(desk: Client, other_desk: Client, article: Article, mine: Form, theirs: Form) -> str:
    """Both open the form, theirs is saved first; the address where mine waits."""
    sent = filled_in(article, **mine)
    assert other_desk.post(change(article), filled_in(article, **theirs)).url == change(article)
    return desk.post(change(article), sent).url


def choose(client: Client, path: str, article: Article, **choices: str) -> str:
    chosen = {name.replace("_", "-", 1): choice for name, choice in choices.items()}
    return client.post(path, {"version": stored(article).version, **chosen}).url


def test_a_conflict_leads_to_the_screen_with_both_versions(desk: Client, other_desk: Client, article: Article) -> None:
    mine, theirs = {"title": "The cabinet never meets", "body": MINE}, {"title": "The court meets", "body": THEIRS}
    page = desk.get(set_aside(desk, other_desk, article, mine, theirs)).text
    assert "Olga Other saved the text on" in page
    for words in ("<ins>never </ins>meets", "<del>cabinet </del><ins>court </ins>", "<ins>slowly </ins>"):
        assert words in page
    assert re.search(r'class="merge-agreed">\s*<p[^>]*>\s*One sat down.', page)
    assert stored(article).title == "The court meets"


def test_what_was_chosen_is_saved_and_both_versions_are_in_the_history(
    desk: Client, other_desk: Client, article: Article
) -> None:
    path = set_aside(
        desk, other_desk, article, {"title": "My title", "body": MINE}, {"title": "Their title", "body": THEIRS}
    )
    assert choose(desk, path, article, field_title="theirs", place_1="mine") == change(article)
    assert (stored(article).title, stored(article).body) == ("Their title", MINE)
    bodies = [revision.content["body"] for revision in article.revisions.all()]
    assert MINE in bodies
    assert THEIRS in bodies
    assert article.revisions.of_the_text().values_list("event", flat=True)[0] == Event.MERGE


def test_of_a_body_both_stay_unless_somebody_decides(desk: Client, other_desk: Client, article: Article) -> None:
    path = set_aside(desk, other_desk, article, {"body": MINE}, {"body": THEIRS})
    assert 'value="both" checked' in desk.get(path).text
    choose(desk, path, article)
    assert stored(article).body.count("stood up") == 2


def test_what_only_one_changed_is_joined_without_asking(desk: Client, other_desk: Client, article: Article) -> None:
    path = set_aside(
        desk, other_desk, article, {"title": "Mine", "dateline": "KORIN"}, {"title": "Theirs", "standfirst": "New."}
    )
    page = desk.get(path).text
    assert "standfirst" in page
    assert "field-standfirst" not in page
    choose(desk, path, article, field_title="theirs")
    after = stored(article)
    assert (after.title, after.dateline, after.standfirst) == ("Theirs", "KORIN", "New.")


def test_lists_and_choices_are_told_by_their_names(desk: Client, other_desk: Client, article: Article) -> None:
    mine, theirs = TopicFactory.create(name_en="Elections"), TopicFactory.create(name_en="Courts")
    writers = [AuthorFactory.create(name_en=name) for name in ("Mara Quill", "Tom Ridge")]
    path = set_aside(
        desk,
        other_desk,
        article,
        {
            "primary_topic": mine.pk,
            "assessment": "improved",
            "period_start": "2026-11-09",
            "period_end": "2026-11-15",
        },
        {
            "primary_topic": theirs.pk,
            "assessment": "worsened",
            "period_start": "2026-11-02",
            "period_end": "2026-11-08",
        }
        | rows("bylines", *({"author": writer.pk, "role": "author"} for writer in writers)),
    )
    page = desk.get(path).text
    for words in ("Elections (primary)", "Courts (primary)", "has improved", "has worsened", "2026-11-02 – 2026-11-08"):
        assert words in page
    choose(desk, path, article, field_period="theirs", field_assessment="mine", field_topics="theirs")
    after = stored(article)
    assert after.primary_topic == theirs
    assert (str(after.period_start), after.assessment) == ("2026-11-02", "improved")
    assert [byline.author for byline in after.bylines.all()] == writers


def test_another_save_meanwhile_is_joined_or_asked_about_again(
    desk: Client, other_desk: Client, article: Article
) -> None:
    path = set_aside(desk, other_desk, article, {"title": "Mine"}, {"title": "Theirs"})
    seen = stored(article).version
    other_desk.post(change(article), filled_in(stored(article), title="Theirs again", standfirst="New."))
    again = desk.post(path, {"version": seen, "field-title": "mine"}).url
    assert again != change(article)
    assert again in desk.get(change(article)).text
    assert stored(article).title == "Theirs again"
    assert "Theirs again" in [revision.content["title"] for revision in article.revisions.all()]
    assert choose(desk, again, article, field_title="mine") == change(article)
    assert (stored(article).title, stored(article).standfirst) == ("Mine", "New.")


def test_the_author_is_told_that_a_text_waits_until_it_is_merged(
    desk: Client, other_desk: Client, article: Article
) -> None:
    path = set_aside(desk, other_desk, article, {"title": "Mine"}, {"title": "Theirs"})
    assert path in desk.get(change(article)).text
    assert path not in other_desk.get(change(article)).text
    desk.post(change(article), filled_in(stored(article), dateline="KORIN"))
    assert path in desk.get(change(article)).text
    choose(desk, path, article, field_title="mine")
    assert path not in desk.get(change(article)).text


def test_giving_way_in_everything_is_a_decision_too(desk: Client, other_desk: Client, article: Article) -> None:
    path = set_aside(desk, other_desk, article, {"title": "Mine"}, {"title": "Theirs"})
    assert choose(desk, path, article, field_title="theirs") == change(article)
    assert path not in desk.get(change(article)).text


def test_an_editor_can_merge_for_somebody_else(desk: Client, other_desk: Client, article: Article) -> None:
    path = set_aside(desk, other_desk, article, {"title": "Mine"}, {"title": "Theirs"})
    assert "By Edith Editor" in other_desk.get(path).text
    assert choose(other_desk, path, article, field_title="mine") == change(article)
    assert stored(article).title == "Mine"


def test_nobody_merges_a_text_that_is_not_theirs(
    desk: Client, other_desk: Client, article: Article, at_desk: Callable[[User], Client]
) -> None:
    article.set_bylines([(AuthorFactory.create(), "author")])
    path = set_aside(desk, other_desk, article, {"title": "Mine"}, {"title": "Theirs"})
    stranger = at_desk(UserFactory.create())
    assert stranger.get(path).status_code == stranger.post(path, {"version": 2}).status_code == 403


def test_only_what_was_set_aside_can_be_merged(desk: Client, article: Article) -> None:
    desk.post(change(article), filled_in(article, title="Another"))
    revision = Revision.objects.latest("pk")
    path = reverse("admin:analysis_article_merge", args=[article.pk, revision.pk])
    assert desk.get(path).status_code == desk.post(path, {"version": 2}).status_code == 404


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 30])
def test_a_forged_version_overwrites_nothing(desk: Client, other_desk: Client, article: Article, version: str) -> None:
    path = set_aside(desk, other_desk, article, {"title": "Mine"}, {"title": "Theirs"})
    desk.post(path, {"version": version, "field-title": "mine", "place-²": "mine", "place-x": "mine"})
    assert stored(article).title == "Theirs"


def test_hostile_words_stay_words(desk: Client, other_desk: Client, article: Article) -> None:
    words = "<script>alert(1)</script>"
    path = set_aside(
        desk,
        other_desk,
        article,
        {"title": words, "body": f"<p>{words}</p>", "tags": words},
        {"title": f"{words}!", "body": f"<p>!{words}</p>", "tags": f"{words}!"},
    )
    assert "<script>alert(1)" not in desk.get(path).text
