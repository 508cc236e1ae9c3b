import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from analysis import publishing
from analysis.admin.log import VERBS
from analysis.models import AuditEntry, Event, Topic
from tests.factories import NOON, ArticleFactory, TopicFactory, UserFactory, published

pytestmark = pytest.mark.django_db
LOG = "/admin/analysis/auditentry/"
AtDesk = Callable[[User], Client]


@pytest.fixture
def office(administrator: User, at_desk: AtDesk) -> Client:
    return at_desk(administrator)


def test_an_administrator_reads_who_did_what(office: Client) -> None:
    published(title="Twelve ministers")
    page = office.get(LOG).text
    assert "publish" in page
    assert "Twelve ministers" in page
    entry = AuditEntry.objects.latest("id")
    assert "public" in office.get(f"{LOG}{entry.pk}/change/").text


@pytest.mark.parametrize("path", [LOG, f"{LOG}export/"])
def test_nobody_else_reads_the_log(desk: Client, path: str) -> None:
    assert desk.get(path).status_code == 403


def test_every_verb_of_the_house_has_words() -> None:
    written = re.compile(
        r'verb="(\w+)"|_log\(\w+, "(\w+)"|_log\("(\w+)"|_timeline\([\w.]+, at, "(\w+)"|note\(request, "(\w+)"'
    )
    found = {
        next(filter(None, match))
        for path in (settings.BASE_DIR / "analysis").rglob("*.py")
        for match in written.findall(path.read_text())
    }
    assert len(found) > 20
    assert found | {event for event in Event.values if event != Event.SET_ASIDE} <= VERBS.keys()


def test_nobody_writes_into_the_log(office: Client) -> None:
    entry = published().article and AuditEntry.objects.latest("id")
    for path in (f"{LOG}add/", f"{LOG}{entry.pk}/change/", f"{LOG}{entry.pk}/delete/"):
        assert office.post(path, {"why": "x", "post": "yes"}).status_code == 403
    assert AuditEntry.objects.get(pk=entry.pk).why == ""


def test_a_change_in_a_register_says_what_was_and_what_is(desk: Client, editor: User) -> None:
    topic = TopicFactory.create(slug="elite", name_en="The elite")
    form = {"slug": "elite", "position": "3", "name_en": "The ruling elite", "is_trend": "on"}
    no_rows = {"key_texts-TOTAL_FORMS": "0", "key_texts-INITIAL_FORMS": "0"}
    desk.post(f"/admin/analysis/topic/{topic.pk}/change/", form | no_rows)
    assert Topic.objects.get().name_en == "The ruling elite"
    entry = AuditEntry.objects.get(verb="change", subject_type="topic")
    assert entry.by == editor
    assert (entry.before["name_en"], entry.after["name_en"]) == ("The elite", "The ruling elite")


def test_a_changed_role_is_in_the_log_and_a_password_never(office: Client) -> None:
    user = UserFactory.create(email="ada@example.org")
    form = {"email": user.email, "name": user.name, "role": "editor", "language": "en", "time_zone": "UTC"}
    office.post(f"/admin/accounts/user/{user.pk}/change/", form | {"is_active": "on"})
    entry = AuditEntry.objects.get(subject_type="user")
    assert (entry.before["role"], entry.after["role"]) == ("analyst", "editor")
    secret = "correct horse battery staple"
    office.post(f"/admin/accounts/user/{user.pk}/password/", {"password1": secret, "password2": secret})
    new = {"email": "new@example.org", "name": "New", "role": "analyst", "language": "en", "time_zone": "UTC"}
    office.post("/admin/accounts/user/add/", new | {"password1": secret, "password2": secret})
    assert User.objects.filter(email="new@example.org").exists()
    assert not [entry for entry in AuditEntry.objects.all() if secret in f"{entry.before}{entry.after}"]


def test_it_is_taken_away_as_a_table_that_runs_no_formula(office: Client) -> None:
    article = ArticleFactory.create(title="=HYPERLINK(1)")
    publishing.throw_away(article=article, by=None, at=NOON)
    response = office.get(f"{LOG}export/")
    table = b"".join(response.streaming_content).decode()
    assert table.startswith("at,by,verb")
    assert ",'=HYPERLINK(1)," in table


def test_the_log_costs_the_same_for_more_entries(office: Client, django_assert_max_num_queries: Callable) -> None:
    for _number in range(5):
        published()
    with django_assert_max_num_queries(12):
        office.get(LOG)
