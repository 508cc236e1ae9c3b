"""One function per verb. Every door (form, bulk action, view, API, preview) asks here."""

from accounts.models import User
from analysis.models import Article, Image


def user_can_write(user: User) -> bool:
    return user.has_perm("analysis.add_article")


def user_can_read(user: User, article: Article) -> bool:
    """The working copy and its previews: an analyst's colleagues read along, strangers do not."""
    return user.has_perm("analysis.view_article")


def user_can_edit(user: User, article: Article) -> bool:
    """Editors edit everything; analysts what bears their own by-line, or nobody's yet."""
    if not user.has_perm("analysis.change_article"):
        return False
    if user_can_edit_everything(user):
        return True
    bylines = article.bylines.all()
    return not bylines or any(byline.author.user_id == user.pk for byline in bylines.select_related("author"))


def user_can_edit_everything(user: User) -> bool:
    return user.has_perm("analysis.publish_article")


def user_can_publish(user: User, article: Article) -> bool:
    """Publish, schedule, reschedule, cancel, withdraw, expire and embargo are one right."""
    return user.has_perm("analysis.publish_article")


def user_can_restore(user: User, article: Article) -> bool:
    return user_can_edit(user, article)


def user_can_delete(user: User, article: Article) -> bool:
    """What was ever public is withdrawn, not deleted: its address must answer for ever."""
    return user.has_perm("analysis.delete_article") and not article.publications.exists()


def user_can_view_image(user: User, image: Image) -> bool:
    return user.has_perm("analysis.view_image")
