from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from analysis.models.languages import home
from analysis.text.periods import month_name

register = template.Library()


@register.simple_tag
def counted_months(months: Iterable[tuple[date, int]]) -> SafeString:
    """One list item each. An archive has hundreds of them: put together here, and nothing in them needs escaping."""
    base, language = f"{home()}archive/", get_language()
    items = [
        f'<li><a href="{base}{day.year}/{day.month:02}/">{month_name(day.month, language=language)}</a> '
        f'<span class="months__count">{_number_of_articles(number)}</span></li>'
        for day, number in months
    ]
    return mark_safe("".join(items))  # noqa: S308


def _number_of_articles(count: int) -> str:
    return ngettext("%(count)s article", "%(count)s articles", count) % {"count": count}
