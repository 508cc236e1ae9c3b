"""Web servers on free ports of this machine, with the product's own gunicorn configuration, for as long as a block."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

import psutil

from config.children import die_with
from config.env import BASE_DIR

HOST: Final = "127.0.0.1"
PRODUCT: Final = "config.wsgi"
HELLO: Final = "tests.bench.bare:hello"
DJANGO: Final = "tests.bench.bare:django()"
WEB_PROCESSES: Final = 2
START_SECONDS: Final = 60
STOP_SECONDS: Final = 20


@dataclass(frozen=True)
class Server:
    """`process` is the first one, whose children answer."""

    address: str
    process: psutil.Process


@contextmanager
def serving(application: str, *, probe: str = "/", port: int = 0, **environment: str) -> Iterator[Server]:
    """`probe`: what it answers once it is up; `port`: one that somebody else knows of."""
    port = port or free_port()
    address = f"http://{HOST}:{port}"
    production = {"DEBUG": "0", "HOST": HOST, "PORT": str(port), "SITE_URL": address, "LOG_FORMAT": "text"}
    with subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config=python:config.gunicorn", application],
        cwd=BASE_DIR,
        env={**os.environ, **production, "WEB_CONCURRENCY": str(WEB_PROCESSES), **environment},
        preexec_fn=partial(die_with, os.getpid(), signal.SIGTERM),
    ) as gunicorn:
        try:
            wait_until_it_answers(port, probe, gunicorn)
            yield Server(address, psutil.Process(gunicorn.pid))
        finally:
            stop(gunicorn)


def free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])


def wait_until_it_answers(port: int, path: str, server: "subprocess.Popen[bytes]") -> None:
    pause = threading.Event()
    for _glance in range(10 * START_SECONDS):
        if server.poll() is not None:
            break
        if status(port, path) == http.HTTPStatus.OK:
            return
        pause.wait(0.1)
    sys.exit("A web server did not start; the reason stands above.")


def status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", path)
        return connection.getresponse().status
    return 0


def stop(gunicorn: "subprocess.Popen[bytes]") -> None:
    gunicorn.terminate()
    try:
        gunicorn.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        gunicorn.kill()
