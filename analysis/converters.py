"""Parts of addresses."""

from django.urls import register_converter


class IssueWeek:
    """An ISO week such as `2016-w48`."""

    regex = r"\d{4}-w\d{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Year:
    regex = r"[12]\d{3}"

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
