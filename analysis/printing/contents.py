"""A weekly issue as readers get it: topic by topic, with its texts or why there are none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from analysis.models import Author, Issue, Publication, PublicationByline, Topic


@dataclass(frozen=True, kw_only=True)
class IssueText:
    """`added_at`: when it became public, of a text that joined the issue after its release."""

    publication: Publication
    bylines: list[PublicationByline]
    added_at: datetime | None = None

    @property
    def authors(self) -> list[Author]:
        return [byline.author for byline in self.bylines if byline.role == "author"]


@dataclass(kw_only=True)
class Slot:
    """What an issue says of one topic. A `reason` is given where there is nothing this week."""

    topic: Topic
    texts: list[IssueText] = field(default_factory=list)
    reason: str = ""

    @property
    def assessed(self) -> list[Publication]:
        return [text.publication for text in self.texts if text.publication.assessment]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """`title`, `introduction` and `released_at` are the edition's, as far as there is one."""

    issue: Issue
    slots: list[Slot]
    title: str = ""
    introduction: str = ""
    released_at: datetime | None = None

    @property
    def texts(self) -> Iterator[IssueText]:
        return (text for slot in self.slots for text in slot.texts)

    @property
    def at_a_glance(self) -> list[Slot]:
        """Of a topic that was neither assessed nor left out for a reason there is nothing to say."""
        return [slot for slot in self.slots if slot.assessed or slot.reason]

    @property
    def with_texts(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.texts]
