"""What was wrong with QQChat 2 and 3, each a day of somebody's, does not come back."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from asking import GROUP
from everything import ADMIN, BOUND, NOBODY, Everything

from qq_api import at, parse
from qq_chat.commands.binding.in_qq import PAGE


@pytest.fixture
async def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    monkeypatch.setattr("qq_chat.server.runner.FIRST", 0.001)
    every: list[Everything] = []

    def make(**config: Any) -> Everything:
        every.append(Everything(tmp_path, **config))
        return every[-1]

    yield make
    for one in every:
        one.close()


async def told(server: Everything, words: Any, user_id: int = ADMIN) -> str:
    """What is answered; "" for nothing."""
    server.in_qq_said.clear()
    await server.said_in_qq(words, user_id)
    return "".join(part["data"].get("text", "") for _, said in server.in_qq_said for part in parse(said))


async def test_a_name_with_a_second_line_types_no_command(made: Any) -> None:  # C1
    server = made()
    for words in ("/bound 7 Steve\u2028stop", "/bound Steve\nstop", "/bound 7 Steve\x00stop"):
        assert "Which player" in await told(server, words) or "No player" in await told(server, words)
    assert [one.player for one in server.bindings.everybody()] == ["Bound"]
    assert server.typed == []


async def test_an_admins_name_is_green_and_nobody_elses(made: Any) -> None:  # C5
    server = made()
    await server.said_in_qq("/mc hi", ADMIN)
    await server.said_in_qq("/mc hi", NOBODY)
    green = ["green" in str(line.to_json_object()) for line in server.shown]
    assert green == [True, False]


@pytest.mark.parametrize(
    ("prefix", "typed", "said"),
    [
        ("/", "/mc mc hello", "mc hello"),
        ("##", "## mc hello", "hello"),
        ("bot", "bot mc  two  blanks", "two  blanks"),
        ("/", "/mc /list", "/list"),
    ],
)
async def test_what_stands_behind_mc_is_said_whole_whatever_the_prefix(
    made: Any, prefix: str, typed: str, said: str
) -> None:  # C6
    server = made(command_prefix=[prefix])
    await server.said_in_qq(typed, ADMIN)
    (line,) = server.in_game
    assert line.endswith(f"] {said}")


@pytest.mark.parametrize(("prefix", "typed"), [("#", "#whitelist list"), ("bot", "bot whitelist  list")])
async def test_the_whitelist_is_run_without_the_prefix(made: Any, prefix: str, typed: str) -> None:  # C7
    server = made(command_prefix=[prefix])
    await server.said_in_qq(typed, ADMIN)
    assert server.typed == ["whitelist list"]
    await server.said_in_qq(typed.replace("list", "dance", 1).replace("whitedance", "whitelist"), ADMIN)
    assert server.typed == ["whitelist list"] * len(server.typed)


@pytest.mark.parametrize("words", ["/bound", "/", "/mc", "/whitelist", "/command", "/mcdr", "/server", "/vote", "/say"])
@pytest.mark.parametrize("user_id", [ADMIN, BOUND, NOBODY])
async def test_a_command_without_its_words_is_answered(made: Any, words: str, user_id: int) -> None:  # C8, 3.0.2
    server = made()
    assert await told(server, words, user_id)
    assert not [line for line in server.log.lines if "failed" in line]


async def test_a_word_that_begins_as_a_long_prefix_does_is_chat(made: Any) -> None:  # C8
    server = made(command_prefix=["mc"])
    await server.said_in_qq("mcdonalds", NOBODY)
    assert [line.rpartition("] ")[2] for line in server.in_game] == ["mcdonalds"]


async def test_a_name_belongs_to_one_and_nobody_takes_it_off_the_other(made: Any) -> None:  # C9
    server = made()
    assert "bound to somebody else" in await told(server, "/bound Bound", NOBODY)
    assert server.bindings.owner_of("Bound").user_id == BOUND
    assert server.typed == []


@pytest.mark.parametrize("words", ["/微笑", "/dance", "/ list of things"])
async def test_what_is_no_command_is_chat(made: Any, words: str) -> None:  # C10
    server = made()
    await server.said_in_qq(words, NOBODY)
    assert len(server.in_game) == (0 if "list" in words else 1)


async def test_the_list_of_the_bound_says_when_there_are_none_and_has_pages(made: Any) -> None:  # C11
    server = made(keywords=[])
    server.bindings.unbind(BOUND)
    assert await told(server, "/bound list") == "Nobody is bound yet"
    for number in range(PAGE + 5):
        server.bindings.bind(1000 + number, f"Player{number}", "test", True)
    first, second = await told(server, "/bound list"), await told(server, "/bound list 2")
    assert (len(first.splitlines()), len(second.splitlines())) == (PAGE + 1, 6)
    assert "page 2 of 2" in second


async def test_mcdrs_commands_run_as_the_person_not_as_the_console(made: Any) -> None:  # C15
    server = made(permissions={"owners": [NOBODY]})
    await server.said_in_qq("/mcdr !!MCDR status", ADMIN)
    await server.said_in_qq("/mcdr MCDR status", NOBODY)
    assert server.ran == [("!!MCDR status", 3), ("!!MCDR status", 4)]


async def test_a_mistyped_server_leaves_everything_as_it_is(made: Any) -> None:  # C17
    server = made(multi_server={"enabled": True, "servers": ["survival", "lobby"]})
    assert "no server survivla" in await told(server, "/server survivla", NOBODY)
    assert "You speak to [survival]" in await told(server, "/server", NOBODY)


async def test_with_one_server_there_is_none_to_choose(made: Any) -> None:  # C17
    server = made(multi_server={"enabled": False}, keywords=[])
    assert await told(server, "/server", NOBODY) == ""
    assert len(server.in_game) == 1, "it is chat"


async def test_with_several_servers_one_answers_and_chat_goes_where_the_owner_says(made: Any) -> None:  # C18
    lobby = [{"groups": [GROUP], "servers": ["lobby"], "stop": True}]
    server = made(multi_server={"enabled": True, "servers": ["lobby", "survival"]}, keywords=[], routes=lobby)
    assert await told(server, "/list", NOBODY) == "", "the first one answers"
    await server.said_in_qq("hello", NOBODY)
    assert len(server.in_game) == 1, "chat is shown on each, unless a row says otherwise"


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("/command say a &amp; b &#91;x&#93; &#44;", "say a & b [x] ,"),
        ('/command give Steve stone{display:{Name:\'{"text":"&#91;x&#93;"}\'}} 1',
         'give Steve stone{display:{Name:\'{"text":"[x]"}\'}} 1'),
    ],
)  # fmt: skip
async def test_what_qq_writes_in_codes_is_read_as_it_was_typed(made: Any, message: str, line: str) -> None:  # C22
    server = made()
    await server.said_in_qq(parse(message), ADMIN)
    assert server.typed == [line]


@pytest.mark.parametrize(
    "other", [at(NOBODY), {"type": "image", "data": {"file": "a.png"}}, {"type": "face", "data": {"id": "1"}}]
)
async def test_a_picture_never_becomes_a_word_of_a_command(made: Any, other: Any) -> None:  # C22
    server = made()
    message = [{"type": "text", "data": {"text": "/command say "}}, other]
    assert "text only" in await told(server, message)
    assert server.typed == []


async def test_the_whitelist_forgets_the_name_of_before(made: Any) -> None:  # C24
    server = made(binding={"proof": "none"})
    for words in ("/bound 7 Steve", "/bound 7 Alex", "/bound unbound 7"):
        await server.said_in_qq(words, ADMIN)
    added, removed = ([line.split()[2] for line in server.typed if f" {deed} " in line] for deed in ("add", "remove"))
    assert (added, removed) == (["Steve", "Alex"], ["Steve", "Alex"])


async def test_what_3_0_2_could_not_do_at_all_is_done(made: Any) -> None:
    server = made(keywords=[], player_list_regex={"bots": "^bot_"})
    assert "Bound to Steve" in await told(server, "/bound Steve", NOBODY)
    assert server.bindings.player_of(NOBODY) == "Steve", "and it was kept"
    assert "Commands:" in await told(server, "/", NOBODY)
    assert "Others" in await told(server, "/list", NOBODY), "who fits no pattern is listed, too"
    assert "add | remove" in await told(server, "/whitelist dance")
    assert server.typed == ["whitelist add Steve"]
    (group_id, _), *_ = server.in_qq_said
    assert group_id == GROUP, "the answer goes where the question came from"
