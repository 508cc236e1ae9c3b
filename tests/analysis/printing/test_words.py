from analysis.printing.words import printable


def test_a_word_without_end_can_be_broken() -> None:
    parts = printable({"title": "x" * 100})["title"].split("\u200b")
    assert max(map(len, parts)) <= 50
    assert "".join(parts) == "x" * 100


def test_addresses_stay_as_they_are() -> None:
    link = {"is": "link", "to": "https://example.org/" + "x" * 100}
    assert printable([link]) == [link]


def test_what_no_document_may_contain_is_left_out() -> None:
    assert printable(["a\ufeffb\x00c", 7]) == ["abc", 7]
