"""One function per verb. Every door (form, bulk action, view, API, preview) asks here."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from analysis.models import Article, Byline, EditorialNote, Image, Masthead
from analysis.models.articles import WRITING, ArticleQuerySet, content_hash

# What a verb tells whom it refuses: who has the right.
FOR_EDITORS = _("Only editors may do this. Ask one of them.")
FOR_ITS_AUTHORS = _("Editors may do this, and those whose by-line the text bears. Ask one of them.")
FOR_ANOTHER = _("Somebody else has to approve what you wrote or submitted.")


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
    return not bylines or any(byline.author.user_id == user.pk for byline in bylines)


def user_can_edit_everything(user: User) -> bool:
    return user.has_perm("analysis.publish_article")


def user_can_publish(user: User, article: Article) -> bool:
    """Publish, schedule, reschedule, cancel, withdraw, expire and embargo are one right."""
    return user.has_perm("analysis.publish_article")


def user_can_review(user: User, article: Article) -> bool:
    """Return a text to its author, or approve it; see also `user_can_approve`."""
    return user.has_perm("analysis.publish_article")


def user_can_approve(user: User, article: Article) -> bool:
    return bool(approvers(article, [user]))


def approvers(article: Article, people: Iterable[User]) -> list[User]:
    """Of these people, however many they are; the same rule as that of `approvable_by`."""
    editors = [user for user in people if user_can_review(user, article)]
    if not editors or Masthead.objects.current().author_may_approve:
        return editors
    wrote = article.bylines.filter(role__in=WRITING).values_list("author__user", flat=True)
    own = {article.submitted_by_id, *wrote}
    return [user for user in editors if user.pk not in own]


def approvable_by(user: User, articles: ArticleQuerySet) -> ArticleQuerySet:
    """Of these, not what one wrote, translated or sent in oneself, unless the masthead allows it."""
    if not user.has_perm("analysis.publish_article"):
        return articles.none()
    if Masthead.objects.current().author_may_approve:
        return articles
    wrote = Byline.objects.filter(article=OuterRef("pk"), author__user=user, role__in=WRITING)
    return articles.exclude(Q(submitted_by=user) | Exists(wrote))


def user_can_pass_review(user: User, article: Article) -> bool:
    """Make the text public as it stands: somebody has approved just that, or this person may."""
    if not user_can_publish(user, article):
        return False
    return user_can_approve(user, article) or _is_approved_as_it_stands(article)


def _is_approved_as_it_stands(article: Article) -> bool:
    return article.approvals.filter(content_hash=content_hash(article.content())).exists()


def user_can_annotate(user: User, article: Article) -> bool:
    return user_can_read(user, article)


def user_can_block(user: User, article: Article) -> bool:
    """Say that a note has to be resolved before the text may be public."""
    return user_can_edit(user, article)


def user_can_resolve(user: User, note: EditorialNote) -> bool:
    """Who wrote the note, who writes the text, and editors."""
    return note.author_id == user.pk or user_can_edit(user, note.article)


def user_can_share(user: User, article: Article) -> bool:
    """Draft links for outsiders."""
    return user_can_edit(user, article)


def user_can_throw_away(user: User, article: Article) -> bool:
    """What was ever public, or will be, is withdrawn instead."""
    return user_can_edit(user, article) and not article.publications.exists()


def user_can_empty_trash(user: User) -> bool:
    return user.is_superuser


def user_can_read_log(user: User) -> bool:
    return user.is_superuser


def user_can_remove_second_factor(user: User, owner: User) -> bool:
    """Of somebody else: one's own is looked after where the sign-in asks again who one is."""
    return user.is_superuser and user != owner


def user_can_see_the_desk(user: User) -> bool:
    """The calendar, what is due, the site as of another instant."""
    return user.has_perm("analysis.view_article")


def user_can_release(user: User) -> bool:
    """Every text of an edition is a publication: who may publish one may release all."""
    return user.has_perm("analysis.publish_article")


def user_can_assemble(user: User) -> bool:
    """Open issues, word their editions, and say why a trend has no text."""
    return user.has_perm("analysis.change_issue")


def user_can_suggest(user: User, article: Article) -> bool:
    """Say what readers are shown beside a text: it changes a public page at once."""
    return user_can_publish(user, article)


def user_can_restore(user: User, article: Article) -> bool:
    return user_can_edit(user, article)


def user_can_view_image(user: User, image: Image) -> bool:
    return user.has_perm("analysis.view_image")
