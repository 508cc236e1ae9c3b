"""Belarusian words without their endings, for a search where PostgreSQL has none.

A light stemmer: it knows endings and sounds, and no dictionary. Endings are peeled off until none is left, even where
the last one was the word's own ("рэжым" and "рэжымам" both give "рэж"), so that all forms end at the same place.
Stems that would meet a different word there are named below.
"""

import re
from typing import Final

from analysis.text.markup import names

_VOWELS: Final = "аеёіоуыэюя"
_CONSONANTS: Final = "бвгджзйклмнпрстфхцчшщ"
_SHORTEST: Final = 3

# "ў" is a "в" after a vowel: "стаўка", "ставак". The others are typed where the right key is missing.
_LETTERS: Final = str.maketrans("ўґи", "вгі")
# The other spelling writes softness that the official one leaves to the reader: "сьнег", "пытаньне", "вясельле".
_UNWRITTEN_SOFTNESS: Final = re.compile(rf"(?<=[зснц])ь(?=[{_CONSONANTS}])|(?<=л)ь(?=л)")
_WHOLE_WORDS: Final = {
    **dict.fromkeys(names("дзень дня дню днём дні дзён дням днямі днях"), "дн"),
    "людзмі": "людзь",
    "дзецмі": "дзец",
}


def _table(pairs: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in pairs.split())


_REFLEXIVE: Final = re.compile(r"(?:(?<=[вмю])|(?<=л[аоі]))ся$")
_NO_INFINITIVES: Final = ("мяць", "ццаць")  # "памяць", "дваццаць"

_CLOSED_ENDINGS: Final = names("ам ем ём ім ом ым ям ах іх ых ях ав ев ёв ів ов ыв ув яв аг ог")
_SOFT_GENITIVE: Final = ("няг", "цяг")  # "апошняга", "трэцяга"; but not "прысяга"
# "Казала", "глядзела", "хацела"; but not "удзел", "прыяцель", "матэрыял".
_PAST: Final = re.compile(r"(?:[аіы]|(?<![іы])я|(?:ха|ля)це|[лс]ядзе|уме|ну)л$")
# No ending begins within these: else "перамога" would meet "перамовы", "актыў" "акт", "правіла" "права".
_WHOLE_STEMS: Final = re.compile(
    r"(?:мов|буд[ао]в|тыв|прызыв|рэчыв|здаров|любов|^пастав|^аднав|вядом|вёв|вял|восем|[ауы]трым|^падым"
    r"|[пд]амаг|[вс]ымаг|ерамаг|памог|ерамог|бераг|дараг|дарог|рывог|парог|лог"
    r"|[^л]уваг|^паваг|пераваг|адваг|внаваг|^зняваг|завваг"
    r"|^правіл|^канал|ідэал|фінал|партал|квартал|маршал|тэрмінал|даніл|кірыл|купал|магіл|сокал"
    r"|дэтал|медал|карал|мабіл|ізраіл|магістрал|вертыкал|фестывал|профіл|шпітал)$"
)
# Stems in "й": "ідэя", "акцыя", "Расія", "кампанія", "серыя", "стратэгія"; but "-ыя" of "святыя" is an ending.
_STEMS_IN_VOWEL: Final = re.compile(
    rf"(?:^..?(?:[^лнсцжчш]е|[^жчш]э)|[пн]адзе|цы|[бвзлмпсф]і|[{_VOWELS}]ні|^..[рд]ы|(?:ло|[рэе])гі|рхі"
    r"|^парты|геро|пако|стро|звыча|ураджа|^кра|^кіта)$"
)

_SOFTENING: Final = frozenset("ьеёіюя")
_DOUBLED: Final = re.compile(r"д(дз)$|([лнсзцжчш])\2$")
_SYLLABLE: Final = "|".join(f"(?<=[{_VOWELS}]{f'[{_CONSONANTS}]' * length})" for length in (1, 2, 3))
# By the last letter, where "ь" stands for any softening ending, and "е" for that one alone.
_SOUNDS: Final = {
    last: [(re.compile(pattern), replacement) for pattern, replacement in rules]
    for last, rules in {
        # "Верасень" and "верасня", "снежань" and "снежня". Softness stays where words differ by it, as "Беларусь" does.
        "ь": [(rf"(?:{_SYLLABLE})е(?=нь$)|(?<=ж)а(?=нь$)", ""), (r"(?<=[^лнсз])ь$", "")],
        # "Урадзе", "свеце", "кнізе"
        "е": [(r"дзе$", "д"), (r"це$", "т"), (r"(?<=...)зе$", "г"), (r"(?<=[ая]н)іне$|е$", "")],
        # "Ставак" and "стаўка", "боек" and "бойка"
        "к": [(r"(?<=л)[её](?=к$)", "ь"), (rf"(?:{_SYLLABLE})[аеёо](?=к$)", ""), (rf"(?<=[{_VOWELS}])е(?=к$)", "й")],
        # "Эканоміцы" and "эканоміка" cannot be told from "сталіцы" and "сталіца". "Немец" and "немцы"
        "ц": [(r"(?<=л)ец$", "ьк"), (rf"(?:{_SYLLABLE})ец$|ц$", "к")],
        "з": [(r"(?<=...)(?<!д)з$", "г")],
        "н": [(r"(?<=[ая]н)ін$", "")],  # "грамадзянін" and "грамадзяне"
        **{last: [(rf"{last}{last}$", last)] for last in "жчш"},  # "ноччу" and "ноч"
    }.items()
}
# Only a stressed vowel is "о", and the stress has left it in "гарады" and "галасы".
_MOVABLE_STRESS: Final = re.compile(rf"о(?=[{_CONSONANTS}ь]+[{_VOWELS}])")
# Where there is no second vowel to tell, and where a vowel is lost, the words are named.
_SAME_STEMS: Final = _table(
    "гад=год дам=дом бак=бок вад=вод гар=гор наг=ног двар=двор вайн=войн давг=довг маст=мост франт=фронт"
    " караль=кароль цэн=цан меж=мяж лес=ляс земль=зямль сёстр=сястр жон=жан дзяц=дзец пётр=пятр сем=сям"
    " павел=павл пасол=пасл сябар=сябр вецер=ветр рубель=рубль"
)


def stem(word: str) -> str:
    """One lower-case word without its endings; all forms of a word should give the same."""
    spelt = _spelt(word)
    if spelt in _WHOLE_WORDS:
        return _WHOLE_WORDS[spelt]
    end = _end_of_stem(_without_verb_ending(spelt))
    bare = _MOVABLE_STRESS.sub("а", _nominative(spelt[:end], spelt[end:].removesuffix("цца")))
    # People type "е" for "ё". Last, because "лес" is in the table, and "лёс" is another word.
    return _SAME_STEMS.get(bare, bare).replace("ё", "е")


def _spelt(word: str) -> str:
    """In one spelling of the several that people use."""
    after_vowel = "у" + word[1:] if word.startswith("ў") else word
    return _UNWRITTEN_SOFTNESS.sub("", after_vowel.translate(_LETTERS))


def _without_verb_ending(word: str) -> str:
    if len(word) > _SHORTEST + 2:
        word = _REFLEXIVE.sub("", word)
        if word.endswith("цца"):
            return word[:-3]
    is_infinitive = len(word) > _SHORTEST + 1 and word.endswith("ць") and word[-3] in _VOWELS
    return word[:-2] if is_infinitive and not word.endswith(_NO_INFINITIVES) else word


def _end_of_stem(word: str) -> int:
    """Where the endings start, with a vowel and three letters before them at the least."""
    first_vowel = next((place for place, letter in enumerate(word) if letter in _VOWELS), len(word))
    shortest = max(_SHORTEST, first_vowel + 1)
    end = len(word)
    while end > shortest:
        if word[end - 1] in _VOWELS:
            if end < len(word) and _STEMS_IN_VOWEL.search(word, max(0, end - 7), end):
                break
            end -= 1
        elif word[end - 1] == "ь" or (word[end - 1] == "й" and word[end - 2] in _VOWELS):
            end -= 1
        elif _ends_in_closed_ending(word, end, shortest):
            end -= 2
        else:
            break
    return end


def _ends_in_closed_ending(word: str, end: int, shortest: int) -> bool:
    # A short stem in "а" or "о" is more likely a piece of one: "праява", "знаёмы".
    if end - 2 < shortest + (word[end - 3] in "ао"):
        return False
    is_ending = (
        word[end - 2 : end] in _CLOSED_ENDINGS
        or word.endswith(_SOFT_GENITIVE, 0, end)
        or (word[end - 1] == "л" and _is_past(word, end))
    )
    return is_ending and not _WHOLE_STEMS.search(word, max(0, end - 9), end)


def _is_past(word: str, end: int) -> bool:
    """Verbs have no soft "л" but in "лі": "Гомеля", "аўтамабілем" are nouns."""
    is_soft = word.startswith(("ь", "я", "ю", "ё", "ем"), end)
    return not is_soft and _PAST.search(word, max(0, end - 6), end) is not None


def _nominative(stem: str, ending: str) -> str:
    """The stem with the sounds that it has before other endings, or before none."""
    if stem[-1:] in _VOWELS:
        return stem + "й" if ending else stem
    if ending[:1] in _SOFTENING and stem[-1] not in "гкх":
        single = _DOUBLED.sub(r"\1\2", stem)
        stem = single + ("е" if ending == "е" and single == stem else "ь")
    for pattern, replacement in _SOUNDS.get(stem[-1:], ()):
        stem = pattern.sub(replacement, stem)
    return stem
