from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import Article, AuditEntry
from tests.analysis.admin.filled_forms import filled_in
from tests.factories import ArticleFactory, AuthorFactory, ImageFactory

pytestmark = pytest.mark.django_db


def translate(client: Client, article: Article, language: str) -> int:
    return client.post(
        reverse("admin:analysis_article_translate", args=[article.pk]), {"language": language}
    ).status_code


def test_a_translation_begins_as_a_copy_of_its_own(desk: Client) -> None:
    original = ArticleFactory.create(language="en", author=AuthorFactory.create(), lead_image=ImageFactory.create())
    original.seo_title, original.search_description = "Rates", "About rates."
    original.save()
    original.tags.set(["budget"])
    original.set_sources([{"title": "Minutes", "publisher": "", "url": "", "accessed_date": None, "language": "en"}])
    translate(desk, original, "be")
    copy = Article.objects.get(language="be")
    assert copy.translation_key == original.translation_key
    assert (copy.title, copy.body, copy.lead_image) == (original.title, original.body, original.lead_image)
    assert copy.primary_topic == original.primary_topic
    assert [byline.author for byline in copy.bylines.all()] == [byline.author for byline in original.bylines.all()]
    assert copy.content()["sources"] == original.content()["sources"]
    assert (copy.slug, copy.seo_title, copy.search_description, copy.content()["tags"]) == ("", "", "", [])


def test_a_translation_that_was_just_begun_is_in_the_log_and_in_the_checklists_report(desk: Client) -> None:
    translate(desk, ArticleFactory.create(language="en"), "ru")
    copy = Article.objects.get(language="ru")
    log = AuditEntry.objects.filter(subject_type="article", subject_id=copy.pk).order_by("pk")
    assert list(log.values_list("verb", flat=True)) == ["create", "begin_translation"]
    assert copy.findings.filter(rule="no_byline").exists()


def test_from_whichever_language_it_is_begun_there_is_one(desk: Client) -> None:
    original = ArticleFactory.create(language="en")
    translate(desk, original, "be")
    translate(desk, Article.objects.get(language="be"), "ru")
    translate(desk, original, "ru")
    assert Article.objects.get(language="ru").translation.original.language == "be"


def test_asked_twice_it_leads_to_the_one_that_exists(desk: Client) -> None:
    original = ArticleFactory.create(language="en")
    translate(desk, original, "ru")
    translate(desk, original, "ru")
    assert Article.objects.filter(language="ru").count() == 1


def test_the_form_links_the_versions_of_a_text(desk: Client) -> None:
    original = ArticleFactory.create(language="en")
    translation = ArticleFactory.create(
        language="ru", title="Кабинет собрался", translation_key=original.translation_key
    )
    page = desk.get(reverse("admin:analysis_article_change", args=[original.pk])).text
    assert reverse("admin:analysis_article_change", args=[translation.pk]) in page
    assert "Кабинет собрался" in page
    assert "Begin in Belarusian" in page


def test_an_unknown_language_is_no_address(desk: Client) -> None:
    assert translate(desk, ArticleFactory.create(), "pl") == 404


def test_an_analyst_may_begin_one_of_a_colleagues_text_and_write_it(
    analyst: User, at_desk: Callable[[User], Client]
) -> None:
    client, colleague, translator = at_desk(analyst), AuthorFactory.create(), AuthorFactory.create(user=analyst)
    translate(client, ArticleFactory.create(language="en", author=colleague), "ru")
    copy = Article.objects.get(language="ru")
    assert copy.content()["bylines"] == [[colleague.pk, "author"], [translator.pk, "translation"]]
    client.post(reverse("admin:analysis_article_change", args=[copy.pk]), filled_in(copy, title="Ставки прежние"))
    copy.refresh_from_db()
    assert copy.title == "Ставки прежние"


def test_of_their_own_text_and_of_nobodys_a_translation_has_the_same_by_lines(
    analyst: User, at_desk: Callable[[User], Client]
) -> None:
    client, author = at_desk(analyst), AuthorFactory.create(user=analyst)
    translate(client, ArticleFactory.create(language="en", author=author), "ru")
    translate(client, ArticleFactory.create(language="en"), "be")
    assert Article.objects.get(language="ru").content()["bylines"] == [[author.pk, "author"]]
    assert Article.objects.get(language="be").content()["bylines"] == []


def test_who_could_not_write_the_copy_is_told_so_before_there_is_one(
    analyst: User, at_desk: Callable[[User], Client]
) -> None:
    client, original = at_desk(analyst), ArticleFactory.create(language="en", author=AuthorFactory.create())
    address = reverse("admin:analysis_article_translate", args=[original.pk])
    assert "Ask an editor to add you." in client.post(address, {"language": "ru"}, follow=True).text
    assert not Article.objects.filter(language="ru").exists()


def test_an_existing_translation_is_shown_to_everybody(analyst: User, at_desk: Callable[[User], Client]) -> None:
    original = ArticleFactory.create(language="en", author=AuthorFactory.create())
    existing = ArticleFactory.create(language="ru", translation_key=original.translation_key)
    address = reverse("admin:analysis_article_translate", args=[original.pk])
    answer = at_desk(analyst).post(address, {"language": "ru"})
    assert answer["Location"] == reverse("admin:analysis_article_change", args=[existing.pk])
