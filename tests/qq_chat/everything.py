"""One server with every command there is, and the relay in both directions, in memory."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from asking import Asking

from qq_api import MessageEvent, text
from qq_chat.commands.answers import Answers
from qq_chat.commands.servers import Servers
from qq_chat.game.lexicon import load_lexicon
from qq_chat.game.silence import Silence
from qq_chat.game.telling import Telling
from qq_chat.people.preferences import Preferences
from qq_chat.plugin import features
from qq_chat.relay.from_game import FromGame
from qq_chat.relay.from_qq import FromQQ
from qq_chat.relay.memory import Memory
from qq_chat.relay.rendering.known import Known
from qq_chat.relay.routes import Routes, usual
from qq_chat.server.runner import Runner
from qq_chat.text.blocked import BlockedWords

ADMIN, BOUND, NOBODY = 1, 2, 5


class Everything(Asking):
    """The server.

    Attributes:
        typed: what its console got.
        ran: MCDR's commands, each with the level of whoever ran it.
        in_qq_said: what the groups got.
        shown: what players saw.
    """

    def __init__(self, folder: Path, **config: Any) -> None:
        wanted = {
            "commands": {"mcdr": True},
            "votes": {"enabled": True, "kinds": {"kick": {"command": "kick {player}", "needed": 1}}},
            "binding": {"proof": "none", "java": {"limit": 100}, "bedrock": {"limit": 100}},
            "community": {"whitelist": {"with_binding": True}, "leaving": {"enabled": False}},
            "multi_server": {"enabled": True, "servers": ["survival"]},
            "mcdr_commands": {"quiet": 0.01, "wait": 0.02},
            "answers": {"per_minute": 1000},
            "status": {"tps": ""},
            "keywords": [{"words": ["."], "match": "pattern", "answer": "{player} {qq}", "cooldown": 0}],
            "command_settings": {
                name: {"cooldown": 0} for name in ("ping", "status", "player", "say", "announce", "vote")
            },
        }
        super().__init__(folder, **{**wanted, **config})
        common, config_ = self.common, self.config
        self.ran: list[tuple[str, int]] = []
        self.in_qq_said: list[tuple[int, Any]] = []
        server = common.server
        server.execute_command = lambda line, source: self.ran.append((line, source.get_permission_level()))
        server.execute = self.typed.append
        server.get_mcdr_config = lambda: {"working_directory": str(folder)}
        server.tell = lambda _whom, line: self.shown.append(line)
        rows = [*config_.routes, *usual(config_.message_sync_groups, [], [])]
        common.routes = Routes(rows, config_.server_name, config_.all_groups())
        common.blocked, common.memory = BlockedWords([]), Memory()
        common.preferences = Preferences(self.database)
        common.accounts.hears = lambda *_: True
        self.outbox.put = lambda group_id, message, **_: self.in_qq_said.append((group_id, message))
        self.answers = Answers(common, self.outbox)
        lookups: Any = SimpleNamespace(learn=lambda _: None, keep=lambda _: None)
        in_order: Any = SimpleNamespace(put=lambda _group, _self, _needs, show: show(Known()))
        self.from_qq = FromQQ(common, lookups, in_order)
        self.runner = Runner(common.gate, lambda _: None, lambda: False, 0.1)
        self.features = features(common, self.from_qq, self.outbox, self.runner, self.answers)
        servers = Servers(common)
        self.use(servers, *self.features, is_for_us=servers.is_for_us)
        telling = Telling(config_.game, load_lexicon("en_us"), common.texts, Silence())
        self.from_game = FromGame(common, self.outbox, telling, Silence())
        self.bind(Bound=str(BOUND))
        self.typed.clear()

    async def said_in_qq(self, words: Any, user_id: int, **more: Any) -> None:
        """Somebody says something in the group, as MCDR's events bring it, and all of it is done."""
        message = [text(words)] if isinstance(words, str) else words
        event = MessageEvent({**self.event(message, user_id), **more})
        if not self.in_qq.run(event):
            self.from_qq.message(event)
            for feature in self.features:
                feature.said(event)
        for _ in range(4):
            await asyncio.sleep(0)
        await asyncio.gather(*self.in_qq._running)

    def close(self) -> None:
        for feature in self.features:
            feature.close()
        super().close()
