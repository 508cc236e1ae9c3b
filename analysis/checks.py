"""The house's own system checks: what must hold before anything is served."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from analysis.models import Language


@register()
def languages_agree(**_options: Any) -> list[CheckMessage]:
    """The database refuses languages it does not know; settings must not offer any."""
    if [code for code, _name in settings.LANGUAGES] == Language.values:
        return []
    return [Error("LANGUAGES differs from analysis.models.Language.", hint="Change both.", id="analysis.E001")]


@register()
def reader_policy_is_strict(**_options: Any) -> list[CheckMessage]:
    policy = str(settings.CONTENT_SECURITY_POLICY)
    if "unsafe-" not in policy:
        return []
    return [Error("CONTENT_SECURITY_POLICY of reader pages allows `unsafe-`.", id="analysis.E002")]
