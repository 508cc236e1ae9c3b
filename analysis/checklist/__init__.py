"""What a text should be before it is public: one rule, one function."""

from analysis.checklist.examining import blocks, examine, findings_for, keep
from analysis.checklist.sentences import sentence

__all__ = ["blocks", "examine", "findings_for", "keep", "sentence"]
