"""The environment in `.venv`, made from the hashed lock with nothing but the standard library.

The rule: every command runs in `.venv` beside manage.py, whichever Python starts it. It is made when it is
missing and updated when its lock has changed; when it is up to date nothing is written, so that an image or a
read-only folder may hold one (`python3 -m config.bootstrap` makes it, with `--dev` also the tools for tests).
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
LOCK = "requirements.txt"
DEV_LOCK = "requirements-dev.txt"  # everything in LOCK, and more

# A dead index should be a sentence within seconds; who needs more patience sets these.
PIP_DEFAULTS = {
    "PIP_DEFAULT_TIMEOUT": "20",
    "PIP_RETRIES": "2",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
}
# What pip says of an index that is down, has no name or never answers.
UNREACHABLE = ("connection broken by", "Max retries exceeded", "Failed to establish a new connection")


class BootstrapError(Exception):
    """What is in the way, as one line."""


class UntouchedError(BootstrapError):
    """The same, and the environment is as it was."""


def enter_environment(argv: Sequence[str]) -> None:
    """Make `.venv` fit for this command, then go on inside it."""
    made = prepare_or_exit(DEV_LOCK if argv[1:2] == ["test"] else LOCK)
    if made or Path(sys.prefix).resolve() != ENVIRONMENT.resolve():
        sys.stdout.flush()
        python = str(python_of(ENVIRONMENT))
        os.execv(python, [python, *argv])  # noqa: S606


def prepare_or_exit(lock: str) -> bool:
    try:
        return prepare(lock)
    except BootstrapError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(f"{ENVIRONMENT} cannot be made: {error.strerror}: {error.filename}")


def prepare(lock: str) -> bool:
    """Whether anything had to be installed."""
    if is_current(lock):
        return False
    with alone(ROOT) as descriptor:
        if is_current(lock):  # somebody else was faster
            return False
        install(lock, keep_open=descriptor)
    return True


def is_current(lock: str) -> bool:
    return python_of(ENVIRONMENT).exists() and stamped().get(lock) == digest(lock)


def stamped() -> dict[str, str]:
    """The digests of the locks that `.venv` was made from; empty when its making was cut short."""
    try:
        digests: dict[str, str] = json.loads(stamp().read_text())
    except (OSError, ValueError):
        return {}
    return digests


def write_stamp(digests: dict[str, str]) -> None:
    stamp().write_text(json.dumps(digests))


def stamp() -> Path:
    return ENVIRONMENT / "locks.json"


def digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def python_of(environment: Path) -> Path:
    return environment / "bin" / "python"


@contextmanager
def alone(directory: Path) -> Iterator[int]:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def install(lock: str, *, keep_open: int) -> None:
    if not stamped() or not python_of(ENVIRONMENT).exists():
        say("Making the environment in .venv …")
        make_environment()
    before = stamped()
    lock = DEV_LOCK if DEV_LOCK in before else lock  # a workbench stays one
    write_stamp({})
    try:
        fill_environment(lock, keep_open=keep_open)
    except UntouchedError:
        write_stamp(before)
        raise
    write_stamp({name: digest(name) for name in ([LOCK, DEV_LOCK] if lock == DEV_LOCK else [LOCK])})


def make_environment() -> None:
    if find_spec("ensurepip") is None:
        raise BootstrapError("This Python cannot make environments; on Debian: apt install python3-venv")
    command = [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]
    made = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if made.returncode != 0:
        raise BootstrapError(f"{ENVIRONMENT} cannot be made: {last_line(made.stderr or made.stdout)}")


def fill_environment(lock: str, *, keep_open: int) -> None:
    log = ENVIRONMENT / "install.log"
    pip_install = [str(python_of(ENVIRONMENT)), "-m", "pip", "install"]
    with log.open("w") as record:
        pip = subprocess.Popen(
            [*pip_install, "--no-deps", "--require-hashes", "--requirement", str(ROOT / lock)],
            env={**PIP_DEFAULTS, **os.environ, "PIP_USER": "0"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            pass_fds=[keep_open],  # should we be killed, the next one waits for pip to end
        )
        lines = follow(pip, total=(ROOT / lock).read_text().count("=="))
        record.writelines(lines)
    if pip.wait() != 0:
        output = log.read_text()
        begun = "Installing collected packages" in output
        raise (BootstrapError if begun else UntouchedError)(f"{lock}: {reason(output)} (all of it in {log})")


def follow(pip: "subprocess.Popen[str]", *, total: int) -> Iterator[str]:
    """The lines of pip, while the terminal sees how far it is."""
    collected = 0
    say(f"Installing {total} packages …")
    for line in pip.stdout or ():
        yield line
        if line.startswith(("Collecting ", "Processing ")):
            collected += 1
            show(f"  {collected}/{total} {line.split()[1].rpartition('/')[2]}")
        elif line.startswith("Installing collected"):
            show("  unpacking")
    show("")


def say(sentence: str) -> None:
    print(sentence, flush=True)


def show(state: str) -> None:
    """On a terminal only, over the last one."""
    if sys.stdout.isatty():
        print(f"\r\033[K{state}", end="", flush=True)


def reason(output: str) -> str:
    """The sentence in pip's output that says what is wrong."""
    if any(sign in output for sign in UNREACHABLE):
        return "the package index cannot be reached"
    errors = [line for line in output.splitlines() if line.startswith("ERROR:")]
    return errors[0].removeprefix("ERROR: ") if errors else last_line(output)


def last_line(output: str) -> str:
    return (output.strip().splitlines() or ["no reason given"])[-1]


def main() -> NoReturn:
    prepare_or_exit(DEV_LOCK if "--dev" in sys.argv else LOCK)
    sys.exit(0)


if __name__ == "__main__":
    main()
