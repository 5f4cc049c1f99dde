"""From a message in QQ to a command, and its answer."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from qq_api import MessageEvent, Segment, text
from qq_chat.commands.answers import Answers
from qq_chat.commands.asked import Answer, Asked, Command, Place
from qq_chat.commands.cooldown import Cooldowns
from qq_chat.commands.parse import command_in, without_words, words_of
from qq_chat.commands.registry import Registry
from qq_chat.database import Gone
from qq_chat.gate import Refused
from qq_chat.people.rights import Person
from qq_chat.relay.common import Common
from qq_chat.relay.late import lateness


class InQQ:
    """Runs the commands of groups and private chats.

    Args:
        common: the relay.
        answers: says what comes of them.
        commands: all but `help`, which is made of them.
        is_for_us: whether what somebody asks for, by the command's topic, is this server's to answer.
    """

    def __init__(
        self, common: Common, answers: Answers, commands: Iterable[Command], is_for_us: Callable[[int, str], bool]
    ) -> None:
        self._common, self._answers, self._texts, self._is_for_us = common, answers, common.texts, is_for_us
        prefix = next(iter(common.config.command_prefix), "/")
        every = [Command("help", self._help, aliases=("帮助",)), *commands]
        self._registry = Registry(every, common.config.command_settings, prefix, common.texts)
        self._cooldowns = Cooldowns(common.config.answers.per_minute)
        self._running: set[asyncio.Task[None]] = set()

    def run(self, event: MessageEvent) -> bool:
        """Do what a message asks for; whether it was a command."""
        config, place = self._common.config, self._place(event)
        message = self._console_line(event) or command_in(
            event.get("message"), event.get("self_id"), config.command_prefix
        )
        if message is None or place is None:
            return place == "private" and self._bare(event)
        words = words_of(message) or ["help"]
        found = self._registry.find(words)
        if lateness(event):
            return found is not None  # nobody waits for it any more: an old `/command stop` would stop the server now
        if found is None:
            return self._unknown(event, words[0], place)
        command, length = found
        if self._is_for_us(event["user_id"], command.topic):
            self._do(event, command, without_words(message, length), place)
        return True

    def close(self) -> None:
        """What is not answered yet will not be."""
        if self._common.loop.is_running():
            self._common.loop.call_soon_threadsafe(lambda: [task.cancel() for task in self._running])

    def person(self, event: MessageEvent) -> Person:
        """Who sent a message, and what they may do."""
        sender, user_id = event.get("sender") or {}, event["user_id"]
        group_id = event.get("group_id") if event.get("message_type") == "group" else None
        role = str(sender.get("role") or "member")
        name = str(sender.get("card") or sender.get("nickname") or user_id)
        return Person(user_id, group_id, role, name, self._common.rights.level(user_id, group_id, role))

    def _console_line(self, event: MessageEvent) -> list[Segment] | None:
        """In a group that sees the console, `>list` is `/command list`."""
        settings = self._common.config.console
        if event.get("group_id") not in settings.groups or not settings.prefix:
            return None
        line = command_in(event.get("message"), event.get("self_id"), [settings.prefix])
        return line and [text("command "), *line]

    def _place(self, event: MessageEvent) -> Place | None:
        config = self._common.config
        if event.get("message_type") == "private":
            return "private" if config.answers.private else None
        group_id = event.get("group_id")
        places: dict[Place, list[int]] = {
            "manage": [*config.manage_groups, *config.console.groups],
            "main": config.main_group,
            "chat": config.message_sync_groups,
        }
        return next((place for place, groups in places.items() if group_id in groups), "chat")

    def _bare(self, event: MessageEvent) -> bool:
        words = event.content.strip()
        command = self._registry.bare(words)
        if command is not None and self._is_for_us(event["user_id"], command.topic):
            self._do(event, command, [text(words)], "private")
        return command is not None

    def _unknown(self, event: MessageEvent, word: str, place: Place) -> bool:
        near = self._registry.near(word, self.person(event), place)
        if self._common.config.answers.unknown == "silent" or near is None:
            return False
        self._answers.give(event, self._texts("commands.near", near=near))
        return True

    def _do(self, event: MessageEvent, command: Command, message: list[Segment], place: Place) -> None:
        person, reply = self.person(event), partial(self._answers.give, event)
        wait = self._cooldowns.wait(command.name, person.user_id, command.cooldown)
        if wait > 0:
            reply(self._texts("commands.wait", seconds=int(wait) + 1))
        elif place not in command.places:
            reply(self._texts("commands.elsewhere"))
        elif person.level < command.level:
            reply(self._texts("commands.denied"))
        else:
            about = self._registry.help(person, place, command.topic)
            self._run(command, Asked(person, event, message, reply, self._registry.usage(command), about))

    def _run(self, command: Command, asked: Asked) -> None:
        try:
            answer = command.run(asked)
        except Refused as refused:
            answer = self._texts(str(refused))
        except Exception:  # noqa: BLE001  (the boundary of one command: the person hears that it failed)
            self._failed(command)
            answer = self._texts("commands.failed")
        if inspect.isawaitable(answer):
            asyncio.run_coroutine_threadsafe(self._later(command, asked, answer), self._common.loop)
        else:
            asked.reply(answer)

    async def _later(self, command: Command, asked: Asked, answer: Awaitable[Answer]) -> None:
        task = asyncio.ensure_future(self._awaited(command, asked, answer))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _awaited(self, command: Command, asked: Asked, answer: Awaitable[Answer]) -> None:
        try:
            asked.reply(await answer)
        except Gone:
            return
        except Refused as refused:
            asked.reply(self._texts(str(refused)))
        except Exception:  # noqa: BLE001  (the boundary of one command: the person hears that it failed)
            self._failed(command)
            asked.reply(self._texts("commands.failed"))

    def _failed(self, command: Command) -> None:
        self._common.server.logger.exception(self._texts("commands.failed_log", name=command.name))

    def _help(self, asked: Asked) -> str:
        place = self._place(asked.event)
        return self._registry.help(asked.person, place or "chat", *asked.words[:1])
