"""Servers behind one bridge tell each other what is said and what happens."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from asking import GROUP
from everything import Everything

from qq_api import ActionFailed, ApiNotAvailable
from qq_api.bridge.config import BridgeConfig
from qq_api.bridge.together.words import ALIASES
from qq_chat.game import events
from support import until

TAGGED = {"post_type": "meta_event", "meta_event_type": "heartbeat", "self_id": 9, "server": "survival"}


class Place(Everything):
    """A server behind a bridge, and what its bridge was told."""

    def __init__(self, folder: Path, **config: Any) -> None:
        super().__init__(folder, **config)
        self.neighbours = self.from_game.neighbours
        self.neighbours.heed(TAGGED)

    async def told(self) -> list[tuple[str, str, str]]:
        for _ in range(5):
            await asyncio.sleep(0)
        calls = [params for action, params in self.bot.asked if action == "tell_servers"]
        return [(one["kind"], one["player"], one["text"]) for one in calls]

    def in_log(self) -> list[str]:
        return [line for line in self.log.lines if "other servers" in line]

    def hears(self, text: Any = "hi", **more: Any) -> None:
        event = {"sub_type": "chat", "from_server": "creative", "player": "Alex", "text": text, "group_ids": [GROUP]}
        self.neighbours.heard({**event, "post_type": "notice", "notice_type": "server", **more})


async def test_chat_is_told_once_cleaned_with_the_groups_it_concerns(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.from_game.chat("Steve", "§4hi\n&6[CQ:at,qq=all]")
    place.from_game.happened(events.Chat(".Pocket", "yo"))
    assert await place.told() == [("chat", "Steve", "hi [CQ:at,qq=all]"), ("chat", ".Pocket", "yo")]
    assert place.bot.asked[0][1]["group_ids"] == [GROUP] and place.bot.asked[0][1]["self_id"] == 9
    place.close()


async def test_what_no_bridge_handed_on_says_that_there_is_none(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.neighbours.heed({"post_type": "message", "self_id": 9})
    place.from_game.chat("Steve", "hi")
    assert await place.told() == []
    place.neighbours.heed(TAGGED)
    place.neighbours.heed({"post_type": "meta_event", "meta_event_type": "lifecycle", "self_id": 9})
    place.from_game.chat("Steve", "hi")
    assert len(await place.told()) == 1
    place.close()


async def test_commands_fake_players_and_blocked_words_are_not_told(tmp_path: Path) -> None:
    place = Place(tmp_path, blocked={"words": ["secret"], "action": "drop"})
    place.common.blocked = type(place.common.blocked)(["secret"])
    for player, words in (("Steve", "!!qq hi"), ("bot_1", "hi"), ("Steve", "a SECRET"), ("Steve", "§4")):
        place.from_game.chat(player, words)
    assert await place.told() == []
    place.close()


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (events.Joined("Steve"), "join"),
        (events.Joined("Steve", first=True), "join"),
        (events.Left("Steve"), "leave"),
        (events.Say("Server", "x"), "say"),
        (events.Me("Steve", "x"), "me"),
        (events.Started(1.0), "life"),
        (events.Crashed(1), "life"),
        (events.Death("Steve", "", ("Steve",), sentence="Steve died"), "death"),
        (events.Advancement("Steve", "task", "Stone Age"), "advancement"),
    ],
)
async def test_each_kind_is_told_as_is_configured(tmp_path: Path, event: Any, kind: str) -> None:
    for wanted in (True, False):
        (tmp_path / str(wanted)).mkdir()
        place = Place(tmp_path / str(wanted), other_servers={kind: wanted})
        place.from_game.happened(event)
        assert [one[0] for one in await place.told()] == [kind] * wanted
        place.close()


async def test_chat_may_go_to_servers_only_or_to_qq_only(tmp_path: Path) -> None:
    place = Place(tmp_path, game={"chat": {"enabled": False}})
    place.from_game.chat("Steve", "hi")
    assert len(await place.told()) == 1 and place.in_qq_said == []
    place.close()
    (tmp_path / "b").mkdir()
    place = Place(tmp_path / "b", other_servers={"chat": False})
    place.from_game.chat("Steve", "hi")
    assert await place.told() == [] and len(place.in_qq_said) == 1
    place.close()


async def test_an_older_bridge_is_asked_once_until_another_one_comes(tmp_path: Path) -> None:
    place = Place(tmp_path)
    asked: list[str] = []

    async def call_action(action: str, **_: Any) -> None:
        asked.append(action)
        raise ActionFailed({"retcode": 1404, "wording": "no such action"})

    place.bot.call_action = call_action
    place.from_game.chat("Steve", "one")
    await until(place.in_log)
    place.from_game.chat("Steve", "two")
    await place.told()
    assert asked == ["tell_servers"] and len(place.in_log()) == 1
    place.neighbours.heed({"post_type": "connection", "connection_type": "open", "self_id": 9})
    place.neighbours.heed(TAGGED)
    place.from_game.chat("Steve", "three")
    await until(lambda: len(asked) == 2)
    place.close()


async def test_what_could_not_be_told_is_let_go(tmp_path: Path) -> None:
    place = Place(tmp_path)

    async def call_action(_action: str, **_: Any) -> None:
        raise ApiNotAvailable("away")

    kept, place.bot.call_action = place.bot.call_action, call_action
    place.from_game.chat("Steve", "one")
    await until(place.in_log)
    place.bot.call_action = kept
    place.from_game.chat("Steve", "two")
    assert await place.told() == [("chat", "Steve", "two")]
    place.close()


# -- from the others


async def test_what_others_tell_is_shown_with_the_servers_name_and_goes_nowhere_else(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.hears()
    place.hears("Alex joined the game", sub_type="join")
    place.hears("[creative] Alex left", sub_type="leave")
    assert place.in_game == ["[creative] <Alex> hi", "[creative] Alex joined the game", "[creative] Alex left"]
    assert place.in_qq_said == [] and await place.told() == [] and place.typed == []
    place.close()


@pytest.mark.parametrize(
    "more",
    [
        {"group_ids": [5]},
        {"group_ids": []},
        {"group_ids": None},
        {"text": ""},
        {"text": "\u200b"},
        {"text": None},
        {"from_server": "§"},
        {"from_server": None},
    ],
)
async def test_what_does_not_concern_us_or_says_nothing_is_not_shown(tmp_path: Path, more: dict[str, Any]) -> None:
    place = Place(tmp_path)
    place.hears(**{"text": "hi", **more})
    assert place.shown == []
    place.close()


async def test_it_is_only_ever_text(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.hears("a\n§4b [CQ:image,file=x] ${x}", player="A§lx\ny", from_server="c\n§kd")
    assert place.in_game == ["[c ⏎ kd] <Alx ⏎ y> a ⏎ 4b [CQ:image,file=x] ${x}"]
    place.close()


async def test_players_who_are_meant_are_rung_for_and_muted_ones_hear_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.hears("steve, come")
    assert any("Alex means you on creative" in line for line in place.typed)
    place.typed.clear()
    place.hears("Steve joined the game", sub_type="join")
    assert place.typed == []
    place.common.preferences.mute("Steve", mute=True)
    whom: list[str] = []
    place.common.server.tell = lambda target, _line: whom.append(target)
    place.hears("steve, come")
    assert whom == ["@a[name=!Steve]"] and place.typed == []
    place.close()


async def test_it_can_be_hidden_and_waits_for_no_server(tmp_path: Path) -> None:
    place = Place(tmp_path, other_servers={"show": False})
    place.hears()
    assert place.shown == []
    place.close()
    (tmp_path / "b").mkdir()
    place = Place(tmp_path / "b")
    place.up = False
    place.hears()
    assert place.shown == []
    place.close()


async def test_blocked_words_are_hidden_here_too(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.common.blocked = type(place.common.blocked)(["secret"])
    place.hears("a secret")
    assert place.in_game == ["[creative] <Alex> a ******"]
    place.close()


# -- the bridge knows our commands


async def test_the_bridge_knows_every_command_by_every_name(tmp_path: Path) -> None:
    place, together = Place(tmp_path), BridgeConfig().together
    known = {*together.merged, *together.chosen, *together.choose}
    for command in place.in_qq._registry.commands:
        assert command.topic in known, command.topic
        for alias in command.aliases:
            word = alias.split()[0]
            assert word == command.topic or ALIASES[word] == command.topic, alias
    place.close()
