import pytest
from django.urls import reverse
from django.utils.translation import override

from analysis.models import Author, Issue, Language, Publication, Tag, Topic


@pytest.mark.parametrize("language", Language.values)
def test_pages_are_where_the_url_patterns_have_them(language: str) -> None:
    topic, article = Topic(slug="economy"), Publication(slug="cuts", language=language)
    article.primary_topic = topic
    with override(language):
        assert topic.get_absolute_url() == reverse("analysis:topic", args=["economy"])
        assert Author(slug="ada").get_absolute_url() == reverse("analysis:author", args=["ada"])
        assert Tag(slug="oil").get_absolute_url() == reverse("analysis:tag", args=["oil"])
        assert Issue(slug="2026-w47").get_absolute_url() == reverse("analysis:issue", args=["2026-w47"])
        path = reverse("analysis:article", args=["economy", "cuts"])
    with override("en"):
        assert article.get_absolute_url() == path
