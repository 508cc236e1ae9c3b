"""Cyrillic and other letters in basic Latin ones.

Belarusian: the national Instruction on transliteration (2000, as amended in 2007, the United Nations'
system) without its diacritics. Russian, and Cyrillic in a text of any other language: BGN/PCGN 1947,
which spells names as the English-language press does. Latin letters lose their diacritics.
"""

import re
import unicodedata
from typing import Final

_CONSONANTS: Final = frozenset("бвгґджзклмнпрстфхцчшщ")
_APOSTROPHES: Final = frozenset("'’ʼ`′")


def _table(pairs: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in pairs.split())


# The letters of the other East Slavic alphabets, which names bring along, come last in each.
_BELARUSIAN: Final = _table(
    "а=a б=b в=v г=h д=d е=je ё=jo ж=z з=z і=i й=j к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ў=u"
    " ф=f х=ch ц=c ч=c ш=s ы=y ь= э=e ю=ju я=ja ґ=g є=je и=i ї=ji щ=sc ъ="
)
_RUSSIAN: Final = _table(
    "а=a б=b в=v г=g д=d е=ye ё=ye ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u"
    " ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya ґ=g є=ye і=i ї=yi ў=u"
)
_AFTER_CONSONANT: Final = {
    "be": _BELARUSIAN | _table("е=ie ё=io ю=iu я=ia є=ie"),
    "ru": _RUSSIAN | _table("е=e ё=e є=e"),
}
_ELSEWHERE: Final = {"be": _BELARUSIAN, "ru": _RUSSIAN}

# Read back, longest first. What is written alike is read as the commoner letter.
_COMMON: Final = _table(
    "a=а b=б v=в d=д i=и k=к l=л m=м n=н o=о p=п r=р s=с t=т u=у f=ф ya=я ja=я yu=ю ju=ю ch=ч sh=ш kh=х ts=ц y=ы"
    " j=й x=кс w=в q=к š=ш č=ч ž=ж ł=л"
)
READ_BACK: Final = {
    "ru": _COMMON | _table("e=е ye=е yo=ё g=г z=з h=х zh=ж shch=щ c=ц iya=ия ay=ай ey=ей iy=ий oy=ой uy=уй yy=ый"),
    "be": _COMMON
    | _table("e=э ie=е je=е io=ё jo=ё ia=я iu=ю g=г h=г z=з i=і c=ц ch=х zh=ж ŭ=ў ć=ць ś=сь ź=зь ń=нь ye=е"),
}
_GROUPS: Final = {
    code: re.compile("|".join(sorted(letters, key=len, reverse=True))) for code, letters in READ_BACK.items()
}

# Latin letters that Unicode does not take apart into a basic one and a mark.
_UNDIVIDED: Final = _table("ß=ss æ=ae œ=oe þ=th ð=d đ=d ø=o ł=l ħ=h ı=i ĸ=k ŋ=n ŧ=t ſ=s ə=e ɛ=e ɔ=o")


def romanise(text: str, *, language: str) -> str:
    """Lower-case text in a-z and 0-9, whatever is no letter and no digit as it was."""
    system = "be" if language == "be" else "ru"
    romanised: list[str] = []
    previous = ""
    for letter in text:
        table = (_AFTER_CONSONANT if previous in _CONSONANTS else _ELSEWHERE)[system]
        romanised.append(table[letter] if letter in table else basic_latin(letter))
        previous = letter
    return "".join(romanised)


def basic_latin(letter: str) -> str:
    """One lower-case letter without its marks; one of an unknown script as its code point."""
    if letter.isascii() and letter not in _APOSTROPHES:
        return letter
    # Apostrophes, marks, soft hyphens and joiners stand inside words: they part none.
    if letter in _APOSTROPHES or unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"}:
        return ""
    parts = unicodedata.normalize("NFKD", _UNDIVIDED.get(letter, letter)).replace("\u2044", "/")
    latin = "".join(part for part in parts.lower() if part.isascii())
    if latin or not letter.isalnum():
        return latin or letter
    return _digit_or_code_point(letter)


def _digit_or_code_point(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    return f"{ord(letter):x}" if digit is None else str(digit)


def in_cyrillic(word: str, *, language: str) -> str:
    """A Latin word in small letters, read back as one of Russian or Belarusian (with or without its marks). A guess."""
    letters = READ_BACK[language]
    read = _GROUPS[language].sub(lambda match: letters[match[0]], word)
    # No Russian word begins with an "е" that is not written "ye".
    return f"э{read[1:]}" if language == "ru" and word.startswith("e") else read
