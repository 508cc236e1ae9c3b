from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """An app so that the house's own commands (`serve`, `test`) are found."""

    name = "config"
