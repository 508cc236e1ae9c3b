"""What a backup says of itself."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Self

# Of the archive's layout: one that we do not know is refused.
FORMAT = 1
MANIFEST, CHECKSUM = "manifest.json", "manifest.sha256"


class BackupError(Exception):
    """Why there is no backup, or nothing was restored, and what helps: one line for the terminal."""


class Member(NamedTuple):
    size: int
    sha256: str


@dataclass
class Manifest:
    made_at: datetime
    barometer: str
    postgresql: str
    # The latest of each app, by its label.
    migrations: dict[str, str]
    # The columns of each table, in the order of its rows.
    tables: dict[str, list[str]]
    # The last number each has given; one that has given none is missing.
    sequences: dict[str, int]
    members: dict[str, Member] = field(default_factory=dict)

    def to_json(self) -> bytes:
        members = {name: member._asdict() for name, member in self.members.items()}
        said = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat(), "members": members}
        return json.dumps(said, indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Its checksum is right: what is odd was so when it was written."""
        try:
            said: dict[str, Any] = json.loads(text)
            if said.pop("format") != FORMAT:
                raise BackupError("it was made by a newer Barometer: restore it with that one.")
            members = {name: Member(**member) for name, member in said.pop("members").items()}
            return cls(made_at=datetime.fromisoformat(said.pop("made_at")), members=members, **said)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError(f"{MANIFEST} cannot be understood ({error!r}): this is no backup of ours.") from error

    @property
    def files(self) -> list[str]:
        return [name for name in self.members if name.startswith("media/")]

    @property
    def size(self) -> int:
        return sum(member.size for member in self.members.values())


def member_of(table: str) -> str:
    return f"database/{table}.copy"
