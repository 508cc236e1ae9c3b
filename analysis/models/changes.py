"""When texts last changed, in parts of the archive: what sitemaps tell."""

from typing import Final

from django.db import models
from django.db.models import Case, F, When
from django.db.models.functions import Coalesce

from analysis.models.article_indexes import UNDATED

# The protocol of sitemaps allows 50,000 addresses and 50 MB; with its translations an address may take 1.4 KB.
KEYS_IN_A_PART: Final = 10_000
# From 0 on.
PART: Final = (F("article_id") - 1) / KEYS_IN_A_PART
# Since when a text reads as it does; of the undated nobody knows.
CHANGED_AT: Final = Coalesce(
    "last_published_at", Case(When(first_published_at__gt=UNDATED, then=F("first_published_at")))
)


def changed_last(name: str) -> models.Index:
    return models.Index(F("language"), PART, CHANGED_AT.desc(nulls_last=True), name=name)
