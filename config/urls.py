from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from analysis import converters  # noqa: F401 - registers <number:…>
from analysis.admin.site import desk
from analysis.views import errors, media, notices_for_machines, sitemaps
from config import health
from config.metrics import metrics

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include("analysis.previews.urls")),
    path("admin/", desk.urls),
    path("accounts/", include("accounts.urls")),
    path("media/<path:name>", media.rendition, name="rendition"),
    path("images/<int:pk>/", media.image, name="image"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:language>-<number:number>.xml", sitemaps.part, name="sitemap-part"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("robots.txt", notices_for_machines.robots, name="robots"),
    path(".well-known/security.txt", notices_for_machines.security, name="security"),
    *i18n_patterns(path("", include("analysis.urls")), prefix_default_language=False),
]
