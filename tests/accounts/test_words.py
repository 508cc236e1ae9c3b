from pathlib import Path

import allauth
import pytest

from accounts.words import WORDS

SOURCE = Path(allauth.__file__).parent
FOLDERS = ("account", "mfa", "templates/account", "templates/mfa")


@pytest.fixture(scope="module")
def said() -> str:
    paths = [path for folder in FOLDERS for path in (SOURCE / folder).rglob("*") if path.suffix in (".py", ".txt")]
    return "\n".join(path.read_text() for path in paths)


def test_the_library_still_says_every_word_in_our_list(said: str) -> None:
    assert not [word for word in WORDS if word not in said]
