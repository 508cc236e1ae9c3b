"""What a text should be before it is public: one rule, one function."""

from analysis.checklist.examining import blocks, examine, keep, sentence

__all__ = ["blocks", "examine", "keep", "sentence"]
