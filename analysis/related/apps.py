from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelatedConfig(AppConfig):
    name = "analysis.related"
    label = "related"
    verbose_name = _("Similar articles")

    def ready(self) -> None:
        from analysis.related import signal_handlers  # noqa: F401, PLC0415 - connects them
