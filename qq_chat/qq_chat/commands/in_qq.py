"""What members may ask for in a group."""

import re
from collections.abc import Callable

from qq_api import MessageEvent, Segment, parse, text
from qq_chat.commands.parse import Asked, find_command
from qq_chat.commands.registry import Answer, Command, Registry
from qq_chat.relay.common import Common
from qq_chat.relay.from_qq import FromQQ
from qq_chat.status.online import grouped


class InQQ:
    """The commands of groups.

    Args:
        common: the relay.
        from_qq: shows things in the game.
    """

    def __init__(self, common: Common, from_qq: FromQQ) -> None:
        self._common, self._from_qq, self._texts = common, from_qq, common.texts
        prefix = next(iter(common.config.command_prefix), "/")
        self._registry = Registry(self._commands(), prefix, common.texts)

    def run(self, event: MessageEvent) -> tuple[bool, Answer]:
        """Do what a message asks for; whether it was a command, and the answer for the group."""
        asked = find_command(event.content.strip(), self._common.config.command_prefix)
        command = self._registry.find(asked) if asked is not None else None
        if command is None or asked is None:
            return False, None
        return True, command.run(event, asked)

    def _commands(self) -> list[Command]:
        switches = self._common.config.commands
        commands: dict[str, tuple[bool, Callable[[MessageEvent, Asked], Answer]]] = {
            "list": (switches.list, self._list),
            "mc": (switches.mc, self._mc),
        }
        return [Command(name, run) for name, (on, run) in commands.items() if on]

    def _list(self, _event: MessageEvent, _asked: Asked) -> str:
        if not self._common.server.is_server_startup():
            return self._common.tagged(self._texts("list.stopped"))
        players = self._common.online.players
        title = self._common.tagged(self._texts("list.title" if players else "list.nobody", count=len(players)))
        groups = grouped(players, self._common.config.player_list_regex, self._texts("list.others"))
        return "\n".join([title, *(f"--{name}--\n" + "\n".join(names) for name, names in groups.items())])

    def _mc(self, event: MessageEvent, asked: Asked) -> str | None:
        message = self._behind(event, asked)
        if not message:
            return self._texts("mc.empty", help=self._registry.usage("mc"))
        if not self._common.server.is_server_startup():
            return self._common.tagged(self._texts("list.stopped"))
        self._from_qq.show(event, message)
        return None

    def _behind(self, event: MessageEvent, asked: Asked) -> list[Segment]:
        """What stands behind the command, pictures and all."""
        prefixes = "|".join(map(re.escape, self._common.config.command_prefix))
        command = re.compile(rf"\s*(?:{prefixes})\s*{re.escape(asked.name)}\s*", re.IGNORECASE)
        first, *others = parse(event.get("message"))
        words = command.sub("", str(first["data"].get("text", "")), count=1)
        return [*([text(words)] if words else []), *others]
