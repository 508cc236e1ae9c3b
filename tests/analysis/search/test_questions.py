import pytest

from analysis.search.questions import MOST_CHARACTERS, MOST_WORDS, Phrase, question, readable


def test_every_word_is_a_part_of_its_own() -> None:
    assert question("river barges").parts == [[Phrase("river")], [Phrase("barges")]]


def test_quoted_words_stand_together_however_they_are_quoted() -> None:
    for text in ('"river barges"', "“river barges”", "«river barges»", '"river barges'):
        assert question(text).parts == [[Phrase("river barges", is_quoted=True)]]


def test_a_minus_leaves_out_a_word_or_a_phrase_but_parts_no_word() -> None:
    assert question("river -barges").unwanted == [Phrase("barges", is_excluded=True)]
    assert question('-"river barges"').unwanted == [Phrase("river barges", is_quoted=True, is_excluded=True)]
    assert question("x-ray").wanted == [[Phrase("x-ray")]]


@pytest.mark.parametrize("text", ["barges or bridges", "barges OR bridges", "barges или bridges", "barges або bridges"])
def test_or_lets_either_do(text: str) -> None:
    assert question(text).parts == [[Phrase("barges"), Phrase("bridges")]]


@pytest.mark.parametrize("text", ["or", "or or or", "or barges", "barges or", "-barges or"])
def test_an_or_with_nothing_beside_it_is_no_word(text: str) -> None:
    assert all(len(part) == 1 and part[0].text == "barges" for part in question(text).parts)


def test_fields_are_known_in_every_language_and_others_are_text() -> None:
    assert question("author:karsel").parts == [[Phrase("karsel", field="author")]]
    assert question('автор:"Леда Карсель"').parts == [[Phrase("Леда Карсель", is_quoted=True, field="author")]]
    assert question("тэма:бяспека").parts == [[Phrase("бяспека", field="topic")]]
    assert question("Author: karsel").parts == question("author:karsel").parts
    assert question('bank topic: "the north"').parts == question('bank topic:"the north"').parts
    assert question('"author: karsel"').parts[0][0].field == ""
    assert question("https://example.org").parts == [[Phrase("https //example.org")]]


@pytest.mark.parametrize("text", ["", "   ", "-", "--", '"', '""', "–", "&|!", "()", "🌊", "\x00"])
def test_where_nothing_is_asked_there_is_no_part(text: str) -> None:
    assert question(text).parts == []


def test_what_nobody_types_is_cut() -> None:
    assert len(readable("x" * 2**20)) == MOST_CHARACTERS
    assert len(question("a " * 10_000).parts) == MOST_WORDS
    assert readable("river\x00\nbarges\u202e") == "river barges"


def test_of_a_long_question_the_beginning_is_answered() -> None:
    words = [f"word{number}" for number in range(100)]
    for asked in (" ".join(words), "слова " * 100):
        assert asked.startswith(f"{readable(asked)} ")
        assert len(readable(asked)) <= MOST_CHARACTERS
    (part,) = question(f'"{" ".join("abcdefghijklmnopqrstuvwxyz")}"').parts
    assert part[0].text == "a b c d e f g h i j k l m n o p q r s t"
    assert part[0].is_quoted
    assert question(f'river "{" ".join(words)}" -barges').parts[0][0].text == "river"


@pytest.mark.parametrize("text", ["river", '-"river barges"', "author:karsel", 'topic:"the north"', "-author:karsel"])
def test_a_phrase_can_be_typed_again(text: str) -> None:
    assert str(question(text).parts[0][0]) == text
