from analysis.models import Revision


class PublishingError(Exception):
    """A verb was refused; the message is for the person who asked, and `field` says where to show it."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class EditConflict(Exception):
    """Two people changed the same field. The text that came second is not lost: it is `set_aside` in the history."""

    def __init__(self, set_aside: Revision) -> None:
        super().__init__(f"revision {set_aside.pk} waits to be merged")
        self.set_aside = set_aside
