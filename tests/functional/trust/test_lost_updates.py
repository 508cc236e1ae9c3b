"""Row 29: of two people on one article, nobody's words are lost without being shown."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html as parser

from accounts.models import User
from analysis import publishing
from analysis.models import (
    Address,
    Article,
    AuditEntry,
    Author,
    FormerSlug,
    HouseName,
    Image,
    Masthead,
    Name,
    Publication,
    Topic,
)
from tests.factories import (
    AdministratorFactory,
    ArticleFactory,
    AuthorFactory,
    EditorFactory,
    ImageFactory,
    IssueFactory,
    TagFactory,
    TopicFactory,
    UserFactory,
    published,
)
from tests.functional.trust.attacks import form_data


def desk(name: str, *args: object) -> str:
    return reverse(f"admin:analysis_article_{name}", args=args)


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or EditorFactory.create())
    return client


def without_tags(page: str) -> str:
    return parser.document_fromstring(page).text_content()


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """The steps, each in a thread and on a connection of its own, begun together."""
    barrier = Barrier(len(steps))

    def run(step: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return step()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


@pytest.mark.django_db
def test_the_second_of_two_saves_is_told_and_keeps_its_words_on_the_page() -> None:
    article = ArticleFactory.create()
    first, second = signed_in(), signed_in()
    path = desk("change", article.pk)
    data = {client: form_data(client, path) for client in (first, second)}
    assert first.post(path, data[first] | {"body": "<p>Words of the first.</p>"}).status_code == 302
    mine = data[second] | {"body": "<p>Words of the second.</p>", "title": "A second title"}
    answer = second.post(path, mine, follow=True)
    words = without_tags(answer.text)
    assert "Words of the second." in words
    assert "Words of the first." in words
    article.refresh_from_db()
    assert "Words of the first." in article.body
    kept = [revision.content for revision in article.revisions.all()]
    assert ("A second title", mine["body"]) in [(content["title"], content["body"]) for content in kept]


@pytest.mark.django_db
def test_saving_other_fields_is_an_update_too() -> None:
    """A change of the by-lines or topics alone must not be overwritten by an older form."""
    article = ArticleFactory.create()
    first, second = signed_in(), signed_in()
    path = desk("change", article.pk)
    data = {client: form_data(client, path) for client in (first, second)}
    assert first.post(path, data[first] | {"tags": "budget"}).status_code == 302
    assert second.post(path, data[second] | {"tags": "war"}).status_code == 302
    assert sorted(article.tags.names()) == ["budget", "war"]


@pytest.mark.django_db
def test_saving_an_older_form_as_it_came_takes_nothing_back() -> None:
    article = ArticleFactory.create()
    first, second = signed_in(), signed_in()
    path = desk("change", article.pk)
    data = {client: form_data(client, path) for client in (first, second)}
    changes = {"body": "<p>Words of the first.</p>", "tags": "budget", "standfirst": "New."}
    first.post(path, data[first] | changes)
    second.post(path, data[second])
    article.refresh_from_db()
    assert (article.body, article.standfirst) == (changes["body"], "New.")
    assert list(article.tags.names()) == ["budget"]


@pytest.mark.django_db
@pytest.mark.parametrize("decision", ["publish", "schedule", "embargo"])
def test_nobody_publishes_a_text_they_have_not_seen(decision: str) -> None:
    """Wagtail's dialogue was skipped when a schedule was saved; here every decision names its version."""
    article = ArticleFactory.create()
    writer, editor = signed_in(), signed_in()
    path = desk(decision, article.pk)
    seen = form_data(editor, path)
    change = desk("change", article.pk)
    assert writer.post(change, form_data(writer, change, body="<p>Not for print.</p>")).status_code == 302
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    instants = {
        f"{name}_{part}": value
        for name in ("go_live_at", "embargo_until")
        for part, value in (("day", day), ("time", "09:00"))
    }
    answer = editor.post(path, seen | instants)
    assert answer.status_code == 200
    assert not Publication.objects.exists()
    article.refresh_from_db()
    assert article.embargo_until is None


@pytest.mark.django_db
def test_going_back_to_an_old_text_asks_for_the_version_on_the_screen() -> None:
    article = published().article
    revision = article.revisions.first()
    assert revision is not None
    first, second = signed_in(), signed_in()
    change = desk("change", article.pk)
    first.post(change, form_data(first, change, body="<p>New words.</p>"))
    seen = form_data(second, desk("compare", article.pk, revision.pk))
    first.post(change, form_data(first, change, body="<p>Newer words.</p>"))
    second.post(desk("restore", article.pk, revision.pk), seen)
    article.refresh_from_db()
    assert "Newer words." in article.body


@pytest.mark.django_db
def test_what_was_chosen_against_is_in_the_history() -> None:
    article = ArticleFactory.create()
    first, second = signed_in(), signed_in()
    path = desk("change", article.pk)
    data = {client: form_data(client, path) for client in (first, second)}
    first.post(path, data[first] | {"title": "Of the first"})
    merge = second.post(path, data[second] | {"title": "Of the second"}).headers["Location"]
    article.refresh_from_db()
    assert second.post(merge, {"version": article.version, "field-title": "mine"}).status_code == 302
    article.refresh_from_db()
    assert article.title == "Of the second"
    kept = [revision.content["title"] for revision in article.revisions.all()]
    assert {"Of the first", "Of the second"} <= set(kept)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_wins_and_the_other_waits_to_be_merged() -> None:
    article = ArticleFactory.create()
    path = desk("change", article.pk)
    clients = [signed_in(), signed_in()]
    data = [form_data(client, path, body=f"<p>Words {number}.</p>") for number, client in enumerate(clients)]
    answers = at_once(*(lambda c=client, d=given: c.post(path, d) for client, given in zip(clients, data, strict=True)))
    assert sorted("/merge/" in answer.headers["Location"] for answer in answers) == [False, True]
    kept = [revision.content["body"] for revision in article.revisions.all()]
    assert {"<p>Words 0.</p>", "<p>Words 1.</p>"} <= set(kept)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_of_different_fields_at_once_both_win() -> None:
    article = ArticleFactory.create()
    path = desk("change", article.pk)
    clients = [signed_in(), signed_in()]
    changes = ({"standfirst": "New words."}, {"dateline": "KORIN"})
    data = [form_data(client, path, **change) for client, change in zip(clients, changes, strict=True)]
    answers = at_once(*(lambda c=client, d=given: c.post(path, d) for client, given in zip(clients, data, strict=True)))
    assert {answer.headers["Location"] for answer in answers} == {path}
    article.refresh_from_db()
    assert (article.standfirst, article.dateline) == ("New words.", "KORIN")


@pytest.mark.django_db(transaction=True)
def test_a_save_and_a_late_autosave_at_once_do_not_stop_each_other() -> None:
    """Both touch the article and the draft buffer; in whichever order, what is saved is not offered again."""
    article, client = ArticleFactory.create(), signed_in()
    path, key = desk("change", article.pk), f"{article.pk}.a"
    for number in range(5):
        data = form_data(client, path, standfirst=f"Words {number}.", autosave_key=f"{key}{number}")
        typed = {"key": f"{key}{number}", "fields": json.dumps([["standfirst", f"Words {number}"]])}
        client.post(desk("autosave"), typed)
        answers = at_once(partial(client.post, path, data), partial(client.post, desk("autosave"), typed))
        assert [answer.status_code for answer in answers] == [302, 200]
    assert "You typed this on" not in client.get(path).text


@pytest.mark.django_db(transaction=True)
def test_of_two_publications_at_once_one_wins() -> None:
    article = ArticleFactory.create()
    path = desk("publish", article.pk)
    clients = [signed_in(), signed_in()]
    data = [form_data(client, path) for client in clients]
    answers = at_once(*(lambda c=client, d=given: c.post(path, d) for client, given in zip(clients, data, strict=True)))
    assert all(answer.status_code < 500 for answer in answers)
    assert article.publications.live(timezone.now()).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_articles_that_claim_one_address_at_once_one_wins() -> None:
    """Row 30: twins of a slug, in the milliseconds between the check and the insert."""
    topic = ArticleFactory.create().primary_topic
    twins = [ArticleFactory.create(slug="twin", topic=topic) for _ in range(2)]

    def publish(article: Article) -> bool:
        try:
            publishing.publish(article=article, by=None, at=timezone.now())
        except publishing.PublishingError:
            return False
        return True

    assert sorted(at_once(*(lambda a=twin: publish(a) for twin in twins))) == [False, True]
    assert Publication.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_rename_a_topic_at_once_neither_loses_an_address() -> None:
    topic = TopicFactory.create(slug="elite")
    published(topic=topic, slug="budget")

    def rename(slug: str) -> None:
        publishing.rename_topic(topic=Topic.objects.get(pk=topic.pk), slug=slug, at=timezone.now())

    at_once(partial(rename, "power"), partial(rename, "rulers"))
    present = Topic.objects.get(pk=topic.pk).slug
    former = set(FormerSlug.objects.values_list("slug", flat=True))
    assert former == {"elite", "power", "rulers"} - {present}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_public", [False, True])
def test_what_is_published_while_its_topic_is_renamed_has_its_address(is_public: bool) -> None:
    topic = TopicFactory.create(slug="elite-0")
    for number in range(1, 6):
        text = published(topic=topic).article if is_public else ArticleFactory.create(topic=topic)
        publish = partial(publishing.publish, article=text, by=None, at=timezone.now())
        rename = partial(publishing.rename_topic, topic=topic, slug=f"elite-{number}", at=timezone.now())
        at_once(publish, rename)
        public = Publication.objects.live(timezone.now()).get(article=text)
        assert public.get_absolute_url().startswith(f"/elite-{number}/")
        assert Address.objects.get(path=public.get_absolute_url()).article == text


def sent_by(page: str) -> dict[str, str]:
    """What a browser sends of the largest form on the page."""
    largest = max(parser.document_fromstring(page).forms, key=lambda form: len(form.fields))
    data = {name: value for name, value in largest.fields.items() if name and value is not None}
    return data | {hidden.name: hidden.value or "" for hidden in largest.xpath(".//input[@type='hidden'][@name]")}


def save_older_form(client: Client, path: str, meanwhile: Callable[[], object], **changed: str) -> None:
    """Opened before something happened, and saved after it."""
    data = sent_by(client.get(path).text)
    meanwhile()
    assert client.post(path, data | changed).status_code == 302


@pytest.mark.django_db
def test_an_older_form_does_not_open_an_account_again_that_was_closed() -> None:
    office, ada = signed_in(AdministratorFactory.create()), EditorFactory.create()

    def close() -> None:
        User.objects.filter(pk=ada.pk).update(is_active=False, role="analyst")

    save_older_form(office, reverse("admin:accounts_user_change", args=[ada.pk]), close, name="Ada A.")
    ada.refresh_from_db()
    assert (ada.name, ada.role, ada.is_active) == ("Ada A.", "analyst", False)
    assert AuditEntry.objects.get().before == {"name": "Edith Editor"}


@pytest.mark.django_db
def test_an_older_form_of_ones_own_does_not_take_back_what_an_administrator_has_set() -> None:
    ada = EditorFactory.create()

    def rename() -> None:
        User.objects.filter(pk=ada.pk).update(name="Ada Analyst")

    save_older_form(signed_in(ada), reverse("admin:accounts_user_me"), rename, language="ru")
    ada.refresh_from_db()
    assert (ada.name, ada.language) == ("Ada Analyst", "ru")


@pytest.mark.django_db
def test_an_older_form_does_not_bring_back_the_name_of_an_author_who_has_become_a_pseudonym() -> None:
    author = AuthorFactory.create(name_en="Ada Analyst", slug="ada-analyst")

    def become_a_pseudonym() -> None:
        Author.objects.filter(pk=author.pk).update(name_en="A. Nonymous", slug="nonymous")

    path = reverse("admin:analysis_author_change", args=[author.pk])
    save_older_form(signed_in(), path, become_a_pseudonym, biography_en="Writes about coal.")
    author.refresh_from_db()
    assert (author.name_en, author.slug, author.biography_en) == ("A. Nonymous", "nonymous", "Writes about coal.")
    assert not FormerSlug.objects.exists()


@pytest.mark.django_db
def test_an_older_form_does_not_bring_back_the_address_of_a_topic() -> None:
    topic = TopicFactory.create(slug="elite")
    article = published(topic=topic, slug="budget").article
    rename = partial(publishing.rename_topic, topic=topic, slug="power", at=timezone.now())
    path = reverse("admin:analysis_topic_change", args=[topic.pk])
    save_older_form(signed_in(), path, rename, description_en="Who rules.")
    topic.refresh_from_db()
    assert (topic.slug, topic.description_en) == ("power", "Who rules.")
    assert article.publications.get().get_absolute_url() == "/power/budget/"


@pytest.mark.django_db
def test_of_two_who_describe_a_picture_in_two_languages_both_are_heard() -> None:
    picture = ImageFactory.create()

    def describe() -> None:
        Image.objects.filter(pk=picture.pk).update(alt_text_ru="Синяя тарелка")

    path = reverse("admin:analysis_image_change", args=[picture.pk])
    save_older_form(signed_in(), path, describe, alt_text_be="Сіняя талерка")
    described = Image.objects.get()
    assert (described.alt_text_ru, described.alt_text_be) == ("Синяя тарелка", "Сіняя талерка")
    assert described.file == picture.file


REGISTERS: dict[str, tuple[Callable[[], Model], str, str, str]] = {
    "author": (AuthorFactory.create, "biography_en", "Of the\r\nfirst", "Of the second"),
    "topic": (TopicFactory.create, "position", "7", "8"),
    "issue": (IssueFactory.create, "coverage_end", "2026-11-16", "2026-11-17"),
    "image": (ImageFactory.create, "credit", "Of the first", "Of the second"),
    "tag": (TagFactory.create, "name", "Of the first", "Of the second"),
    "housename": (lambda: HouseName.objects.create(preferred="Talmere", variants="Talmer"), "language", "ru", "be"),
    "name": (lambda: Name.objects.create(spellings=["A", "B"]), "spellings", "A\r\nBe", "A\r\nBee"),
    "masthead": (Masthead.objects.get, "strapline_en", "Of the first", "Of the second"),
    "user": (UserFactory.create, "role", "editor", "administrator"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("register", REGISTERS)
def test_of_two_who_change_one_field_the_second_is_told_and_may_insist(register: str) -> None:
    make, field, theirs, mine = REGISTERS[register]
    row = make()
    first = signed_in(AdministratorFactory.create(name="Olga Other"))
    second = signed_in(AdministratorFactory.create())
    path = reverse(f"admin:{row._meta.app_label}_{register}_change", args=[row.pk])
    data = {client: sent_by(client.get(path).text) for client in (first, second)}
    assert first.post(path, data[first] | {field: theirs}).status_code == 302
    stored = type(row).objects.values(field).get(pk=row.pk)

    refused = second.post(path, data[second] | {field: mine})
    who, now = refused.context["adminform"].form.errors[field]
    assert who.startswith("Olga Other changed this on ")
    assert now.endswith("Save once more to put yours in its place.")
    assert type(row).objects.values(field).get(pk=row.pk) == stored

    sent = sent_by(refused.text)
    assert sent[field].split() == mine.split()
    assert second.post(path, sent).status_code == 302
    assert type(row).objects.values(field).get(pk=row.pk) != stored
    entry = AuditEntry.objects.filter(verb="change").first()
    assert entry is not None
    assert entry.before[field] == stored[field] or entry.before[field] == str(stored[field])


def refusal(client: Client, path: str, meanwhile: Callable[[], object], **changed: str) -> Any:
    data = sent_by(client.get(path).text)
    meanwhile()
    return client.post(path, data | changed)


@pytest.mark.django_db
@pytest.mark.parametrize(("theirs", "said"), [("Ada A.", "It says now: “Ada A.”."), ("", "It is empty now.")])
def test_what_the_log_does_not_know_is_said_without_a_name(theirs: str, said: str) -> None:
    author = AuthorFactory.create(job_title_en="Analyst")
    AuditEntry.objects.note(
        verb="change", about=author, by=EditorFactory.create(), at=timezone.now(), after={"job_title_en": "Analyst"}
    )
    change = partial(Author.objects.filter(pk=author.pk).update, job_title_en=theirs)
    path = reverse("admin:analysis_author_change", args=[author.pk])
    form = refusal(signed_in(), path, change, job_title_en="Ada B.").context["adminform"].form
    assert form.errors == {
        "job_title_en": [
            "Somebody has changed this since you opened the page.",
            f"{said} Save once more to put yours in its place.",
        ]
    }


@pytest.mark.django_db
def test_whoever_insists_is_told_again_of_what_has_changed_since() -> None:
    author, client = AuthorFactory.create(job_title_en="Analyst"), signed_in()
    path = reverse("admin:analysis_author_change", args=[author.pk])
    rename = Author.objects.filter(pk=author.pk).update
    sent = sent_by(refusal(client, path, partial(rename, job_title_en="First"), job_title_en="Mine").text)
    rename(job_title_en="Second")
    again = client.post(path, sent)
    assert "It says now: “Second”." in again.text
    assert client.post(path, sent_by(again.text)).status_code == 302
    author.refresh_from_db()
    assert author.job_title_en == "Mine"


@pytest.mark.django_db
def test_two_who_write_the_same_into_one_field_are_of_one_mind() -> None:
    author = AuthorFactory.create(biography_en="")
    agree = partial(Author.objects.filter(pk=author.pk).update, biography_en="Writes\nabout coal.")
    path = reverse("admin:analysis_author_change", args=[author.pk])
    save_older_form(signed_in(), path, agree, biography_en="Writes\r\nabout coal.")


@pytest.mark.django_db
def test_lines_that_end_otherwise_are_no_change_by_somebody_else() -> None:
    """What came by an import has them so, and every browser sends them back as its own."""
    author = AuthorFactory.create(biography_en="Writes\nabout coal.")
    path, client = reverse("admin:analysis_author_change", args=[author.pk]), signed_in()
    data = {name: value.replace("\n", "\r\n") for name, value in sent_by(client.get(path).text).items()}
    assert client.post(path, data | {"biography_en": "Writes about peat."}).status_code == 302


@pytest.mark.django_db
def test_two_who_move_one_link_of_an_author_hear_of_each_other_too() -> None:
    link = AuthorFactory.create().links.create(label="Site", url="https://one.example/")
    move = partial(type(link).objects.filter(pk=link.pk).update, url="https://two.example/")
    path, client = reverse("admin:analysis_author_change", args=[link.author_id]), signed_in()
    refused = refusal(client, path, move, **{"links-0-url": "https://three.example/"})
    assert "It says now: “https://two.example/”." in refused.text
    assert client.post(path, sent_by(refused.text)).status_code == 302
    link.refresh_from_db()
    assert link.url == "https://three.example/"


@pytest.mark.django_db
def test_ones_own_name_that_an_administrator_has_changed_is_not_overruled_unseen() -> None:
    ada = EditorFactory.create(name="Ada")
    rename = partial(User.objects.filter(pk=ada.pk).update, name="Ada Analyst")
    path, client = reverse("admin:accounts_user_me"), signed_in(ada)
    refused = refusal(client, path, rename, name="Adele")
    assert "It says now: “Ada Analyst”." in refused.text
    assert client.post(path, sent_by(refused.text)).status_code == 302
    ada.refresh_from_db()
    assert ada.name == "Adele"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_one_field_at_once_one_is_told() -> None:
    author = AuthorFactory.create()
    path = reverse("admin:analysis_author_change", args=[author.pk])
    clients = [signed_in(), signed_in()]
    data = [sent_by(client.get(path).text) | {"job_title_en": f"Title {n}"} for n, client in enumerate(clients)]
    answers = at_once(*(partial(client.post, path, sent) for client, sent in zip(clients, data, strict=True)))
    assert sorted(answer.status_code for answer in answers) == [200, 302]


def save_the_form(article: Article, client: Client) -> Callable[[], int]:
    path = desk("change", article.pk)
    data = form_data(client, path) | {"title": "Saved meanwhile"}
    return lambda: client.post(path, data).status_code


def begin_a_translation(article: Article, client: Client) -> Callable[[], int]:
    return lambda: client.post(desk("translate", article.pk), {"language": "ru"}).status_code


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", [save_the_form, begin_a_translation])
def test_no_page_and_no_renaming_of_its_topic_wait_for_each_other_for_ever(
    step: Callable[[Article, Client], Callable[[], int]],
) -> None:
    topic, client = TopicFactory.create(slug="elite-0"), signed_in()
    for number in range(1, 4):
        carry_out = step(published(topic=topic).article, client)
        rename = partial(publishing.rename_topic, topic=topic, slug=f"elite-{number}", at=timezone.now())
        assert at_once(carry_out, rename)[0] == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_translations_begun_at_once_from_two_languages_there_is_one() -> None:
    clients = [signed_in(), signed_in()]
    for _round in range(3):
        english = ArticleFactory.create(language="en")
        key = english.translation_key
        belarusian = ArticleFactory.create(language="be", translation_key=key)
        begin = [
            partial(client.post, desk("translate", article.pk), {"language": "ru"})
            for client, article in zip(clients, (english, belarusian), strict=True)
        ]
        answers = at_once(*begin)
        russian = Article.objects.get(translation_key=key, language="ru")
        assert [answer.headers["Location"] for answer in answers] == [desk("change", russian.pk)] * 2
