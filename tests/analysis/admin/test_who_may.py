from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from analysis.models import Article
from tests.analysis.admin.filled_forms import filled_in
from tests.factories import ArticleFactory, AuthorFactory, TopicFactory, UserFactory, published

pytestmark = pytest.mark.django_db
AtDesk = Callable[[User], Client]


def change(article: Article) -> str:
    return reverse("admin:analysis_article_change", args=[article.pk])


def test_a_stranger_is_sent_to_the_sign_in_page(client: Client) -> None:
    for address in ("/admin/", "/admin/analysis/article/", change(ArticleFactory.create())):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")


def test_an_analyst_writes_their_own_text(analyst: User, at_desk: AtDesk) -> None:
    article = ArticleFactory.create(author=AuthorFactory.create(user=analyst))
    at_desk(analyst).post(change(article), filled_in(article, title="Mine"))
    article.refresh_from_db()
    assert article.title == "Mine"


def test_an_analyst_reads_a_colleagues_text_and_cannot_change_it(analyst: User, at_desk: AtDesk) -> None:
    article = ArticleFactory.create(title="Theirs", author=AuthorFactory.create())
    client = at_desk(analyst)
    page = client.get(change(article)).text
    assert "You may read this text." in page
    assert "Nobody left the room" in page
    assert client.post(change(article), filled_in(article, title="Mine")).status_code == 403
    article.refresh_from_db()
    assert article.title == "Theirs"


def test_an_analyst_sees_no_button_that_publishes(analyst: User, at_desk: AtDesk) -> None:
    page = at_desk(analyst).get(change(ArticleFactory.create(author=AuthorFactory.create(user=analyst)))).text
    assert 'value="publish"' not in page
    assert "An editor approves and publishes it." in page


def test_an_analyst_changes_no_register(analyst: User, at_desk: AtDesk) -> None:
    topic = TopicFactory.create()
    client = at_desk(analyst)
    assert client.post(reverse("admin:analysis_topic_change", args=[topic.pk]), {"slug": "mine"}).status_code == 403
    assert client.get("/admin/analysis/topic/add/").status_code == 403
    assert client.get("/admin/accounts/user/").status_code == 403


def test_an_editor_makes_no_accounts(desk: Client) -> None:
    assert desk.get("/admin/accounts/user/").status_code == 403
    assert desk.get("/admin/accounts/user/add/").status_code == 403
    assert (
        desk.post("/admin/accounts/user/add/", {"email": "x@example.org", "role": "administrator"}).status_code == 403
    )


def test_nothing_is_deleted_past_the_trash(administrator: User, at_desk: AtDesk) -> None:
    office = at_desk(administrator)
    for article in (published().article, ArticleFactory.create()):
        delete = reverse("admin:analysis_article_delete", args=[article.pk])
        assert office.post(delete, {"post": "yes"}).status_code == 403
        assert Article.objects.filter(pk=article.pk).exists()


def test_a_text_that_was_ever_public_is_not_thrown_away(desk: Client) -> None:
    article = published().article
    assert desk.post(reverse("admin:analysis_article_throw_away", args=[article.pk])).status_code == 403
    assert Article.objects.kept().filter(pk=article.pk).exists()


def test_the_menu_offers_what_a_person_may_look_at(desk: Client, administrator: User, at_desk: AtDesk) -> None:
    assert "/admin/accounts/user/" not in desk.get("/admin/").text.replace("/admin/accounts/user/me/", "")
    assert 'href="/admin/accounts/user/"' in at_desk(administrator).get("/admin/").text


def test_an_administrator_makes_an_account_that_can_sign_in(administrator: User, at_desk: AtDesk) -> None:
    sent = {
        "email": "Nadia@Example.org",
        "name": "Nadia",
        "role": Role.EDITOR,
        "language": "ru",
        "time_zone": "Asia/Tbilisi",
        "password1": "a sentence nobody guesses",
        "password2": "a sentence nobody guesses",
    }
    at_desk(administrator).post("/admin/accounts/user/add/", sent)
    user = User.objects.get(email="nadia@example.org")
    assert user.check_password("a sentence nobody guesses")
    assert (user.role, user.time_zone) == (Role.EDITOR, "Asia/Tbilisi")


def test_an_address_that_differs_in_letter_case_is_taken(administrator: User, at_desk: AtDesk) -> None:
    UserFactory.create(email="nadia@example.org")
    sent = {"email": "NADIA@example.org", "role": "analyst", "language": "en", "time_zone": "Europe/Warsaw"}
    sent |= {"password1": "a sentence nobody guesses", "password2": "a sentence nobody guesses"}
    response = at_desk(administrator).post("/admin/accounts/user/add/", sent)
    assert "Somebody has this e-mail address already." in response.text


def test_administrators_cannot_lock_themselves_out(administrator: User, at_desk: AtDesk) -> None:
    sent = {
        "email": administrator.email,
        "name": "Adam",
        "language": "en",
        "time_zone": "Europe/Warsaw",
        "role": "analyst",
    }
    at_desk(administrator).post(reverse("admin:accounts_user_change", args=[administrator.pk]), sent)
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == (Role.ADMINISTRATOR, True)


def test_nobody_raises_their_own_role(analyst: User, at_desk: AtDesk) -> None:
    sent = {"name": "Ada", "language": "be", "time_zone": "Europe/Vilnius", "role": "administrator", "is_active": "on"}
    at_desk(analyst).post(reverse("admin:accounts_user_me"), sent)
    analyst.refresh_from_db()
    assert (analyst.role, analyst.time_zone, analyst.language) == (Role.ANALYST, "Europe/Vilnius", "be")


def test_the_desk_names_the_zone_of_its_times(analyst: User, at_desk: AtDesk) -> None:
    analyst.time_zone = "Asia/Tbilisi"
    analyst.save()
    assert "Times are in Asia/Tbilisi" in at_desk(analyst).get("/admin/").text


def test_the_policy_allows_no_inline_script(desk: Client) -> None:
    response = desk.get(change(ArticleFactory.create()))
    policy = response["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy.replace("style-src-attr 'unsafe-inline'", "")
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert f'<script type="importmap" nonce="{nonce}">' in response.text


def test_an_administrator_sets_a_colleagues_password(administrator: User, analyst: User, at_desk: AtDesk) -> None:
    client = at_desk(administrator)
    address = reverse("admin:auth_user_password_change", args=[analyst.pk])
    assert address in client.get(reverse("admin:accounts_user_change", args=[analyst.pk])).text
    new = "a sentence nobody guesses"
    client.post(address, {"password1": new, "password2": new, "usable_password": "true", "set-password": "1"})
    analyst.refresh_from_db()
    assert analyst.check_password(new)


def test_signing_out_is_a_post(desk: Client) -> None:
    assert desk.get(reverse("account_logout")).status_code == 200
    assert desk.get("/admin/").status_code == 200
    desk.post(reverse("account_logout"))
    assert desk.get("/admin/").status_code == 302
