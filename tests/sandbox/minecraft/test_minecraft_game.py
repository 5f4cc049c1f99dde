"""The pure game: what players do and what is typed, what is logged and what players see."""

import ast
import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qq_api.sandbox.minecraft import game as game_module
from qq_api.sandbox.minecraft.game import Game
from qq_api.sandbox.minecraft.player_list import MAX_PLAYERS, offline_uuid
from qq_api.sandbox.minecraft.refused import (
    AlreadyOnline,
    BadName,
    IllegalText,
    NoSuchCause,
    NotChat,
    NotOnline,
    NotWhitelisted,
    Refused,
    ServerFull,
    TooLong,
)
from qq_api.sandbox.minecraft.wording import DEATHS

HEAD = "[12:00:00] [Server thread/INFO]: "
UNKNOWN = "Unknown or incomplete command, see below for error"
INCORRECT = "Incorrect argument for command, see below for error"


class Told:
    """A game and all it told."""

    def __init__(self, *players: str) -> None:
        self.log: list[str] = []
        self.seen: list[tuple[str, Any]] = []
        self.changes: list[list[str]] = []
        self.stops = 0
        self.game = Game(
            self.log.append,
            lambda target, component: self.seen.append((target, component)),
            changed=self.changes.append,
            stopping=self._count,
        )
        for player in players:
            self.game.join(player)
        self.log.clear()
        self.seen.clear()
        self.changes.clear()

    def _count(self) -> None:
        self.stops += 1

    @property
    def said(self) -> list[str]:
        """The log, without what each line of the main thread begins with."""
        return [line.removeprefix(HEAD) for line in self.log]


def test_a_join_is_logged_as_vanilla_does() -> None:
    told = Told()
    told.game.join("Steve")
    assert told.log == [
        "[12:00:00] [User Authenticator #1/INFO]: UUID of player Steve is 5627dd98-e6be-3c21-b8a8-e92344183641",
        f"{HEAD}Steve[/127.0.0.1:51234] logged in with entity id 123 at (0.5, 64.0, 0.5)",
        f"{HEAD}Steve joined the game",
    ]
    assert told.seen == [("@a", {"text": "Steve joined the game", "color": "yellow"})]
    assert told.changes == [["Steve"]]


def test_the_offline_uuid_is_of_version_3() -> None:
    assert offline_uuid("Notch") == UUID("b50ad385-829d-3141-a216-7e7d7539ba7f")


def test_a_leave_is_logged_and_seen_by_who_is_left() -> None:
    told = Told("Steve", "Alex")
    told.game.leave("Steve")
    assert told.said == ["Steve lost connection: Disconnected", "Steve left the game"]
    assert told.seen == [("@a", {"text": "Steve left the game", "color": "yellow"})]
    assert told.changes == [["Alex"]]


def test_nobody_sees_the_last_player_leave() -> None:
    told = Told("Steve")
    told.game.leave("Steve")
    assert told.seen == []


def test_chat_is_logged_and_seen() -> None:
    told = Told("Steve")
    told.game.chat("Steve", " 你好 😀 ")
    assert told.said == ["<Steve> 你好 😀"]
    assert told.seen == [("@a", {"text": "<Steve> 你好 😀"})]


def test_a_player_is_found_whatever_the_case() -> None:
    told = Told("Steve")
    told.game.chat("sTEVE", "hi")
    assert told.said == ["<Steve> hi"]


@pytest.mark.parametrize("name", ["", "ab", "a" * 17, "Steve x", "中文名", "Steve\nstop", "Steve\n", "@a", "é" * 5])
def test_a_name_no_account_can_have_is_refused(name: str) -> None:
    told = Told()
    with pytest.raises(BadName):
        told.game.join(name)
    assert told.log == []


@pytest.mark.parametrize("name", ["Steve", "STEVE"])
def test_a_second_join_of_one_name_is_refused(name: str) -> None:
    told = Told("Steve")
    with pytest.raises(AlreadyOnline):
        told.game.join(name)
    assert told.log == []
    assert told.game.players == ["Steve"]


def test_nobody_joins_a_full_server() -> None:
    told = Told(*(f"Player{number}" for number in range(MAX_PLAYERS)))
    with pytest.raises(ServerFull):
        told.game.join("Steve")


def test_who_is_not_online_does_nothing() -> None:
    game = Told().game
    for act in (game.leave, game.die, game.advance):
        with pytest.raises(NotOnline):
            act("Steve")
    with pytest.raises(NotOnline):
        game.chat("Steve", "hi")


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "\x1b[31m", "a\x00", "a\x85b", "a\u2028b", "\ud83d", "§chi", "a\x7f"])
def test_chat_vanilla_disconnects_for_is_refused(text: str) -> None:
    told = Told("Steve")
    with pytest.raises(IllegalText):
        told.game.chat("Steve", text)
    assert told.log == []


@pytest.mark.parametrize("text", ["", "   ", "/list", " /op Steve"])
def test_what_is_no_chat_line_is_refused(text: str) -> None:
    with pytest.raises(NotChat):
        Told("Steve").game.chat("Steve", text)


def test_a_chat_line_has_256_units_at_most() -> None:
    told = Told("Steve")
    told.game.chat("Steve", "😀" * 128)
    with pytest.raises(TooLong):
        told.game.chat("Steve", "😀" * 128 + "!")
    assert len(told.log) == 1


def test_a_refusal_shows_what_was_given_on_one_short_line() -> None:
    with pytest.raises(IllegalText) as caught:
        Told("Steve").game.chat("Steve", "a\nb" + "x" * 500)
    assert str(caught.value).startswith('illegal characters: "a\\nbxxx')
    assert len(str(caught.value)) < 100


@given(st.text())
def test_no_chat_text_yields_more_than_one_log_line(text: str) -> None:
    told = Told("Steve")
    try:
        told.game.chat("Steve", text)
    except Refused:
        assert told.log == []
    else:
        assert len(told.log) == 1
        assert told.log[0].splitlines() == told.log


@given(st.text(), st.text(alphabet=st.characters(codec="utf-8")))
def test_nothing_anybody_does_breaks_a_log_line(name: str, text: str) -> None:
    told = Told("Steve")
    acts: list[Callable[[], object]] = [
        lambda: told.game.join(name),
        lambda: told.game.die("Steve", "mob", text),
        lambda: told.game.advance("Steve", text),
        lambda: told.game.console(f"say {text}"),
        lambda: told.game.console(f"kick Steve {text}"),
        lambda: told.game.console(text),
        lambda: told.game.rcon(text),
    ]
    for act in acts:
        with suppress(Refused):
            act()
    assert all(line.splitlines() == [line] and line.startswith("[12:00:00] [") for line in told.log)


def test_deaths_are_told_in_vanillas_words() -> None:
    told = Told("Steve")
    told.game.die("Steve")
    told.game.die("Steve", "lava")
    told.game.die("Steve", "arrow", "Skeleton")
    assert told.said == [
        "Steve was slain by Zombie",
        "Steve tried to swim in lava",
        "Steve was shot by Skeleton",
    ]
    assert told.seen[0] == ("@a", {"text": "Steve was slain by Zombie"})


@pytest.mark.parametrize("cause", DEATHS)
def test_every_cause_of_death_makes_a_sentence(cause: str) -> None:
    told = Told("Steve")
    told.game.die("Steve", cause)
    assert re.fullmatch(r"Steve [a-zA-Z \[\]]+", told.said[0])


def test_advancements_are_told_in_vanillas_words() -> None:
    told = Told("Steve")
    told.game.advance("Steve")
    told.game.advance("Steve", "Uneasy Alliance", "challenge")
    told.game.advance("Steve", "Monster Hunter", "goal")
    assert told.said == [
        "Steve has made the advancement [Stone Age]",
        "Steve has completed the challenge [Uneasy Alliance]",
        "Steve has reached the goal [Monster Hunter]",
    ]


def test_kill_kills_and_says_so() -> None:
    told = Told("Steve", "Alex")
    assert told.game.console("kill steve") == "Killed Steve"
    assert told.game.console("kill @a") == "Killed 2 entities"
    assert told.said[:2] == ["Steve was killed", "Killed Steve"]
    assert told.said[2:] == ["Steve was killed", "Alex was killed", "Killed 2 entities"]
    assert told.game.console("kill Nobody") == "No player was found"
    assert told.game.console("kill") == f"{UNKNOWN}\nkill<--[HERE]"


def test_advancements_are_granted_from_the_console() -> None:
    told = Told("Steve")
    answer = "Granted the advancement [Beaconator] to Steve"
    assert told.game.console("advancement grant Steve only minecraft:nether/create_full_beacon") == answer
    assert told.said == ["Steve has reached the goal [Beaconator]", answer]
    assert told.game.console("advancement grant Steve only story/fly") == "Unknown advancement: story/fly"
    assert told.game.console("advancement take Steve") == f"{INCORRECT}\n...vancement take Steve<--[HERE]"


def test_a_weapon_is_named_in_brackets() -> None:
    told = Told("Steve", "Alex")
    told.game.die("Steve", "player.item", "Alex", "Excalibur")
    assert told.said == ["Steve was slain by Alex using [Excalibur]"]


def test_the_watchdog_complains_as_vanillas_does() -> None:
    told = Told()
    told.game.lag(2034)
    told.game.hang()
    assert told.log[:2] == [
        "[12:00:00] [Server thread/WARN]: Can't keep up! Is the server overloaded? Running 2034ms or 40 ticks behind",
        "[12:00:00] [Server Watchdog/FATAL]: A single server tick took 60.00 seconds (should be max 0.05)",
    ]


def test_an_unknown_cause_is_refused() -> None:
    with pytest.raises(NoSuchCause):
        Told("Steve").game.die("Steve", "boredom")
    with pytest.raises(NoSuchCause):
        Told("Steve").game.advance("Steve", "Stone Age", "hobby")


def test_braces_in_names_and_titles_mean_nothing() -> None:
    told = Told("Steve")
    told.game.advance("Steve", "{player} {0} %s")
    assert told.said == ["Steve has made the advancement [{player} {0} %s]"]


COMPONENTS = [{"text": "hi", "color": "gold"}, ["", {"text": "你好"}], "plain"]


@pytest.mark.parametrize("component", COMPONENTS)
def test_tellraw_shows_the_component_as_it_is(component: object) -> None:
    told = Told("Steve")
    assert told.game.console(f"tellraw @a {json.dumps(component, ensure_ascii=False)}") == ""
    assert told.seen == [("@a", component)]
    assert told.log == []


def test_tellraw_reaches_one_player_alone() -> None:
    told = Told("Steve", "Alex")
    told.game.console('tellraw alex {"text":"psst"}')
    told.game.console('execute at @p run tellraw Steve "hi"')
    told.game.console('tellraw @p "nearest"')
    assert told.seen == [("Alex", {"text": "psst"}), ("Steve", "hi"), ("Steve", "nearest")]


def test_a_bare_tellraw_finds_no_player_on_an_empty_server() -> None:
    told = Told()
    assert told.game.console('tellraw @a "hi"') == "No player was found"
    assert told.said == ["No player was found"]
    assert told.seen == []


@pytest.mark.parametrize("command", ['tellraw @a "hi"', "tellraw @a {broken", "say hi"])
def test_execute_at_nobody_does_nothing_and_says_nothing(command: str) -> None:
    told = Told()
    assert told.game.console(f"execute at @p run {command}") == ""
    assert (told.log, told.seen) == ([], [])


def test_execute_at_everybody_runs_once_for_each() -> None:
    told = Told("Steve", "Alex")
    told.game.console('execute at @a run tellraw Steve "hi"')
    assert told.seen == [("Steve", "hi")] * 2


def test_a_long_execute_chain_is_no_burden() -> None:
    told = Told("Steve")
    told.game.console("execute at @p run " * 5000 + "say hi")
    assert told.said == ["[Not Secure] [Server] hi"]


BROKEN = ["{oops", "[", "NaN", "1", "true", "null", "{}", "[]", '{"a":Infinity}', "[" * 100_000, "[" * 200 + "]" * 200]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_component_gives_an_error(text: str) -> None:
    told = Told("Steve")
    feedback = told.game.console(f"tellraw @a {text}").split("\n")
    assert feedback[0].startswith("Invalid chat component: ")
    assert feedback[1].startswith("...ellraw @a ")
    assert feedback[1].endswith("<--[HERE]")
    assert told.seen == []


@given(st.text())
def test_no_tellraw_text_is_worse_than_an_error(text: str) -> None:
    told = Told("Steve")
    told.game.console(f"tellraw @a {text}")
    for _, component in told.seen:
        assert json.loads(text.strip()) == component


@pytest.mark.parametrize(
    ("command", "first", "second"),
    [
        ("foo", UNKNOWN, "foo<--[HERE]"),
        ("/foo bar", UNKNOWN, "foo bar<--[HERE]"),
        ("", UNKNOWN, "<--[HERE]"),
        ("tellraw", UNKNOWN, "tellraw<--[HERE]"),
        ("whitelist", UNKNOWN, "whitelist<--[HERE]"),
        ("whitelist add", UNKNOWN, "...telist add<--[HERE]"),
        ("whitelist burn", INCORRECT, "whitelist burn<--[HERE]"),
        ("stop now", INCORRECT, "stop now<--[HERE]"),
    ],
)
def test_a_command_that_cannot_be_read_is_shown_where(command: str, first: str, second: str) -> None:
    told = Told("Steve")
    assert told.game.console(command) == f"{first}\n{second}"
    assert told.said == [first, second]


def test_rcon_glues_the_lines_together_as_vanilla_does() -> None:
    assert Told().game.rcon("foo") == f"{UNKNOWN}foo<--[HERE]"


def test_say_and_me_are_seen_by_everybody() -> None:
    told = Told("Steve")
    told.game.console("say hi")
    told.game.console("me waves")
    told.game.rcon("say hello")
    assert told.said == [
        "[Not Secure] [Server] hi",
        "[Not Secure] * Server waves",
        "[Not Secure] [Rcon] hello",
    ]
    assert told.seen == [("@a", {"text": text}) for text in ("[Server] hi", "* Server waves", "[Rcon] hello")]


def test_list_tells_who_is_online() -> None:
    assert Told("Steve", "Alex").game.rcon("list") == "There are 2 of a max of 20 players online: Steve, Alex"
    assert Told().game.rcon("list") == "There are 0 of a max of 20 players online: "


def test_the_whitelist_is_kept() -> None:
    told = Told()
    commands = ["list", "add Steve", "add steve", "add Alex", "add a b", "list", "remove alex", "remove alex", "reload"]
    assert [told.game.rcon(f"whitelist {command}") for command in commands] == [
        "There are no whitelisted players",
        "Added Steve to the whitelist",
        "Player is already whitelisted",
        "Added Alex to the whitelist",
        "That player does not exist",
        "There are 2 whitelisted player(s): Steve, Alex",
        "Removed Alex from the whitelist",
        "Player is not whitelisted",
        "Reloaded the whitelist",
    ]


def test_the_whitelist_guards_the_door_while_it_is_on() -> None:
    told = Told("Alex")
    assert told.game.console("whitelist on") == "Whitelist is now turned on"
    assert told.game.console("whitelist on") == "Whitelist is already turned on"
    told.log.clear()
    with pytest.raises(NotWhitelisted):
        told.game.join("Steve")
    assert told.said[1:] == [
        "Disconnecting Steve (/127.0.0.1:51235): You are not white-listed on this server!",
        "Steve (/127.0.0.1:51235) lost connection: You are not white-listed on this server!",
    ]
    told.game.console("whitelist off")
    told.game.join("Steve")
    assert told.game.players == ["Alex", "Steve"]


def test_what_rcon_did_is_told_to_the_console() -> None:
    told = Told()
    told.game.rcon("whitelist add Steve")
    told.game.rcon("whitelist list")
    assert told.said == ["[Rcon: Added Steve to the whitelist]"]


def test_a_kick_puts_a_player_out() -> None:
    told = Told("Steve", "Alex", "Bob")
    assert told.game.console("kick steve be kind") == "Kicked Steve: be kind"
    assert told.said == ["Steve lost connection: be kind", "Steve left the game", "Kicked Steve: be kind"]
    assert told.game.console("kick @a") == "Kicked Alex: Kicked by an operator\nKicked Bob: Kicked by an operator"
    assert told.game.console("kick Steve") == "No player was found"
    assert told.game.players == []


def test_stop_is_told_before_anything_stops() -> None:
    told = Told("Steve")
    assert told.game.console("stop") == "Stopping the server"
    assert told.stops == 1
    told.game.close()
    assert told.said[:5] == [
        "Stopping the server",
        "Stopping server",
        "Saving players",
        "Steve lost connection: Server closed",
        "Steve left the game",
    ]
    assert told.said[-1] == "ThreadedAnvilChunkStorage: All dimensions are saved"
    assert told.game.players == []


def test_help_lists_every_command_of_the_table() -> None:
    told = Told()
    names = [line[1:].split()[0] for line in told.game.console("help").split("\n")]
    assert names == [
        "advancement",
        "ban",
        "execute",
        "help",
        "kick",
        "kill",
        "list",
        "me",
        "playsound",
        "say",
        "stop",
        "tellraw",
        "tick",
        "title",
        "whitelist",
    ]
    assert told.game.console("help say") == "/say <message>"
    assert told.game.console("help fly") == "Unknown command or insufficient permissions"


PURE = ["refused", "wording", "player_list", "syntax", "selectors", "server", "commands", "game", "observer"]


@pytest.mark.parametrize("name", PURE)
def test_what_computes_imports_no_io(name: str) -> None:
    assert game_module.__file__
    tree = ast.parse(Path(game_module.__file__).with_name(f"{name}.py").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    pure = {f"qq_api.sandbox.minecraft.{other}" for other in PURE}
    stdlib = {"ast", "collections.abc", "dataclasses", "functools", "hashlib", "itertools", "json", "math", "re"}
    assert imported <= pure | stdlib | {"typing", "uuid"}
