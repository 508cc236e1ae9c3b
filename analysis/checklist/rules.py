"""Every rule there is. Its function's name is the rule's name, and the order is that of what they say."""

from typing import Final

from analysis.checklist.filing_rules import (
    assessment_without_reason,
    duplicate_title,
    no_byline,
    no_topic,
    week_and_dates,
)
from analysis.checklist.found import Rule
from analysis.checklist.link_rules import broken_internal_link, empty_link_text
from analysis.checklist.picture_rules import missing_alt_text, missing_credit, untranslated_caption
from analysis.checklist.writing_rules import (
    heading_order,
    house_style,
    missing_standfirst,
    open_footnote,
    over_long_title,
    unsourced_number,
    very_long_paragraph,
)

RULES: Final[tuple[Rule, ...]] = (
    no_topic,
    over_long_title,
    duplicate_title,
    missing_standfirst,
    no_byline,
    week_and_dates,
    assessment_without_reason,
    missing_credit,
    missing_alt_text,
    untranslated_caption,
    house_style,
    unsourced_number,
    open_footnote,
    broken_internal_link,
    empty_link_text,
    heading_order,
    very_long_paragraph,
)
NAMES: Final = tuple(rule.__name__ for rule in RULES)
