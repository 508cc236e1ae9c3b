from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from analysis.admin.site import desk
from analysis.views import errors, media
from config import health

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include("analysis.previews.urls")),
    path("admin/", desk.urls),
    path("accounts/", include("accounts.urls")),
    path("media/<path:name>", media.rendition, name="rendition"),
    path("images/<int:pk>/", media.image, name="image"),
    *i18n_patterns(path("", include("analysis.urls")), prefix_default_language=False),
]
