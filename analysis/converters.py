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


register_converter(IssueWeek, "week")
register_converter(Year, "year")
register_converter(Month, "month")
