"""Pictures: who made them, and what they say to whom."""

import pytest

from tests.analysis.checklist.contents import said
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db


def shown(number: int, alt: str = "") -> str:
    return f'<figure><img src="/images/{number}/" alt="{alt}"></figure>'


@pytest.mark.parametrize("credit", [" ", "-", "?"])
def test_a_lead_picture_says_who_made_it(credit: str) -> None:
    picture = ImageFactory.create(credit=credit)
    expected = [("block", "lead_image", "The picture “The coast in November” does not say who made it.")]
    assert said("missing_credit", lead_image_id=picture.pk) == expected


def test_a_picture_of_the_body_says_who_made_it() -> None:
    picture = ImageFactory.create(credit="?")
    assert [field for _level, field, _words in said("missing_credit", body=shown(picture.pk))] == ["body"]


def test_a_credit_is_enough() -> None:
    picture = ImageFactory.create(credit="Фото: Т. Вейль")
    assert not said("missing_credit", lead_image_id=picture.pk, body=shown(ImageFactory.create().pk))


def test_a_picture_that_is_gone_lacks_nothing() -> None:
    for rule in ("missing_credit", "missing_alt_text", "untranslated_caption"):
        assert not said(rule, body=shown(987_654_321), lead_image_id=987_654_322)


def test_a_lead_picture_needs_an_alternative_text_in_some_language() -> None:
    picture = ImageFactory.create(alt_text_en=" ")
    sentence = "The picture “The coast in November” has no alternative text, for those who cannot see it."
    assert said("missing_alt_text", lead_image_id=picture.pk) == [("block", "lead_image", sentence)]
    spoken = ImageFactory.create(alt_text_en="", alt_text_be="Парт уначы")
    assert not said("missing_alt_text", lead_image_id=spoken.pk)


def test_a_picture_of_the_body_needs_an_alternative_text_there_or_of_its_own() -> None:
    silent, spoken = ImageFactory.create(alt_text_en=""), ImageFactory.create()
    assert [level for level, _, _ in said("missing_alt_text", body=shown(silent.pk))] == ["block"]
    assert not said("missing_alt_text", body=shown(silent.pk, alt="A port"))
    assert not said("missing_alt_text", body=shown(spoken.pk))


def test_a_caption_is_there_in_the_language_of_the_text() -> None:
    picture = ImageFactory.create(alt_text_be="Талерка")
    sentence = "The picture “The coast in November” has no caption in the text's language."
    found = said("untranslated_caption", language="be", lead_image_id=picture.pk)
    assert found == [("warn", "lead_image", sentence)]
    assert not said("untranslated_caption", language="en", lead_image_id=picture.pk)


def test_both_lacks_are_named_in_one_sentence() -> None:
    picture = ImageFactory.create()
    [(_level, _field, words)] = said("untranslated_caption", language="ru", lead_image_id=picture.pk)
    assert "has no caption and alternative text in the text's language" in words


def test_what_no_language_has_waits_for_no_translation() -> None:
    picture = ImageFactory.create(caption_en="", alt_text_en="", alt_text_ru="Порт")
    assert not said("untranslated_caption", language="ru", lead_image_id=picture.pk)


def test_a_picture_of_the_body_speaks_the_language_of_the_text() -> None:
    picture = ImageFactory.create()
    assert len(said("untranslated_caption", language="ru", body=shown(picture.pk))) == 1
    assert not said("untranslated_caption", language="ru", body=shown(picture.pk, alt="Порт ночью"))
