from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where the working copy stands. Scheduled and live are facts of Publication, not of the article."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")
