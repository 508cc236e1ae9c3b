from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from analysis.models import Image
from analysis.pictures.tasks import ask_for_drawing


@receiver(post_save, sender=Image)
def draw_what_it_lacks(*, instance: Image, **_arguments: Any) -> None:
    if instance.formats_drawn_at is None:
        ask_for_drawing()
