"""The web server: `gunicorn --config python:config.gunicorn`, alone in production and under `serve`."""

import gc
import os
import shutil
import signal
import tempfile
from logging.config import dictConfig
from pathlib import Path
from typing import Any

import psutil

from config import env, logs
from config.allocator import hold_less
from config.children import die_with

wsgi_app = "config.wsgi"
bind = env.LISTENS_ON
workers = env.WEB_CONCURRENCY
worker_class = "gthread"
threads = 4
# Whoever asks a long question gets an answer of ours to the beginning of it.
limit_request_line = 8190
# X-Forwarded-* is believed from these alone; unset, gunicorn would believe this machine.
forwarded_allow_ips = ",".join(env.TRUSTED_PROXIES)
# Proxies pass on what visitors write. A SCRIPT_NAME would put another path before every link, of kept pages too.
forwarder_headers = ""
# Longer than nginx keeps an idle connection to us.
keepalive = 5
graceful_timeout = 10
loglevel = "warning"
# Otherwise it writes into the home folder.
control_socket_disable = True
# A heartbeat on a disk stalls with the disk; and to count in a mapped file kills the process once the disk is full.
MEMORY = Path("/dev/shm")  # noqa: S108
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None

reload = env.DEBUG
reload_extra_files = [str(path) for path in (env.BASE_DIR / "templates").rglob("*")] if reload else []


# More than Python's 700: nearly all that a page makes goes without being looked for.
OBJECTS_BETWEEN_COLLECTIONS = 10_000

# In the environment, where prometheus-client looks; not by its import, which would bind to what is set by then.
COUNTS = "PROMETHEUS_MULTIPROC_DIR"


def on_starting(_arbiter: Any) -> None:
    hold_less()
    dictConfig(logs.configuration(env.LOG_FORMAT))
    place = MEMORY if MEMORY.is_dir() else env.DATA_DIR
    forget_counts_of_the_dead(place)
    os.environ[COUNTS] = tempfile.mkdtemp(prefix=f"barometer-metrics-{os.getpid()}-", dir=place)


def forget_counts_of_the_dead(place: Path) -> None:
    """Of servers that were killed. Those of other accounts stay: we may not remove them."""
    for folder in place.glob("barometer-metrics-*"):
        pid = folder.name.split("-")[2]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def on_exit(_arbiter: Any) -> None:
    shutil.rmtree(os.environ[COUNTS], ignore_errors=True)


def post_fork(arbiter: Any, _worker: Any) -> None:
    die_with(arbiter.pid, signal.SIGQUIT)


def post_worker_init(_worker: Any) -> None:
    """What is loaded now stays for good: to look through all of it for rubbish takes as long as ten pages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
