"""One page, one address."""


def canonical_path(path: str) -> str:
    """Lower case, one slash in front and, unless the last part is the name of a file, one behind."""
    path = "/" + path.lower().lstrip("/\\")
    is_file = "." in path.rpartition("/")[2]
    return path if path.endswith("/") or is_file else f"{path}/"
