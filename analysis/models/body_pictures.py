"""Which pictures a body shows, for PostgreSQL: it finds the texts with a picture without reading every text."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import Func, Q, TextField

# Most bodies show none.
_SHOW_SOME: Final = Q(body__contains='"/images/')
# A body is cut at its quotation marks, and what stands between two of them is left out unless it leads to a picture.
_BEFORE_THE_LAST_MARK: Final = """regexp_replace(%(expressions)s, '[^"]*$', '')"""
_NUMBERS: Final = rf"""regexp_replace({_BEFORE_THE_LAST_MARK}, '[^"]*"(?:/images/([0-9]+)/")?', '\1 ', 'g')"""


class PicturesOf(Func):
    """Their numbers, in words; and nothings, which do no harm."""

    template = f"string_to_array(rtrim({_NUMBERS}), ' ')"
    output_field = ArrayField(TextField())


def shown_pictures(name: str) -> GinIndex:
    return GinIndex(PicturesOf("body"), name=name, condition=_SHOW_SOME, fastupdate=False)


def shows(number: int) -> Q:
    """Asked of rows that have `pictures` of `PicturesOf("body")` as an alias."""
    return _SHOW_SOME & Q(pictures__contains=[str(number)])
