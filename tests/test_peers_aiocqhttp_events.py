"""Plain aiocqhttp as a bot of the sandbox hears every kind of event under its name, and gets every call answered."""

from collections import Counter
from typing import Any

import pytest
from aiocqhttp import ActionFailed, Event, HttpFailed

from every_event import every_event, name
from qq_api.sandbox.actions import ACTIONS
from qq_api.sandbox.run import GROUP_ID, SELF_ID
from support import until
from test_peers import GOOD, PARAMS
from test_peers_aiocqhttp import joined


@pytest.mark.parametrize("way", ["reverse", "http"])
async def test_aiocqhttp_hears_every_event_under_its_name(way: str) -> None:
    events, heard = every_event(), []
    async with joined(way) as (bot, qq):
        for kind in {name(event) for event in events}:

            @bot.on(kind)
            async def hear(event: Event) -> None:
                if "marker" in event:
                    heard.append(event)

        for number, event in enumerate(events):
            qq.endpoints[0].peers[0].emit(event | {"marker": number})
        await until(lambda: len(heard) == len(events), 20)
    assert Counter(event.name for event in heard) == Counter(map(name, events))
    for event in heard:
        sent = events[event["marker"]]
        assert {key: event[key] for key in sent if key != "message"} == {
            key: value for key, value in sent.items() if key != "message"
        }


@pytest.mark.parametrize("way", ["reverse", "http"])
async def test_aiocqhttp_gets_every_call_answered(way: str) -> None:
    async with joined(way) as (bot, qq):
        params: dict[str, Any] = PARAMS | {"message_id": qq.world.say(SELF_ID, "mine", group_id=GROUP_ID)}
        last = ("delete_friend", "delete_msg", "set_group_leave", "set_restart")  # after them others could not be done
        done = set()
        for action in (*sorted(ACTIONS.keys() - {*last}), *last):
            try:
                await bot.call_action(action, **params)
                done.add(action)
            except ActionFailed as error:
                assert error.result["retcode"] in (200, 400, 1200, 1400, 1404), (action, error.result)
            except HttpFailed as error:  # what LLOneBot does not have
                assert error.status_code == 404, action
    assert done >= GOOD
