"""A group, a private chat and a game in memory, with all of binding."""

import asyncio
import logging
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

from mcdreforged.api.command import Literal, RequirementNotMet
from mcdreforged.api.types import ConsoleCommandSource, Info, PlayerCommandSource, PluginServerInterface
from mcdreforged.command.builder.callback import DirectCallbackInvoker

from qq_api import MessageEvent, Texts, text
from qq_chat.commands.binding.features import binding_features
from qq_chat.commands.in_qq import InQQ
from qq_chat.config import Config
from qq_chat.config.binding import Binding
from qq_chat.config.community import Whitelist
from qq_chat.config.permissions import Permissions
from qq_chat.database import Database
from qq_chat.gate import Gate
from qq_chat.people.bindings import Bindings
from qq_chat.people.members import Members
from qq_chat.people.rights import Rights
from qq_chat.relay.common import Common
from qq_chat.status.online import Online

GROUP, ADMIN, ALICE, BOB = 900, 10003, 10001, 10002
STEVE, OTHER = "069a79f4-44e9-4726-a5be-fca90e38aaf5", "ec561538-f3fd-461d-aff5-086b22154bce"


class Place:
    """A group, a private chat and a game, and what was answered there."""

    def __init__(
        self, folder: Path, language: str = "en_us", permissions: Any = None, whitelist: Any = None, **binding: Any
    ) -> None:
        (folder / "qq_chat").mkdir(exist_ok=True)
        self.database = Database(folder / "qq_chat" / "qq_chat.db")
        rights = Permissions(**permissions or {})
        config = Config(main_group=[GROUP], admins=[ADMIN], permissions=rights, binding=Binding(**binding))
        config.community.whitelist = Whitelist(**whitelist or {})
        bindings = Bindings(self.database, config.binding)
        self.typed: list[str] = []
        self.cards: dict[int, str] = {}
        self.server = MagicMock(spec=PluginServerInterface)
        self.server.get_data_folder.return_value = str(folder / "qq_chat")
        self.server.get_mcdr_config.return_value = {"working_directory": str(folder)}
        self.server.logger = logging.getLogger("qq_chat.test")
        self.common = Common(
            server=self.server,
            bot=MagicMock(),
            loop=asyncio.get_running_loop() if whitelist else MagicMock(),
            config=config,
            texts=Texts.load("qq_chat", language),
            routes=MagicMock(),
            blocked=MagicMock(),
            database=self.database,
            bindings=bindings,
            rights=Rights(config.permissions, config.admins, lambda user_id: bindings.player_of(user_id) is not None),
            gate=Gate(self.typed.append, self.typed.append),
            online=Online(["Steve"]),
            preferences=MagicMock(),
            members=Members(),
        )
        self.common.members.know(GROUP, [{"user_id": user_id} for user_id in (ALICE, BOB, ADMIN)])
        self.bindings, self.features = bindings, binding_features(self.common)
        answers = SimpleNamespace(give=lambda _event, answer: self.answers.append(answer))
        self.answers: list[Any] = []
        every = [command for feature in self.features for command in feature.commands()]
        self._in_qq = InQQ(self.common, answers, every, lambda _user_id, _name: True)  # type: ignore[arg-type]

    def say(self, user_id: int, *message: Any, private: bool = False) -> Any:
        """The answer to a message; None where it was no command."""
        segments = [text(part) if isinstance(part, str) else part for part in message]
        where = {"message_type": "private"} if private else {"message_type": "group", "group_id": GROUP}
        sender = {"card": self.cards.get(user_id, "")}
        event = {"user_id": user_id, "self_id": 1, "message": segments, "raw_message": "", "sender": sender} | where
        before = len(self.answers)
        if not self._in_qq.run(MessageEvent(event)):
            return None
        assert len(self.answers) == before + 1
        return self.answers[-1]

    def in_game(self, player: str | None, line: str, level: int = 1) -> str:
        """What a player, or the console, is answered."""
        replies: list[str] = []
        source = MagicMock(spec=PlayerCommandSource if player else ConsoleCommandSource)
        source.player, source.is_console = player, player is None
        source.reply = lambda reply: replies.append(str(reply))
        source.has_permission = lambda wanted: level >= wanted
        every = [node for feature in self.features for node in (*feature.nodes(), *feature.owner_nodes())]
        (node,) = [node for node in every if isinstance(node, Literal) and line.split()[0] in node.literals]
        try:
            for execution in node._entry_execute(source, line):
                execution.scheduled_callback.invoke(DirectCallbackInvoker())
        except RequirementNotMet as refused:
            return str(refused.get_reason())
        return "\n".join(replies)

    def log_in(self, player: str, uuid: str = "", address: str = "/127.0.0.1:1") -> list[str]:
        """A player comes in; what was typed into the console thereupon."""
        before = len(self.typed)
        if uuid:
            self._hears("mcdr.general_info", info(f"UUID of player {player} is {uuid}"))
        line = info(f"{player}[{address}] logged in with entity id 1 at (0.5, 64.0, 0.5)")
        self._hears("mcdr.player_joined", player, line)
        return self.typed[before:]

    def _hears(self, event: str, *arguments: Any) -> None:
        for feature in self.features:
            listener = feature.listeners().get(event)
            if listener is not None:
                listener(self.server, *arguments)


def info(content: str, player: str | None = None) -> Info:
    line = MagicMock(spec=Info)
    line.content, line.player, line.is_from_server = content, player, True
    return line


def code_in(words: str) -> str:
    found = re.search(r"\b[0-9]{6}\b", words)
    assert found is not None, words
    return found[0]
