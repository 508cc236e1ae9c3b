import logging
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import FileInput
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from analysis.admin.own_changes import OwnChangesForm
from analysis.admin.registers import PlainAdmin, in_every_language, per_language
from analysis.admin.site import desk, member, page
from analysis.models import Article, Author, Image, Language, Publication
from analysis.models.body_pictures import PicturesOf, shows
from analysis.models.picture_field import PictureField
from analysis.permissions import user_can_view_image
from analysis.text.body_rules import without_markup
from analysis.text.numbers import whole_number

CHOICES = 24
# Each is looked for in every language; nobody needs more to find a picture.
MOST_WORDS = 8
SEARCHED = [*in_every_language("caption"), *in_every_language("alt_text"), "credit"]

logger = logging.getLogger(__name__)


class ImageForm(OwnChangesForm[Image]):
    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.errors and not {"file", "focal_point"}.isdisjoint(self.changed_data):
            self.store()

    def store(self) -> None:
        """Now, and not with the row: a full disk or a store that does not answer is a sentence beside the field."""
        try:
            self.instance.file.store()
        except OSError as error:
            logger.warning("A picture cannot be stored: %s", error)
            self.add_error(
                "file", _("The picture cannot be stored just now. Choose it again in a few minutes; the rest is kept.")
            )


@admin.register(Image, site=desk)
class ImageAdmin(PlainAdmin[Image]):
    form = ImageForm
    list_display = ("thumbnail", "words", "credit", "created_at")
    list_display_links = ("thumbnail", "words")
    list_per_page = 40
    search_fields = SEARCHED
    # The original is private: the form shows a rendition and no link.
    formfield_overrides: ClassVar[Any] = {PictureField: {"widget": FileInput}}
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["file", "focal_point", "credit", "copyright_notice", "source"]}),
        *per_language("alt_text", "caption"),
    ]

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        return [
            path("choose/", desk.admin_view(choose), name="analysis_image_choose"),
            path("<int:pk>/usage/", desk.admin_view(usage), name="analysis_image_usage"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("Picture"))
    def thumbnail(self, image: Image) -> SafeString:
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" width="96" height="60" loading="lazy">', image.file.card, image
        )

    @admin.display(description=gettext_lazy("Caption"))
    def words(self, image: Image) -> str:
        return str(image)

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            obj.uploaded_by = member(request)
        obj.save()

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The database guards lead pictures; those inside texts it cannot see."""
        image = self.get_object(request, object_id)
        if image and places(image):
            messages.error(request, _("This picture is in use. Take it out of these texts first."))
            return redirect("admin:analysis_image_usage", image.pk)
        return super().delete_view(request, object_id, extra_context)


def choose(request: HttpRequest) -> JsonResponse:
    """The newest pictures, or those that bear the words; captions are in the text's language."""
    found = Image.objects.all()
    for word in without_markup(request.GET.get("q", "")).split()[:MOST_WORDS]:
        found = found.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in SEARCHED)))
    number = whole_number(request.GET.get("id", ""))
    if number is not None:
        found = found.filter(pk=number)
    language = request.GET.get("language", "")
    with override(language if language in Language.values else settings.LANGUAGE_CODE):
        user = member(request)
        choices = [choice(image) for image in found[:CHOICES] if user_can_view_image(user, image)]
    return JsonResponse({"pictures": choices})


def choice(image: Image) -> dict[str, Any]:
    return {
        "id": image.pk,
        "thumbnail": image.file.card,
        "alt": image.alt_text,
        "caption": image.caption,
        "credit": image.credit,
    }


def usage(request: HttpRequest, pk: int) -> HttpResponse:
    image = get_object_or_404(Image, pk=pk)
    if not user_can_view_image(member(request), image):
        raise PermissionDenied
    return page(request, "analysis/image/usage.html", title=_("Where it is used"), image=image, places=places(image))


def places(image: Image) -> list[tuple[str, str]]:
    """Texts and people that show this picture: a name and the desk's page about it."""
    shown = Q(lead_image=image) | shows(image.pk)
    written = Article.objects.alias(pictures=PicturesOf("body")).filter(shown).order_by().values("pk")
    public = Publication.objects.alias(pictures=PicturesOf("body")).filter(shown).order_by().values("article")
    articles = Article.objects.filter(pk__in=written.union(public)).only("title")
    authors = Author.objects.filter(picture=image)
    return [
        *((article.title, reverse("admin:analysis_article_change", args=[article.pk])) for article in articles),
        *((str(author), reverse("admin:analysis_author_change", args=[author.pk])) for author in authors),
    ]
