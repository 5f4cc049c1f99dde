"""Commands asked for in memory: everything that they need, without MCDR and without QQ."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from qq_api import MessageEvent, Texts, parse, plain
from qq_chat.commands.in_qq import InQQ
from qq_chat.config import Config
from qq_chat.database import Database
from qq_chat.gate import Gate
from qq_chat.people.bindings import Bindings
from qq_chat.people.members import Members
from qq_chat.people.rights import Rights
from qq_chat.relay.quiet import Quiet
from qq_chat.status.online import Online

GROUP, US = 20001, 9


class Log:
    """Takes what is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __getattr__(self, _level: str) -> Any:
        return lambda line, *values: self.lines.append(str(line) % values if values else str(line))


class Bot:
    """QQ: what it is asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.members: dict[int, Any] = {}

    def accounts(self) -> list[int]:
        """The one that is connected."""
        return [US]

    async def call_action(self, action: str, **params: Any) -> Any:
        """A list of members (or the error that stands for it), or nothing."""
        self.asked.append((action, params))
        answer = self.members.get(params.get("group_id", 0)) if action == "get_group_member_list" else None
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, (set, frozenset)):
            return [{"user_id": user_id, "nickname": f"n{user_id}"} for user_id in sorted(answer)]
        return answer


class Asking:
    """One server's commands.

    Args:
        folder: of the plugin.
        config: keys of its configuration.
    """

    def __init__(self, folder: Path, **config: Any) -> None:
        self.config = Config.model_validate({"message_sync_groups": [GROUP], "admins": [1], **config})
        self.typed: list[str] = []
        self.said: list[Any] = []
        self.shown: list[Any] = []
        self.log = Log()
        self.up = True
        self.database = Database(folder / "qq_chat.db")
        texts = Texts.load("qq_chat", "en_us")
        self.bindings = Bindings(self.database, self.config.binding)
        self.bot: Any = Bot()
        self.common: Any = SimpleNamespace(
            server=SimpleNamespace(
                logger=self.log,
                get_data_folder=lambda: str(folder),
                is_server_startup=lambda: self.up,
                say=self.shown.append,
                schedule_task=lambda task: task(),
                get_server_pid_all=list,
                get_plugin_metadata=lambda _name: None,
                get_server_information=lambda: SimpleNamespace(version="1.21"),
            ),
            loop=asyncio.get_running_loop(),
            config=self.config,
            texts=texts,
            database=self.database,
            bot=self.bot,
            bindings=self.bindings,
            members=Members(),
            accounts=SimpleNamespace(are_ours=lambda user_id: user_id == US, of=lambda _group: US),
            rights=Rights(self.config.permissions, self.config.admins, lambda one: bool(self.bindings.all_of(one))),
            gate=Gate(self.typed.append, self.typed.append),
            online=Online(["Steve"]),
            quiet=Quiet(),
            always=lambda: {"server": "survival", "online": "1", "time": "12:00"},
            tagged=lambda words: f"[survival] {words}",
        )
        self.answers: Any = SimpleNamespace(give=lambda _event, answer: self.said.append(answer))
        self.outbox: Any = SimpleNamespace(put=lambda group_id, message, **_: self.said.append((group_id, message)))

    @property
    def in_game(self) -> list[str]:
        """What players were shown, as plain text."""
        return [line.to_plain_text() for line in self.shown]

    def use(self, *features: Any, is_for_us: Any = lambda _user_id, _name: True) -> InQQ:
        """Their commands, ready."""
        commands = [command for feature in features for command in feature.commands()]
        self.in_qq = InQQ(self.common, self.answers, commands, is_for_us)
        return self.in_qq

    def event(self, message: Any, user_id: int = 1, **more: Any) -> MessageEvent:
        """Somebody said something in the group."""
        content = plain(parse(message))
        head = {"message_type": "group", "group_id": GROUP, "user_id": user_id, "self_id": 9, "content": content}
        return MessageEvent({**head, "message": message, "sender": {"nickname": f"n{user_id}"}, **more})

    def ask(self, message: Any, user_id: int = 1, **more: Any) -> Any:
        """What is answered at once; None for silence."""
        before = len(self.said)
        self.in_qq.run(self.event(message, user_id, **more))
        return self.said[before] if len(self.said) > before else None

    def bind(self, **players: str) -> None:
        """Bind players: `Steve="2"`."""
        for player, user_id in players.items():
            self.bindings.bind(int(user_id), player, "test", True)

    def close(self) -> None:
        """Leave nothing open."""
        self.database.close()
