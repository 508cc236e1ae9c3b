from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from analysis import publishing
from analysis.models import Address, Article, Author, Publication, Revision, Tag, Topic
from analysis.models.articles import content_hash
from tests.analysis.importers.lines import NOW, bring_in, line
from tests.factories import AuthorFactory, TopicFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def live(at: datetime = NOW) -> Publication:
    return Publication.objects.live(at).get()


def test_an_article_comes_in_with_everything_it_had(tmp_path: Path) -> None:
    report = bring_in(
        tmp_path,
        line(
            updated_at="2017-01-02T10:00:00Z",
            topics=["Foreign policy", "open-data"],
            assessment="worsened",
            assessment_reason="Nothing was signed.",
            period_start="2016-11-28",
            period_end="2016-12-04",
            sources=[{"title": "Register", "publisher": "Customs"}],
        ),
    )
    publication = live()
    assert (report.created, report.refused, report.notes) == (1, [], [])
    assert publication.get_absolute_url() == "/foreign-policy/talks-resume/"
    assert publication.standfirst == "Delegations met for the first time since spring."
    assert publication.first_published_at == publication.live_from == datetime(2016, 12, 5, 9, 30, tzinfo=UTC)
    assert publication.last_published_at == datetime(2017, 1, 2, 10, tzinfo=UTC)
    assert [topic.name for topic in publication.topics.order_by("id")] == ["Foreign policy", "Open data"]
    assert [byline.author.slug for byline in publication.bylines.all()] == ["ada-novik"]
    assert [tag.name for tag in publication.tags.all()] == ["Talks"]
    assert (publication.assessment, publication.body_text) == ("worsened", "The talks lasted an hour.")
    assert publication.sources[0]["publisher"] == "Customs"


def test_the_working_copy_and_its_revision_say_the_same_as_the_publication(tmp_path: Path) -> None:
    bring_in(tmp_path, line(topics=["B", "A"], tags=["b", "a"], sources=[{"title": "Register"}]))
    article, revision = Article.objects.get(), Revision.objects.get()
    assert revision.content == article.content()
    assert revision.content_hash == content_hash(article.content())
    assert article.primary_topic == live().primary_topic == Topic.objects.get(slug="b")


def test_twice_changes_nothing(tmp_path: Path) -> None:
    bring_in(tmp_path, line(), line("second"))
    before = list(Publication.objects.order_by("pk").values())
    report = bring_in(tmp_path, line(), line("second"), at=LATER)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert list(Publication.objects.order_by("pk").values()) == before
    assert Author.objects.count() == Topic.objects.count() == Tag.objects.count() == 1


def test_a_changed_line_is_an_update_from_now_on(tmp_path: Path) -> None:
    bring_in(tmp_path, line())
    report = bring_in(tmp_path, line(title="Talks fail"), at=LATER)
    assert (report.updated, report.unchanged) == (1, 0)
    assert (live(NOW).title, live(LATER).title) == ("Talks resume", "Talks fail")
    assert live(LATER).first_published_at == datetime(2016, 12, 5, 9, 30, tzinfo=UTC)
    assert live(LATER).last_published_at == LATER
    assert live(LATER).get_absolute_url() == "/foreign-policy/talks-resume/"


def test_an_update_keeps_what_only_the_desk_knows_and_what_it_wrote(tmp_path: Path) -> None:
    bring_in(tmp_path, line())
    article = Article.objects.get()
    article.dateline, article.title = "Minsk", "A title of our own"
    article.save()
    publishing.publish(article=article, by=None, at=NOW)
    bring_in(tmp_path, line(title="Talks fail"), at=LATER)
    assert live(LATER).dateline == "Minsk"
    assert "A title of our own" in [revision.content["title"] for revision in article.revisions.all()]


def test_what_the_desk_has_withdrawn_stays_withdrawn(tmp_path: Path) -> None:
    bring_in(tmp_path, line())
    publishing.withdraw(article=Article.objects.get(), at=NOW)
    report = bring_in(tmp_path, line(title="Talks fail"), at=LATER)
    assert "is not public" in report.notes[0].text
    assert not Publication.objects.live(LATER).exists()
    assert Article.objects.get().title == "Talks fail"


def test_a_dry_run_writes_nothing_and_says_what_would_happen(tmp_path: Path) -> None:
    bring_in(tmp_path, line())
    report = bring_in(tmp_path, line(title="Talks fail"), line("new", authors=[]), {"id": "1"}, dry_run=True, at=LATER)
    assert (report.created, report.updated, len(report.refused)) == (1, 1, 1)
    assert live(LATER).title == "Talks resume"
    assert Article.objects.count() == 1


def test_bad_lines_are_reported_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    huge = line("huge", body_html="<p>" + "x" * 600_000)
    report = bring_in(tmp_path, b"{broken", line(), line("polish", language="pl"), b"", huge, line("last"), line())
    assert [refused.line for refused in sorted(report.refused)] == [1, 3, 5, 7]
    reasons = dict(report.refused)
    assert "“pl” is not one of" in reasons[3]
    assert "line 2 has the same id" in reasons[7]
    assert report.created == Article.objects.count() == 2


def test_no_escape_sequence_of_a_file_reaches_the_terminal(tmp_path: Path) -> None:
    report = bring_in(tmp_path, line(language="\x1b[31mred"))
    assert "\x1b" not in report.refused[0].text


def test_a_body_is_made_safe(tmp_path: Path) -> None:
    hostile = (
        '<p onclick="x()">Text<script>alert(1)</script><a href="javascript:alert(1)">here</a><img src="//evil/x.png">'
    )
    bring_in(tmp_path, line(body_html=hostile))
    assert live().body == Article.objects.get().body == "<p>Texthere</p>"


def test_an_article_without_a_date_is_public_from_now_on_and_shown_without_one(tmp_path: Path) -> None:
    bring_in(tmp_path, line(published_at=None))
    assert not Publication.objects.live(NOW - timedelta(seconds=1)).exists()
    assert (live().live_from, live().is_dated) == (NOW, False)
    bring_in(tmp_path, line(published_at=None, title="Talks fail"), at=LATER)
    assert not live(LATER).is_dated


def test_an_article_of_a_day_to_come_is_scheduled(tmp_path: Path) -> None:
    bring_in(tmp_path, line(published_at="2026-12-01T08:00:00Z"))
    assert not Publication.objects.live(NOW).exists()
    assert live(datetime(2026, 12, 1, 8, tzinfo=UTC))


def test_an_article_without_a_topic_goes_to_the_notes(tmp_path: Path) -> None:
    bring_in(tmp_path, line(topics=[]))
    assert live().get_absolute_url() == "/notes/talks-resume/"
    assert Topic.objects.get().name == "Notes"


def test_a_topic_that_is_known_by_its_name_or_slug_is_used(tmp_path: Path) -> None:
    topic = TopicFactory(slug="economy", name_en="The economy", name_ru="Экономика")
    bring_in(tmp_path, line(topics=["economy"]), line("second", language="ru", topics=["экономика"]))
    assert list(Topic.objects.all()) == [topic]
    assert topic.name_en == "The economy"


def test_no_topic_takes_an_address_of_the_site_itself(tmp_path: Path) -> None:
    bring_in(tmp_path, line(topics=["Search"]), line("second", topics=["search"]))
    assert [topic.slug for topic in Topic.objects.all()] == ["search-2"]


def test_an_author_the_desk_knows_is_not_renamed(tmp_path: Path) -> None:
    AuthorFactory(slug="ada-novik", name_en="A pseudonym", name_ru="")
    bring_in(tmp_path, line(), line("second", language="ru"))
    author = Author.objects.get()
    assert (author.name_en, author.name_ru, author.job_title_en) == ("A pseudonym", "", "")


def test_one_tag_whatever_its_letter_case_or_language(tmp_path: Path) -> None:
    texts = line(tags=["Agile", "agile"]), line("second", tags=["AGILE"])
    bring_in(tmp_path, *texts, line("third", language="ru", tags=["газ"]), line("fourth", language="be", tags=["газ"]))
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Agile", "газ"]


@pytest.mark.parametrize(
    ("url_path", "address"),
    [
        ("/2016/12/05/on-rivers/", "/foreign-policy/on-rivers/"),
        ("/old/On-Rivers.html", "/foreign-policy/on-rivers/"),
        ("/node/1234", "/foreign-policy/talks-resume/"),
        ("/2016/%D1%80%D0%B5%D0%BA%D0%B8/", "/foreign-policy/talks-resume/"),
        ("", "/foreign-policy/talks-resume/"),
    ],
)
def test_a_good_slug_is_kept_and_any_other_made_from_the_title(tmp_path: Path, url_path: str, address: str) -> None:
    bring_in(tmp_path, line(url_path=url_path))
    assert live().get_absolute_url() == address


def test_articles_that_want_one_address_get_two(tmp_path: Path) -> None:
    bring_in(tmp_path, line(url_path="/a/talks/"), line("second", url_path="/b/talks/"))
    bring_in(tmp_path, line("third", url_path="/c/talks/"))
    paths = {publication.get_absolute_url() for publication in Publication.objects.all()}
    assert paths == {f"/foreign-policy/talks{ending}/" for ending in ("", "-2", "-3")}


def test_no_article_takes_the_old_address_of_one_further_down(tmp_path: Path) -> None:
    bring_in(tmp_path, line(url_path="/2016/talks/"), line("second", url_path="/foreign-policy/talks/"))
    second = Article.objects.get(external_id="old-second")
    assert second.publications.get().get_absolute_url() == "/foreign-policy/talks/"


@pytest.mark.parametrize(
    ("url_path", "kept"),
    [
        ("/2016/12/05/Talks", "/2016/12/05/talks/"),
        ("/old/talks.html", "/old/talks.html"),
        ("/2016/%D1%80%D0%B5%D0%BA%D0%B8", "/2016/реки/"),
        ("//talks?page=2#top", ""),
        ("/talks/?page=2", "/talks/"),
    ],
)
def test_the_old_address_is_kept_in_its_canonical_form(tmp_path: Path, url_path: str, kept: str) -> None:
    bring_in(tmp_path, line(url_path=url_path))
    paths = set(Address.objects.values_list("path", flat=True)) - {live().get_absolute_url()}
    assert paths == {kept} - {""}


@pytest.mark.parametrize(
    "path", ["/2016/12/05/talks-resume/", "/2016/12/05/Talks-Resume", "/old/%D1%80%D0%B5%D0%BA%D0%B8.html"]
)
def test_a_reader_gets_from_the_old_address_to_the_article_in_one_hop(
    tmp_path: Path, client: Client, path: str
) -> None:
    bring_in(tmp_path, line(), line("second", url_path="/old/реки.html", title="Talks"))
    response = client.get(path)
    assert response.status_code == 301
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("url_path", ["/tags/rivers/", "/admin/", "/authors/ada/", "/archive/2016/12/"])
def test_it_says_when_nothing_can_lead_from_an_old_address(tmp_path: Path, url_path: str) -> None:
    report = bring_in(tmp_path, line(url_path=url_path))
    assert "address of the site itself" in report.notes[0].text
    assert Article.objects.get().addresses.count() == 1


def test_an_old_address_belongs_to_the_first_who_had_it(tmp_path: Path) -> None:
    bring_in(tmp_path, line(url_path="/shared/"))
    report = bring_in(tmp_path, line("second", url_path="/shared/"), line("third", url_path="/shared/"))
    assert [note.line for note in report.notes] == [1, 2]
    assert Address.objects.get(path="/shared/").article.external_id == "old-talks-resume"


def test_links_lead_to_the_new_addresses_wherever_the_other_article_stands(tmp_path: Path) -> None:
    bring_in(tmp_path, line("earlier-import"))
    body = "".join(
        f'<p><a href="{href}">x</a></p>'
        for href in (
            "/2016/12/05/earlier-import/",
            "/2016/12/05/further-down#figures",
            "/2016/12/05/Unknown/",
            "https://example.org/2016/12/05/further-down/",
        )
    )
    bring_in(tmp_path, line("first", body_html=body), line("further-down"))
    body = Publication.objects.get(slug="first").body
    assert 'href="/foreign-policy/earlier-import/"' in body
    assert 'href="/foreign-policy/further-down/#figures"' in body
    assert 'href="/2016/12/05/Unknown/"' in body
    assert 'href="https://example.org/2016/12/05/further-down/"' in body


@pytest.mark.parametrize("attributes", ['title="a > b" href', 'data-href="/other/" href', "HREF"])
def test_a_link_is_found_however_its_tag_is_written(tmp_path: Path, attributes: str) -> None:
    bring_in(tmp_path, line(body_html=f'<p><a {attributes}="/2016/12/05/second/">x</a></p>'), line("second"))
    assert 'href="/foreign-policy/second/"' in Publication.objects.get(slug="talks-resume").body


def test_a_link_to_a_place_that_no_body_has_becomes_its_words(tmp_path: Path) -> None:
    mark = '<sup><a href="#source-1" data-source="1">1</a></sup>'
    body = f'<p>See <a href="#part-two">part two</a>.{mark} <a href="#fn1">2</a></p><h2 id="part-two">Part two</h2>'
    bring_in(tmp_path, line(body_html=body, sources=[{"title": "Register"}]))
    assert live().body == f"<p>See part two.{mark} 2</p><h2>Part two</h2>"


def test_the_report_names_what_was_embedded(tmp_path: Path) -> None:
    film = '<figure><iframe src="https://films.example/embed/1" title="A film"></iframe></figure>'
    report = bring_in(tmp_path, line("first"), line(body_html=f'<p>Text</p>{film}<video src="dam.mp4">No</video>'))
    assert [note.line for note in report.notes] == [2, 2]
    assert report.notes[0].text == "https://films.example/embed/1 was embedded and is left out: put a link in its place"
    assert report.notes[1].text.startswith("dam.mp4 was embedded")


def test_translations_find_each_other_whichever_comes_first(tmp_path: Path) -> None:
    bring_in(tmp_path, line("be", language="be", translation_of="old-en"), line("en"))
    bring_in(tmp_path, line("ru", language="ru", translation_of="old-be"))
    keys = set(Article.objects.values_list("translation_key", flat=True))
    assert (Article.objects.count(), len(keys)) == (3, 1)


def test_translations_of_an_original_that_was_refused_belong_together(tmp_path: Path) -> None:
    bring_in(
        tmp_path,
        line("pl", language="pl"),
        line("be", language="be", translation_of="old-pl"),
        line("ru", language="ru", translation_of="old-pl"),
    )
    assert len(set(Article.objects.values_list("translation_key", flat=True))) == 1


def test_a_second_version_in_one_language_is_a_text_of_its_own(tmp_path: Path) -> None:
    report = bring_in(tmp_path, line("en"), line("again", translation_of="old-en"))
    assert (report.created, "a text of its own" in report.notes[0].text) == (2, True)


def test_it_says_when_a_text_that_is_here_does_not_become_a_translation(tmp_path: Path) -> None:
    bring_in(tmp_path, line("en"), line("ru", language="ru"))
    report = bring_in(tmp_path, line("en"), line("ru", language="ru", translation_of="old-en"), at=LATER)
    assert [note.text for note in report.notes] == ["it stays apart from old-en: it has been here without it"]
    translated = line("be", language="be", translation_of="old-en")
    bring_in(tmp_path, translated)
    assert bring_in(tmp_path, translated | {"title": "Talks fail"}, at=LATER).notes == []


def test_translations_that_go_round_in_circles_come_in(tmp_path: Path) -> None:
    report = bring_in(tmp_path, line("a", translation_of="old-b"), line("b", language="ru", translation_of="old-a"))
    assert report.created == 2


def test_one_line_the_database_refuses_does_not_take_the_others_along(tmp_path: Path) -> None:
    grows_in_lower_case = "/" + "İ" * 400
    report = bring_in(tmp_path, line("first"), line("second", url_path=grows_in_lower_case), line("third"))
    assert [(refused.line, report.created) for refused in report.refused] == [(2, 2)]


def test_an_address_that_no_database_takes_is_nobodys(tmp_path: Path) -> None:
    link = '<p><a href="/etc/passwd%00">x</a></p>'
    report = bring_in(tmp_path, line("first", url_path="/first/%00"), line("second", body_html=link))
    assert (report.created, report.refused) == (2, [])
    assert list(Article.objects.get(external_id="old-first").addresses.values_list("path", flat=True)) == [
        "/foreign-policy/first/"
    ]


def test_one_job_of_each_kind_follows_all_of_them(tmp_path: Path) -> None:
    bring_in(tmp_path, *(line(f"number-{number}") for number in range(3)))
    tasks = list(ProcrastinateJob.objects.values_list("task_name", flat=True).order_by("task_name"))
    assert tasks == [
        "analysis.checklist.tasks.rebuild_checklist",
        "analysis.indexing.tasks.catch_up",
        "analysis.related.tasks.rebuild_neighbours",
    ]
