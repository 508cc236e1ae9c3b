import pytest
from django.db.models import Model

from analysis.models import Article, Author, Image, Issue, Publication, Topic
from tests.factories import NOON, AuthorFactory, ImageFactory, IssueFactory, published

pytestmark = pytest.mark.django_db
MODELS: list[type[Model]] = [Article, Author, Image, Issue, Publication, Topic]


@pytest.fixture(autouse=True)
def rows() -> None:
    AuthorFactory.create()
    published(at=NOON, lead_image=ImageFactory.create(), issue=IssueFactory.create())


@pytest.mark.parametrize("model", MODELS)
def test_a_row_becomes_what_django_makes_of_it(model: type[Model]) -> None:
    fields = [field.attname for field in model._meta.concrete_fields]
    row = model._default_manager.values_list(*fields).first()
    assert row
    ours, theirs = model._default_manager.get(pk=row[fields.index("id")]), model(*row)
    assert [getattr(ours, name) for name in fields] == [getattr(theirs, name) for name in fields]
    assert (ours._state.db, ours._state.adding, ours.get_deferred_fields()) == ("default", False, set())


@pytest.mark.parametrize("model", MODELS)
def test_what_is_left_out_is_read_when_it_is_asked_for(model: type[Model]) -> None:
    name = model._meta.concrete_fields[-1].attname
    whole, part = model._default_manager.first(), model._default_manager.defer(name).first()
    assert whole
    assert part
    assert name in part.get_deferred_fields()
    assert getattr(part, name) == getattr(whole, name)


def test_it_is_saved_like_any_other() -> None:
    topic = Topic.objects.get()
    topic.name_en = "Household"
    topic.save()
    topic.refresh_from_db()
    assert (topic.name_en, Topic.objects.count()) == ("Household", 1)
