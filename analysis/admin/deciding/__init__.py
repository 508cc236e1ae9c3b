"""What can be decided about a text, and the pages that ask once more."""
