from django.utils.translation import override

from analysis.models import Topic
from analysis.templatetags.names import fallback_language, in_language, translated


def test_words_in_another_language_than_the_page_are_known() -> None:
    topic = Topic(description_en="Prices", description_ru="Цены")
    shown = {}
    for language in ("en", "ru", "be"):
        with override(language):
            shown[language] = fallback_language(topic, "description")
    assert shown == {"en": "", "ru": "", "be": "en"}


def test_nothing_is_in_no_language() -> None:
    with override("be"):
        assert fallback_language(Topic(), "description") == ""


def test_words_in_another_language_than_the_page_are_marked() -> None:
    topic = Topic(name_en="Prices & <wages>", name_ru="Цены & <зарплаты>")
    shown = {}
    for language in ("en", "ru", "be"):
        with override(language):
            shown[language] = translated(topic, "name")
    assert shown == {
        "en": "Prices &amp; &lt;wages&gt;",
        "ru": "Цены &amp; &lt;зарплаты&gt;",
        "be": '<span lang="en">Prices &amp; &lt;wages&gt;</span>',
    }


def test_nothing_is_not_marked() -> None:
    with override("be"):
        assert translated(Topic(), "description") == in_language("", "en") == ""
