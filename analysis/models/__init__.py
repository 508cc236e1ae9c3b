from analysis.models.addresses import Address, FormerSlug
from analysis.models.approvals import Approval
from analysis.models.articles import Article, ArticleTopic, Byline, BylineRole, Source, Status
from analysis.models.assessments import Assessment
from analysis.models.audit import AuditEntry
from analysis.models.authors import Author, AuthorLink
from analysis.models.autosaves import Autosave
from analysis.models.corrections import Correction, CorrectionKind
from analysis.models.draft_links import DraftLink
from analysis.models.findings import Finding, Level
from analysis.models.house_style import HouseName
from analysis.models.images import Image
from analysis.models.issues import Edition, Gap, Issue
from analysis.models.key_texts import KeyText
from analysis.models.languages import Language
from analysis.models.masthead import Masthead
from analysis.models.month_counts import MonthCount
from analysis.models.names import Name
from analysis.models.notes import EditorialNote
from analysis.models.publications import Authorship, Publication, PublicationByline, PublicationTag, PublicationTopic
from analysis.models.revisions import Event, Revision
from analysis.models.search_misses import SearchMiss
from analysis.models.suggestions import Suggestion, SuggestionKind
from analysis.models.tags import Tag, TaggedArticle
from analysis.models.topics import Topic
from analysis.models.translations import Translation
from analysis.models.words import Word

__all__ = [
    "Address",
    "Approval",
    "Article",
    "ArticleTopic",
    "Assessment",
    "AuditEntry",
    "Author",
    "AuthorLink",
    "Authorship",
    "Autosave",
    "Byline",
    "BylineRole",
    "Correction",
    "CorrectionKind",
    "DraftLink",
    "Edition",
    "EditorialNote",
    "Event",
    "Finding",
    "FormerSlug",
    "Gap",
    "HouseName",
    "Image",
    "Issue",
    "KeyText",
    "Language",
    "Level",
    "Masthead",
    "MonthCount",
    "Name",
    "Publication",
    "PublicationByline",
    "PublicationTag",
    "PublicationTopic",
    "Revision",
    "SearchMiss",
    "Source",
    "Status",
    "Suggestion",
    "SuggestionKind",
    "Tag",
    "TaggedArticle",
    "Topic",
    "Translation",
    "Word",
]
