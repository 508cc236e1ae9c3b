import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from analysis.models import Image
from analysis.permissions import user_can_view_image
from analysis.views.errors import not_found

# Made by us, and without metadata. Originals, and names that could lead out of here, have another form.
RENDITION = re.compile(r"__processed__/(?:[0-9a-f]{3}/){1,4}[A-Za-z0-9_-]{1,200}\.(avif|jpg|webp)")
CONTENT_TYPES = {"avif": "image/avif", "jpg": "image/jpeg", "webp": "image/webp"}
YEAR = 365 * 24 * 3600


@require_safe
def rendition(_request: HttpRequest, name: str) -> HttpResponseBase:
    """A public form of a picture. Its name changes with what it shows, so that it can be kept for ever."""
    form = RENDITION.fullmatch(name)
    if not form:
        raise Http404
    try:
        response = FileResponse(default_storage.open(name), content_type=CONTENT_TYPES[form[1]])
    except FileNotFoundError:
        raise Http404 from None
    except ConnectionError:
        # Of a store elsewhere, which has said so in the log. The page is there, without this picture.
        return HttpResponse(status=503, headers={"Cache-Control": "no-store", "Retry-After": "30"})
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


@require_safe
@never_cache
def image(request: HttpRequest, pk: int) -> HttpResponse:
    """The address a picture has in a body: staff see it through here; readers' pages name the renditions."""
    user = request.user
    image = Image.objects.filter(pk=pk).first() if isinstance(user, User) else None
    if image and isinstance(user, User) and user_can_view_image(user, image):
        return HttpResponseRedirect(image.file.preview)
    return not_found(request)
