"""
An S3-compatible store on the loopback, as small as what we ask of one: put, get, head, list, and uploads in parts.

It believes a request only after it has computed the signature (AWS Signature Version 4) itself.
"""

import hashlib
import hmac
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET, REGION, BUCKET = "a-key", "a/secret+of=signs", "eu-north-1", "pictures"
# Few, so that a list of some files takes several questions.
LISTED_AT_ONCE = 3
AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<scope>[^,]+), "
    r"SignedHeaders=(?P<signed>[^,]+), Signature=(?P<signature>\w+)"
)


class Store(ThreadingHTTPServer):
    """`files`: what is in the bucket, by name."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.files: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        self.sent_headers: set[str] = set()
        # As a broken store: answers with this status, or with nothing at all until it is set.
        self.failing_with: int | None = None
        self.answers = threading.Event()
        self.answers.set()
        self.is_public = False

    @property
    def url(self) -> str:
        return f"s3+http://{KEY}:{quote(SECRET, safe='')}@127.0.0.1:{self.server_port}/{BUCKET}?region={REGION}"


@contextmanager
def running(store: Store) -> Iterator[Store]:
    thread = threading.Thread(target=store.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield store
    finally:
        store.answers.set()
        store.shutdown()
        store.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    server: Store
    protocol_version = "HTTP/1.1"
    # One answer is one segment, whatever Nagle thinks of it.
    wbufsize = -1

    def log_message(self, *_arguments: Any) -> None:
        pass

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def begin(self) -> bool:
        """Whether this is for us, and by somebody who may."""
        parts = urlsplit(self.path)
        self.query = dict(parse_qsl(parts.query, keep_blank_values=True))
        bucket, _slash, name = unquote(parts.path).removeprefix("/").partition("/")
        self.name = name
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.command, name))
        self.server.sent_headers |= {header.lower() for header in self.headers}
        self.server.answers.wait()
        if self.server.failing_with:
            return self.refuse(self.server.failing_with, HTTPStatus(self.server.failing_with).phrase.replace(" ", ""))
        if not (self.server.is_public and self.command == "GET") and (problem := self.signature_problem()):
            return self.refuse(403, problem)
        if bucket != BUCKET:
            return self.refuse(404, "NoSuchBucket")
        return True

    def signature_problem(self) -> str | None:
        said = AUTHORIZATION.fullmatch(self.headers.get("Authorization", ""))
        if not said:
            return "AccessDenied"
        if said["key"] != KEY:
            return "InvalidAccessKeyId"
        day, region, service, last = said["scope"].split("/")
        if (region, service, last) != (REGION, "s3", "aws4_request"):
            return "AuthorizationHeaderMalformed"
        if self.headers["x-amz-content-sha256"] != hashlib.sha256(self.body).hexdigest():
            return "XAmzContentSHA256Mismatch"
        signing = f"AWS4{SECRET}".encode()
        for part in (day, region, service, last):
            signing = hmac.digest(signing, part.encode(), "sha256")
        signature = hmac.digest(signing, self.string_to_sign(said["scope"], said["signed"]).encode(), "sha256").hex()
        return None if hmac.compare_digest(signature, said["signature"]) else "SignatureDoesNotMatch"

    def string_to_sign(self, scope: str, signed: str) -> str:
        parts = urlsplit(self.path)
        query = "&".join(
            f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(self.query.items())
        )
        headers = "".join(f"{name}:{' '.join(self.headers[name].split())}\n" for name in signed.split(";"))
        request = "\n".join((self.command, parts.path, query, headers, signed, self.headers["x-amz-content-sha256"]))
        digest = hashlib.sha256(request.encode()).hexdigest()
        return "\n".join(("AWS4-HMAC-SHA256", self.headers["x-amz-date"], scope, digest))

    def do_PUT(self) -> None:
        if not self.begin():
            return
        if "uploadId" in self.query:
            self.server.parts[self.query["uploadId"]][int(self.query["partNumber"])] = self.body
        else:
            self.server.files[self.name] = self.body
            self.server.kinds[self.name] = self.headers.get("Content-Type", "")
        self.answer(200, headers={"ETag": etag(self.body)})

    def do_POST(self) -> None:
        if not self.begin():
            return
        if "uploads" in self.query:
            upload = uuid.uuid4().hex
            self.server.parts[upload] = {}
            self.answer(200, xml("InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>"))
        else:
            parts = self.server.parts.pop(self.query["uploadId"])
            self.server.files[self.name] = b"".join(parts[number] for number in sorted(parts))
            self.server.kinds[self.name] = ""
            self.answer(200, xml("CompleteMultipartUploadResult", f"<ETag>{etag(self.server.files[self.name])}</ETag>"))

    def do_GET(self) -> None:
        if not self.begin():
            return
        if not self.name:
            self.answer(200, self.listed())
        elif self.name in self.server.files:
            content = self.server.files[self.name]
            self.answer(
                200, content, headers={"ETag": etag(content), "Content-Type": self.server.kinds.get(self.name, "")}
            )
        else:
            self.refuse(404, "NoSuchKey")

    def do_HEAD(self) -> None:
        self.do_GET()

    def listed(self) -> bytes:
        prefix, after = self.query.get("prefix", ""), self.query.get("continuation-token", "")
        found = sorted(name for name in self.server.files if name.startswith(prefix) and name > after)
        some = found[:LISTED_AT_ONCE]
        contents = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{len(self.server.files[name])}</Size>"
            f"<LastModified>2026-11-16T12:00:00.000Z</LastModified><ETag>{etag(self.server.files[name])}</ETag></Contents>"
            for name in some
        )
        more = f"<NextContinuationToken>{escape(some[-1])}</NextContinuationToken>" if found > some else ""
        return xml("ListBucketResult", f"<IsTruncated>{'true' if more else 'false'}</IsTruncated>{more}{contents}")

    def refuse(self, status: int, code: str) -> bool:
        self.answer(status, xml("Error", f"<Code>{code}</Code><Message>{code}</Message>"))
        return False

    def answer(self, status: int, body: bytes = b"", *, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Last-Modified": formatdate(usegmt=True), **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def xml(root: str, inside: str) -> bytes:
    return f'<?xml version="1.0"?><{root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{inside}</{root}>'.encode()


def etag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
