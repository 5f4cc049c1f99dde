"""`!!qqapi`: how the bot does, and what an owner may want of it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from mcdreforged.api.command import CommandContext, GreedyText, Integer, Literal, Requirements
from mcdreforged.api.types import CommandSource, PluginServerInterface

from qq_api.bot import Bot
from qq_api.calls import reason
from qq_api.doctor import examine, in_words
from qq_api.errors import Error
from qq_api.message import text
from qq_api.report import report
from qq_api.runtime import Runtime
from qq_api.texts import Texts

PREFIX = "!!qqapi"
SEE, ACT = 2, 3
"""MCDR levels: helpers may look, admins may act."""


class Commands:
    """The commands of one life of the plugin.

    Args:
        bot, runtime: what they are about.
        loop: the bot's; whatever waits, waits there.
        reload: reads the configuration again and applies it; returns what to say.
        texts: the words.
    """

    def __init__(
        self,
        bot: Bot,
        runtime: Runtime,
        loop: asyncio.AbstractEventLoop,
        reload: Callable[[], Coroutine[Any, Any, str]],
        texts: Texts,
    ) -> None:
        self._bot, self._runtime, self._loop, self._reload, self._texts = bot, runtime, loop, reload, texts

    def register(self, server: PluginServerInterface) -> None:
        """Make them known to MCDR."""
        send = Literal("send").then(self._target("group")).then(self._target("private"))
        root = Literal(PREFIX).runs(self._help)
        for node, level in (
            (Literal("status").runs(self._status), SEE),
            (Literal("doctor").runs(self._doctor), SEE),
            (Literal("reconnect").runs(self._reconnect), ACT),
            (Literal("reload").runs(self._reload_config), ACT),
            (send, ACT),
        ):
            root.then(node.requires(Requirements.has_permission(level), lambda: self._texts("command.denied")))
        server.register_help_message(PREFIX, self._texts("command.about"), SEE)
        server.register_command(root)

    def _target(self, kind: str) -> Literal:
        return Literal(kind).then(Integer("id").then(GreedyText("text").runs(self._sender(kind))))

    def _later(self, source: CommandSource, work: Coroutine[Any, Any, str]) -> None:
        """Reply with what some work on the bot's loop says, as soon as it has said it; MCDR goes on meanwhile."""

        async def reply() -> None:
            source.reply(await work)

        asyncio.run_coroutine_threadsafe(reply(), self._loop)

    def _help(self, source: CommandSource) -> None:
        source.reply(self._texts("command.help"))

    def _status(self, source: CommandSource) -> None:
        self._later(source, report(self._bot, self._runtime, self._texts))

    def _doctor(self, source: CommandSource) -> None:
        async def look() -> str:
            return in_words(await examine(self._bot, self._runtime, self._texts), self._texts)

        self._later(source, look())

    def _reconnect(self, source: CommandSource) -> None:
        async def reconnect() -> str:
            await self._runtime.restart()
            return self._texts("command.reconnected")

        self._later(source, reconnect())

    def _reload_config(self, source: CommandSource) -> None:
        self._later(source, self._reload())

    def _sender(self, kind: str) -> Callable[[CommandSource, CommandContext], None]:
        def send(source: CommandSource, context: CommandContext) -> None:
            self._later(source, self._send(kind, context["id"], context["text"]))

        return send

    async def _send(self, kind: str, number: int, words: str) -> str:
        key = "group_id" if kind == "group" else "user_id"
        try:
            await self._bot.call_action(f"send_{kind}_msg", **{key: number}, message=[text(words)])
        except Error as error:
            return self._texts("command.not_sent", reason=reason(error))
        return self._texts("command.sent")
