"""Announcements, keywords, votes, quiet groups, and several servers in one group."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from asking import GROUP, Asking

from qq_api import ConfigError, load_config, text
from qq_chat.commands.announcing import Announcing
from qq_chat.commands.keywords import Keywords
from qq_chat.commands.quiet import QuietFor
from qq_chat.commands.servers import Servers
from qq_chat.commands.votes import Votes
from qq_chat.config import Config
from qq_chat.config.automation import Announcement, Ballot
from qq_chat.relay.quiet import Quiet
from qq_chat.server.audit import Audit
from support import until


@pytest.fixture
def begun() -> Iterator[list[Asking]]:
    every: list[Asking] = []
    yield every
    for one in every:
        one.close()


async def start(begun: list[Asking], folder: Path, **config: Any) -> Asking:
    begun.append(Asking(folder, **config))
    return begun[-1]


# -- announcements


async def test_an_announcement_reaches_players_and_groups(begun: list[Asking], tmp_path: Path) -> None:
    home = await start(begun, tmp_path, permissions={"helpers": [2]})
    home.use(Announcing(home.common, home.outbox))
    assert home.ask([text("/announce hi\n§4[CQ:at,qq=all]")]) == (GROUP, "[Announcement] hi ⏎ 4[CQ:at,qq=all]")
    assert home.in_game == ["[Announcement] hi ⏎ 4[CQ:at,qq=all]"]
    assert home.ask("/say only here", 2) == "Said"
    assert home.in_game[-1] == "[Announcement] only here"
    assert home.ask("/announce no", 2) == "You may not do that"
    assert home.ask("/say", 2) == "/say <msg>"
    home.up = False
    assert "not running" in home.ask("/say hi", 2)


async def test_what_is_planned_is_said_when_its_time_comes(begun: list[Asking], tmp_path: Path) -> None:
    plan = {"cron": "0 20 * * *", "text": "backup soon"}
    home = await start(begun, tmp_path, announcements=[plan])
    feature = Announcing(home.common, home.outbox)
    task = asyncio.create_task(feature._repeat(Announcement(**plan, to="qq"), iter([datetime.now()] * 2)))
    await until(lambda: len(home.said) == 2)
    await task
    assert home.said == [(GROUP, "[Announcement] backup soon")] * 2
    assert home.in_game == []
    feature.close()


async def test_a_plan_that_is_none_is_told_and_the_others_go_on(begun: list[Asking], tmp_path: Path) -> None:
    home = await start(begun, tmp_path, announcements=[{"cron": "99 * * * *", "text": "x"}])
    Announcing(home.common, home.outbox).close()
    assert "99 * * * *" in home.log.lines[0]


# -- keywords


async def test_words_are_answered(begun: list[Asking], tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    rows = [
        {"words": ["IP", "地址"], "answer": "{server}: {online} {player}{qq}", "cooldown": 0},
        {"words": ["map"], "match": "equal", "picture": "map.png", "cooldown": 0},
        {"words": [r"^\d+\+\d+$"], "match": "pattern", "answer": "sums", "groups": [5]},
    ]
    home = await start(begun, tmp_path, keywords=rows)
    home.bind(Steve="1")
    feature = Keywords(home.common, home.answers)
    for words in ("what is the ip?", "服务器地址", "map", "map please", "1+1"):
        feature.said(home.event(words))
    said = [[segment["data"].get("text", segment["type"]) for segment in answer] for answer in home.said]
    assert said == [["survival: 1 Steve1"], ["survival: 1 Steve1"], ["image"]]


async def test_a_keyword_is_not_answered_again_at_once(begun: list[Asking], tmp_path: Path) -> None:
    home = await start(begun, tmp_path, keywords=[{"words": ["ip"], "answer": "x", "cooldown": 60}])
    feature = Keywords(home.common, home.answers)
    for user_id in range(5):
        feature.said(home.event("ip", user_id))
    assert len(home.said) == 1


@pytest.mark.parametrize(
    "row",
    [
        "{words: [a]}",
        "{words: [], answer: x}",
        "{words: ['('], match: pattern, answer: x}",
        "{answer: x}",
        "{words: [a], answer: '{'}",
        "{words: [a], answer: '{x}'}",
    ],
)
def test_a_keyword_that_cannot_work_is_named(row: str, tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text(f"config_version: 1\nkeywords:\n  - {row}\n")
    with pytest.raises(ConfigError, match=r"config\.yml:\d.*keywords"):
        load_config(path, Config, "en_us")


# -- votes


async def voting(begun: list[Asking], folder: Path) -> Asking:
    kinds = {"restart": {"command": "!!MCDR server restart", "needed": 2}, "kick": {"command": "kick {player}"}}
    home = await start(begun, folder, votes={"enabled": True, "kinds": kinds})
    home.bind(player2="2", player3="3", player4="4", player5="5")
    home.use(Votes(home.common, home.outbox, Audit(home.database, logging.getLogger("qq_chat.test"))))
    return home


async def test_what_enough_people_want_is_done_once(begun: list[Asking], tmp_path: Path) -> None:
    home = await voting(begun, tmp_path)
    assert "2 voices are needed" in home.ask("/vote restart", 2)
    assert "1 of 2" in home.ask("/vote yes", 2), "one voice a person"
    assert "goes on" in home.ask("/vote kick Steve", 3)
    assert "It is done" in home.ask("/vote yes", 3)
    assert home.typed == ["!!MCDR server restart"]
    assert home.ask("/vote yes", 4) == "There is no vote"


async def test_those_against_count_and_a_voice_may_change(begun: list[Asking], tmp_path: Path) -> None:
    home = await voting(begun, tmp_path)
    home.ask("/vote restart", 2)
    home.ask("/vote no", 3)
    home.ask("/vote no", 4)
    assert "2 of 2 for it, 2 against" in home.ask("/vote yes", 5)
    assert home.typed == []
    assert "It is done" in home.ask("/vote yes", 4)


async def test_only_the_bound_vote_and_only_players_can_be_named(begun: list[Asking], tmp_path: Path) -> None:
    home = await voting(begun, tmp_path)
    assert home.ask("/vote restart", 9) == "You may not do that"
    for target in ("", "@a", "Steve;stop", "-h"):
        assert "/vote yes|no" in home.ask(f"/vote kick {target}", 2)
    assert "/vote yes|no" in home.ask("/vote stop", 2)
    assert home.typed == []


async def test_a_vote_that_nobody_joins_ends(begun: list[Asking], tmp_path: Path) -> None:
    home = await voting(begun, tmp_path)
    feature = Votes(home.common, home.outbox, Audit(home.database, logging.getLogger("qq_chat.test")))
    feature._kinds = {"x": Ballot.model_construct(command="stop", needed=2, seconds=0.01)}
    home.use(feature)
    home.ask("/vote x", 2)
    await until(lambda: home.said[-1] == (GROUP, "x: 1 of 2 for it, 0 against it. It is not done"))
    assert home.typed == []


# -- quiet groups


async def test_a_group_keeps_quiet_for_a_while(begun: list[Asking], tmp_path: Path) -> None:
    now = [0.0]
    home = await start(begun, tmp_path)
    home.common.quiet = quiet = Quiet(clock=lambda: now[0])
    home.use(QuietFor(home.common))
    assert "for 5 min" in home.ask("/mute 5")
    assert quiet.holds(GROUP)
    assert not quiet.holds(5)
    now[0] = 301
    assert not quiet.holds(GROUP)
    home.ask("/mute")
    assert quiet.holds(GROUP)
    assert "again" in home.ask("/unmute")
    assert not quiet.holds(GROUP)
    for wrong in ("0", "-1", "99999", "x", "1.5"):
        assert "from 1 to" in home.ask(f"/mute {wrong}")
    assert home.ask("/mute 5", 9) == "You may not do that"


# -- several servers


async def test_each_person_speaks_to_the_server_they_chose(begun: list[Asking], tmp_path: Path) -> None:
    names = {"enabled": True, "servers": ["survival", "creative"]}
    both: dict[str, Asking] = {}
    for name in ("survival", "creative"):
        home = both[name] = await start(begun, tmp_path / name, server_name=name, multi_server=names)
        servers = Servers(home.common)
        home.use(servers, QuietFor(home.common), is_for_us=servers.is_for_us)

    def asked(words: str) -> list[Any]:
        return [home.ask(words) for home in both.values()]

    assert asked("/server")[0] == "You speak to [survival]. There are: survival, creative"
    assert [bool(answer) for answer in asked("/mute 5")] == [True, False]
    assert asked("/server creatve") == ["There is no server creatve. There are: survival, creative", None]
    assert [bool(answer) for answer in asked("/mute 5")] == [True, False], "a mistyped name changes nothing"
    assert asked("/server Creative") == [None, "You speak to [creative] now"]
    assert asked("/server creative") == [None, "You already speak to [creative]"]
    assert [bool(answer) for answer in asked("/mute 5")] == [False, True]
    again = Servers(both["creative"].common)
    assert again.is_for_us(1, "mute"), "it is kept"
