from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def attributes(of_element: dict[str, Any]) -> SafeString:
    """Django's template for them costs twice as much, and a form of the desk has some sixty-five controls."""
    return flatatt(of_element)
