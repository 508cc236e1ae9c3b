"""Snowball's stemmers."""

from threading import local

import Stemmer


def stemmed(word: str, algorithm: str) -> str:
    """`algorithm`: "english", "russian", …"""
    return str(_stemmers.of(algorithm).stemWord(word))


class _Stemmers(local):
    """Of one thread: the library's are not to be shared."""

    def __init__(self) -> None:
        self.known: dict[str, Stemmer.Stemmer] = {}

    def of(self, algorithm: str) -> "Stemmer.Stemmer":
        if algorithm not in self.known:
            # Whoever asks remembers: the library need not.
            self.known[algorithm] = Stemmer.Stemmer(algorithm, 0)
        return self.known[algorithm]


_stemmers = _Stemmers()
