"""
How good similar articles are beside what others show. `python3 manage.py test tests/bench/related_baselines.py -s`

Judged pairs of ../shared/data, older articles only. Nothing of this is part of the product. The table stands in
analysis/related/README.md.
"""

import math
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from analysis.related.evaluation import judged, lines, rank
from analysis.related.judging import judge
from analysis.related.likeness import Weights
from analysis.related.stop_words import STOP_WORDS
from analysis.text.snowball import stemmed

pytestmark = pytest.mark.django_db
SETS = sorted((Path(settings.BASE_DIR).parent / "shared/data/related").glob("*/index.jsonl"))
LISTED = 20
stem = cache(partial(stemmed, algorithm="english"))
Article = dict[str, Any]
Ranker = Callable[[Article], Iterator[tuple[float, Article]]]


def words(text: str) -> list[str]:
    found = re.findall(r"[^\W\d_]{2,}|\d{4}", text.lower())
    return [stem(word) for word in found if word not in STOP_WORDS["en"]]


class Corpus:
    """An inverted index, and what the baselines weigh with it."""

    def __init__(self, articles: list[Article]) -> None:
        self.articles = articles
        self.counts = [
            Counter(words(f"{each['title']} {each.get('summary') or ''} {each['text']}")) for each in articles
        ]
        self.texts_with = Counter(word for counts in self.counts for word in counts)
        self.place = {each["id"]: place for place, each in enumerate(articles)}
        self.length = [sum(counts.values()) for counts in self.counts]
        self.mean_length = sum(self.length) / len(self.length)
        self.postings: dict[str, list[int]] = defaultdict(list)
        for place, counts in enumerate(self.counts):
            for word in counts:
                self.postings[word].append(place)
        self.norm = [math.sqrt(sum(self.tf_idf(place, word) ** 2 for word in c)) for place, c in enumerate(self.counts)]

    def rarity(self, word: str) -> float:
        return math.log((1 + len(self.articles)) / (1 + self.texts_with[word]))

    def tf_idf(self, place: int, word: str) -> float:
        return (1 + math.log(self.counts[place][word])) * self.rarity(word)

    def newest(self, _asked: Article) -> Iterator[tuple[float, Article]]:
        return ((0.0, each) for each in self.articles)

    def same_topic(self, asked: Article) -> Iterator[tuple[float, Article]]:
        return ((float(asked["topics"][:1] == each["topics"][:1]), each) for each in self.articles)

    def shared_tags(self, asked: Article) -> Iterator[tuple[float, Article]]:
        mine = {*asked["tags"], *asked["topics"]}
        return ((float(len(mine & {*each["tags"], *each["topics"]})), each) for each in self.articles)

    def cosine(self, asked: Article) -> Iterator[tuple[float, Article]]:
        me = self.place[asked["id"]]
        scores: Counter[int] = Counter()
        for word in self.counts[me]:
            mine = self.tf_idf(me, word)
            for place in self.postings[word]:
                scores[place] += mine * self.tf_idf(place, word)  # type: ignore[assignment]
        return ((score / (self.norm[place] or 1), self.articles[place]) for place, score in scores.items())

    def bm25(self, asked: Article) -> Iterator[tuple[float, Article]]:
        """Elasticsearch's "more like this": the 25 weightiest words by count and rarity."""
        counts = self.counts[self.place[asked["id"]]]
        chosen = sorted(counts, key=lambda word: -counts[word] * self.rarity(word))[:25]
        scores: Counter[int] = Counter()
        for word in chosen:
            for place in self.postings[word]:
                count = self.counts[place][word]
                length = 0.25 + 0.75 * self.length[place] / self.mean_length
                scores[place] += self.rarity(word) * count * 2.2 / (count + 1.2 * length)  # type: ignore[assignment]
        return ((score, self.articles[place]) for place, score in scores.items())

    def text_rank(self, asked: Article, number: int = 30) -> Iterator[tuple[float, Article]]:
        """PostgreSQL's ts_rank over the weightiest words; over the title's with a number of 0."""
        counts = self.counts[self.place[asked["id"]]]
        heaviest = sorted(counts, key=lambda word: -(1 + math.log(counts[word])) * self.rarity(word))[:number]
        query = " | ".join(f"'{word}'" for word in heaviest or words(asked["title"]) or ["nothing"])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT ts_rank(vector, query, 1), place FROM ranked, to_tsquery('simple', %s) AS query"
                " WHERE vector @@ query",
                [query],
            )
            return ((score, self.articles[place]) for score, place in cursor.fetchall())

    def index_in_postgresql(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE ranked (place int, vector tsvector) ON COMMIT DROP")
            rows = [
                (place, " ".join(words(each["title"])), " ".join(words(f"{each.get('summary') or ''} {each['text']}")))
                for place, each in enumerate(self.articles)
            ]
            cursor.executemany(
                "INSERT INTO ranked VALUES (%s, setweight(to_tsvector('simple', %s), 'A') "
                "|| to_tsvector('simple', %s))",
                rows,
            )
            cursor.execute("CREATE INDEX ON ranked USING gin (vector)")


@pytest.mark.skipif(not SETS, reason="the judged pairs are not here")
@pytest.mark.parametrize("index", SETS, ids=lambda path: path.parent.name)
def test_beside_what_others_show(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = list(lines(index))
    queries = [each for each in lines(index.with_name("qrels.dev.jsonl")) if each["related_older"]]
    corpus = Corpus(articles)
    corpus.index_in_postgresql()
    methods: dict[str, Ranker] = {
        "newest": corpus.newest,
        "same first topic, newest": corpus.same_topic,
        "shared topics and tags, newest": corpus.shared_tags,
        "PostgreSQL text rank, title": lambda asked: corpus.text_rank(asked, 0),
        "PostgreSQL text rank, 30 words": corpus.text_rank,
        "BM25 more-like-this, 25 words": corpus.bm25,
        "TF-IDF cosine": corpus.cosine,
    }
    with capsys.disabled():
        for name, method in methods.items():
            begun = time.perf_counter()
            lists = {each["id"]: older(corpus, method, each["id"]) for each in queries}
            took = 1000 * (time.perf_counter() - begun) / len(queries)
            found = judge((lists[each["id"]], set(each["related_older"])) for each in queries)
            print(f"\n{name:32} {found}  {took:6.1f} ms", end="")  # noqa: T201
        ranking = rank(articles, [each["id"] for each in queries], older=True, weights=Weights())
        took = 1000 * ranking.asking / len(queries)
        print(f"\n{'ours':32} {judged(ranking, queries, older=True)}  {took:6.1f} ms")  # noqa: T201


def older(corpus: Corpus, method: Ranker, asked_id: str) -> list[str]:
    asked = corpus.articles[corpus.place[asked_id]]
    found = [(score, each) for score, each in method(asked) if each["published_at"] < asked["published_at"]]
    found.sort(key=lambda pair: (pair[0], pair[1]["published_at"], pair[1]["id"]), reverse=True)
    return [each["id"] for _score, each in found[:LISTED]]
