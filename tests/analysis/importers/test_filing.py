import json

import pytest

from analysis.importers.filing import Filing
from analysis.importers.uniform import parse
from analysis.models import Author, Topic
from tests.analysis.importers.lines import line
from tests.factories import TopicFactory

pytestmark = pytest.mark.django_db


def test_a_topic_that_somebody_made_in_the_meantime_is_taken() -> None:
    article = parse(json.dumps(line(topics=["Foreign policy", "Rivers"])).encode())
    filing = Filing()
    topic = TopicFactory(slug="rivers", name_en="The rivers")
    filing.add_missing([article])
    assert [each.slug for each in filing.topics(article)] == ["foreign-policy", "rivers"]
    assert (Topic.objects.count(), filing.topics(article)[1]) == (2, topic)
    assert filing.authors(article) == [Author.objects.get()]
