import pytest

from analysis.indexing import rebuilding, tasks, words
from analysis.models import Name, Publication, Word
from analysis.text.lexemes import VERSION
from analysis.text.spellings import sound
from tests.factories import published
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


def known() -> dict[str, str]:
    return dict(Word.objects.values_list("text", "sound"))


def test_a_publication_teaches_its_words_and_which_of_them_may_be_names() -> None:
    publication = published(
        title="A Bank", standfirst="", body="<p>In Talmere the bank waits for Lukašenka in 2026.</p>"
    )
    tasks.learn_words(article_id=publication.article_id)
    assert known() == {
        "bank": "",
        "the": "",
        "waits": "",
        "for": "",
        "talmere": sound("talmere"),
        "lukasenka": sound("lukasenka"),
    }


def test_whoever_is_written_small_anywhere_is_no_name_whichever_comes_first() -> None:
    for bodies in (["The Coast.", "a coast."], ["a coast.", "The Coast."]):
        Word.objects.all().delete()
        for body in bodies:
            words.learn([published(title="x", standfirst="", body=f"<p>{body}</p>")])
        assert known()["coast"] == ""


@pytest.mark.parametrize("blacked_out", ["X" * 30, f"Ұ{'ұ' * 30}"])
def test_a_word_that_sounds_longer_than_it_is_written_stops_nobody(blacked_out: str) -> None:
    published(title="A contract", body=f"<p>Signed by {blacked_out}.</p>")
    published(title="The coast")
    rebuilding.learn_all()
    assert {blacked_out.lower(), "coast"} <= known().keys()


def test_learning_twice_changes_nothing() -> None:
    published()
    rebuilding.learn_all()
    once = known()
    rebuilding.learn_all()
    assert known() == once


def test_what_an_earlier_version_wrote_is_written_anew_and_found_meanwhile() -> None:
    old, new = published(title="Old river"), published(title="New river")
    was = Publication.objects.values_list("search_vector", "filed_under").get(pk=old.pk)
    Publication.objects.filter(pk=old.pk).update(search_vector="'river':1", search_version=VERSION - 1, filed_under=[])
    assert list(rebuilding.outdated()) == [old]
    assert rebuilding.write_vectors() == 1
    assert Publication.objects.values_list("search_vector", "filed_under").get(pk=old.pk) == was
    assert rebuilding.write_vectors() == 0
    assert new.search_version == VERSION


def test_after_an_upgrade_a_job_brings_all_texts_up_to_date() -> None:
    publication = published(title="River")
    Publication.objects.update(search_version=0)
    name = Name.objects.create(spellings=["Зьвязда", "Звязда"])
    known_by = name.keys
    Name.objects.update(keys=["as before"])
    tasks.catch_up_if_outdated()
    assert run_jobs("analysis.indexing.tasks.catch_up") == 1
    assert Publication.objects.get(pk=publication.pk).search_version == VERSION
    assert Name.objects.get(pk=name.pk).keys == known_by
