"""Who may do what, as data: a role is a set of Django's permission names."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ANALYST = "analyst", _("Analyst")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")


def _all_of(*models: str) -> set[str]:
    return {f"analysis.{verb}_{model}" for model in models for verb in ("add", "change", "delete", "view")}


ANALYST_PERMISSIONS = frozenset(
    {
        "analysis.add_article",
        "analysis.change_article",
        "analysis.view_article",
        "analysis.add_image",
        "analysis.change_image",
        "analysis.view_image",
        "analysis.view_author",
        "analysis.view_topic",
        "analysis.view_issue",
        "analysis.view_tag",
        "analysis.view_housename",
        "analysis.view_name",
    }
)

EDITOR_PERMISSIONS = ANALYST_PERMISSIONS | {
    "analysis.publish_article",
    *_all_of("author", "authorlink", "topic", "issue", "edition", "tag", "image", "housename", "name"),
    "analysis.delete_article",
    "analysis.view_searchmiss",
    "analysis.delete_searchmiss",
}

# An administrator may do everything; see User.has_perm.
PERMISSIONS: dict[str, frozenset[str]] = {
    Role.ANALYST: ANALYST_PERMISSIONS,
    Role.EDITOR: frozenset(EDITOR_PERMISSIONS),
}
