"""Events in the shapes that broke other clients: none is lost, none is heard twice, none ends a connection."""

import asyncio
import json
from typing import Any

import pytest
from aiocqhttp import Event
from websockets.asyncio.server import ServerConnection, serve

from qq_api.config import ForwardWebSocket
from support import DATA, IMPLEMENTATIONS, SELF_ID, answers, home, message_event, recorded, until

ODD: dict[str, dict[str, Any]] = json.loads((DATA / "odd_events.json").read_text("utf-8"))


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
async def test_every_event_of_every_implementation_is_heard_in_order(implementation: str) -> None:
    events = recorded(implementation)
    async with home() as place, place.connect() as link:
        for event in events:
            await link.send(json.dumps(event, ensure_ascii=False))
        await until(lambda: len(place.heard) == len(events))
        for heard, event in zip(place.heard, events, strict=True):
            assert {key: heard[key] for key in event} == event


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
async def test_the_content_of_a_message_is_never_a_code(implementation: str) -> None:
    messages = [event for event in recorded(implementation) if event["post_type"] == "message"]
    async with home() as place, place.connect() as link:
        for event in messages:
            await link.send(json.dumps(event))
        await until(lambda: len(place.heard) == len(messages))
        assert all(event["content"] and "[CQ:" not in event["content"] for event in place.heard)


async def test_an_odd_message_is_heard_by_listeners_and_handlers(caplog: pytest.LogCaptureFixture) -> None:
    async with home() as place, place.connect() as link:
        handled: list[Event] = []
        place.bot.on_message("group")(handled.append)
        for number, (what, odd) in enumerate(ODD["odd"].items()):
            await link.send(json.dumps(odd | {"message_id": number}))
            await until(lambda number=number: len(place.heard) == number + 1, what=what)  # type: ignore[misc]
            heard = place.heard[-1]
            assert (heard["self_id"], type(heard["raw_message"])) == (SELF_ID, str), what
            assert heard["content"][:1] in ("a", "["), what
        await until(lambda: len(handled) == len(ODD["odd"]))
    assert "Traceback" not in caplog.text


async def test_ids_that_came_as_strings_are_numbers_and_go_back_as_numbers() -> None:
    async with home() as place, place.connect() as link:
        for number, (what, event) in enumerate(ODD["string_ids"].items()):
            await link.send(json.dumps(event))
            await until(lambda number=number: len(place.heard) == number + 1, what=what)  # type: ignore[misc]
            heard = place.heard[-1]
            assert {type(heard[key]) for key in heard if key.endswith("_id")} == {int}, what
            sending = asyncio.create_task(place.bot.send(heard, "back"))
            call = await answers(link)
            await sending
            assert (call["params"]["user_id"], call["params"]["group_id"]) == (10002, 20001), what


async def test_what_the_bot_said_itself_is_not_heard() -> None:
    async with home() as place, place.connect() as link:
        handled: list[Event] = []
        for name in ("message", "message_sent"):
            place.bot.on(name)(handled.append)
        for event in ODD["own"].values():
            await link.send(json.dumps(event))
        await link.send(message_event("behind"))
        await until(lambda: handled)
        assert [event["content"] for event in (*place.heard, *handled)] == ["behind"] * 2


@pytest.mark.parametrize("event", ODD["pokes"].values(), ids=ODD["pokes"])
async def test_a_poke_is_heard_whatever_hangs_on_it(event: dict[str, Any]) -> None:
    async with home() as place, place.connect() as link:
        poked: list[Event] = []
        place.bot.on("notice.notify.poke")(poked.append)
        await link.send(json.dumps(event))
        await until(lambda: poked)
        assert poked == place.heard == [event]


async def test_a_message_reported_twice_is_heard_once_and_beats_may_double() -> None:
    messages = [event for event in recorded("napcat") if event["post_type"] == "message"]
    beats = [event for event in recorded("napcat") if event.get("meta_event_type") == "heartbeat"]
    async with home() as place, place.connect() as link:
        handled: list[Event] = []
        place.bot.on_message(handled.append)
        for event in [*messages, *beats]:
            await link.send(json.dumps(event))
            await link.send(json.dumps(event))
        await link.send(message_event("behind"))
        await place.hears("behind")
        heard = [event["message_id"] for event in place.heard if "message_id" in event]
        assert heard == [event["message_id"] for event in messages]
        await until(lambda: len(handled) == len(messages) + 1)


async def test_an_account_that_is_connected_both_ways_is_heard_once() -> None:
    async def take(link: ServerConnection) -> None:
        await answers(link, {"user_id": SELF_ID})
        await link.send(message_event("once", message_id=5, time=1))
        await link.wait_closed()

    async with serve(take, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        forward = ForwardWebSocket.model_validate({"url": f"ws://127.0.0.1:{port}"})
        async with home(forward) as place, place.connect() as reverse:
            await place.hears("once")
            await reverse.send(message_event("once", message_id=5, time=1))
            await reverse.send(message_event("behind"))
            await place.hears("behind")
            assert [event["content"] for event in place.heard] == ["once", "behind"]


async def test_a_messages_number_may_be_any_number() -> None:
    async with home() as place, place.connect() as link:
        for number in (-1382749655, -1, 0, 4294967295, 2**40):
            await link.send(message_event(str(number), message_id=number))
            assert (await place.hears(str(number)))["message_id"] == number
            for action in ("get_msg", "delete_msg"):
                calling = asyncio.create_task(place.bot.call_action(action, message_id=number))
                assert (await answers(link, {}))["params"] == {"message_id": number}
                await calling


async def test_requests_are_passed_on_as_they_are_even_one_from_the_bot_itself() -> None:
    requests = [event for event in recorded("lagrange") if event["post_type"] == "request"]
    async with home() as place, place.connect() as link:
        for event in requests:
            await link.send(json.dumps(event))
        await until(lambda: place.heard == requests)
        assert place.heard[-1].user_id == SELF_ID


async def test_nothing_waits_for_a_lifecycle_event() -> None:
    async with home() as place, place.connect() as link:
        await link.send(message_event("the very first frame"))
        await place.hears("the very first frame")


ODD_BEATS = [{}, {"interval": None}, {"interval": 0}, {"interval": []}, {"interval": "30000"}, {"status": None}]


async def test_odd_heartbeats_do_no_harm(caplog: pytest.LogCaptureFixture) -> None:
    beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "self_id": SELF_ID}
    async with home() as place, place.connect() as link:
        for fields in ODD_BEATS:
            await link.send(json.dumps(beat | fields))
        await link.send(message_event("behind"))
        await place.hears("behind")
        assert (len(place.heard), place.went) == (len(ODD_BEATS) + 1, [])
    assert "Traceback" not in caplog.text
