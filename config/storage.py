"""Where pictures are kept: in the data folder, or in the bucket that MEDIA_STORAGE_URL names."""

from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FORM: Final = "s3://KEY:SECRET@HOST/BUCKET?region=REGION"
# With TLS, and without it for a store on a network of one's own.
SCHEMES: Final = {"s3": "https", "s3+http": "http"}
# What most stores call the one region they have.
REGION: Final = "us-east-1"
STYLES: Final = ("path", "virtual")


def media_storage(url: str) -> dict[str, Any]:
    """An entry for STORAGES. A bucket's code is loaded when it is first asked for something."""
    if not url:
        return {"BACKEND": "config.folder.Folder"}
    return {"BACKEND": "config.bucket.Bucket", "OPTIONS": from_url(url)}


def from_url(url: str) -> dict[str, Any]:
    """What `config.bucket.Bucket` takes. No message shows the address, since the secret is in it."""
    try:
        parts = urlsplit(url)
        place = _place(parts)
    except ValueError:
        raise mistake("is not an address") from None
    if parts.scheme not in SCHEMES:
        raise mistake("must begin with s3:// (or s3+http:// for a store without TLS)")
    bucket, _slash, prefix = unquote(parts.path).strip("/").partition("/")
    said = _options(parts.query)
    given = {
        "key": unquote(parts.username or ""),
        "secret": unquote(parts.password or ""),
        "host": place,
        "bucket": bucket,
    }
    for what, value in given.items():
        if not value:
            raise mistake(f"names no {what}")
    style = said.get("style", "path")
    endpoint = f"{bucket}.{place}" if style == "virtual" else place
    return {
        "bucket": bucket,
        "prefix": prefix,
        "endpoint": f"{SCHEMES[parts.scheme]}://{endpoint}",
        "style": style,
        "region": said.get("region", REGION),
        "key": given["key"],
        "secret": given["secret"],
    }


def _place(parts: SplitResult) -> str:
    """Host and port, as they are written. Raises ValueError where there is no such port."""
    _port = parts.port
    return parts.netloc.rpartition("@")[2]


def _options(query: str) -> dict[str, str]:
    said = dict(parse_qsl(query))
    for name in said.keys() - {"region", "style"}:
        raise mistake(f"knows no {name}")
    if said.get("style", "path") not in STYLES:
        raise mistake("knows two styles, path and virtual")
    return said


def mistake(what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"MEDIA_STORAGE_URL {what}: write {FORM}, with %2F for a / in the secret, or leave it empty to use DATA_DIR."
    )
