"""What in a change of a published text its readers must be told, and what a reader may want proof of."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from html import unescape
from typing import Final, NamedTuple

from analysis.text.calendar_words import MONTHS
from analysis.text.markup import BLOCKS, VOID, Token, fold_white_space, names, tokens

Changes = tuple[list[str], list[str]]  # gone, new

_SPACE: Final = "[ \u00a0\u2009\u202f]"
_PERCENT: Final = (
    rf"{_SPACE}?(?:%|per ?cent\b|процент(?:а|ов|ам|ами|ах|у|ом)?\b|(?:прац[эе]нт|адсот[ак])[а-яў]{{0,3}}\b)"
)
_MAGNITUDES: Final = (
    (r"thousand|тыс\.|тысяч[а-яіў]{0,3}", 3),
    (r"million|mln|млн|миллион[а-я]{0,3}|мільён[а-яў]{0,3}", 6),
    (r"billion|bn|млрд|миллиард[а-я]{0,3}|мільярд[а-яў]{0,3}", 9),
    (r"trillion|трлн|триллион[а-я]{0,3}|трыльён[а-яў]{0,3}", 12),
)
_MAGNITUDE: Final = "|".join(f"(?:{_SPACE}?(?:{words})(?!\\w))" for words, _ in _MAGNITUDES)
_DIGITS: Final = rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:]\d+)*"
_NUMBER: Final = re.compile(
    rf"(?P<sign>(?<![\w\d.,)])[-−+–])?(?P<digits>{_DIGITS})(?P<magnitude>{_MAGNITUDE})?(?P<percent>{_PERCENT})?",
    re.IGNORECASE,
)
_GROUPED: Final = {  # where one mark parts thousands; Russian and Belarusian part them by spaces as a rule
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?"),
    "ru": re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?"),
}
_MINUS: Final = "-−–"

_WORD: Final = re.compile(r"\w+(?:['’ʼ-]\w+)*+")
_LONGEST_NAME: Final = 5
_BEFORE_SENTENCE: Final = re.compile(r"(?:^|\n|(?P<last>\w*)[.!?…]+[\"”’»)\]]*\s|:\s*(?=[\"“„«]))[\s\"“‘„«(\[–—-]*$")
_LOOK_BACK: Final = 24
_TITLES: Final = names("mr mrs ms dr prof gen col st г ул им проф акад ген вул ім праф")
_NO_NAMES: Final = names("i")

_JUDGED: Final = names("p li dd blockquote")
_MONTHS: Final = "|".join(month for months in MONTHS.values() for month in months)
_NO_FIGURES: Final = re.compile(
    r"(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,2}:\d{2}(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\s?[–-]\s?\d{{1,2}})?\s(?:of\s)?(?:{_MONTHS})\b"
    rf"|\b(?:{_MONTHS})\s\d{{1,2}}(?:\s?[–-]\s?\d{{1,2}})?(?![\d,.]?\d)"
    r"|\d+(?:st|nd|rd|th)\b|\d+-[а-яёіў]{1,3}\b|\d{4}s\b"
    r"|\d{1,2}\s?(?:[ap]\.?m\b|o['’]clock|час(?:ов|а)?\b|гадзін[аеуы]?\b)"
    r"|(?:№|§|\b(?:articles?|sections?|paragraphs?|decree|law|chapter|pages?|стат(?:ья|ьи|ье|ью|ьей)"
    r"|артыкул[а-яў]{0,3}|част[ьи]|частк[аіу]|пункт[а-яў]{0,3}|глав[аыеу])\b|\b(?:art|para|no|pp?|ст|арт|ч|п|гл|с)\.)"
    r"\s?(?:№\s?|no\.?\s)?\d+(?:[.,–-]\d+)*"
    r"|(?<![^\W\d_])[^\W\d_]+-?\d+\b"  # COVID-19, G20
    rf"|(?<![$€£₽])(?:19|20)\d\d(?!\d|[.,]\d|{_PERCENT}|{_MAGNITUDE}))",
    re.IGNORECASE,
)
_CURRENCY_BEFORE: Final = re.compile(r"(?:[$€£₽]|\b(?:USD|EUR|BYN|RUB))\s?$")
_CURRENCY_AFTER: Final = re.compile(
    r"\s?(?:[$€£₽]|(?:USD|EUR|BYN|RUB|dollars?|euros?|ro?ubles?|руб|доллар|долар|евро|еўра|цент|cents?)(?:\b|[а-яёў]))",
    re.IGNORECASE,
)
_LAST_WORDS: Final = re.compile(r"(?:\S+\s+){0,3}\S*$")
_FIRST_WORDS: Final = re.compile(r"^\S*(?:\s+\S+){0,3}")
_CHARACTERS_AROUND: Final = 60


class _Name(NamedTuple):
    written: str
    words: tuple[str, ...]


def changed_numbers(old_text: str, new_text: str, language: str) -> Changes:
    """As they were written. Ways of writing the same number are no change, nor is the order of numbers."""
    old, new = _numbers(old_text, language), _numbers(new_text, language)
    return _without(old, new), _without(new, old)


def changed_names(old: str, new: str, language: str) -> Changes:
    """Capitalised words, and runs of them, that the other text has nowhere, not even at the start of a sentence."""
    gone = _names_missing(old, _word_runs(new, language), language)
    return gone, _names_missing(new, _word_runs(old, language), language)


def unsourced_numbers(body_html: str) -> list[str]:
    """Figures, with a few words around them, of paragraphs that have neither a footnote mark nor a link."""
    return [figure for text in _unsourced_paragraphs(body_html) for figure in _figures(text)]


def _numbers(text: str, language: str) -> list[tuple[str, str]]:
    """The value of each number, and how it is written."""
    return [(_value(match, language), fold_white_space(match[0])) for match in _NUMBER.finditer(text)]


def _without(numbers: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]]) -> list[str]:
    left = Counter(value for value, _ in others)
    written: list[str] = []
    for value, form in numbers:
        left[value] -= 1
        if left[value] < 0:
            written.append(form)
    return list(dict.fromkeys(written))


def _value(match: re.Match[str], language: str) -> str:
    digits = _plain_digits(re.sub(_SPACE, "", match["digits"]), language)
    if re.fullmatch(r"\d{1,30}(?:\.\d{1,30})?", digits):
        digits = f"{(Decimal(digits) * 10 ** _power(match['magnitude'])).normalize():f}"
    sign = "-" if match["sign"] and match["sign"] in _MINUS else match["sign"] or ""
    return sign + digits + ("%" if match["percent"] else "")


def _plain_digits(digits: str, language: str) -> str:
    """With a point for decimals. What is no number, like a date or a time, stays as it is."""
    if _GROUPED["en" if language == "en" else "ru"].fullmatch(digits):
        thousands = next(mark for mark in digits if not mark.isdigit())
        return digits.replace(thousands, "").replace(",", ".")
    return digits.replace(",", ".") if digits.count(",") + digits.count(".") == 1 else digits


def _power(magnitude: str | None) -> int:
    word = (magnitude or "").strip()
    powers = (power for words, power in _MAGNITUDES if re.fullmatch(words, word, re.IGNORECASE))
    return next(powers, 0)


def _names_missing(text: str, others: set[tuple[str, ...]], language: str) -> list[str]:
    missing = (name.written for name in _names(text, language) if name.words not in others)
    return list(dict.fromkeys(missing))


def _names(text: str, language: str) -> Iterator[_Name]:
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        is_name = word[0][0].isupper() and word[0].lower() not in _NO_NAMES and not _begins_sentence(text, word.start())
        if run and not (is_name and len(run) < _LONGEST_NAME and _goes_on(text, run[-1], word)):
            yield _name(text, run, language)
            run = []
        if is_name:
            run.append(word)
    if run:
        yield _name(text, run, language)


def _name(text: str, run: list[re.Match[str]], language: str) -> _Name:
    written = fold_white_space(text[run[0].start() : run[-1].end()])
    return _Name(written, tuple(_folded(word[0], language) for word in run))


def _goes_on(text: str, last: re.Match[str], word: re.Match[str]) -> bool:
    between = text[last.end() : word.start()]
    return between in {" ", "\u00a0"} or (len(last[0]) == 1 and between in {".", ". ", ".\u00a0"})


def _begins_sentence(text: str, start: int) -> bool:
    before = _BEFORE_SENTENCE.search(text[max(0, start - _LOOK_BACK) : start])
    if before is None:
        return False
    last = (before["last"] or "").lower()  # "A. Novik", "Dr. Novik" go on
    return not (len(last) == 1 and last.isalpha()) and last not in _TITLES


def _folded(word: str, language: str) -> str:
    folded = word.casefold().replace("’", "'").replace("ʼ", "'")
    return folded.replace("ё", "е") if language == "ru" else folded


def _word_runs(text: str, language: str) -> set[tuple[str, ...]]:
    words = [_folded(word, language) for word in _WORD.findall(text)]
    return {tuple(words[i : i + length]) for length in range(1, _LONGEST_NAME + 1) for i in range(len(words))}


def _unsourced_paragraphs(html: str) -> Iterator[str]:
    open_tags: list[str] = []
    words: list[str] = []
    is_sourced = False
    for token in tokens(html):
        if token.name in BLOCKS:
            if not is_sourced and _is_judged(open_tags):
                yield "".join(words)
            words, is_sourced = [], False
            _enter(token, open_tags)
        is_sourced = is_sourced or (token.name == "a" and not token.is_end)
        words.append(" " if token.name == "br" else "" if token.name else unescape(token.source))
    if not is_sourced and _is_judged(open_tags):
        yield "".join(words)


def _is_judged(open_tags: list[str]) -> bool:
    return not open_tags or (open_tags[-1] in _JUDGED and "table" not in open_tags)


def _enter(token: Token, open_tags: list[str]) -> None:
    if token.is_end:
        open_tags[-1:] = []
    elif token.name not in VOID:
        open_tags.append(token.name)


def _figures(text: str) -> Iterator[str]:
    judged = _NO_FIGURES.sub(lambda match: "|" * len(match[0]), text)
    for number in _NUMBER.finditer(judged):
        before = text[max(0, number.start() - _CHARACTERS_AROUND) : number.start()]
        after = text[number.end() : number.end() + _CHARACTERS_AROUND]
        if _needs_source(number) or _CURRENCY_BEFORE.search(before) or _CURRENCY_AFTER.match(after):
            words = _LAST_WORDS.findall(before)[0] + number[0] + _FIRST_WORDS.findall(after)[0]
            yield fold_white_space(words)


def _needs_source(number: re.Match[str]) -> bool:
    return bool(number["percent"] or number["magnitude"]) or len(number["digits"].lstrip("0")) > 1
