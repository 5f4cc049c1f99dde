"""Who is online, and who may come in. Names are found whatever their case, as vanilla does. Pure."""

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Final

from qq_api.sandbox.minecraft.refused import AlreadyOnline, NotOnline, NotWhitelisted, ServerFull, check_name

MAX_PLAYERS: Final = 20


def offline_uuid(name: str) -> uuid.UUID:
    """Give the UUID a server in offline mode derives from a name: version 3, without a namespace."""
    digest = hashlib.md5(f"OfflinePlayer:{name}".encode(), usedforsecurity=False).digest()
    return uuid.UUID(bytes=digest, version=3)


@dataclass
class Whitelist:
    """The names that may join while the whitelist is on."""

    enabled: bool = False
    _names: dict[str, str] = field(default_factory=dict)  # {"steve": "Steve"}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def names(self) -> list[str]:
        """List the names, in the order they were added."""
        return list(self._names.values())

    def add(self, name: str) -> bool:
        """Add a name; False when it was there. Raises `BadName`."""
        if check_name(name) in self:
            return False
        self._names[name.lower()] = name
        return True

    def remove(self, name: str) -> str | None:
        """Take a name out and give it as it was written; None when it was not there."""
        return self._names.pop(name.lower(), None)


@dataclass
class PlayerList:
    """The players online, and the whitelist that guards the door."""

    whitelist: Whitelist = field(default_factory=Whitelist)
    _online: dict[str, str] = field(default_factory=dict)  # {"steve": "Steve"}

    def names(self) -> list[str]:
        """List who is online, in the order they joined."""
        return list(self._online.values())

    def check(self, name: str) -> str:
        """Give the name of someone who is online as it is written; raises `NotOnline`."""
        if name.lower() not in self._online:
            raise NotOnline(name)
        return self._online[name.lower()]

    def check_absent(self, name: str) -> None:
        """Make sure a name can join; raises `BadName` or `AlreadyOnline`."""
        if check_name(name).lower() in self._online:
            raise AlreadyOnline(name)

    def add(self, name: str) -> None:
        """Let a player in; raises `NotWhitelisted` or `ServerFull`, and what `check_absent` does."""
        self.check_absent(name)
        if self.whitelist.enabled and name not in self.whitelist:
            raise NotWhitelisted(name)
        if len(self._online) >= MAX_PLAYERS:
            raise ServerFull(name)
        self._online[name.lower()] = name

    def remove(self, name: str) -> None:
        """Let a player go; raises `NotOnline`."""
        del self._online[self.check(name).lower()]
