from django import template

from analysis.search.highlights import highlighted

register = template.Library()
register.filter(highlighted)
