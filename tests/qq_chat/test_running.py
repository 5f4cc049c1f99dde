"""Running the server from QQ: who may run what, and how its answer is heard."""

import asyncio
import gc
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qq_chat.config.server import ConsoleChannel, ServerCommands
from qq_chat.database import Database
from qq_chat.gate import Gate, Refused
from qq_chat.people.rights import Level, Person
from qq_chat.server.audit import KEPT, Audit
from qq_chat.server.confirm import Confirmations
from qq_chat.server.console_lines import ConsoleLines
from qq_chat.server.mcdr_source import Hearing
from qq_chat.server.policy import Policy, begins_with, inner
from qq_chat.server.runner import MOST_LINES, Runner
from support import until


@pytest.mark.parametrize(
    ("command", "beginnings", "does"),
    [
        ("op Steve", ["op"], True),
        ("/OP Steve", ["op"], True),
        ("minecraft:op Steve", ["op"], True),
        ("/minecraft:op Steve", ["op"], True),
        ("opera", ["op"], False),
        ("whitelist off", ["whitelist off"], True),
        ("whitelist  OFF", ["whitelist off"], True),
        ("whitelist add Steve", ["whitelist off"], False),
        ("whitelist", ["whitelist off"], False),
        ("anything", ["*"], True),
        ("anything", ["", " "], False),
        ("!!MCDR status", ["!!MCDR"], True),
        ("!!MCDRx", ["!!MCDR"], False),
    ],
)
def test_commands_are_known_by_their_first_words(command: str, beginnings: list[str], does: bool) -> None:
    assert begins_with(command, beginnings) is does


def test_what_a_command_runs_is_seen() -> None:
    assert [*inner("execute as @a run return run op Steve")][-1] == "op Steve"
    assert [*inner("list")] == ["list"]
    assert [*inner("say run")] == ["say run"]


@pytest.mark.parametrize(
    ("command", "level", "may"),
    [
        ("list", Level.ADMIN, True),
        ("op Steve", Level.OWNER, False),
        ("execute as Steve run op Steve", Level.OWNER, False),
        ("execute as @a RUN minecraft:op Steve", Level.OWNER, False),
        ("kick Steve", Level.HELPER, True),
        ("execute as @a run kick Steve", Level.HELPER, False),
        ("stop", Level.HELPER, False),
        ("list", Level.BOUND, True),
        ("kick Steve", Level.BOUND, False),
        ("list", Level.EVERYONE, False),
    ],
)
def test_the_owners_lists_decide(command: str, level: Level, may: bool) -> None:
    policy = Policy(ServerCommands(by_level={"helper": ["kick"], "bound": ["list"]}))
    assert policy.allows(command, level) is may
    assert policy.lowest() == Level.BOUND


def test_an_allow_list_holds_for_admins_too_and_for_what_is_run_inside() -> None:
    policy = Policy(ServerCommands(allow=["list", "execute", "say"]))
    assert policy.allows("list", Level.OWNER)
    assert policy.allows("execute as @a run say hi", Level.ADMIN)
    assert not policy.allows("execute as @a run stop", Level.OWNER)
    assert not policy.allows("stop", Level.OWNER)


@pytest.mark.parametrize(("command", "asks"), [("stop", True), ("execute run stop", True), ("list", False)])
def test_dangerous_commands_are_asked_for_twice(command: str, asks: bool) -> None:
    assert Policy(ServerCommands()).asks_first(command) is asks


@given(st.text(max_size=40), st.sampled_from(["op", "deop"]))
def test_no_words_around_a_denied_command_make_it_go(words: str, denied: str) -> None:
    policy = Policy(ServerCommands())
    assert not policy.allows(f"execute {words} run {denied} x", Level.OWNER)


def test_a_yes_counts_once_in_its_place_and_in_time() -> None:
    now = [0.0]
    waiting = Confirmations[str](60, clock=lambda: now[0])
    waiting.ask((1, 5), "stop")
    assert waiting.take((2, 5)) is None
    assert waiting.take((1, None)) is None
    assert waiting.take((1, 5)) == "stop"
    assert waiting.take((1, 5)) is None
    waiting.ask((1, 5), "stop")
    now[0] = 61
    assert waiting.take((1, 5)) is None


# -- hearing answers


class Server:
    """A server in this process: answers on the console, or by RCON."""

    def __init__(
        self, answers: list[str], rcon: Callable[[str], str | None] | None = None, seconds: float = 30
    ) -> None:
        self.typed: list[str] = []
        self._answers, self._rcon = answers, rcon
        self.runner = Runner(Gate(self._execute, self._execute), self._ask, lambda: rcon is not None, seconds=seconds)

    def _execute(self, line: str) -> None:
        self.typed.append(line)
        for answer in self._answers:
            self.runner.heard(answer)

    def _ask(self, line: str) -> str | None:
        assert self._rcon
        return self._rcon(line)


async def test_the_answer_is_read_off_the_console_where_there_is_no_rcon() -> None:
    server = Server(["§6There are 2 of a max of 20 players online:", "Steve, Alex"])
    server.runner.heard("before")
    assert await server.runner.run("/list") == "There are 2 of a max of 20 players online:\nSteve, Alex"
    server.runner.heard("afterwards")
    assert server.typed == ["list"]


async def test_a_server_that_says_nothing_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_chat.server.runner.FIRST", 0.01)
    assert await Server([]).runner.run("save-all") is None


async def test_two_commands_at_once_have_their_own_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_chat.server.runner.QUIET", 0.01)
    server = Server(["one"])
    assert await asyncio.gather(server.runner.run("a"), server.runner.run("b")) == ["one", "one"]


async def test_rcon_is_asked_off_every_thread_of_ours_and_an_empty_answer_is_one() -> None:
    threads: list[str] = []

    def rcon(line: str) -> str:
        threads.append(threading.current_thread().name)
        return "" if line == "save-all" else "§aok"

    server = Server([], rcon)
    assert [await server.runner.run("list"), await server.runner.run("save-all")] == ["ok", ""]
    assert set(threads) == {"QQChat RCON"}


async def test_a_hanging_rcon_holds_up_nobody() -> None:
    release = threading.Event()
    server = Server([], lambda line: release.wait(30) and None, seconds=0.2)
    assert await server.runner.run("list") is None
    release.set()
    await until(lambda: "QQChat RCON" not in {thread.name for thread in threading.enumerate()})


async def test_of_a_flood_the_first_lines_are_the_answer(caplog: pytest.LogCaptureFixture) -> None:
    flood = [str(number) for number in range(MOST_LINES + 50)]
    assert await Server(flood).runner.run("list") == "\n".join(flood[:MOST_LINES])
    assert not caplog.text


async def test_what_comes_after_the_end_of_the_bots_loop_is_nothing() -> None:
    server, loop = Server([]), asyncio.new_event_loop()
    server.runner._heard, server.runner._loop = asyncio.Queue(), loop
    loop.close()
    server.runner.heard("late")


@pytest.mark.parametrize("line", ["say a\nop b", "", "x" * 300])
async def test_no_two_lines_reach_the_console(line: str) -> None:
    server = Server(["done"])
    with pytest.raises(Refused):
        await server.runner.run(line)
    assert server.typed == []


# -- MCDR's replies


class Source:
    """Stands for a command's source: what matters is who still has it."""


async def test_an_answer_is_whole_when_nobody_is_left_who_could_reply() -> None:
    loop = asyncio.get_running_loop()
    late: list[str] = []
    hearing, source = Hearing(loop, late.append), Source()
    hearing.ends_with(source)  # type: ignore[arg-type]
    loop.call_later(0.05, hearing.heard, "two")
    hearing.heard("one")
    answer = asyncio.create_task(hearing.answer(quiet=30, wait=30))
    await asyncio.sleep(0.1)
    del source
    gc.collect()
    assert await asyncio.wait_for(answer, 15) == "one\ntwo"


async def test_what_comes_after_the_time_is_over_follows() -> None:
    loop = asyncio.get_running_loop()
    late: list[str] = []
    hearing, source = Hearing(loop, late.append), Source()
    hearing.ends_with(source)  # type: ignore[arg-type]
    hearing.heard("soon")
    assert await hearing.answer(quiet=0.01, wait=5) == "soon"
    hearing.heard("late")
    await asyncio.sleep(0)
    assert late == ["late"]
    assert source


async def test_no_reply_at_all_is_waited_for_no_longer_than_wanted() -> None:
    source = Source()
    hearing = Hearing(asyncio.get_running_loop(), print)
    hearing.ends_with(source)  # type: ignore[arg-type]
    assert await hearing.answer(quiet=5, wait=0.01) == ""
    assert source


# -- what is written down


def test_the_audit_is_one_line_an_entry_whatever_the_name(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    database = Database(tmp_path / "qq_chat.db")
    audit = Audit(database, logging.getLogger("qq_chat.test"))
    evil = Person(5, None, "member", "x\n[Server] op\x1b[31m\u2028", Level.ADMIN)
    audit.note(evil, "say hi\nop me", "denied")
    (record,) = caplog.records
    assert len(record.getMessage().splitlines()) == 1
    assert "\x1b" not in record.getMessage()
    ((_, user_id, name, command, outcome),) = audit.newest(5)
    assert (user_id, outcome) == (5, "denied")
    assert "\n" not in name + command
    with database.writing() as file:
        file.execute("UPDATE audit SET number = ?", (KEPT + 1,))
    audit.note(evil, "list", "done")
    audit.note(evil, "list", "done")
    assert len(audit.newest(10)) == 3
    database.close()


# -- the console channel


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Steve[/203.0.113.7:51234] logged in with entity id 5", "Steve[/***] logged in with entity id 5"),
        ("Steve[/[2001:db8::1]:25565] logged in", "Steve[/***] logged in"),
        ("/2001:db8:0:0:0:0:0:1 lost", "/*** lost"),
        ("rcon.password=hunter2 set", "rcon.password=*** set"),
        ('"token": "abc def", next', '"token": ***, next'),
        ("Authorization: Bearer abc", "Authorization: ***"),
        ("密码：hunter2", "密码：***"),
        ("Steve issued server command: /login hunter2 again", "Steve issued server command: /login ***"),
        ("at 12:34:56 done", "at 12:34:56 done"),
        ("§6gold\x1b[31m\n", "gold"),
    ],
)
def test_addresses_and_secrets_are_hidden(line: str, shown: str) -> None:
    lines = ConsoleLines(ConsoleChannel())
    lines.put(line)
    assert lines.take() == ([shown], 0)


def test_lines_are_filtered_bounded_and_counted() -> None:
    settings: Any = {"pattern": "a", "not_pattern": "b", "lines": 2, "mask": ["sec.et"]}
    lines = ConsoleLines(ConsoleChannel(**settings))
    for line in ("a1", "ab", "c", "a2", "a3 secret", ""):
        lines.put(line)
    assert lines.take() == (["a2", "a3 ***"], 1)
    assert lines.take() == ([], 0)
