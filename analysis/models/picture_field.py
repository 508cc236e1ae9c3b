"""The one way in for picture files: through a form, an import or a shell, they are looked at before."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.files.base import ContentFile, File
from django.db.models import Model
from django.db.models.fields.files import ImageFileDescriptor
from imagefield.backends import get_backend
from imagefield.fields import ImageField, ImageFieldFile
from imagefield.processing_pillow import PILLOW_PROCESSORS, build_handler
from PIL.Image import Image as Picture

from analysis.models.image_checks import opened_picture, picture_size, validate_picture
from analysis.models.renditions import RENDITIONS, ROOM, upright_within


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
        # While it is in our hands: afterwards it may lie in a store elsewhere.
        image: Any = self.instance
        image.digest = digest_of(content)
        # Not by way of imagefield, which would decode it a second time to find out less.
        super(ImageFieldFile, self).save(name, content, save)

    save.alters_data = True  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> Any:
        """The address of a form: what imagefield works out anew for each of them, with most of it done before."""
        if name.startswith("_") or name == "field" or name not in self.field.formats or not self.name:
            return super().__getattr__(name)
        end = _end_of_name(self.field, name, getattr(self.instance, self.field.ppoi_field))
        address = f"{self._beginning_of_addresses}-{end}"
        setattr(self, name, address)
        return address

    @cached_property
    def _beginning_of_addresses(self) -> str:
        base = self._process_base(self.name)
        return str(self.storage.url(f"{base.path}/{base.basename}")).removesuffix("-")

    def store(self) -> None:
        """Itself and what pages need at once, before there is a row. Raises OSError where that cannot be."""
        if not self._committed:
            self.save(self.name, self.file, save=False)
        self.draw(RENDITIONS)
        # imagefield's word for: do not look again when the row is saved.
        image: Any = self.instance
        image._skip_generate_files = True

    def draw(self, names: Iterable[str]) -> None:
        """Those of its forms that are not there yet, from one look at the original."""
        missing = list(self._missing(names))
        if missing:
            with self.open("rb") as file:
                picture = upright_within(opened_picture(file), ROOM)
            for context in missing:
                # Another process may have been quicker; theirs is the same.
                self.storage.save(context.name, ContentFile(_drawn(picture.copy(), context)))

    def _missing(self, names: Iterable[str]) -> Iterator[Any]:
        for name in names:
            context = self._process_context(self.field.formats[name])
            if not self.storage.exists(context.name):
                yield context

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


class PictureDescriptor(ImageFileDescriptor):
    def __set__(self, instance: Model, value: Any) -> None:
        """A form gives back the file that is stored: Django would fetch it each time to measure it again."""
        if getattr(value, "_committed", False) and value == vars(instance).get(self.field.attname):
            vars(instance)[self.field.attname] = value
        else:
            super().__set__(instance, value)


class PictureField(ImageField):
    attr_class = PictureFile
    descriptor_class = PictureDescriptor

    def formfield(self, **kwargs: Any) -> Any:
        # Of the sender's name only the ending is looked at: it may be as long as they like.
        return super().formfield(**{"form_class": PictureFormField, "max_length": None, **kwargs})

    def _generate_files(self, instance: Model, **_arguments: Any) -> None:
        """imagefield's, when a row has been saved: what pages need at once. It decodes the original for every form."""
        file = getattr(instance, self.name)
        # Words about a picture can be mended while its file is out of reach.
        is_done = getattr(instance, "_skip_generate_files", False) or getattr(instance, "formats_drawn_at", None)
        if file.name and not is_done:
            file.draw(RENDITIONS)


def digest_of(content: "File[Any]") -> str:
    """By which a picture is known, whatever it is called."""
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    return digest.hexdigest()


@lru_cache(maxsize=1_000)
def _end_of_name(field: Any, form: str, focal_point: str) -> str:
    """Of a form's file: it follows from the form and the focal point, whatever the picture."""
    some_file = PictureFile(SimpleNamespace(**{field.ppoi_field: focal_point}), field, "picture")
    return str(some_file._process_context(field.formats[form]).name).rpartition("-")[2]


def _drawn(picture: Picture, context: Any) -> bytes:
    drawn = build_handler(context.processors, registry=PILLOW_PROCESSORS)(picture, context)
    return bytes(get_backend().save_to_bytes(drawn, **context.save_kwargs))
