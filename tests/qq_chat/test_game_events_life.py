"""The server's life, who is new, who is silent, and what other plugins tell."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from qq_chat.game.events import (
    Advancement,
    Answering,
    Crashed,
    Death,
    GameEvent,
    Hanging,
    Started,
    Starting,
    Stopped,
    Stopping,
)
from qq_chat.game.lexicon import load_lexicon
from qq_chat.game.life import Life, Tick
from qq_chat.game.newcomers import Newcomers, usercache_names
from qq_chat.game.others import Others
from qq_chat.game.reader import Reader
from qq_chat.game.silence import Silence


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def up(clock: Clock) -> Life:
    life = Life(clock, hangs_after=60, ask_every=15)
    life.started()
    return life


def test_an_ordinary_life(clock: Clock) -> None:
    life = Life(clock)
    assert life.starting() == [Starting()]
    assert life.starting("1.21.4") == [], "MCDR and the server's first line are one start"
    assert life.started(3.5) == [Started(3.5)]
    assert life.started() == []
    assert life.stopping() == [Stopping()]
    assert life.stopping() == [], "vanilla says it twice"
    assert life.stopped(0) == [Stopped()]
    assert life.starting("1.21.4") == [Starting("1.21.4")]


def test_a_crash_is_told_with_its_code(up: Life) -> None:
    assert up.stopped(1) == [Crashed(1)]
    assert up.state == "down"


def test_a_crash_whose_code_is_0_is_known_by_its_report(up: Life) -> None:
    up.reported("./crash-reports/x.txt")
    assert up.stopping() == [], "an orderly end is not what this is"
    assert up.stopped(0) == [Crashed(0, "./crash-reports/x.txt")]
    up.starting()
    up.started()
    assert up.stopped(0) == [Stopped()], "the report was of the life before"


@pytest.mark.parametrize("code", [None, 0, 130, 143, -15, 0xC000013A])
def test_a_server_that_was_asked_to_end_has_stopped(up: Life, code: int | None) -> None:
    assert up.stopped(code) == [Stopped()]


@pytest.mark.parametrize("code", [1, 137, -9, 255])
def test_a_server_that_was_not_asked_to_end_has_crashed(up: Life, code: int) -> None:
    assert up.stopped(code) == [Crashed(code)]


def test_a_server_that_answers_is_asked_now_and_then(up: Life, clock: Clock) -> None:
    asked = 0
    for _ in range(120):
        clock.now += 1
        tick = up.tick()
        assert tick.events == []
        if tick.ask:
            asked += 1
            assert up.answered() == []
    assert asked == 8


def silent_for(life: Life, clock: Clock, seconds: int) -> tuple[list[GameEvent], int]:
    ticks = []
    for _ in range(seconds):
        clock.now += 1
        ticks.append(life.tick())
    return [event for tick in ticks for event in tick.events], sum(tick.ask for tick in ticks)


def test_hanging_is_told_once_and_again_when_it_answers(up: Life, clock: Clock) -> None:
    events, asked = silent_for(up, clock, 300)
    assert events == [Hanging(60)]
    assert asked == 20, "it is asked on, or nobody would know that it answers again"
    assert up.answered() == [Answering(285)]
    assert up.answered() == []
    assert silent_for(up, clock, 75)[0] == [Hanging(60)], "a second spell is told as well"


def test_a_question_that_cannot_be_put_says_nothing(up: Life, clock: Clock) -> None:
    for _ in range(300):
        clock.now += 1
        tick = up.tick()
        assert tick.events == []
        if tick.ask:
            up.unasked()


def test_the_servers_own_watchdog_is_believed_once(up: Life, clock: Clock) -> None:
    assert up.watchdog(10) == [], "shorter than the owner wants to hear of"
    assert up.watchdog(60) == [Hanging(60)]
    assert up.watchdog(65) == []
    clock.now += 30
    assert up.answered() == [Answering(90)]
    assert up.watchdog(0) == [Hanging(60)], "Spigot does not say how long"


def test_a_server_that_was_stuck_and_runs_again(up: Life) -> None:
    assert up.behind(2) == []
    assert up.behind(75) == [Answering(75)], "nobody had noticed"
    up.watchdog(60)
    assert up.behind(75) == [Answering(60)]


def test_only_a_server_that_is_up_can_hang(clock: Clock) -> None:
    life = Life(clock)
    for step in (life.starting, life.started, life.stopping):
        step()
        if life.state != "up":
            clock.now += 1000
            assert life.tick() == Tick()
            assert life.watchdog(60) == life.behind(100) == []
    life.started()
    life.watchdog(60)
    life.stopped(1)
    life.started()
    assert life.answered() == [], "a new life knows nothing of the old one's troubles"


# -- who is new


def test_only_the_first_join_is_a_first_join() -> None:
    saved: list[list[str]] = []
    newcomers = Newcomers(["Steve", "alex"], saved.append)
    greeted = [name for name in ("Steve", "ALEX", "小明", "小明", "steve", "小红") if newcomers.greet(name)]
    assert greeted == ["小明", "小红"]
    assert saved == [["alex", "Steve", "小明"], ["alex", "Steve", "小明", "小红"]]


def test_the_servers_usercache_tells_who_was_here() -> None:
    text = '[{"name":"Steve","uuid":"x","expiresOn":"2025-01-01 00:00:00 +0000"},{"uuid":"y"},{"name":1},"x"]'
    assert usercache_names(text) == ["Steve"]
    for broken in ("", "{", "{}", "nul", '{"name":"Steve"}'):
        with pytest.raises(ValueError):
            usercache_names(broken)


# -- who is silent

LOGIN = "{}[{}] logged in with entity id 123 at (0.5, 64.0, 0.5)"


def test_fake_players_are_known_by_name_or_by_where_they_come_from() -> None:
    silence = Silence()
    assert silence.is_silent("bot_1")
    assert silence.is_silent("Bot_Farm")
    assert not silence.is_silent("robot_1")
    silence.read(LOGIN.format("Alex", "local"))
    silence.read(LOGIN.format("Steve", "/127.0.0.1:51234"))
    assert silence.is_silent("Alex")
    assert not silence.is_silent("Steve")
    silence.read(LOGIN.format("Alex", "/127.0.0.1:51235"))
    assert not silence.is_silent("Alex"), "the real one came"
    everybody = Silence(fake=[], local=False)
    everybody.read(LOGIN.format("bot_1", "local"))
    assert not everybody.is_silent("bot_1")


@pytest.mark.parametrize(
    ("commands", "vanished"),
    [
        (["/vanish"], {"Steve"}),
        (["/v"], {"Steve"}),
        (["/v", "/vanish"], set()),
        (["/sv on", "/sv on"], {"Steve"}),
        (["/vanish off"], set()),
        (["/vanish Alex"], {"Alex"}),
        (["/vanish Alex enable"], {"Alex"}),
        (["/vanish list", "/sv reload"], set()),
        (["/essentials:vanish"], {"Steve"}),
        (["/home", "/vote Alex"], set()),
    ],
)
def test_vanish_commands_silence(commands: list[str], vanished: set[str]) -> None:
    silence = Silence()
    for command in commands:
        silence.read(f"Steve issued server command: {command}")
    assert {name for name in ("Steve", "Alex") if silence.is_silent(name)} == vanished


def test_who_vanished_is_back_with_the_next_login() -> None:
    silence = Silence()
    silence.read("Steve issued server command: /v")
    silence.read("§eSteve left the game")
    assert silence.is_silent("Steve"), "or everybody would hear that he left"
    assert silence.kept == [[], ["Steve"], []]
    silence.read(LOGIN.format("Steve", "/127.0.0.1:51234"))
    assert not silence.is_silent("Steve")
    silence.vanish("Steve")
    silence.clear()
    assert not silence.is_silent("Steve")


def test_players_may_count_only_once_they_were_announced() -> None:
    silence = Silence(announced=True)
    silence.read(LOGIN.format("Steve", "/127.0.0.1:51234"))
    assert silence.is_silent("Steve")
    silence.announce("Steve")
    assert not silence.is_silent("Steve")


# -- what other plugins tell

ONLINE = ["Steve", "Alex"]


class Mcdr:
    """As much of MCDR as is needed: which plugins there are, and their events."""

    def __init__(self, *plugins: str) -> None:
        self.plugins = plugins
        self.listeners: dict[str, Callable[..., Any]] = {}

    def get_plugin_metadata(self, plugin_id: str) -> Any:
        return SimpleNamespace(id=plugin_id) if plugin_id in self.plugins else None

    def register_event_listener(self, event: str, callback: Callable[..., Any]) -> None:
        self.listeners[event] = callback

    def dispatch(self, event: str, *arguments: Any) -> None:
        self.listeners[event](self, *arguments)


def listening(server: Mcdr) -> list[GameEvent]:
    told: list[GameEvent] = []
    lexicon = load_lexicon("zh_cn")
    Others(Reader(lexicon), lexicon, lambda: ONLINE, "zh_cn", told.append).register(server)
    return told


def content(locale: str, **fields: str | None) -> SimpleNamespace:
    return SimpleNamespace(locale=locale, **fields)


def test_deaths_of_mg_events() -> None:
    server = Mcdr("mg_events")
    told = listening(server)
    contents = [
        content("en_us", raw="Steve was slain by Zombie using [x]", killer="Zombie", weapon="[x]"),
        content("zh_cn", raw="Steve 被 僵尸 干掉了", killer="僵尸", weapon="[x]"),
    ]
    server.dispatch("PlayerDeathEvent", "Steve", "death.attack.mob.item", contents)
    server.dispatch(
        "PlayerDeathEvent", "Steve", "death.fell.killer", [content("en_us", raw="x", killer=None, weapon=None)]
    )
    server.dispatch("PlayerDeathEvent", "Nobody", "death.fell.killer", contents)
    assert told == [
        Death("Steve", "death.attack.mob.item", ("Steve", "Zombie", "[x]"), sentence="Steve 被 僵尸 干掉了"),
        Death("Steve", "death.fell.killer", ("Steve",), sentence="x"),
    ]


def test_advancements_of_mg_events() -> None:
    server = Mcdr("mg_events")
    told = listening(server)
    contents = [
        content("en_us", raw="…", advancement="Stone Age"),
        content("zh_cn", raw="…", advancement="[§r§a[石器时代]§r]"),
    ]
    server.dispatch("PlayerAdvancementEvent", "Steve", "chat.type.advancement.goal", contents)
    server.dispatch("PlayerAdvancementEvent", "Alex", "odd", [{"locale": "zh_cn", "advancement": "[§a[x]§r]"}])
    assert told == [
        Advancement("Steve", "goal", "Stone Age", "advancements.story.mine_stone.title"),
        Advancement("Alex", "task", "x"),
    ]


@pytest.mark.parametrize("contents", [None, [], "x", [None], [content("en_us")], 7])
def test_odd_contents_are_borne(contents: Any) -> None:
    server = Mcdr("mg_events")
    told = listening(server)
    server.dispatch("PlayerDeathEvent", "Steve", "death.attack.drown", contents)
    server.dispatch("PlayerAdvancementEvent", "Steve", "chat.type.advancement.task", contents)
    assert told == [Death("Steve", "death.attack.drown", ("Steve",))]


def test_lines_of_more_apis() -> None:
    server = Mcdr("more_apis")
    told = listening(server)
    server.dispatch("more_apis.death_message", "Steve drowned")
    server.dispatch("more_apis.player_made_advancement", "Steve has made the advancement [Stone Age]")
    server.dispatch("more_apis.player_made_advancement", "Steve", "Steve has reached the goal [x]")
    server.dispatch("more_apis.death_message", "Nobody drowned")
    server.dispatch("more_apis.death_message")
    assert told == [
        Death("Steve", "death.attack.drown", ("Steve",)),
        Advancement("Steve", "task", "Stone Age", "advancements.story.mine_stone.title"),
        Advancement("Steve", "goal", "x"),
    ]


def test_never_two_tell_the_same() -> None:
    both, none = Mcdr("more_apis", "mg_events"), Mcdr()
    for server in (both, none):
        told = listening(server)
        server.dispatch("more_apis.death_message", "Steve drowned")
        assert told == []
    assert (Others.speak(both), Others.speak(none), Others.speak(Mcdr("more_apis"))) == ("mg_events", "", "more_apis")
