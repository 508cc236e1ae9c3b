"""Mounted before the desk's own addresses and the readers' (see config/urls.py)."""

from django.urls import path, register_converter

from analysis.admin.site import desk
from analysis.previews import articles, as_of, draft_links
from analysis.previews.addresses import Instant

register_converter(Instant, "instant")

urlpatterns = [
    path("admin/as-of/", desk.admin_view(as_of.start), name="as-of"),
    path("admin/as-of/<instant:at><path:path>", desk.admin_view(as_of.walk), name="as-of-page"),
    path("admin/analysis/article/<int:pk>/preview/", desk.admin_view(articles.preview), name="preview-article"),
    path(
        "admin/analysis/article/<int:pk>/history/<int:revision_pk>/preview/",
        desk.admin_view(articles.preview_revision),
        name="preview-revision",
    ),
    path("preview/<int:pk>-<slug:mac>/", draft_links.show, name="draft-link"),
]
