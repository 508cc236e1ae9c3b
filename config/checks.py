"""What `check --deploy` asks of things outside."""

from typing import TYPE_CHECKING, Any, cast

from django.core.checks import CheckMessage, Error, register
from django.core.files.storage import FileSystemStorage, default_storage

if TYPE_CHECKING:
    from config.bucket import Bucket


@register(deploy=True)
def the_bucket_is_there_and_private(**_options: Any) -> list[CheckMessage]:
    if isinstance(default_storage, FileSystemStorage):
        return []
    bucket = cast("Bucket", default_storage)
    return [Error(complaint, id="config.E001") for complaint in bucket.complaints()]
