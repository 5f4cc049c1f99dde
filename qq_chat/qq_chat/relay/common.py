"""What both directions of the relay need."""

import asyncio
import time
from dataclasses import dataclass, field

from mcdreforged.api.types import PluginServerInterface

from qq_api import Bot, Texts
from qq_chat.config import Config
from qq_chat.database import Database
from qq_chat.gate import Gate
from qq_chat.people.accounts import Accounts
from qq_chat.people.bindings import Bindings
from qq_chat.people.members import Members
from qq_chat.people.preferences import Preferences
from qq_chat.people.rights import Rights
from qq_chat.relay.memory import Memory
from qq_chat.relay.quiet import Quiet
from qq_chat.relay.routes import Routes
from qq_chat.status.online import Online
from qq_chat.text.blocked import BlockedWords


@dataclass(frozen=True)
class Common:
    """One server's relay: its settings, and who and what is known.

    Attributes:
        server: of this plugin.
        bot, loop: qq_api's, and its loop.
        config, texts: the owner's wishes, and the words.
        routes, blocked: where lines go, and what is not said.
        database: what outlives us.
        bindings, members, accounts: who is who in QQ.
        rights: what somebody in QQ may do.
        gate: types into the console.
        online, preferences: who plays, and what they want to see.
        memory: what was said lately.
        quiet: groups whose chat is not relayed for a while.
    """

    server: PluginServerInterface
    bot: Bot
    loop: asyncio.AbstractEventLoop
    config: Config
    texts: Texts
    routes: Routes
    blocked: BlockedWords
    database: Database
    bindings: Bindings
    rights: Rights
    gate: Gate
    online: Online
    preferences: Preferences
    members: Members = field(default_factory=Members)
    accounts: Accounts = field(default_factory=Accounts)
    memory: Memory = field(default_factory=Memory)
    quiet: Quiet = field(default_factory=Quiet)

    def always(self) -> dict[str, str]:
        """The fields of every template."""
        now = time.strftime("%H:%M")
        return {"server": self.config.server_name, "time": now, "online": str(len(self.online.seen))}

    def tagged(self, words: str) -> str:
        """`[survival] words`: whose they are, where several servers speak in one group."""
        return f"[{self.config.server_name}] {words}"
