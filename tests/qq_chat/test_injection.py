"""Whatever anybody types, in whatever command and from whichever side: it is text, one line, and nobody's command."""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from asking import GROUP
from everything import ADMIN, BOUND, NOBODY, Everything
from hypothesis import given, settings
from hypothesis import strategies as st
from mcdreforged.api.rtext import RTextBase

from qq_api import parse
from qq_chat.commands.ping import NoAnswer
from qq_chat.game import events
from qq_chat.game.clean import chat_text, plain
from qq_chat.gate import Refused, checked, is_player_name
from qq_chat.people.rights import Level, Person
from qq_chat.server.mcdr_source import QQSource
from qq_chat.server.policy import Policy
from qq_chat.text.words import for_game, for_qq
from support import DATA

CORPUS = [
    json.loads(line)
    for line in (DATA / "injection.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]

PARTS = 8

COMMANDS = [
    "{}", "help {}", "list {}", "mc {}", "status {}", "ping {}", "player {}", "say {}", "announce {}", "mute {}",
    "unmute {}", "vote {}", "vote kick {}", "server {}", "bound {}", "bound 7 {}", "bound {} Alex", "bound list {}",
    "bound check {}", "bound unbound {}", "whitelist {}", "whitelist add {}", "whitelist remove {}",
    "whitelist journal {}", "whitelist undo {}", "check inactive {}", "command {}", "confirm {}", "mcdr {}",
    "audit {}",
]  # fmt: skip

HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f§\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ENDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What ends a line of the console, or hides in it."""

TYPED = re.compile(r"(?:whitelist (?:add|remove)|kick) (\S+)")
"""What the plugin itself types, of which only the name came from somebody."""

LOOKED_UP = {"whitelist list", "whitelist on", "whitelist off", "whitelist reload"}

RING = re.compile(r"execute at (\S+) run playsound \S+ player \1 ~ ~ ~|title \S+ actionbar (\{.*\})")
"""How a player is rung for who is meant in QQ."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(_address: str, *, only_public: bool) -> None:
        raise NoAnswer("nobody")

    monkeypatch.setattr("qq_chat.commands.status.ping", nobody)
    monkeypatch.setattr("qq_chat.server.runner.FIRST", 0.001)
    monkeypatch.setattr("qq_chat.server.runner.QUIET", 0.001)


MCDR_MAY = (["!!help"], ["!!mcdr", "status"], ["!!mcdr", "plugin", "list"])
"""What MCDR's commands begin with that may be run from QQ."""


# -- what may come of it


def whole(message: Any) -> str:
    """The text of a message that is nothing but text, behind the quote of what it answers."""
    parts = [part for part in parse(message) if part["type"] != "reply"] if not isinstance(message, str) else []
    if isinstance(message, str):
        return message
    assert [part["type"] for part in parts] == ["text"], message
    words = parts[0]["data"]["text"]
    assert isinstance(words, str)
    return words


def pieces(component: Any) -> Iterator[dict[str, Any]]:
    if isinstance(component, list):
        for one in component:
            yield from pieces(one)
    elif isinstance(component, dict):
        yield component
        yield from pieces(component.get("extra", []))


def assert_shown_well(line: RTextBase) -> None:
    """One line without a colour of its own, and no click of it runs anything."""
    words = line.to_plain_text()
    assert not HARMFUL.search(words) and "\n" not in words, ascii(words)
    for piece in pieces(line.to_json_object()):
        click = piece.get("clickEvent") or {}
        assert click.get("action", "suggest_command") in ("suggest_command", "open_url"), piece
        assert "\n" not in str(click.get("value", "")) and "§" not in str(click.get("value", ""))


def assert_logged_well(line: str) -> None:
    assert len(line.splitlines()) <= 1, ascii(line)
    assert not HARMFUL.search(line), ascii(line)
    assert "failed" not in line, line


def assert_typed_well(server: Everything, line: str, words: str, command: str, level: Level) -> None:
    assert not ENDS.search(line), ascii(line)
    policy = Policy(server.config.server_commands)
    own, ring = TYPED.fullmatch(line), RING.fullmatch(line)
    if ring:
        assert not HARMFUL.search(json.loads(ring[2] or '{"text": ""}')["text"])
    elif command == "confirm {}":
        assert level >= Level.ADMIN and policy.allows(line, level) and policy.asks_first(line)
    elif command == "command {}" or (command == "{}" and words.strip().lower().startswith("command ")):
        assert level >= Level.ADMIN and policy.allows(line, level) and not policy.asks_first(line)
        assert line == words.strip().removeprefix("/").strip()
    elif own is None:
        assert line in LOOKED_UP and level >= Level.ADMIN, line
    else:
        assert is_player_name(own[1]), line
        assert own[1] in words or own[1] in ("Alex", "Bound"), line


def look(server: Everything, words: str, command: str, user_id: int, level: Level) -> None:
    """Everything that came of one line, and forget it."""
    for line in server.typed:
        assert_typed_well(server, line, words, command, level)
    for line, mcdr_level in server.ran:
        assert any(line.lower().split()[: len(begin)] == begin for begin in MCDR_MAY), line
        assert mcdr_level == server.common.rights.mcdr_level(level)
    for message in server.in_qq_said:
        assert message[0] == GROUP
        whole(message[1])
    for component in server.shown:
        assert_shown_well(component)
    for line in server.log.lines:
        assert_logged_well(line)
    for kept in (server.typed, server.ran, server.in_qq_said, server.shown, server.log.lines):
        kept.clear()


async def say_everything(server: Everything, words: str, sender: dict[str, Any] | None = None) -> None:
    """One line through every command, by everybody."""
    for user_id, level in ((ADMIN, Level.ADMIN), (BOUND, Level.BOUND), (NOBODY, Level.EVERYONE)):
        for command in COMMANDS:
            before = {one.player for one in server.bindings.everybody()}
            more = {"sender": sender} if sender else {}
            await server.said_in_qq("/" + command.replace("{}", words), user_id, **more)
            new = {one.player for one in server.bindings.everybody()} - before
            assert all(is_player_name(player) and player in (words, words.strip(), "Alex") for player in new), new
            look(server, words, command, user_id, level)
            for player in new:
                server.bindings.unbind(server.bindings.owner_of(player).user_id, player)  # type: ignore[union-attr]
            if server.bindings.owner_of("Bound") is None:
                server.bind(Bound=str(BOUND))
            server.typed.clear(), server.log.lines.clear()


@pytest.fixture(params=range(PARTS), ids=lambda part: f"part{part}")
def lines(request: pytest.FixtureRequest) -> list[str]:
    """A part of the corpus."""
    return CORPUS[request.param :: PARTS]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Everything]:
    one = Everything(tmp_path)
    yield one
    one.close()


async def test_no_line_is_more_than_words_in_any_command_of_qq(server: Everything, lines: list[str]) -> None:
    for words in lines:
        await say_everything(server, words)


@settings(max_examples=12)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_nor_are_lines_that_nobody_thought_of(many: list[str]) -> None:
    async def run() -> None:
        with TemporaryDirectory() as folder:
            server = Everything(Path(folder))
            for words in many:
                await say_everything(server, words)
            server.close()

    asyncio.run(run())


async def test_no_name_in_qq_is_more_than_a_name(server: Everything, lines: list[str]) -> None:
    told = ("/command op x", "/command list", "/mcdr !!help", "/mc hi", "/vote kick Steve", "hello", "/say hi")
    for words in lines:
        for sender in ({"card": words, "nickname": "n"}, {"nickname": words}, {"role": words, "card": words}):
            for line, user_id in itertools.product(told, (ADMIN, NOBODY)):
                level = Level.ADMIN if user_id == ADMIN else Level.EVERYONE
                await server.said_in_qq(line, user_id, sender=sender)
                command = "command {}" if "command" in line else "{}"
                look(server, line.removeprefix("/command "), command, user_id, level)


# -- exactly what is shown and said


async def test_what_is_said_to_everybody_is_the_cleaned_text_and_nothing_else(
    server: Everything, lines: list[str]
) -> None:
    for words in lines:
        await server.said_in_qq(f"/announce {words}", ADMIN)
        clean = for_game(words.strip())
        if clean:
            assert [line.to_plain_text() for line in server.shown] == [f"[Announcement] {clean}"]
            assert whole(server.in_qq_said[0][1]) == f"[Announcement] {for_qq(clean)}"
        else:
            assert server.shown == []
        server.shown.clear()
        server.in_qq_said.clear()


async def test_what_players_say_is_one_text_in_qq(server: Everything, lines: list[str]) -> None:
    said = server.in_qq_said
    for words, player, way in itertools.product(lines, ("Steve", ".Bed Rock", "小明"), ("chat", "say")):
        policy = for_qq(chat_text(for_qq(plain(words))))
        getattr(server.from_game, way)(player, words, 0)
        if policy and (way == "say" or not server.config.game.is_command(words)):
            (message,) = [whole(message) for _, message in said]
            assert message.startswith(f"[survival] <{player}> ")
            assert message.split("> ", 1)[1] == codes_named(policy)
        else:
            assert said == []
        said.clear()
    assert (server.typed, server.ran, server.shown) == ([], [], [])


async def test_what_happens_in_the_game_is_one_text_in_qq(server: Everything, lines: list[str]) -> None:
    for words in lines:
        for event in (
            events.Say("Steve", words),
            events.Me("Steve", words),
            events.Joined(words),
            events.Left(words),
            events.Advancement("Steve", "task", words),
            events.Death("Steve", "", ("Steve",), sentence=words),
            events.Death(words, "death.attack.mob", (words, words)),
            events.Chat(words, words),
        ):
            server.from_game.happened(event)
        for _, message in server.in_qq_said:
            assert not HARMFUL.search(whole(message))
            assert "\n" not in whole(message)
        server.in_qq_said.clear()
    assert (server.typed, server.ran, server.shown) == ([], [], [])


def codes_named(words: str) -> str:
    """ChatImage codes are named, not shown, for whoever may not send pictures."""
    return re.sub(r"\[\[CICode,[^\[\]]*\]\]", "[图片]", words)


async def test_mentions_and_pictures_are_real_only_for_whom_they_may_be(tmp_path: Path) -> None:
    server = Everything(tmp_path, pictures_from_game=3)
    for words, level in itertools.product([*CORPUS, "https://a.cn/b.png @all"], range(5)):
        server.from_game.chat("Steve", words, level)
        for _, message in server.in_qq_said:
            for part in parse(message):
                kind, data = part["type"], part["data"]
                assert kind in (("text", "at", "image") if level >= 3 else ("text",))
                assert kind != "at" or data["qq"] == "all"
                assert kind != "image" or data["file"].startswith(("http://", "https://"))
        server.in_qq_said.clear()
    server.close()


# -- whose level it is


@pytest.mark.parametrize("role", ["owner", "admin", "member", "", "OWNER", "root"])
@pytest.mark.parametrize("user_id", [BOUND, NOBODY])
async def test_a_role_in_a_group_is_no_level_of_the_server(tmp_path: Path, role: str, user_id: int) -> None:
    server = Everything(tmp_path, command_settings={"mcdr": {"level": "everyone"}}, mcdr_commands={"allow": ["*"]})
    await server.said_in_qq("/mcdr !!MCDR plugin list", user_id, sender={"role": role, "nickname": "n"})
    assert server.ran == [("!!MCDR plugin list", 1 if user_id == BOUND else 0)]
    server.close()


@pytest.mark.parametrize(
    ("permissions", "role", "level"),
    [
        ({}, "owner", 0),
        ({"group_roles": {"owner": "helper"}}, "owner", 2),
        ({"group_roles": {"owner": "admin"}}, "admin", 0),
        ({"groups": {GROUP: "admin"}}, "member", 3),
        ({"groups": {20002: "admin"}}, "owner", 0),
        ({"owners": [NOBODY]}, "member", 4),
        ({"mcdr": {"everyone": 0, "owner": 1}, "owners": [NOBODY]}, "member", 1),
    ],
)
async def test_levels_are_what_the_owner_wrote(tmp_path: Path, permissions: Any, role: str, level: int) -> None:
    server = Everything(tmp_path, permissions=permissions)
    rights = server.common.rights
    person = Person(NOBODY, GROUP, role, "n", rights.level(NOBODY, GROUP, role))
    source = QQSource(server.common.server, person, rights.mcdr_level(person.level), print)
    assert source.get_permission_level() == level
    assert not source.has_permission(level + 1)
    server.close()


# -- the gate, for every letter there is


def test_no_letter_ends_a_line_of_the_console() -> None:
    for number in range(0x110000):
        letter = chr(number)
        try:
            line = checked(f"say a{letter}b")
        except Refused:
            continue
        assert len(line.splitlines()) == 1, hex(number)
        line.encode("utf-8")
        assert letter.isprintable() or number > 0x9F


@given(st.text(max_size=60))
def test_a_name_that_may_stand_in_a_command_is_one_word_of_it(name: str) -> None:
    if is_player_name(name):
        assert checked(f"whitelist add {name}").split() == ["whitelist", "add", name]
        assert not name.startswith(("@", "-", "/"))
