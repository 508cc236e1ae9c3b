from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalysisConfig(AppConfig):
    name = "analysis"
    verbose_name = _("Publication")

    def ready(self) -> None:
        from analysis import checks  # noqa: F401, PLC0415 - registers the house's system checks
        from analysis.notices import signal_handlers as _notices  # noqa: F401, PLC0415 - connects them
        from analysis.pictures import signal_handlers as _pictures  # noqa: F401, PLC0415 - connects them
