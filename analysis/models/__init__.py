from analysis.models.addresses import Address
from analysis.models.articles import Article, ArticleTopic, Assessment, Byline, BylineRole, Source, Status
from analysis.models.authors import Author, AuthorLink
from analysis.models.images import Image
from analysis.models.issues import Edition, Issue
from analysis.models.languages import Language
from analysis.models.masthead import Masthead
from analysis.models.publications import Publication, PublicationByline
from analysis.models.revisions import Revision
from analysis.models.tags import Tag, TaggedArticle
from analysis.models.topics import Topic

__all__ = [
    "Address",
    "Article",
    "ArticleTopic",
    "Assessment",
    "Author",
    "AuthorLink",
    "Byline",
    "BylineRole",
    "Edition",
    "Image",
    "Issue",
    "Language",
    "Masthead",
    "Publication",
    "PublicationByline",
    "Revision",
    "Source",
    "Status",
    "Tag",
    "TaggedArticle",
    "Topic",
]
