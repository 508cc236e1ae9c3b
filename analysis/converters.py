"""
Parts of addresses.

Each has one form: digits of other scripts and leading noughts would be other addresses of the same page, as many as
anybody likes, and each kept by caches.
"""

from django.urls import register_converter


class IssueWeek:
    """An ISO week such as `2016-w48`."""

    regex = "[0-9]{4}-w[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Year:
    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class Month:
    regex = r"0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class Number:
    """No longer than the database's own."""

    regex = "0|[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class FileFormat:
    """The end of a file's name; each kind of file knows its own."""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FeedFormat(FileFormat):
    regex = "atom|rss|json"


class DataFormat(FileFormat):
    regex = "csv|json"


class CitationFormat(FileFormat):
    regex = "bib|ris"


register_converter(FeedFormat, "feed_format")
register_converter(DataFormat, "data_format")
register_converter(CitationFormat, "citation_format")
register_converter(IssueWeek, "week")
register_converter(Year, "year")
register_converter(Month, "month")
register_converter(Number, "number")
