"""`!!qq`: what players type to speak to QQ, and about it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence

from mcdreforged.api.command import AbstractNode, CommandContext, GreedyText, Integer, Literal, Text
from mcdreforged.api.rtext import RColor, RText, RTextBase
from mcdreforged.api.types import CommandSource, PlayerCommandSource, PluginServerInterface

from qq_chat.people.preferences import WAYS
from qq_chat.relay.common import Common
from qq_chat.relay.from_game import FromGame
from qq_chat.relay.rendering.known import View
from qq_chat.relay.rendering.lookups import Lookups
from qq_chat.relay.rendering.pages import page, picture_lines
from qq_chat.relay.rendering.pictures import Pictures
from qq_chat.relay.rendering.said import Said

Run = Callable[[CommandSource, CommandContext], None]


class InGame:
    """The commands.

    Args:
        common: the relay.
        from_game: says things in QQ.
        lookups, pictures: find what a player asks to see.
    """

    def __init__(self, common: Common, from_game: FromGame, lookups: Lookups, pictures: Pictures) -> None:
        self._common, self._from_game, self._lookups, self._pictures = common, from_game, lookups, pictures
        self._texts = common.texts

    def register(self, server: PluginServerInterface, more: Iterable[AbstractNode] = ()) -> None:
        """Make them known to MCDR, and `more` beside them."""
        server.register_help_message("!!qq <msg>", self._texts("help.in_game"))
        root = Literal("!!qq").runs(self._help)
        for node in (*self._nodes(), *more):
            root.then(node)
        server.register_command(root.then(GreedyText("message").runs(self._say)))

    def _nodes(self) -> Sequence[AbstractNode]:
        to_answer = Text("id").then(GreedyText("message").runs(self._answer))
        to_read = Text("id").runs(self._read).then(Integer("page").runs(self._read))
        ring = Text("way").suggests(lambda: WAYS).then(Text("switch").suggests(lambda: ("on", "off")).runs(self._ring))
        return [
            Literal("reply").then(to_answer),
            Literal("read").then(to_read),
            Literal("picture").then(Text("id").runs(self._picture)),
            _or_words("mute", lambda source, _: self._mute(source, True), self._say),
            _or_words("unmute", lambda source, _: self._mute(source, False), self._say),
            Literal("ring").then(ring),
        ]

    def _help(self, source: CommandSource) -> None:
        source.reply(self._texts("qq.help"))

    # -- saying something

    def _say(self, source: CommandSource, context: CommandContext) -> None:
        _, _, words = context.command.partition(" ")
        self._from_game.say(_name(source), words.strip(), source.get_permission_level())

    def _answer(self, source: CommandSource, context: CommandContext) -> None:
        found = self._common.memory.find_anywhere(context["id"])
        if found is None:
            source.reply(self._texts("qq.forgotten"))
        elif not self._from_game.answer(_name(source), context["message"], source.get_permission_level(), found):
            source.reply(self._texts("qq.not_said"))

    # -- seeing something

    def _read(self, source: CommandSource, context: CommandContext) -> None:
        number = context.get("page", 1)
        self._later(source, lambda: self._page(context["id"], number))

    async def _page(self, forward_id: str, number: int) -> Sequence[RTextBase]:
        said = await self._forward(forward_id)
        view = View(self._texts, self._common.config.rendering)
        return page(forward_id, said, number, view) if said else [RText(self._texts("qq.forgotten"), RColor.gray)]

    async def _forward(self, forward_id: str) -> Sequence[Said]:
        """From the first account that has it."""
        self_ids: list[int] | list[None] = self._common.bot.accounts() or [None]
        for self_id in self_ids:
            said = await self._lookups.forward(self_id, forward_id)
            if said:
                return said
        return ()

    def _picture(self, source: CommandSource, context: CommandContext) -> None:
        self._later(source, lambda: self._links(context["id"]))

    async def _links(self, message_id: str) -> Sequence[RTextBase]:
        found = self._common.memory.find_anywhere(message_id)
        if found is None:
            return [RText(self._texts("qq.forgotten"), RColor.gray)]
        group_id, said = found
        links = await self._pictures.links(said, self._common.accounts.of(group_id))
        return picture_lines(said, links, View(self._texts, self._common.config.rendering))

    def _later(self, source: CommandSource, find: Callable[[], Awaitable[Sequence[RTextBase]]]) -> None:
        """Ask QQ on the bot's loop; the player reads the answer as soon as it is there."""

        async def found() -> None:
            lines = await find()
            self._common.server.schedule_task(lambda: [source.reply(line) for line in lines])

        asyncio.run_coroutine_threadsafe(found(), self._common.loop)

    # -- wishes

    def _mute(self, source: CommandSource, mute: bool) -> None:
        self._common.preferences.mute(_name(source), mute)
        source.reply(self._texts("qq.muted" if mute else "qq.unmuted"))

    def _ring(self, source: CommandSource, context: CommandContext) -> None:
        way, switch = context["way"], context["switch"]
        if way not in WAYS or switch not in ("on", "off"):
            source.reply(self._texts("qq.ring_usage", ways=" | ".join(WAYS)))
            return
        self._common.preferences.ring(_name(source), way, switch == "on", self._common.config.mentions.ring)
        source.reply(self._texts("qq.ring_on" if switch == "on" else "qq.ring_off", way=way))


def _name(source: CommandSource) -> str:
    return source.player if isinstance(source, PlayerCommandSource) else "Console"


def _or_words(word: str, run: Run, say: Run) -> AbstractNode:
    """A command of one word; with more behind it, it is a sentence like any other."""

    return Literal(word).runs(run).then(GreedyText("more").runs(say))
