"""Real lines of all kinds of servers, through MCDR's own handlers."""

from pathlib import Path
from typing import Any

import pytest
from mcdreforged.handler.impl import (
    ArclightHandler,
    Bukkit14Handler,
    BukkitHandler,
    CatServerHandler,
    ForgeHandler,
    VanillaHandler,
)

from qq_chat.game import events
from qq_chat.game.events import GameEvent
from qq_chat.game.lexicon import load_lexicon
from qq_chat.game.names import Names
from qq_chat.game.reader import Reader

ONLINE = ["Steve", "Alex", "Zombie_Fan", ".Bedrock", ".Pocket Steve", "小明"]
HANDLERS: dict[str, Any] = {
    "vanilla": VanillaHandler,
    "bukkit": BukkitHandler,
    "bukkit14": Bukkit14Handler,
    "forge": ForgeHandler,
    "arclight": ArclightHandler,
    "cat_server": CatServerHandler,
}
FILE = Path(__file__).parent.parent / "data" / "console" / "lines.txt"
ROWS = [line.split(" | ") for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]

READER = Reader(load_lexicon("en_us"))


def told(event: GameEvent | None) -> str:
    """An event as the file writes it."""
    words = {
        events.Death: lambda one: f"{one.key}{''.join(f', {text}' for text in one.arguments[1:])}",
        events.Advancement: lambda one: f"{one.kind} {one.title}",
        events.Say: lambda one: f"{one.who}: {one.text}",
        events.Me: lambda one: f"{one.player}: {one.text}",
        events.Chat: lambda one: f"{one.player}: {one.text}",
        events.Starting: lambda one: one.version,
        events.Reported: lambda one: one.report,
        **dict.fromkeys((events.Joined, events.Left, events.Announced), lambda one: one.player),
        **dict.fromkeys((events.Started, events.Behind, events.Hanging), lambda one: f"{one.seconds:g}"),
        events.Stopping: lambda one: "",
    }
    return f"{type(event).__name__} {words[type(event)](event)}".strip() if event else "-"


@pytest.mark.parametrize(("handler", "line", "expected"), ROWS, ids=[row[1][:70] for row in ROWS])
def test_a_real_line_tells_what_happened(handler: str, line: str, expected: str) -> None:
    info = HANDLERS[handler]().parse_server_stdout(line)
    assert info.player is None
    assert told(READER.read(info.content, ONLINE)) == expected


def test_nothing_is_told_of_players_who_are_not_there() -> None:
    for _, line, _ in ROWS:
        event = READER.read(line.split("]: ", 1)[1], [])
        assert not isinstance(event, events.Death | events.Advancement | events.Chat | events.Me | events.Left), line


def test_names_may_look_as_the_owner_says() -> None:
    names = Names(prefixes=[r"VIP\d? \| "], suffixes=[], players=["!.+"])
    reader = Reader(load_lexicon("en_us"), names, chat=[r"(?P<name>\S+) » (?P<text>.*)"])
    assert told(reader.read("VIP2 | Steve drowned", ONLINE)) == "Death death.attack.drown"
    assert told(reader.read("[VIP] Steve drowned", ONLINE)) == "-"
    assert told(reader.read("Steve » Alex drowned", ONLINE)) == "Chat Steve: Alex drowned"
    login = "{}[/127.0.0.1:51234] logged in with entity id 123 at (0.5, 64.0, 0.5)"
    assert told(reader.read(login.format("!x"), ONLINE)) == "Joined !x"
    assert told(reader.read(login.format(".New"), ONLINE)) == "-"


def test_what_mcdr_tells_itself_is_not_told_twice() -> None:
    everything = Reader(load_lexicon("en_us"), in_mcdr=lambda _name: False)
    assert told(everything.read("Steve left the game", ONLINE)) == "Left Steve"
    assert told(READER.read("Steve left the game", ONLINE)) == "-"


def test_endless_lines_are_not_looked_at() -> None:
    assert READER.read("Steve was slain by " + "x" * 5000, ["Steve"]) is None
    assert READER.read("[" + "] " * 900, ["Steve"]) is None
    assert READER.read("* " * 900, ["Steve"]) is None
