"""The pictures of the demo publication."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.files.base import ContentFile
from tqdm import tqdm

from analysis.demo.manuscripts import PICTURES, in_languages
from analysis.models import Image
from analysis.models.renditions import RENDITIONS


def portraits(authors: list[dict[str, Any]]) -> dict[str, Any]:
    """In the form of `pictures.yaml`: of a face there is nothing to say but the name."""
    return {author["picture"]: {"alt": author["name"], "focal_point": (0.5, 0.5)} for author in authors}


def load_gallery(pictures: dict[str, Any], portraits: dict[str, Any]) -> dict[str, Image]:
    """By their slugs; those that are here already are not stored again."""
    described = pictures["pictures"] | portraits
    images = {slug: _image(slug, picture, pictures["defaults"]) for slug, picture in described.items()}
    new = [image for image in images.values() if image.pk is None]
    for image in new:
        # Drawn below, several at a time.
        vars(image)["_skip_generate_files"] = True
        image.save()
    with ThreadPoolExecutor() as threads:
        list(tqdm(threads.map(_draw, new), total=len(new), unit="picture", disable=None))
    return images


def _image(slug: str, picture: dict[str, Any], defaults: dict[str, Any]) -> Image:
    content = ContentFile((PICTURES / f"{slug}.jpg").read_bytes(), name=f"{slug}.jpg")
    known = Image.objects.with_content(content).first()
    return known or Image(
        file=content,
        **in_languages("alt_text", picture["alt"]),
        **in_languages("caption", picture.get("caption", {})),
        credit=defaults["credit"],
        source=defaults["source"],
        copyright_notice=defaults["copyright_notice"],
        focal_point="x".join(str(share) for share in picture["focal_point"]),
    )


def _draw(image: Image) -> None:
    image.file.draw(RENDITIONS)
