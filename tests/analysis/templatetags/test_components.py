from django.utils.safestring import mark_safe
from django.utils.translation import override

from analysis.models import Image
from analysis.templatetags.components import remembered


def test_what_is_known_to_be_safe_is_not_taken_for_the_same_words_of_anybody() -> None:
    assert "<b>" in remembered("mark", assessment="improved", streak=mark_safe("<b>"))
    assert "<b>" not in remembered("mark", assessment="improved", streak="<b>")


def test_a_component_is_remembered_in_each_language() -> None:
    said = []
    for language in ("en", "ru", "en"):
        with override(language):
            said.append(remembered("mark", assessment="improved"))
    assert said[0] == said[2] != said[1]


def test_the_addresses_of_a_picture_are_those_of_its_files() -> None:
    image = Image(file="originals/abc.jpg", focal_point="0.3x0.7", width=80, height=50)
    for name, form in Image._meta.get_field("file").formats.items():
        file = image.file._process_context(form).name
        assert getattr(image.file, name) == image.file.storage.url(file)
