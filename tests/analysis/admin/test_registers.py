"""Topics, authors, issues, tags, pictures and the masthead."""

import io
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as PillowImage

from accounts.models import User
from analysis.models import Address, Image, Issue, Masthead, Topic
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    ImageFactory,
    IssueFactory,
    TagFactory,
    TopicFactory,
    published,
)

pytestmark = pytest.mark.django_db


def topic_form(topic: Topic, **changes: Any) -> dict[str, Any]:
    sent = {"slug": topic.slug, "name_en": topic.name_en, "position": 0, "parent": ""}
    sent |= dict.fromkeys(("name_ru", "name_be", "description_en", "description_ru", "description_be"), "")
    return sent | {"key_texts-TOTAL_FORMS": 0, "key_texts-INITIAL_FORMS": 0} | changes


def test_a_topic_is_renamed_with_the_addresses_of_its_articles(desk: Client) -> None:
    topic = TopicFactory.create(slug="elite")
    publication = published(topic=topic, slug="budget")
    desk.post(reverse("admin:analysis_topic_change", args=[topic.pk]), topic_form(topic, slug="Ruling-Elite"))
    paths = set(Address.objects.filter(article=publication.article).values_list("path", flat=True))
    assert paths == {"/elite/budget/", "/ruling-elite/budget/"}


def test_a_topic_cannot_take_the_addresses_of_another(desk: Client) -> None:
    moved = published(topic=TopicFactory.create(slug="new"), slug="budget").article
    moved.set_topics([(TopicFactory.create(), True)])
    topic = TopicFactory.create(slug="old")
    published(topic=topic, slug="budget")
    Topic.objects.filter(slug="new").update(slug="renamed")
    response = desk.post(reverse("admin:analysis_topic_change", args=[topic.pk]), topic_form(topic, slug="new"))
    assert "other articles have, or had, their addresses" in response.context["adminform"].form.errors["slug"][0]


def test_a_reserved_word_is_no_topic(desk: Client) -> None:
    response = desk.post("/admin/analysis/topic/add/", topic_form(Topic(slug="admin", name_en="Admin")))
    assert "is an address of the site itself" in response.context["adminform"].form.errors["slug"][0]


def test_a_topic_has_a_history(desk: Client) -> None:
    topic = TopicFactory.create(name_en="Elites")
    desk.post(reverse("admin:analysis_topic_change", args=[topic.pk]), topic_form(topic, name_en="The elite"))
    assert "The elite" in desk.get(reverse("admin:analysis_topic_history", args=[topic.pk])).text


def issue_form(**changes: Any) -> dict[str, Any]:
    sent = {"number": 7, "coverage_start": "2026-11-09", "coverage_end": "2026-11-15"}
    return sent | {"editions-TOTAL_FORMS": 0, "editions-INITIAL_FORMS": 0} | changes


def test_an_issue_is_made(desk: Client) -> None:
    desk.post("/admin/analysis/issue/add/", issue_form())
    assert Issue.objects.get().slug == "2026-w46"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"coverage_end": "2026-11-01"}, "coverage_end", "ends before it begins"),
        ({"number": 9}, "coverage_start", "This week has an issue already"),
    ],
)
def test_a_mistake_in_an_issue_is_named_beside_its_field(
    desk: Client, changes: dict[str, Any], field: str, said: str
) -> None:
    IssueFactory.create(number=8)
    response = desk.post("/admin/analysis/issue/add/", issue_form(**changes))
    assert said in response.context["adminform"].form.errors[field][0]


def test_names_are_found_by_a_few_letters_of_any_language(desk: Client) -> None:
    author = AuthorFactory.create(name_en="Mira Talvane", name_be="Міра Талвэйн")
    asked = {"app_label": "analysis", "model_name": "byline", "field_name": "author", "term": "Талв"}
    found = desk.get("/admin/autocomplete/", asked).json()
    assert [result["id"] for result in found["results"]] == [str(author.pk)]


def test_a_tags_former_address_is_kept(desk: Client) -> None:
    tag = TagFactory.create(name="coal", slug="coal")
    desk.post(reverse("admin:analysis_tag_change", args=[tag.pk]), {"name": "Coal", "slug": "hard-coal"})
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("Coal", "hard-coal")
    assert [former.slug for former in tag.former_slugs.all()] == ["coal"]


def test_an_authors_former_addresses_are_kept_until_they_shall_be_forgotten(desk: Client) -> None:
    author = AuthorFactory.create(slug="mira-talvane", name_en="Mira Talvane")
    address = reverse("admin:analysis_author_change", args=[author.pk])
    sent = {"name_en": "M. Ashgrove", "links-TOTAL_FORMS": 0, "links-INITIAL_FORMS": 0}
    desk.post(address, sent | {"slug": "mira"})
    assert [former.slug for former in author.former_slugs.all()] == ["mira-talvane"]
    desk.post(address, sent | {"slug": "m-ashgrove", "forgets_former_addresses": "on"})
    author.refresh_from_db()
    assert author.slug == "m-ashgrove"
    assert not author.former_slugs.exists()


def image_form(file: Any = None, **changes: Any) -> dict[str, Any]:
    sent = {"credit": "Drawing: The Weekly", "copyright_notice": "", "source": "", "focal_point": "0.5x0.5"}
    sent |= {f"{name}_{code}": "" for name in ("alt_text", "caption") for code in ("en", "ru", "be")}
    return sent | ({"file": file} if file else {}) | changes


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("plate.jpg", ImageFactory.build().file.read(), content_type="image/jpeg")


def square() -> bytes:
    drawn = io.BytesIO()
    PillowImage.new("RGB", (40, 40), "olive").save(drawn, "PNG")
    return drawn.getvalue()


def test_a_picture_is_uploaded_by_somebody(desk: Client, editor: User) -> None:
    desk.post("/admin/analysis/image/add/", image_form(picture()))
    assert Image.objects.get().uploaded_by == editor


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plate.jpg", b"no picture at all", "This is no picture."),
        ("plate.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "This is no picture."),
        ("plate.png", b"", "empty"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(desk: Client, name: str, content: bytes, said: str) -> None:
    response = desk.post("/admin/analysis/image/add/", image_form(SimpleUploadedFile(name, content)))
    assert said in response.context["adminform"].form.errors["file"][0]
    assert not Image.objects.exists()


def test_a_picture_needs_a_credit(desk: Client) -> None:
    response = desk.post("/admin/analysis/image/add/", image_form(picture(), credit=""))
    assert "credit" in response.context["adminform"].form.errors


def test_a_picture_is_known_by_what_its_file_holds_also_after_it_was_replaced(desk: Client) -> None:
    first, second = picture(), SimpleUploadedFile("square.png", square(), content_type="image/png")
    desk.post("/admin/analysis/image/add/", image_form(first))
    image = Image.objects.with_content(first).get()
    desk.post(reverse("admin:analysis_image_change", args=[image.pk]), image_form(second))
    assert Image.objects.with_content(second).get() == image
    assert not Image.objects.with_content(first).exists()


def test_a_picture_whose_words_change_is_known_as_before(desk: Client) -> None:
    image = ImageFactory.create()
    desk.post(reverse("admin:analysis_image_change", args=[image.pk]), image_form(caption_en="Another"))
    assert Image.objects.get(caption_en="Another").digest == image.digest != ""


def test_what_was_replaced_before_it_was_looked_at_is_no_longer_known_as_what_it_was(desk: Client) -> None:
    replaced, untouched = ImageFactory.create(), ImageFactory.create()
    for image, sent in ((replaced, image_form(picture())), (untouched, image_form(caption_en="Another"))):
        desk.post(reverse("admin:analysis_image_change", args=[image.pk]), sent)
    import_module("analysis.migrations.0017_pictures_known_by_what_they_are").forget(apps, None)
    assert [bool(image.digest) for image in Image.objects.order_by("pk")] == [False, True]


def test_the_form_never_links_the_original(desk: Client) -> None:
    image = ImageFactory.create()
    assert image.file.name not in desk.get(reverse("admin:analysis_image_change", args=[image.pk])).text


def test_pictures_are_chosen_by_words_with_captions_in_the_texts_language(desk: Client) -> None:
    wanted = ImageFactory.create(caption_en="The port at night", caption_be="Порт уначы")
    ImageFactory.create()
    found = desk.get(reverse("admin:analysis_image_choose"), {"q": "port night", "language": "be"}).json()["pictures"]
    assert [(picture["id"], picture["caption"]) for picture in found] == [(wanted.pk, "Порт уначы")]


def test_a_picture_in_a_text_says_where_and_is_not_deleted(desk: Client) -> None:
    image = ImageFactory.create()
    ArticleFactory.create(title="It shows it", body=f'<figure><img src="/images/{image.pk}/" alt=""></figure>')
    delete = desk.post(reverse("admin:analysis_image_delete", args=[image.pk]), {"post": "yes"}, follow=True)
    assert "This picture is in use." in delete.text
    assert "It shows it" in delete.text
    assert Image.objects.exists()


def test_the_masthead_is_one(administrator: User, client: Client) -> None:
    client.force_login(administrator)
    sent = {f"{name}_{code}": "" for name in ("name", "strapline", "about") for code in ("en", "ru", "be")}
    client.post("/admin/analysis/masthead/1/change/", sent | {"name_en": "The Weekly", "author_may_approve": "on"})
    masthead = Masthead.objects.get()
    assert (masthead.name, masthead.author_may_approve) == ("The Weekly", True)
    assert client.get("/admin/analysis/masthead/")["Location"] == "/admin/analysis/masthead/1/change/"
    assert client.get("/admin/analysis/masthead/add/").status_code == 403


@pytest.mark.parametrize("model", ["author", "issue", "topic", "tag", "image"])
def test_every_register_has_a_list_that_can_be_searched(desk: Client, model: str) -> None:
    for make in (AuthorFactory, IssueFactory, TopicFactory, TagFactory, ImageFactory):
        make()
    assert desk.get(f"/admin/analysis/{model}/", {"q": "a"}).status_code == 200


@pytest.mark.parametrize("words", ["\x00", "'", "%_\\", "a" * 5000])
def test_strange_words_find_nothing_and_break_nothing(desk: Client, words: str) -> None:
    asked = {"app_label": "analysis", "model_name": "byline", "field_name": "author", "term": words}
    assert desk.get("/admin/autocomplete/", asked).status_code == 200
    assert (
        desk.get(reverse("admin:analysis_image_choose"), {"q": words, "id": words, "language": words}).status_code
        == 200
    )
    assert desk.get("/admin/analysis/topic/", {"q": words}).status_code == 200
