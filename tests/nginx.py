"""Debian's nginx on this machine, for as long as a block."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from config.children import die_with
from config.env import BASE_DIR

NGINX: Final = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
AROUND: Final = """
daemon off; pid {place}/pid; worker_processes 2; {account}
events {{}}
http {{
    access_log off;
    client_body_temp_path {place}/body; proxy_temp_path {place}/proxy; fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
    include {place}/inside.conf;
}}
"""


def ours(place: Path, *, port: int, behind: int) -> str:
    """The product's own configuration, at addresses of this machine."""
    configuration = (BASE_DIR / "config/nginx.conf").read_text()
    for theirs, here in {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "server web:8000;": f"server 127.0.0.1:{behind};",
        "/var/cache/barometer": str(place / "pages"),
    }.items():
        assert configuration.count(theirs) == 1
        configuration = configuration.replace(theirs, here)
    return configuration


@contextmanager
def nginx(place: Path, configuration: str) -> Iterator["subprocess.Popen[bytes]"]:
    """`configuration`: what is inside `http`. It takes a moment until somebody listens."""
    (place / "inside.conf").write_text(configuration)
    account = "user root;" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(AROUND.format(place=place, account=account))
    process = subprocess.Popen(
        [str(NGINX), "-c", f"{place}/nginx.conf", "-e", f"{place}/nginx.log"],
        preexec_fn=partial(die_with, os.getpid(), signal.SIGTERM),
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)
