from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RelatedConfig(AppConfig):
    name = "analysis.related"
    label = "related"
    verbose_name = _("Similar articles")

    def ready(self) -> None:
        from analysis.related import signal_handlers  # noqa: PLC0415 - models are ready only now

        post_migrate.connect(signal_handlers.begin_anew, sender=self)
