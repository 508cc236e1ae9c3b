from django.db import models
from django.utils.translation import gettext_lazy as _


class Assessment(models.TextChoices):
    """How the situation changed in the monitored week. A change, never a level."""

    IMPROVED = "improved", _("The situation has improved")
    UNCHANGED = "unchanged", _("The situation has not changed")
    WORSENED = "worsened", _("The situation has worsened")
