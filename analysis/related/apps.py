from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RelatedConfig(AppConfig):
    name = "analysis.related"
    label = "related"
    verbose_name = _("Similar articles")

    def ready(self) -> None:
        from analysis.related import signal_handlers as _handlers  # noqa: F401, PLC0415 - connects them
        from analysis.related.tasks import rebuild_if_empty  # noqa: PLC0415 - models are ready only now

        post_migrate.connect(rebuild_if_empty, sender=self)
