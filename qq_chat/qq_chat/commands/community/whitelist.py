"""`/whitelist`: the server's whitelist by hand, and what was done to it."""

import time
from collections.abc import Sequence

from qq_chat.commands.asked import Asked, Command, Run
from qq_chat.commands.community.common import Shared
from qq_chat.commands.feature import Feature
from qq_chat.commands.parse import count_of
from qq_chat.gate import is_player_name
from qq_chat.people.journal import Deed, Entry
from qq_chat.people.rights import Level
from qq_chat.server.runner import Runner

PAGE = 10


class WhitelistCommands(Feature):
    """The whitelist by hand.

    Args:
        shared: the whitelist.
        runner: asks the server for what only it knows.
    """

    def __init__(self, shared: Shared, runner: Runner) -> None:
        self._shared, self._texts, self._whitelist, self._runner = shared, shared.texts, shared.whitelist, runner

    def commands(self) -> Sequence[Command]:
        """All of them, for admins."""
        on = self._shared.common.config.commands.whitelist

        def command(name: str, run: Run, args: str = "") -> Command:
            return Command(f"whitelist{name}", run, Level.ADMIN, args=args, enabled=on)

        return [
            command("", lambda asked: self._texts("whitelist.help", usage=asked.usage)),
            command(" add", lambda asked: self._change(asked, "add"), "<ID>"),
            command(" remove", lambda asked: self._change(asked, "remove"), "<ID>"),
            command(" list", lambda _: self._output("whitelist list")),
            command(" on", lambda _: self._output("whitelist on")),
            command(" off", lambda _: self._output("whitelist off")),
            command(" reload", lambda _: self._output("whitelist reload")),
            command(" journal", self._journal, "[page]"),
            command(" undo", self._undo, "<number>"),
        ]

    def _change(self, asked: Asked, deed: Deed) -> str:
        player = asked.words[0] if len(asked.words) == 1 else ""
        if not is_player_name(player):
            return self._texts("whitelist.name", usage=asked.usage)
        owner = self._shared.common.bindings.owner_of(player)
        entry = self._whitelist.change(deed, player, owner.user_id if owner else None, f"QQ {asked.person.user_id}")
        return self._shared.common.tagged(self._line(entry)) if entry else asked.usage

    async def _output(self, line: str) -> str:
        if not self._shared.common.server.is_server_startup():
            return self._shared.common.tagged(self._texts("list.stopped"))
        said = await self._runner.run(line)
        return self._shared.common.tagged(said or self._texts("server.no_answer"))

    def _journal(self, asked: Asked) -> str:
        page = count_of(asked.words[0]) or 1 if asked.words else 1
        entries = self._whitelist.journal.newest(PAGE, (max(1, page) - 1) * PAGE)
        return "\n".join(map(self._line, entries)) or self._texts("whitelist.empty")

    def _undo(self, asked: Asked) -> str:
        number = count_of(asked.words[0]) if asked.words else None
        if number is None:
            return asked.usage
        entry = self._whitelist.undo(number, f"QQ {asked.person.user_id}")
        return self._line(entry) if entry else self._texts("whitelist.nothing")

    def _line(self, entry: Entry) -> str:
        when = time.strftime("%m-%d %H:%M", time.localtime(entry.at))
        what = self._texts(f"whitelist.deed.{entry.deed}", player=entry.player)
        state = self._texts(f"whitelist.state.{entry.state}")
        why = self._texts.get(f"whitelist.why.{entry.why}") or entry.why
        return f"{entry.number}. {when} {what} ({why}): {state}"
