from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """An app so that the house's own commands (`serve`, `test`) are found."""

    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401, PLC0415 - registers them
