"""Running a program as somebody else, when we are root."""

import os
import pwd
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

# Bits of the kernel's capability sets; each lets a process through folders closed to its account.
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2


class ClusterError(Exception):
    """Something in the way of the embedded server, as one line for whoever started us."""


class Account(NamedTuple):
    uid: int
    gid: int


def own_account() -> Account:
    return Account(os.geteuid(), os.getegid())


def owner(path: Path) -> Account:
    found = path.stat()
    return Account(found.st_uid, found.st_gid)


def nobody() -> Account:
    found = pwd.getpwnam("nobody")
    return Account(found.pw_uid, found.pw_gid)


def has_name(account: Account) -> bool:
    return any(found.pw_uid == account.uid for found in pwd.getpwall())


def command_as(account: Account, *, reaching: Iterable[Path]) -> list[str]:
    """The beginning of a command line that runs the rest of it as this account, able to reach these paths."""
    if account.uid == os.geteuid():
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise ClusterError("PostgreSQL does not run as root: start as another user, or set DATABASE_URL.")
    identity = [setpriv, f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]
    closed = [parent for path in reaching for parent in path.parents if not may_pass(parent, account)]
    return [*identity, "--pdeathsig=keep", *(through(closed[0], account) if closed else [])]


def may_pass(directory: Path, account: Account) -> bool:
    found = directory.stat()
    return bool(found.st_mode & (0o100 if found.st_uid == account.uid else 0o001))


def through(closed: Path, account: Account) -> list[str]:
    """Options that let the program pass a closed folder (say, /root) without opening it to everybody."""
    held = effective_capabilities()
    for bit, name in ((CAP_DAC_READ_SEARCH, "dac_read_search"), (CAP_DAC_OVERRIDE, "dac_override")):
        if held & 1 << bit:
            return [f"--inh-caps=+{name}", f"--ambient-caps=+{name}"]
    raise ClusterError(f"PostgreSQL does not run as root, and uid {account.uid} cannot enter {closed}.")


def effective_capabilities() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapEff:"):
            return int(line.split()[1], 16)
    return 0
