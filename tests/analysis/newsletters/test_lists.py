"""A list of readers comes along from another system, and can be taken away again."""

from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from analysis.newsletters.models import Subscription
from tests.analysis.newsletters.readers import addresses, subscribed
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def take_over(path: Path, text: str | bytes, *options: str) -> str:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    said = StringIO()
    call_command("import_subscribers", str(path), *options, stdout=said)
    return said.getvalue().strip()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "readers.csv"


def test_what_was_taken_away_can_be_brought_back(path: Path) -> None:
    subscribed("=1+1@example.org")
    subscribed("chitatel@example.org", language="ru")
    Subscription.objects.create(email="stranger@example.org", language="en")
    call_command("export_subscribers", str(path), stdout=StringIO())
    assert "'=1+1@example.org," in path.read_text(), "a spreadsheet would take it for a formula"
    Subscription.objects.all().delete()
    assert take_over(path, path.read_bytes()) == "2 new, 0 known."
    assert set(Subscription.objects.confirmed().values_list("email", "language", "confirmed_at")) == {
        ("=1+1@example.org", "en", NOON),
        ("chitatel@example.org", "ru", NOON),
    }


def test_a_list_of_addresses_alone_is_enough(path: Path) -> None:
    assert take_over(path, "Name,email\nAda,ada@example.org\n", "--language", "be") == "1 new, 0 known."
    assert Subscription.objects.confirmed().get().language == "be"


def test_a_list_read_twice_changes_nothing_and_writes_to_nobody(path: Path) -> None:
    subscribed("ada@example.org")
    text = "email\nADA@example.org\nrida@example.org\nrida@example.org\n"
    assert take_over(path, text) == "1 new, 2 known."
    assert take_over(path, text) == "0 new, 3 known."
    assert addresses() == {"ada@example.org", "rida@example.org"}
    assert not mail.outbox


def test_a_dry_run_writes_nothing(path: Path) -> None:
    assert take_over(path, "email\nada@example.org\n", "--dry-run").endswith("1 new, 0 known.")
    assert not addresses()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("address\nada@example.org\n", "line 1: there is no column “email”"),
        ("email\nada@example.org\nnobody\n", "line 3: “nobody” is no e-mail address"),
        ("email,language\nada@example.org,de\n", "line 2: “de” is none of the publication’s languages"),
        ("email,confirmed_at\nada@example.org,last year\n", "line 2: “last year” is no instant"),
        ("email,confirmed_at\nada@example.org,2026-13-01T00:00\n", "line 2: “2026-13-01T00:00” is no instant"),
        ("email\nюзер@example.org\n".encode("cp1251"), "is not in UTF-8"),
    ],
)
def test_a_line_that_cannot_be_meant_is_named_and_nothing_is_taken_over(
    path: Path, text: str | bytes, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        take_over(path, text)
    assert not addresses()


def test_a_list_of_addresses_is_for_its_maker_and_overwrites_nothing(path: Path) -> None:
    call_command("export_subscribers", str(path), stdout=StringIO())
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="cannot be written: File exists"):
        call_command("export_subscribers", str(path), stdout=StringIO())
