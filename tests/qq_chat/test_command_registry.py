"""How commands are found, by whom they may be given, and how often."""

from typing import Any

import pytest

from qq_api import ConfigError, Texts, at, load_config, reply, text
from qq_chat.commands.asked import EVERYWHERE, IN_GROUPS, Command
from qq_chat.commands.cooldown import Cooldowns
from qq_chat.commands.parse import behind_prefix, command_in, user_id_of, without_words, words_of
from qq_chat.commands.registry import Registry
from qq_chat.config import Config
from qq_chat.config.commands import CommandSettings
from qq_chat.people.rights import Level, Person


@pytest.fixture
def words() -> Texts:
    import qq_chat

    assert qq_chat
    return Texts.load("qq_chat", "en_us")


@pytest.mark.parametrize(
    ("content", "prefixes", "rest"),
    [
        ("/list", ["/"], "list"),
        ("/mc  hello  there ", ["/"], "mc  hello  there"),
        ("/", ["/"], ""),
        ("list", ["/"], None),
        ("", ["/", ""], None),
        ("hello", [""], None),
        ("mc list", ["mc"], "list"),
        ("mc", ["mc"], ""),
        ("mcdonalds", ["mc"], None),
        ("#list", ["/", "#"], "list"),
        ("/微笑", ["/"], "微笑"),
        ("mc\tlist", ["mc"], "list"),
    ],
)
def test_a_command_is_known_by_its_prefix(content: str, prefixes: list[str], rest: str | None) -> None:
    assert behind_prefix(content, prefixes) == rest


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("/list", [text("list")]),
        ([reply(5), at(1), text(" /list all")], [text("list all")]),
        ([text("  "), text("/list")], [text("list")]),
        ([at(2), text(" /list")], None),
        ([text("hi "), at(1), text("/list")], None),
        ([text("/bind "), at(7), text(" Steve")], [text("bind"), at(7), text(" Steve")]),
        ([], None),
        (None, None),
        ("[CQ:image,file=a.png]/list", None),
    ],
)
def test_what_a_message_answers_to_and_a_mention_of_the_bot_do_not_hide_a_command(message: Any, found: Any) -> None:
    assert command_in(message, 1, ["/"]) == found


def test_words_are_those_of_texts_and_mentions() -> None:
    message = [text("bound check"), at(7), text("x  y")]
    assert words_of(message) == ["bound", "check", "@7", "x", "y"]
    assert without_words(message, 1) == [text("check"), at(7), text("x  y")]
    assert without_words(message, 2) == [at(7), text("x  y")]
    assert without_words([text("mc mc  two  blanks")], 1) == [text("mc  two  blanks")]
    given = ["@10001", "10001", "@all", "-5", "1.5", "", "١٢", "9" * 20]
    assert [user_id_of(word) for word in given] == [10001, 10001, None, None, None, None, None, None]


def person(level: Level, group_id: int | None = 1) -> Person:
    return Person(7, group_id, "member", "Alice", level)


COMMANDS = [
    Command("list", lambda _: None, aliases=("在线",)),
    Command("mc", lambda _: None, places=IN_GROUPS, args="<msg>"),
    Command("help", lambda _: None, level=Level.ADMIN),
    Command("list more", lambda _: None),
]


def test_the_longest_name_wins_whatever_its_case_and_aliases_count(words: Texts) -> None:
    registry = Registry(COMMANDS, {}, "/", words)

    def name(*typed: str) -> str | None:
        found = registry.find(typed)
        return f"{found[0].name}:{found[1]}" if found else None

    assert [name("LIST"), name("list", "MORE", "x"), name("list", "x"), name("在线"), name("mcdonalds"), name()] == [
        "list:1",
        "list more:2",
        "list:1",
        "list:1",
        None,
        None,
    ]


def test_help_shows_what_this_person_may_do_here(words: Texts) -> None:
    registry = Registry(COMMANDS[:3], {}, "mc", words)
    everyone, admin = person(Level.EVERYONE), person(Level.ADMIN)
    assert registry.help(everyone, "chat").splitlines()[1:] == [
        "mc list - who is online",
        "mc mc <msg> - say something in the game",
    ]
    assert len(registry.help(admin, "chat").splitlines()) == 4
    assert "<msg>" not in registry.help(admin, "private")
    assert registry.help(everyone, "chat", "help") == "There is no command help"
    assert (registry.near("lsit", everyone, "chat"), registry.near("help", everyone, "chat")) == ("mc list", None)


def test_an_owner_may_change_each_command(words: Texts) -> None:
    settings = {
        "list": CommandSettings(aliases=["who"], level="bound", cooldown=5, places=["private"]),
        "mc": CommandSettings(enabled=False),
    }
    registry = Registry(COMMANDS, settings, "/", words)
    found = registry.find(["who"])
    assert found is not None
    assert (found[0].level, found[0].cooldown, found[0].places) == (Level.BOUND, 5, {"private"})
    assert found[0].aliases == ("在线", "who")
    assert registry.find(["mc"]) is None
    assert COMMANDS[0].places == EVERYWHERE, "what is declared stays as it is"


def test_settings_of_a_command_that_does_not_exist_are_named(tmp_path: Any) -> None:
    path = tmp_path / "config.yml"
    path.write_text("config_version: 1\ncommand_settings:\n  lits: {level: bound}\n")
    with pytest.raises(ConfigError, match=r"config\.yml:2.*lits"):
        load_config(path, Config, "en_us")


def test_a_cooldown_holds_for_one_person_and_one_command() -> None:
    now = [0.0]
    cooldowns = Cooldowns(per_minute=3, clock=lambda: now[0])
    assert [cooldowns.wait("list", 1, 10), cooldowns.wait("list", 1, 10), cooldowns.wait("list", 2, 10)] == [0, 10, 0]
    assert cooldowns.wait("mc", 1, 0) == 0
    now[0] = 10
    assert cooldowns.wait("list", 1, 10) == 0
    assert cooldowns.wait("mc", 1, 0) == 50, "three within the minute"
    now[0] = 60
    assert cooldowns.wait("mc", 1, 0) == 0
    for user_id in range(5_000):
        now[0] += 1
        cooldowns.wait("list", user_id, 1)
    assert len(cooldowns._asked) <= 1_001
