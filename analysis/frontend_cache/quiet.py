"""
Tables whose changes purge no page, and why. A test holds this list, and the triggers, against the database.
"""

from typing import Final

DESK: Final = "only the desk reads it"
FOUND: Final = "only the search reads it, and its answers are not kept"
LETTERS: Final = "letters and a reader's own page read it, and neither is kept"
COPIED: Final = "what readers see of it is copied into the publication"

QUIET: Final = {
    "accounts_user": DESK,
    "account_emailaddress": DESK,
    "account_emailconfirmation": DESK,
    "analysis_address": "redirects and missing pages are not kept; a text's present address is its publication's",
    "analysis_approval": DESK,
    "analysis_articletopic": COPIED,
    "analysis_auditentry": DESK,
    "analysis_authorship": "it follows from by-lines and topics of publications, which tell",
    "analysis_autosave": DESK,
    "analysis_byline": COPIED,
    "analysis_draftlink": "previews are not kept",
    "analysis_editorialnote": DESK,
    "analysis_editorialnote_mentioned": DESK,
    "analysis_finding": DESK,
    "analysis_formerslug": "redirects are not kept",
    "analysis_historicalauthor": DESK,
    "analysis_historicalhousename": DESK,
    "analysis_historicalissue": DESK,
    "analysis_historicalname": DESK,
    "analysis_historicaltopic": DESK,
    "analysis_housename": DESK,
    "analysis_monthcount": "it follows from publications, which tell",
    "analysis_name": FOUND,
    "analysis_revision": COPIED,
    "analysis_searchmiss": DESK,
    "analysis_source": COPIED,
    "analysis_taggedarticle": COPIED,
    "analysis_translation": DESK,
    "analysis_word": FOUND,
    "auth_group": DESK,
    "auth_group_permissions": DESK,
    "auth_permission": DESK,
    "cache": "counts of attempts to sign in, and how far jobs have got",
    "django_admin_log": DESK,
    "django_content_type": "of the code, not of the publication",
    "django_migrations": "of the code, not of the publication",
    "django_session": DESK,
    "mfa_authenticator": DESK,
    "newsletters_delivery": LETTERS,
    "newsletters_mailing": LETTERS,
    "newsletters_subscription": LETTERS,
    "procrastinate_events": "jobs",
    "procrastinate_jobs": "jobs",
    "procrastinate_periodic_defers": "jobs",
    "procrastinate_workers": "jobs",
    "related_learnt": "weights by which neighbours are found; the neighbours are told of",
    "related_profile": "what is compared; the neighbours are told of",
    "taggit_tag": "the library's own; our tags have a table of their own",
    "taggit_taggeditem": "the library's own; our tags have a table of their own",
    "related_vocabulary": "what is compared; the neighbours are told of",
}
