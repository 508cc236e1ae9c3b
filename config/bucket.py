"""
Pictures in a bucket of an S3-compatible store, which several web machines can share.

obstore rather than boto3: one compiled module that needs no other, with a fifth of the memory, and it is read only
where MEDIA_STORAGE_URL is set. A process that has used it must not fork: nothing is made before the first question.
"""

import logging
import mimetypes
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.encoding import filepath_to_uri
from obstore.exceptions import BaseError
from obstore.store import S3Store

if TYPE_CHECKING:
    from obstore import GetResult
    from obstore.store import ClientConfig, RetryConfig, S3Credential

logger = logging.getLogger(__name__)

# Larger than any picture: those go and come in one piece. Whatever else a backup may hold goes in several.
PIECE: Final = 24 * 2**20
# So long a thread of ours waits for nothing.
RETRIES: Final["RetryConfig"] = {"max_retries": 2, "retry_timeout": timedelta(seconds=4)}
READING: Final["ClientConfig"] = {
    "connect_timeout": timedelta(seconds=2),
    "read_timeout": timedelta(seconds=4),
    "timeout": timedelta(minutes=1),
}
# Nothing comes back while twenty megabytes are on their way.
WRITING: Final["ClientConfig"] = {"connect_timeout": timedelta(seconds=2), "timeout": timedelta(seconds=20)}

STATUS: Final = re.compile(r"non-2xx status code: (\d+)")
CODE: Final = re.compile(r"<Code>(\w+)</Code>")
CURES: Final = {
    "NoSuchBucket": "there is no such bucket; make it first",
    "InvalidAccessKeyId": "it knows no such key",
    "SignatureDoesNotMatch": "the secret is not the key's; write %2F for a / in it",
    "AuthorizationHeaderMalformed": "it is in another region; say it with ?region=",
    "AccessDenied": "the key must be allowed to list, read and write",
}
# Where there is no answer: words that the library says somewhere.
SIGNS: Final = {
    "InvalidCertificate": "this machine knows no authority of its certificate; name one of your own in SSL_CERT_FILE",
    "dns error": "its host has no address",
    "ConnectionRefused": "nobody listens there",
    "TimedOut": "it takes too long",
}


class Bucket(Storage):
    """
    A storage of Django's. It puts, gets, looks and lists, at the address that was set and nowhere else. Objects get no
    rights of their own (no ACL): they are as private as the bucket, and readers get renditions through the application.

    What goes wrong is a FileNotFoundError, or else a ConnectionError that says what helps.
    """

    def __init__(
        self,
        *,
        bucket: str,
        endpoint: str,
        region: str,
        key: str,
        secret: str,
        prefix: str = "",
        style: str = "path",
        pause: float = 15,
    ) -> None:
        self.bucket, self.prefix, self.endpoint = bucket, prefix, endpoint
        self.region, self.key, self.secret = region, key, secret
        self.is_virtual = style == "virtual"
        self.line = Line(pause=pause)

    @cached_property
    def reading(self) -> S3Store:
        return self.store(READING)

    @cached_property
    def writing(self) -> S3Store:
        return self.store(WRITING)

    def store(self, patience: "ClientConfig", *, anybody: bool = False) -> S3Store:
        """`anybody`: as somebody without a key sees it."""
        return S3Store(
            self.bucket,
            prefix=self.prefix or None,
            client_options={**patience, "allow_http": self.endpoint.startswith("http://")},
            retry_config=RETRIES,
            # All of it is said here, whatever AWS_… variables may be around.
            credential_provider=None if anybody else self.credentials,
            skip_signature=anybody,
            endpoint=self.endpoint,
            region=self.region,
            virtual_hosted_style_request=self.is_virtual,
        )

    def credentials(self) -> "S3Credential":
        return {"access_key_id": self.key, "secret_access_key": self.secret, "token": None, "expires_at": None}

    @contextmanager
    def asked(self, name: str = "") -> Iterator[None]:
        """One question, about a file. While nobody answers, most askers are turned away at once."""
        if not self.line.may_ask():
            raise ConnectionError(f"{self} does not answer; it will be asked again in a moment.")
        try:
            yield
        except (BaseError, FileNotFoundError) as error:
            said = str(error)
            self.line.note(is_lost=is_lost(said))
            if isinstance(error, FileNotFoundError) and code_in(said) != "NoSuchBucket":
                raise FileNotFoundError(f"{self} has no {name}.") from None
            raise self.complaint(said) from None
        else:
            self.line.note(is_lost=False)

    def complaint(self, said: str) -> ConnectionError:
        what = "does not answer" if is_lost(said) else "refuses"
        problem = ConnectionError(f"{self} {what}: {reason(said)}.")
        logger.warning("%s", problem)
        return problem

    def __str__(self) -> str:
        return f"The bucket {self.bucket} (MEDIA_STORAGE_URL)"

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        if mode != "rb":
            raise ValueError(f"{name} can be read and replaced, but not changed.")
        with self.asked(name):
            found = self.reading.get(name)
            return File(BytesIO(found.bytes()) if found.meta["size"] <= PIECE else on_disk(found), name)

    def _save(self, name: str, content: "File[Any]") -> str:
        content.seek(0)
        kind, _encoding = mimetypes.guess_type(name)
        with self.asked(name):
            self.writing.put(
                name,
                content,
                attributes={"Content-Type": kind or "application/octet-stream"},
                chunk_size=PIECE,
                max_concurrency=1,
            )
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Names of pictures are drawn by lot, or say what is in the file: none is ever taken by something else."""
        return name

    def exists(self, name: str) -> bool:
        try:
            return self.size(name) >= 0
        except FileNotFoundError:
            return False

    def size(self, name: str) -> int:
        with self.asked(name):
            return int(self.reading.head(name)["size"])

    def files(self) -> Iterator[tuple[str, int]]:
        """The names and sizes of all. Empty ones are left out: programs make them to show folders."""
        with self.asked():
            for some in self.reading.list():
                yield from ((file["path"], file["size"]) for file in some if file["size"])

    def url(self, name: str | None) -> str:
        """The application's: it alone decides who sees what."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name) or "")

    def complaints(self) -> Iterator[str]:
        """What stands in the way of keeping pictures there, and of keeping them private."""
        try:
            for _first in self.files():
                break
        except ConnectionError as error:
            yield str(error)
        else:
            if self.is_open_to_anybody():
                yield f"{self} can be listed by anybody, and originals say where they were taken: make it private."

    def is_open_to_anybody(self) -> bool:
        try:
            next(iter(self.store(READING, anybody=True).list()), None)
        except BaseError:
            return False
        return True


def on_disk(found: "GetResult") -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 - it is the caller's
    for chunk in found.stream():
        file.write(chunk)
    file.seek(0)
    return file


class Line:
    """To somebody far away. While it is lost, one asker tries after each `pause` (seconds): others do not wait."""

    def __init__(self, *, pause: float) -> None:
        self.pause = pause
        self.is_lost = False
        self._next_try = 0.0
        self._alone = Lock()

    def may_ask(self) -> bool:
        with self._alone:
            if self.is_lost and time.monotonic() < self._next_try:
                return False
            self._next_try = time.monotonic() + self.pause
            return True

    def note(self, *, is_lost: bool) -> None:
        with self._alone:
            self.is_lost = is_lost
            self._next_try = time.monotonic() + self.pause


def is_lost(said: str) -> bool:
    """Whether there is nobody, or nobody who can help: all others would ask in vain, too."""
    status = status_in(said)
    if status is None:
        # In a list: a file of somebody else's, with a name that cannot be asked for.
        return "invalid path" not in said
    return status >= 500 or status == 429


def reason(said: str) -> str:
    """Without anything of the request. `said` has a first line for people, and many for those who mend the library."""
    if code := code_in(said):
        return CURES.get(code, code)
    known = (words for sign, words in SIGNS.items() if sign in said)
    return next(known, said.partition("\n")[0].rpartition(" - ")[2].strip(": "))


def status_in(said: str) -> int | None:
    found = STATUS.search(said)
    return int(found[1]) if found else None


def code_in(said: str) -> str:
    found = CODE.search(said)
    return found[1] if found else ""
