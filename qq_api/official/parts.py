"""What a transport needs of the half that speaks OneBot: frames become events, actions become calls."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from qq_api.config import Official
from qq_api.official.actions import Actions
from qq_api.official.database import Database
from qq_api.official.memory import Memory
from qq_api.official.rest import Rest
from qq_api.official.settings import Settings
from qq_api.official.translator import Translator
from qq_api.texts import Texts
from qq_api.types import Payload

FILE = "official.sqlite3"
"""Who is who, and what was said, in qq_api's folder."""


class FromPlatform(Protocol):
    """Makes OneBot events of the platform's frames."""

    def to_onebot(self, frame: Payload) -> list[Payload]:
        """The events of one frame; none for what OneBot has no word for."""


class ToPlatform(Protocol):
    """Does OneBot actions on the platform."""

    async def call(self, action: str, params: dict[str, Any]) -> Any:
        """Do an action and return its `data`; raises what `qq_api.errors` lists."""


@dataclass
class Parts:
    """Both directions of one bot.

    Attributes:
        attach: tells them how to see whether the bot is there, and how to connect anew.
        close: leaves the file.
    """

    translator: FromPlatform
    actions: ToPlatform
    attach: Callable[[Callable[[], bool], Callable[[], None]], None] = lambda *_: None
    close: Callable[[], None] = lambda: None


def speaking(rest: Rest, config: Official, texts: Texts, folder: Path | None) -> Parts:
    """Both directions, for a bot that keeps what it knows in `folder`, or in memory alone."""
    database = Database(folder / FILE if folder else None, texts)
    settings = Settings(active=config.active, guilds=config.guilds, wait_seconds=config.wait)
    memory = Memory(config.app_id, database, settings, config.self_id)
    actions = Actions(rest, memory, texts)

    def attach(is_online: Callable[[], bool], reconnect: Callable[[], None]) -> None:
        actions.desk.is_online, actions.desk.reconnect = is_online, reconnect

    return Parts(Translator(memory, texts), actions, attach, database.close)
