"""The one way in for picture files: through a form, an import or a shell, they are looked at before."""

from typing import Any

from django import forms
from django.core.files.base import File
from imagefield.fields import ImageField, ImageFieldFile

from analysis.models.image_checks import picture_size, validate_picture


class PictureFormField(forms.FileField):
    """Django's own would let Pillow try every format it knows before anybody looks."""

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is not None:
            validate_picture(file)
        return file


class PictureFile(ImageFieldFile):
    def save(self, name: str, content: "File[Any]", save: bool = True) -> None:  # noqa: FBT001, FBT002 - Django's signature
        validate_picture(content, name=name)
        # Not by way of imagefield, which would decode it a second time to find out less.
        super(ImageFieldFile, self).save(name, content, save)

    save.alters_data = True  # type: ignore[attr-defined]

    @property
    def _image(self) -> None:
        """What imagefield looks at when a form is saved; the form has looked."""

    def _get_image_dimensions(self) -> tuple[int, int] | tuple[None, None]:
        if not hasattr(self, "_dimensions_cache"):
            self._dimensions_cache = self._dimensions()
        return self._dimensions_cache

    def _dimensions(self) -> tuple[int, int] | tuple[None, None]:
        was_closed = self.closed
        self.open()
        try:
            return picture_size(self)
        finally:
            if was_closed:
                self.close()


class PictureField(ImageField):
    attr_class = PictureFile

    def formfield(self, **kwargs: Any) -> Any:
        # Of the sender's name only the ending is looked at: it may be as long as they like.
        return super().formfield(**{"form_class": PictureFormField, "max_length": None, **kwargs})
