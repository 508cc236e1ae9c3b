"""One run of the postmaster, as a child of the watcher."""

import os
import signal
import subprocess
from functools import partial
from pathlib import Path

import psutil

from config.children import die_with
from config.embedded.cluster import Cluster

SETTINGS = {
    "listen_addresses": "",  # the socket is the only way in
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",  # compiling takes longer than our queries
    "log_min_messages": "log",  # not ERROR: a refused statement carries somebody's data
    "log_checkpoints": "off",
    "log_line_prefix": "%m ",
}
LOG_LIMIT = 5_000_000


def start(cluster: Cluster) -> subprocess.Popen[bytes]:
    take_over_remains(cluster)
    settings = {**SETTINGS, "unix_socket_directories": cluster.socket_directory, "port": cluster.port}
    options = [f"--{name}={value}" for name, value in settings.items()]
    with cluster.log.open("ab") as log:
        return subprocess.Popen(
            cluster.command("postgres", "-D", cluster.data, *options),
            cwd="/",
            env={**os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Without its watcher nobody would ever stop it.
            preexec_fn=partial(die_with, os.getpid(), signal.SIGINT),
        )


def take_over_remains(cluster: Cluster) -> None:
    """After an unclean end: leave no process of the old server, and do not mind a stranger with its pid.

    The file itself stays: its other lines tell PostgreSQL whether the old shared memory is still in use.
    A pid file that names the postmaster's own parent, us, counts as stale.
    """
    pid_file = cluster.data / "postmaster.pid"
    if not pid_file.exists():
        return
    end(processes_in(cluster.data))
    _, *rest = pid_file.read_text().splitlines(keepends=True) or [""]
    pid_file.write_text("".join([f"{os.getpid()}\n", *rest]))
    (cluster.socket_directory / f".s.PGSQL.{cluster.port}.lock").unlink(missing_ok=True)


def processes_in(data: Path) -> list[psutil.Process]:
    """All of this cluster's server processes: each works in the cluster's folder."""
    found = psutil.process_iter(["name", "cwd"])
    return [one for one in found if (one.info["name"], one.info["cwd"]) == ("postgres", str(data.resolve()))]


def end(processes: list[psutil.Process]) -> None:
    for signum in (signal.SIGQUIT, signal.SIGKILL):
        for process in processes:
            if process.is_running():
                process.send_signal(signum)
        _, processes = psutil.wait_procs(processes, timeout=5)


def stop(server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown: sessions are ended, everything committed is on disk."""
    for signum, patience in ((signal.SIGINT, 15), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        if server.poll() is not None:
            return
        server.send_signal(signum)
        try:
            server.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            continue


def trim_log(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
