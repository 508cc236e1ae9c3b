from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AnalysisConfig(AppConfig):
    name = "analysis"
    verbose_name = _("Publication")

    def ready(self) -> None:
        from analysis import checks  # noqa: F401, PLC0415 - registers the house's system checks
        from analysis.indexing import signal_handlers as _indexing  # noqa: F401, PLC0415 - connects them
        from analysis.indexing.tasks import catch_up_if_outdated  # noqa: PLC0415 - models are ready only now
        from analysis.notices import signal_handlers as _notices  # noqa: F401, PLC0415 - connects them
        from analysis.pictures import signal_handlers as _pictures  # noqa: F401, PLC0415 - connects them

        post_migrate.connect(catch_up_if_outdated, sender=self)
