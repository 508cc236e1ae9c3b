"""One text in several languages."""
