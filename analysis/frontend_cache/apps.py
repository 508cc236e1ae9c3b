from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontendCacheConfig(AppConfig):
    """Without models: its migrations teach the database to say what has changed."""

    name = "analysis.frontend_cache"
    label = "frontend_cache"
    verbose_name = _("page cache")
