"""How the server does: what it says of its ticks, what it takes, how the day was, and other servers."""

import io
import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from asking import Asking

from qq_api import Texts
from qq_chat.commands.ping import NoAnswer, ping
from qq_chat.commands.status import Status, lasted
from qq_chat.database import Database
from qq_chat.status import picture
from qq_chat.status.history import DAY, History, Players, Sample
from qq_chat.status.machine import Machine
from qq_chat.status.sampler import Sampler
from qq_chat.status.ticks import Ticks, ticks_in
from status_server import minecraft
from support import until

DATA = Path(__file__).resolve().parents[1] / "data"

SPARK = """[⚡] TPS from last 5s, 10s, 1m, 5m, 15m:
[⚡]  *20.0, *20.0, *20.0, 19.9, 19.8
[⚡]
[⚡] Tick durations (min/med/95%ile/max ms) from last 10s, 1m:
[⚡]  1.1/2.2/3.0/4.5;  1.0/2.1/3.2/9.9"""


@pytest.mark.parametrize(
    ("answer", "ticks"),
    [
        (
            "The game is running normally\nTarget tick rate: 20.0 per second.\n"
            "Average time per tick: 2.5ms (Target: 50.0ms)",
            Ticks(20.0, 2.5),
        ),
        ("Target tick rate: 20.0 per second.\nAverage time per tick: 100.0ms (Target: 50.0ms)", Ticks(10.0, 100.0)),
        ("The game runs normallyTarget tick rate: 20.0 per second.Average time per tick: 1.0ms", Ticks(20.0, 1.0)),
        ("TPS from last 1m, 5m, 15m: 19.5, 20.0, *20.0", Ticks(19.5)),
        ("TPS from last 5s, 1m, 5m, 15m: *20.0, 20.0, 20.0, 20.0", Ticks(20.0)),
        (
            "Dim minecraft:overworld (overworld): Mean tick time: 1.2 ms. Mean TPS: 20.000\n"
            "Overall: Mean tick time: 51.200 ms. Mean TPS: 19.531",
            Ticks(19.531, 51.2),
        ),
        ("minecraft:overworld: 20.000 TPS (1.2 ms/tick)\nOverall: 20.000 TPS (3.221 ms/tick)", Ticks(20.0, 3.221)),
        (SPARK, Ticks(20.0, 2.2)),
        ("Unknown or incomplete command, see below for error\ntps<--[HERE]", None),
        ("<Steve> TPS from last year: a lot", None),
        ("", None),
    ],
)
def test_what_servers_say_of_their_ticks_is_understood(answer: str, ticks: Ticks | None) -> None:
    assert ticks_in(answer) == ticks


@pytest.fixture
def database(tmp_path: Path) -> Any:
    database = Database(tmp_path / "qq_chat.db")
    yield database
    database.close()


def sampler(
    database: Database, answers: dict[str, str], asked: list[str], tps: str = "auto", up: bool = True
) -> Sampler:
    async def run(command: str) -> str | None:
        asked.append(command)
        return answers.get(command)

    machine = Machine(lambda: [os.getpid()])
    history, players = History(database), Players(database)
    return Sampler(run, machine, history, players, tps, lambda: ["Steve"], lambda: up)


async def test_the_command_that_tells_the_ticks_is_found_once(database: Database) -> None:
    asked: list[str] = []
    one = sampler(database, {"tick query": "Unknown", "tps": "TPS from last 1m, 5m, 15m: 19.0, 20.0, 20.0"}, asked)
    sample, use = await one.measure()
    assert (sample.tps, sample.players) == (19.0, 1)
    assert use.memory > 1
    assert use.up is not None
    await one.measure()
    assert asked == ["tick query", "tps", "tps"]
    assert len(one.history.day()) == 2


async def test_a_server_that_tells_nothing_is_asked_once_through_and_no_more(database: Database) -> None:
    asked: list[str] = []
    one = sampler(database, {}, asked)
    assert (await one.measure())[0].tps is None
    count = len(asked)
    await one.measure()
    assert len(asked) == count > 1
    quiet: list[str] = []
    await sampler(database, {}, quiet, tps="").measure()
    await sampler(database, {}, quiet, up=False).measure()
    assert quiet == []


def test_a_process_that_is_gone_is_no_error() -> None:
    assert Machine(lambda: [2**22 + 5]).use().up is None
    assert Machine(lambda: None).use().memory == 0


def test_the_history_holds_one_day(database: Database) -> None:
    now = [10 * DAY]
    history = History(database, clock=lambda: now[0])
    for hours in (30, 23, 1):
        history.put(Sample(now[0] - hours * 3600, hours, None, None, 0, 0))
    assert [sample.players for sample in history.day()] == [23, 1]


def test_what_players_play_is_counted(database: Database) -> None:
    now = [1000.0]
    players = Players(database, clock=lambda: now[0])
    players.are_online(["Steve"])
    now[0] += 60
    players.are_online(["Steve", "Alex"])
    now[0] += 60
    players.are_online(["Alex"])
    now[0] += 60
    players.are_online(["Steve"])
    steve, alex = players.of("STEVE"), players.of("Alex")
    assert steve is not None
    assert alex is not None
    assert (steve.first_seen, steve.last_seen, steve.seconds) == (1000, 1180, 120)
    assert (alex.first_seen, alex.seconds) == (1060, 120)
    assert players.of("Nobody") is None
    again = Players(database, clock=lambda: now[0] + 900)
    again.are_online(["Steve"])
    found = again.of("Steve")
    assert found is not None
    assert found.seconds == 120, "what passed while nobody counted does not count"


async def test_who_vanished_is_in_no_answer(tmp_path: Path) -> None:
    one = Asking(tmp_path, command_settings={name: {"cooldown": 0} for name in ("status", "player")})

    async def run(_command: str) -> None:
        return None

    status: Any = Status(one.common, SimpleNamespace(run=run))  # type: ignore[arg-type]
    one.use(status)
    one.common.online.players = ["Steve", "Alex"]
    one.common.online.is_hidden = lambda player: player == "Alex"
    await until(lambda: one.database.read("SELECT 1 FROM samples"))
    status._counts(None, "Alex")
    assert "last seen now" in one.ask("/player Steve")
    assert "Nobody called Alex" in one.ask("/player Alex")
    before = len(one.said)
    one.ask("/status")
    await until(lambda: len(one.said) > before)
    assert "Players: 1  Steve" in one.said[before]
    status.close()
    one.close()


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 min"), (3600, "1 h 0 min"), (90_000, "1 d 1 h"), (125, "2 min")])
def test_times_are_told_in_their_largest_units(seconds: float, words: str) -> None:
    assert lasted(seconds, Texts.load("qq_chat", "en_us")) == words


# -- the picture


def drawn() -> bytes:
    end = 1_700_000_000.0
    day = [Sample(end - DAY + number * 900, number % 7, 20 - number % 3, 3.0, 50, 900) for number in range(97)]
    rows = [("Players", "3  Steve, Alex, Notch"), ("TPS", "20 (2.5 ms)"), ("Running for", "2 d 3 h")]
    return picture.draw("survival 11-22 09:00", rows, day, ("Players", "Ticks per second"), picture.letters(None))


def test_the_picture_is_the_one_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image, ImageChops

    monkeypatch.setattr("qq_chat.status.picture.time.localtime", time.gmtime)
    golden = DATA / "status.png"
    if "REDRAW" in os.environ:
        golden.write_bytes(drawn())
    seen, wanted = (Image.open(file).convert("L") for file in (io.BytesIO(drawn()), golden))
    assert seen.size == wanted.size
    differing = sum(ImageChops.difference(seen, wanted).point(lambda value: 255 * (value > 64)).histogram()[255:])
    assert differing < seen.width * seen.height / 200, "letters may differ by a hair between Pillow's versions"


@pytest.mark.parametrize("day", [[], [Sample(5.0, 3, None, None, 0, 0)], [Sample(5.0, 3, 90.0, None, 0, 0)] * 2])
def test_a_day_with_nothing_in_it_is_drawn_too(day: list[Sample]) -> None:
    assert picture.draw("x", [], day, ("a", "b"), picture.letters(None)).startswith(b"\x89PNG")


# -- other servers


async def test_a_server_answers_a_ping() -> None:
    async with minecraft("§6A Server") as port:
        pong = await ping(f"127.0.0.1:{port}", only_public=False)
    assert (pong.online, pong.most, pong.names, pong.version) == (2, 20, ("Steve",), "1.21.4")
    assert "A Server" in pong.motd


async def test_strangers_cannot_look_around_in_our_network() -> None:
    async with minecraft("secret") as port:
        for address in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}", f"0.0.0.0:{port}"):
            with pytest.raises(NoAnswer):
                await ping(address, only_public=True)


@pytest.mark.parametrize("address", ["", "a b", "127.0.0.1:1", "x:99999", "::::", "\n"])
async def test_what_is_no_server_is_told_in_words(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_chat.commands.ping.SECONDS", 0.5)
    with pytest.raises(NoAnswer) as told:
        await ping(address, only_public=False)
    assert str(told.value)
