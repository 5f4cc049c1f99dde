"""What concerns the program around the World: restarts, settings, polls; and talking without a name."""

import asyncio
from typing import Any

import pytest
from test_speaks import ALICE, FORWARD, GOOD, GROUP, GUEST, HTTP, call, frame, http, speaking
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from qq_api import ActionFailed
from qq_api.sandbox.actions import act
from qq_api.sandbox.run import GROUP_ID, small_world
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.world import World
from qq_api.sandbox.world.saved import loaded, saved
from support import until

BOT, OWNER, ADMIN, NOTCH = 10001, 10002, 10003, 10004
IN = {"group_id": GROUP_ID}


# -- restarts


def test_a_restart_is_told_and_changes_when_the_account_came_up() -> None:
    now = 1_763_780_000
    world = World(lambda: now)
    world.add_person(BOT, "bot", online=True)
    told: list[tuple[int, int]] = []
    world.restarting.append(lambda *what: told.append(what))
    now += 100
    assert act(world, BOT, "get_status", {})["stat"]["startup_time"] == now - 100
    assert act(world, BOT, "set_restart", {"delay": 2000}) is None
    assert (told, act(world, BOT, "get_status", {})["stat"]["startup_time"]) == ([(BOT, 2000)], now + 2)
    with pytest.raises(ActionFailed):
        act(world, BOT, "set_restart", {"delay": -1})


@pytest.mark.parametrize("flavour", ["llonebot", "napcat", "standard"])
async def test_after_a_restart_the_connections_have_to_be_made_anew(flavour: str) -> None:
    async with speaking(FORWARD | {"heartbeat": 0}, flavour=flavour) as qq:
        address = qq.endpoints[0].address
        async with connect(address, additional_headers=GOOD) as link:
            answer = await call(link, "set_restart", delay=1)
            assert (answer["status"], answer["data"]) == ("async" if flavour == "standard" else "ok", None)
            with pytest.raises(ConnectionClosed):
                await frame(link)
        await until(lambda: not qq.is_connected(ALICE))
        async with connect(address, additional_headers=GOOD) as link:
            assert (await frame(link))["sub_type"] == "connect"


# -- settings


def test_settings_are_kept_for_each_account_and_merged() -> None:
    world = small_world()
    assert act(world, BOT, "get_config", {}) == {}
    act(world, BOT, "set_config", {"ob11": {"enable": True, "token": "a"}, "milky": {"enable": False}})
    act(world, BOT, "set_config", {"ob11": {"token": "b"}})
    settings = {"ob11": {"enable": True, "token": "b"}, "milky": {"enable": False}}
    assert act(world, BOT, "get_config", {}) == settings
    assert act(world, OWNER, "get_config", {}) == {}
    assert act(loaded(saved(world)), BOT, "get_config", {}) == settings
    with pytest.raises(ActionFailed) as caught:
        act(world, BOT, "set_config", {"ob11": "x"})
    assert caught.value.retcode == 1400


# -- polls


async def test_get_event_gives_each_asker_what_came_by_every_way() -> None:
    async with speaking(FORWARD, HTTP) as qq, http(qq, 1) as client:
        async with connect(qq.endpoints[0].address + "/api", additional_headers=GOOD) as link:
            for text in ("one", "two"):
                await qq.group(GROUP).say(GUEST, text)
            first = await call(link, "get_event", limit=1)
            second = await call(link, "get_event")
            assert [one["raw_message"] for one in first["data"] + second["data"]] == ["one", "two"]
            assert (await call(link, "get_event", timeout=1))["data"] == []
            assert len((await call(link, "get_event", key="other"))["data"]) == 2
            assert (await call(link, "get_event", timeout="soon"))["retcode"] == 1400
        assert len((await client.get("/get_event")).json()["data"]) == 2


async def test_get_event_waits_for_the_first() -> None:
    transport = WorldTransport(world := small_world(), BOT)
    with transport.listening(lambda _: None):
        polling = asyncio.ensure_future(transport.call_action("get_event", timeout=20_000))
        await asyncio.sleep(0)
        world.say(OWNER, "at last", **IN)
        assert [one["raw_message"] for one in await polling] == ["at last"]


# -- talking without a name


@pytest.fixture
def world() -> World:
    made = small_world(1)
    act(made, OWNER, "set_group_anonymous", IN)
    return made


def hear(world: World, user_id: int, *, ignore: bool = False, who: int = BOT) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []
    said = [{"type": "anonymous", "data": {"ignore": ignore}}, {"type": "text", "data": {"text": "psst"}}]
    with world.listening(who, heard.append):
        world.say(user_id, said, **IN)
    return heard


def test_nobody_learns_who_talks_without_a_name(world: World) -> None:
    event, again, other = (hear(world, user_id)[0] for user_id in (NOTCH, NOTCH, OWNER))
    assert (event["sub_type"], event["user_id"], event["raw_message"]) == ("anonymous", 80_000_000, "psst")
    assert str(NOTCH) not in str({**event, "group_id": 0}) and "Notch" not in str(event)
    assert event["anonymous"] == again["anonymous"] != other["anonymous"]
    assert event["sender"]["nickname"] == event["anonymous"]["name"]
    fetched = act(world, BOT, "get_msg", {"message_id": event["message_id"]})
    assert (fetched["user_id"], fetched["anonymous"]) == (80_000_000, event["anonymous"])
    heard: list[dict[str, Any]] = []
    with world.listening(BOT, heard.append):
        act(world, NOTCH, "delete_msg", {"message_id": event["message_id"]})
    assert (heard[0]["user_id"], heard[0]["operator_id"]) == (80_000_000, 80_000_000)


def test_where_it_is_not_allowed_it_is_refused_or_said_with_a_name(world: World) -> None:
    with pytest.raises(ActionFailed, match="permission"):
        act(world, BOT, "set_group_anonymous", {**IN, "enable": True})
    act(world, ADMIN, "set_group_anonymous", {**IN, "enable": False})
    with pytest.raises(ActionFailed, match="anonymous"):
        hear(world, NOTCH)
    (event,) = hear(world, NOTCH, ignore=True)
    assert (event["sub_type"], event["user_id"], event["anonymous"]) == ("normal", NOTCH, None)
    assert [one["type"] for one in event["message"]] == ["text"]


@pytest.mark.parametrize("how", ["anonymous", "anonymous_flag", "flag"])
def test_who_gives_no_name_can_be_muted_by_the_flag(world: World, how: str) -> None:
    anonymous = hear(world, NOTCH)[0]["anonymous"]
    given = {how: anonymous if how == "anonymous" else anonymous["flag"]}
    with pytest.raises(ActionFailed, match="permission"):
        act(world, BOT, "set_group_anonymous_ban", {**IN, **given})
    act(world, ADMIN, "set_group_anonymous_ban", {**IN, **given, "duration": 60})
    with pytest.raises(ActionFailed, match="anonymous"):
        hear(world, NOTCH)
    assert hear(world, NOTCH, ignore=True)[0]["user_id"] == NOTCH
    assert hear(world, OWNER)[0]["sub_type"] == "anonymous"
    until_then = world.now() + 120
    world._clock = lambda: until_then
    assert hear(world, NOTCH)[0]["sub_type"] == "anonymous"


@pytest.mark.parametrize(
    ("params", "retcode"), [({}, 1400), ({"flag": "none"}, 1200), ({"flag": "x", "duration": -1}, 1400)]
)
def test_a_wrong_flag_mutes_nobody(world: World, params: dict[str, Any], retcode: int) -> None:
    with pytest.raises(ActionFailed) as caught:
        act(world, ADMIN, "set_group_anonymous_ban", {**IN, **params})
    assert caught.value.retcode == retcode


def test_masks_are_saved(world: World) -> None:
    hear(world, NOTCH)
    again = loaded(saved(world), world._clock)
    assert (again.groups, again.messages) == (world.groups, world.messages)
    assert hear(again, NOTCH)[0]["anonymous"] == hear(world, NOTCH)[0]["anonymous"]
