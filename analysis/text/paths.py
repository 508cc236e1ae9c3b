"""One page, one address."""

import unicodedata


def canonical_path(path: str) -> str:
    """Lower case in composed letters, one slash in front and, unless the last part names a file, one behind."""
    path = "/" + unicodedata.normalize("NFC", path.lower()).lstrip("/\\")
    is_file = "." in path.rpartition("/")[2]
    return path if path.endswith("/") or is_file else f"{path}/"
