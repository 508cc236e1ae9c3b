import os
import signal
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from config import env
from config.embedded.cluster import Cluster
from config.embedded.lease import leave
from config.serving import demo, static_files
from config.serving.listening import PortTakenError, answers, bind
from config.serving.sources import watch_sources
from config.serving.stopping import Stopping
from config.serving.supervisor import Child, Supervisor, WebServerError

GUNICORN = (sys.executable, "-m", "gunicorn", "--config=python:config.gunicorn")
# A job that is due runs within half a second; one that is running when we stop gets ten to end.
WORKER = (
    *(sys.executable, str(env.BASE_DIR / "manage.py"), "procrastinate", "worker"),
    *("--fetch-job-polling-interval=0.5", "--shutdown-graceful-timeout=10"),
)
# Any number of our own.
START_LOCK = 0x6261726F


class Command(BaseCommand):
    help = "Set up the database, then run the web server and the job worker until Ctrl-C."
    requires_system_checks: list[str] = []  # migrate runs them, once the port is ours

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dev", action="store_true", help="reload on changes and show debug pages")
        parser.add_argument("--empty", action="store_true", help="do not load the demo publication")

    def handle(self, *args: Any, dev: bool, empty: bool, **options: Any) -> None:
        self.stopping = Stopping()
        self.stopping.listen()
        with took_port() as listener:
            try:
                self.set_up(with_demo=env.LOAD_DEMO and not empty, dev=dev)
                self.supervise(listener, dev=dev)
            except KeyboardInterrupt:
                return
            except OperationalError as error:
                raise CommandError(f"There is no database: {str(error).splitlines()[0]}") from error
            except WebServerError as error:
                raise CommandError("The web server cannot start; the reason stands above.") from error
            finally:
                leave_database()

    def set_up(self, *, with_demo: bool, dev: bool) -> None:
        env.DATA_DIR.mkdir(parents=True, exist_ok=True)
        with nullcontext() if dev else static_files.collecting(self.say):
            self.say("Starting the database …")
            with one_at_a_time():
                self.say("Migrating …")
                call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
                self.stopping.check()
                if with_demo:
                    demo.load_if_empty(self.say)
            connection.close()
        self.stopping.check()

    def supervise(self, listener: socket.socket, *, dev: bool) -> None:
        if dev:
            os.environ["DEBUG"] = "1"  # for the children: our own settings are read already
        port = listener.fileno()
        Supervisor(
            web=Child((*GUNICORN, f"--bind=fd://{port}"), inherits=[port], farewell=signal.SIGQUIT),
            worker=Child(WORKER),
            is_ready=lambda: answers(env.HOST, env.PORT),
            announce=self.announce,
            is_stale=watch_sources() if dev else lambda: False,
        ).run()

    def announce(self) -> None:
        self.say("Barometer is ready.")
        self.say(f"  {'The site':<22}{settings.SITE_URL}/")
        self.say(f"  {'The desk':<22}{settings.SITE_URL}/admin/")
        for line in demo.account_lines():
            self.say(line)
        self.say("Ctrl-C stops everything; the next start finds it as it was.")
        connection.close()

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


@contextmanager
def took_port() -> Iterator[socket.socket]:
    """Before anything that takes time, so that a mistake is said at once."""
    try:
        listener = bind(env.HOST, env.PORT)
    except PortTakenError as error:
        another = f"PORT={env.PORT + 1} python3 manage.py serve"
        raise CommandError(f"Port {env.PORT} is taken; choose another: {another}") from error
    except OSError as error:
        raise CommandError(f"{env.HOST}:{env.PORT} cannot be served: {error.strerror}") from error
    with listener:
        yield listener


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two servers that start on one database do not migrate it twice; the lock goes with our connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [START_LOCK])
        yield
        cursor.execute("SELECT pg_advisory_unlock(%s)", [START_LOCK])


def leave_database() -> None:
    connection.close()
    if connection.settings_dict["ENGINE"] == "config.embedded":
        leave(Cluster(env.DATA_DIR))
