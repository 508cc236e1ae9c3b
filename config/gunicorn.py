"""The web server: `gunicorn --config python:config.gunicorn`, alone in production and under `serve`."""

import signal
from pathlib import Path
from typing import Any

from config import env
from config.children import die_with

wsgi_app = "config.wsgi"
bind = f"{env.HOST}:{env.PORT}"
workers = env.WEB_CONCURRENCY
worker_class = "gthread"
threads = 4
# Whoever asks a long question gets an answer of ours to the beginning of it.
limit_request_line = 8190
# X-Forwarded-* is believed from these alone; unset, gunicorn would believe this machine.
forwarded_allow_ips = ",".join(env.TRUSTED_PROXIES)
# Longer than nginx keeps an idle connection to us.
keepalive = 5
graceful_timeout = 10
loglevel = "warning"
# Otherwise it writes into the home folder.
control_socket_disable = True
# A heartbeat on a disk stalls with the disk.
MEMORY = Path("/dev/shm")  # noqa: S108
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None

reload = env.DEBUG
reload_extra_files = [str(path) for path in (env.BASE_DIR / "templates").rglob("*")] if reload else []


def post_fork(arbiter: Any, _worker: Any) -> None:
    die_with(arbiter.pid, signal.SIGQUIT)
