"""What the lines of a real server tell about it."""

from typing import Any

import pytest

from qq_api.sandbox.minecraft.game import Game
from qq_api.sandbox.minecraft.observer import Observer
from qq_api.sandbox.minecraft.wording import DEATHS

HEAD = "[12:00:00] [Server thread/INFO]: "


class Watched:
    """An observer and what it tells, but for the console's lines."""

    def __init__(self, *players: str) -> None:
        self.frames: list[dict[str, Any]] = []
        self.observer = Observer(self._tell)
        for player in players:
            self.observer.printed(f"{HEAD}{player} joined the game")
        self.frames.clear()

    def _tell(self, frame: dict[str, Any]) -> None:
        if frame["type"] != "console":
            self.frames.append(frame)

    @property
    def components(self) -> list[object]:
        return [frame["component"] for frame in self.frames if frame["type"] == "line"]


@pytest.mark.parametrize(
    "head",
    [
        "[12:00:00] [Server thread/INFO]: ",
        "[12:00:00] [Server thread/INFO] [minecraft/DedicatedServer]: ",
        "[22Sep2026 12:00:00.000] [Server thread/INFO] [net.minecraft.server.MinecraftServer/]: ",
        "[12:00:00 INFO]: ",
        "\x1b[32m[12:00:00 INFO]: \x1b[0m",
        "[12:00:00] [Async Chat Thread - #0/INFO]: [Not Secure] ",
    ],
)
def test_chat_is_read_from_many_logs(head: str) -> None:
    watched = Watched("Steve")
    watched.observer.printed(f"{head}<Steve> 你好 [x]: <Alex> hi")
    assert watched.frames == [{"type": "line", "target": "@a", "component": {"text": "<Steve> 你好 [x]: <Alex> hi"}}]


def test_players_come_and_go() -> None:
    watched = Watched()
    watched.observer.printed(f"{HEAD}Steve joined the game")
    watched.observer.printed(f"{HEAD}Alex (formerly known as Bob) joined the game")
    watched.observer.printed(f"{HEAD}System chat: Steve left the game")
    watched.observer.printed(f"{HEAD}Nobody left the game")
    players = [frame["players"] for frame in watched.frames if frame["type"] == "players"]
    assert players == [["Steve"], ["Steve", "Alex"], ["Alex"]]
    assert watched.components[-1] == {"text": "Steve left the game", "color": "yellow"}


def test_done_means_ready() -> None:
    watched = Watched()
    assert not watched.observer.ready
    watched.observer.printed(f'{HEAD}Done (3.500s)! For help, type "help"')
    assert watched.observer.ready
    assert watched.frames == [{"type": "ready"}]


@pytest.mark.parametrize("cause", DEATHS)
def test_every_death_is_seen(cause: str) -> None:
    watched = Watched("Steve")
    Game(watched.observer.printed).note(text := DEATHS[cause].format(player="Steve", killer="Zombie", weapon="Sword"))
    assert watched.components == [{"text": text}]


def test_a_villagers_death_is_nobodys_business() -> None:
    watched = Watched("Steve")
    watched.observer.printed(f"{HEAD}Villager died, message: 'Villager was slain by Zombie'")
    watched.observer.printed(f"{HEAD}Alex was slain by Zombie")
    assert watched.frames == []


def test_what_only_looks_like_news_is_none() -> None:
    watched = Watched("Steve")
    for line in ("<Steve> hi", f"{HEAD}[Plugin] <Steve> hi", f"{HEAD}Steve moved too quickly! 1,2,3", "x" * 100_000):
        watched.observer.printed(line)
    assert watched.frames == []


def test_what_is_typed_is_seen() -> None:
    watched = Watched("Steve")
    for line in (
        'execute at @p run tellraw @a {"text":"hi"}',
        'tellraw steve "psst"',
        'tellraw Alex "nobody"',
        "tellraw @a {broken",
        "tellraw",
        "say 你好",
        "list",
    ):
        watched.observer.typed(line)
    assert watched.frames == [
        {"type": "line", "target": "@a", "component": {"text": "hi"}},
        {"type": "line", "target": "Steve", "component": "psst"},
        {"type": "line", "target": "@a", "component": {"text": "[Server] 你好"}},
    ]


def test_nobody_sees_what_is_typed_on_an_empty_server() -> None:
    watched = Watched()
    watched.observer.typed("say hi")
    assert watched.frames == []


def test_the_stand_in_itself_is_understood() -> None:
    watched = Watched()
    game = Game(watched.observer.printed)
    game.open()
    game.join("Steve")
    game.chat("Steve", "hi")
    game.advance("Steve")
    game.leave("Steve")
    assert [frame["type"] for frame in watched.frames] == [
        "ready",
        *("players", "line"),
        *("line", "line"),
        *("players", "line"),
    ]
