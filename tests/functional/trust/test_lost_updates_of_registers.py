"""Row 29: of two people at one form of a register, nobody overrules the other unknowingly."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html as parser

from accounts.models import User
from analysis import publishing
from analysis.models import (
    AuditEntry,
    Author,
    FormerSlug,
    HouseName,
    Image,
    Masthead,
    Name,
)
from tests.factories import (
    AdministratorFactory,
    AuthorFactory,
    EditorFactory,
    ImageFactory,
    IssueFactory,
    TagFactory,
    TopicFactory,
    UserFactory,
    published,
)
from tests.functional.trust.two_people import at_once, signed_in


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
