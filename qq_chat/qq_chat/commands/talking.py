"""`/mc` and `/list`: speaking into the game, and who is there."""

from collections.abc import Sequence

from mcdreforged.api.command import AbstractNode, Literal
from mcdreforged.api.types import CommandSource

from qq_chat.commands.asked import IN_GROUPS, Asked, Command
from qq_chat.commands.feature import Feature
from qq_chat.relay.common import Common
from qq_chat.relay.from_qq import FromQQ
from qq_chat.status.online import grouped


class Talking(Feature):
    """Speaking into the game, and who is there.

    Args:
        common: the relay.
        from_qq: shows things in the game.
    """

    def __init__(self, common: Common, from_qq: FromQQ) -> None:
        self._common, self._from_qq, self._texts = common, from_qq, common.texts

    def commands(self) -> Sequence[Command]:
        """Both."""
        on = self._common.config.commands
        return [
            Command("list", self._list, enabled=on.list, aliases=("在线", "玩家列表")),
            Command("mc", self._mc, enabled=on.mc, places=IN_GROUPS, args="<msg>"),
        ]

    def nodes(self) -> Sequence[AbstractNode]:
        """`!!qq list`: which groups read along."""
        return [Literal("list").runs(self._groups)]

    def _groups(self, source: CommandSource) -> None:
        texts, common = self._texts, self._common
        if not common.bot.accounts():
            source.reply(texts("groups.away"))
        lines = [texts("groups.title")]
        for group_id in common.config.told_groups():
            members = common.members.count(group_id)
            state = texts.get("groups.quiet") if common.quiet.holds(group_id) else ""
            shown = texts("groups.unknown") if members is None else members
            lines.append(texts("groups.line", group=group_id, members=shown, state=f" {state}" if state else ""))
        source.reply("\n".join(lines))

    def _list(self, _asked: Asked) -> str:
        if not self._common.server.is_server_startup():
            return self._common.tagged(self._texts("list.stopped"))
        players = self._common.online.seen
        title = self._common.tagged(self._texts("list.title" if players else "list.nobody", count=len(players)))
        groups = grouped(players, self._common.config.player_list_regex, self._texts("list.others"))
        return "\n".join([title, *(f"--{name}--\n" + "\n".join(names) for name, names in groups.items())])

    def _mc(self, asked: Asked) -> str | None:
        if not asked.message:
            return self._texts("mc.empty", help=asked.usage)
        if not self._common.server.is_server_startup():
            return self._common.tagged(self._texts("list.stopped"))
        self._from_qq.show(asked.event, [*asked.message])
        return None
