"""Which UUID a player has, as the server tells. Computes only; no I/O.

>>> offline_uuid("Steve")
'5627dd98-e6be-3c21-b8a8-e92344183641'
"""

import hashlib
import json
import re
import uuid
from typing import Any

MOST = 10_000
"""So many players' UUIDs are remembered."""

# UUID of player Steve is 069a79f4-44e9-4726-a5be-fca90e38aaf5
_TOLD = re.compile(r"UUID of player (?P<name>.{1,40}) is (?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


def offline_uuid(name: str) -> str:
    """What a server in offline mode makes of a name: it says nothing about who somebody is."""
    digest = hashlib.md5(f"OfflinePlayer:{name}".encode(), usedforsecurity=False).digest()
    return str(uuid.UUID(bytes=digest, version=3))


def is_of_name(player: str, its_uuid: str) -> bool:
    """Whether a UUID was only made of the name, so that another name would have another one."""
    return its_uuid == offline_uuid(player)


def told(line: str) -> tuple[str, str] | None:
    """Name and UUID in a line of the console, or None."""
    found = _TOLD.fullmatch(line.strip())
    return (found["name"], found["uuid"]) if found else None


def cached(text: str) -> dict[str, str]:
    """The players in the server's `usercache.json`: `[{"name": "Steve", "uuid": …, "expiresOn": …}]`.

    A name that two had in turn is the one's who had it last.

    Raises:
        ValueError: it is no such file.
    """
    rows: Any = json.loads(text)
    if not isinstance(rows, list):
        raise ValueError("a list was expected")
    found = [row for row in rows if isinstance(row, dict) and is_uuid(row.get("uuid"))]
    found.sort(key=lambda row: str(row.get("expiresOn")))  # "2026-12-22 08:43:08 +0000"
    return {row["name"]: row["uuid"] for row in found if isinstance(row.get("name"), str)}


def is_uuid(value: Any) -> bool:
    """Whether something is a UUID as Minecraft writes it."""
    return isinstance(value, str) and bool(re.fullmatch(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", value))


class Uuids:
    """The UUIDs of players, the newest known of each; players are the same whatever the case of their names."""

    def __init__(self) -> None:
        self._uuids: dict[str, str] = {}

    def learn(self, player: str, its_uuid: str) -> None:
        """A player has a UUID; one that is only made of the name is not worth knowing."""
        self._uuids.pop(player.lower(), None)
        if not is_of_name(player, its_uuid):
            self._uuids[player.lower()] = its_uuid
        if len(self._uuids) > MOST:
            self._uuids.pop(next(iter(self._uuids)))

    def of(self, player: str) -> str | None:
        """A player's UUID, or None."""
        return self._uuids.get(player.lower())
