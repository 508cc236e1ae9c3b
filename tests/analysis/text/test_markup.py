from analysis.text.markup import Block, blocks


def test_words_belong_to_the_innermost_block() -> None:
    html = (
        "<h2>Rates</h2><ul><li>one <strong>two</strong><ol><li><p>three</p></li></ol>four</li></ul>five"
        "<blockquote><p>six<br>seven</p><hr>eight</blockquote>"
    )
    assert list(blocks(html)) == [
        Block("h2", "Rates"),
        Block("li", "one two"),
        Block("p", "three"),
        Block("li", "four"),
        Block("p", "five"),
        Block("p", "six seven"),
        Block("blockquote", "eight"),
    ]


def test_a_picture_is_a_block_with_its_alternative_text() -> None:
    html = '<p>a <img src="/images/7/" alt="Rates &amp; prices"> b</p>'
    assert list(blocks(html)) == [Block("p", "a"), Block("img", "Rates & prices", 7), Block("p", "b")]


def test_only_ordinary_white_space_is_folded() -> None:
    assert list(blocks("<p> 28&nbsp;July \n\t 2016 </p>")) == [Block("p", "28\u00a0July 2016")]
