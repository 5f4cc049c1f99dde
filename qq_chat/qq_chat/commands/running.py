"""`/command`, `/mcdr`, `/confirm` and `/audit`: running the server from QQ."""

import time
from collections.abc import Sequence
from functools import partial

from qq_chat.commands.asked import Answers, Asked, Command
from qq_chat.commands.feature import Feature
from qq_chat.commands.parse import count_of
from qq_chat.gate import checked
from qq_chat.people.rights import Level
from qq_chat.relay.common import Common
from qq_chat.server.audit import Audit
from qq_chat.server.confirm import Confirmations
from qq_chat.server.mcdr_source import Hearing, QQSource
from qq_chat.server.policy import Policy, begins_with
from qq_chat.server.runner import Runner

PAGE = 10
"""Rows of the audit at once."""


class Running(Feature):
    """Commands of the server and of MCDR.

    Args:
        common: the relay.
        runner: runs the server's, and hears their answers.
        audit: what was done is written there.
    """

    def __init__(self, common: Common, runner: Runner, audit: Audit) -> None:
        self._common, self._texts, self._runner, self._audit = common, common.texts, runner, audit
        self._settings, self._mcdr_settings = common.config.server_commands, common.config.mcdr_commands
        self._policy = Policy(self._settings)
        self._waiting = Confirmations[str](self._settings.confirm_within)

    def commands(self) -> Sequence[Command]:
        """All four."""
        on, lowest = self._common.config.commands, self._policy.lowest()
        return [
            Command("command", self._command, level=lowest, args="<command>", aliases=("执行",), enabled=on.command),
            Command("confirm", self._confirm, level=lowest, aliases=("确认",), enabled=on.command),
            Command("mcdr", self._mcdr, level=Level.ADMIN, args="<mcdr command>", enabled=on.mcdr),
            Command("audit", self._read, level=Level.ADMIN, args="[page]", aliases=("审计",)),
        ]

    # -- the server's

    def _command(self, asked: Asked) -> Answers:
        """Run what stands behind the name, or ask whether that is meant."""
        if asked.text is None:
            return self._texts("server.only_text")
        line = checked(asked.text)
        if not self._common.server.is_server_startup():
            return self._common.tagged(self._texts("list.stopped"))
        if not self._policy.allows(line, asked.person.level):
            self._audit.note(asked.person, line, "denied")
            return self._texts("server.denied", command=line.split()[0])
        if self._policy.asks_first(line):
            self._waiting.ask((asked.person.user_id, asked.person.group_id), line)
            self._audit.note(asked.person, line, "asked")
            return self._texts("server.confirm", command=line, seconds=round(self._settings.confirm_within))
        self._audit.note(asked.person, line, "done")
        return self._output(line)

    def _confirm(self, asked: Asked) -> Answers:
        line = self._waiting.take((asked.person.user_id, asked.person.group_id))
        if line is None:
            return self._texts("server.nothing_waits")
        if not self._policy.allows(line, asked.person.level):
            return self._texts("server.denied", command=line.split()[0])
        self._audit.note(asked.person, line, "confirmed")
        return self._output(line)

    async def _output(self, line: str) -> str:
        said = await self._runner.run(line)
        if said is None:
            return self._common.tagged(self._texts("server.no_answer"))
        return self._common.tagged(said or self._texts("server.silent"))

    # -- MCDR's

    async def _mcdr(self, asked: Asked) -> str:
        line = checked(asked.text or "")
        line = line if line.startswith("!!") else f"!!{line}"
        if not any(begins_with(line, [allowed]) for allowed in self._mcdr_settings.allow):
            self._audit.note(asked.person, line, "denied")
            return self._texts("server.denied", command=line.split()[0])
        self._audit.note(asked.person, line, "done")
        hearing = Hearing(self._common.loop, late=asked.reply)
        self._common.server.schedule_task(partial(self._run_mcdr, asked, line, hearing))
        said = await hearing.answer(self._mcdr_settings.quiet, self._mcdr_settings.wait)
        return said or self._texts("server.mcdr_silent", command=line)

    def _run_mcdr(self, asked: Asked, line: str, hearing: Hearing) -> None:
        level = self._common.rights.mcdr_level(asked.person.level)
        source = QQSource(self._common.server, asked.person, level, hearing.heard)
        hearing.ends_with(source)
        self._common.server.execute_command(line, source)

    # -- what was done

    def _read(self, asked: Asked) -> str:
        page = count_of(asked.words[0]) or 1 if asked.words else 1
        rows = self._audit.newest(PAGE, (max(1, page) - 1) * PAGE)
        if not rows:
            return self._texts("server.audit_empty")
        return "\n".join(
            f"{time.strftime('%m-%d %H:%M', time.localtime(at))} {name} ({user_id}): {command} -> {outcome}"
            for at, user_id, name, command, outcome in rows
        )
