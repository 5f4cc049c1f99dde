"""What one life of the plugin leaves for the next: open connections go on, and nothing on them is lost."""

import asyncio
import itertools
import json
import logging
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from qq_api import Bot, Texts, parking
from qq_api.config import Config, Connection, ForwardWebSocket, Http, ReverseWebSocket
from qq_api.parking import leave, take
from qq_api.runtime import running
from qq_api.websocket import core
from support import free_port, until

TEXTS = Texts.load("qq_api", "en_us")


class Heard:
    """What the listeners of each life heard."""

    def __init__(self) -> None:
        self.contents: list[str] = []
        self.connections: list[tuple[str, int, Any]] = []

    def listen(self, event: Any) -> None:
        if event["post_type"] == "connection":
            self.connections.append((event["connection_type"], event["self_id"], event.get("kept")))
        else:
            self.contents.append(event.content)


@asynccontextmanager
async def life(
    heard: Heard, *connections: Connection, parked: Any = None
) -> AsyncIterator[tuple[Bot, Callable[[], Any]]]:
    """One life of the bot, and what parks it."""
    bot = Bot((parked or {}).get("seen", ()))
    bot.listeners.append(heard.listen)
    async with running(bot, Config(connections=list(connections)), TEXTS, parked) as runtime:
        yield bot, runtime.park


def event(number: int, **fields: Any) -> str:
    head = {"post_type": "message", "message_type": "group", "self_id": 1, "user_id": 1000, "message": str(number)}
    return json.dumps(head | fields)


def knock(port: int, role: str = "Universal", self_id: int = 1) -> connect:
    headers = {"X-Self-ID": str(self_id), "X-Client-Role": role}
    return connect(f"ws://127.0.0.1:{port}/ws", additional_headers=headers, compression=None)


async def answer(client: ClientConnection | ServerConnection, data: Any) -> None:
    call = json.loads(await client.recv())
    await client.send(json.dumps({"status": "ok", "retcode": 0, "data": data, "echo": call["echo"]}))


async def test_a_reverse_connection_goes_on_in_the_next_life() -> None:
    heard, reverse = Heard(), ReverseWebSocket(port=free_port())
    async with life(heard, reverse) as (_, park):
        client = await knock(reverse.port)
        await client.send(event(0))
        await until(lambda: heard.contents)
        parked = await park()
    for number in range(1, 4):  # nobody reads now
        await client.send(event(number))
    async with life(heard, reverse, parked=parked) as (bot, _), client:
        await client.send(event(4))
        await until(lambda: len(heard.contents) == 5)
        calling = asyncio.create_task(bot.get_status())
        await answer(client, 7)
        assert await calling == 7
    assert heard.contents == ["0", "1", "2", "3", "4"]
    assert heard.connections == [("open", 1, False), ("open", 1, True), ("closed", 1, None)]


async def test_split_roles_go_on_each_as_what_it_was() -> None:
    heard, reverse = Heard(), ReverseWebSocket(port=free_port())
    async with life(heard, reverse) as (_, park):
        api, events = await knock(reverse.port, "API"), await knock(reverse.port, "Event")
        await events.send(event(0))
        await until(lambda: heard.contents)
        parked = await park()
    async with life(heard, reverse, parked=parked) as (bot, _), api, events:
        await api.send(event(99))
        await events.send(event(1))
        await until(lambda: len(heard.contents) == 2)
        calling = asyncio.create_task(bot.get_status())
        await answer(api, 7)
        assert await calling == 7
    assert heard.contents == ["0", "1"]


@pytest.mark.parametrize("split", [False, True])
async def test_a_forward_connection_goes_on_in_the_next_life(split: bool) -> None:
    links: dict[str, ServerConnection] = {}

    async def hold(link: ServerConnection) -> None:
        assert link.request is not None
        links[link.request.path] = link
        await link.wait_closed()

    heard, port = Heard(), free_port()
    forward = ForwardWebSocket(url=f"ws://127.0.0.1:{port}", split=split)
    async with serve(hold, "127.0.0.1", port):
        async with life(heard, forward) as (bot, park):
            await until(lambda: len(links) == 1 + split)
            first = dict(links)
            api, events = links["/api" if split else "/"], links["/event" if split else "/"]
            await answer(api, {"user_id": 1})
            await until(bot.accounts)
            await events.send(event(0))
            await until(lambda: heard.contents)
            parked = await park()
        await events.send(event(1))
        async with life(heard, forward, parked=parked) as (bot, _):
            await until(lambda: len(heard.contents) == 2)
            calling = asyncio.create_task(bot.get_status())
            await answer(api, 7)
            assert await calling == 7
        assert links == first
    assert heard.contents == ["0", "1"]


def cuts(frame: bytes) -> list[int]:
    return [1, 3, 5, len(frame) // 2, len(frame) - 1]


@pytest.mark.parametrize("cut", range(5))
async def test_a_frame_of_which_half_was_read_is_whole_in_the_next_life(cut: int) -> None:
    heard, reverse = Heard(), ReverseWebSocket(port=free_port())
    async with life(heard, reverse) as (_, park):
        client = await knock(reverse.port)
        client.protocol.send_text(event(1, raw_message="x" * 300).encode())
        frame = b"".join(client.protocol.data_to_send())
        first, rest = frame[: cuts(frame)[cut]], frame[cuts(frame)[cut] :]
        await client.send(event(0))
        client.transport.write(first)
        await until(lambda: heard.contents)
        parked = await park()
    client.transport.write(rest)
    async with life(heard, reverse, parked=parked), client:
        await client.send(event(2))
        await until(lambda: len(heard.contents) == 3)
    assert heard.contents == ["0", "1", "2"]


async def test_a_message_in_fragments_is_whole_in_the_next_life() -> None:
    heard, reverse = Heard(), ReverseWebSocket(port=free_port())
    text, go = event(1), asyncio.Event()

    async def fragments() -> AsyncIterator[str]:
        yield text[:20]
        await go.wait()
        yield text[20:]

    async with life(heard, reverse) as (_, park):
        client = await knock(reverse.port)
        await client.send(event(0))
        await until(lambda: heard.contents)
        sending = asyncio.create_task(client.send(fragments()))
        await asyncio.sleep(0)
        await (await client.ping())  # answered: the first fragment was read before
        parked = await park()
    go.set()
    await sending
    async with life(heard, reverse, parked=parked), client:
        await until(lambda: len(heard.contents) == 2)
    assert heard.contents == ["0", "1"]


async def test_thirty_lives_under_traffic_hear_each_event_once_and_in_order() -> None:
    heard, reverse, parked = Heard(), ReverseWebSocket(port=free_port()), None
    numbers, stop = itertools.count(), asyncio.Event()

    async def talk(client: ClientConnection) -> int:
        while not stop.is_set():
            number = next(numbers)
            await client.send(event(number, message_id=number))
            await asyncio.sleep(0)
        return number

    for index in range(30):
        before = len(heard.contents)
        async with life(heard, reverse, parked=parked) as (_, park):
            if index == 0:
                client = await knock(reverse.port)
                talking = asyncio.create_task(talk(client))
            await until(lambda before=before: len(heard.contents) > before + 50)  # type: ignore[misc]
            parked = await park()
    async with life(heard, reverse, parked=parked), client:
        stop.set()
        last = await talking
        await until(lambda: heard.contents[-1] == str(last))
    assert heard.contents == [str(number) for number in range(last + 1)]


async def test_a_changed_connection_is_closed_and_its_port_free_for_the_new_one() -> None:
    heard, port = Heard(), free_port()
    async with life(heard, ReverseWebSocket(port=port)) as (_, park):
        client = await knock(port)
        parked = await park()
    async with life(heard, ReverseWebSocket(port=port, token="new"), parked=parked):
        with pytest.raises(ConnectionClosed):
            await client.recv()
        assert client.close_code == 1012
        with pytest.raises(Exception, match="401"):
            await knock(port)


async def test_what_was_heard_is_not_heard_again_from_history() -> None:
    heard, reverse = Heard(), ReverseWebSocket(port=free_port())
    async with life(heard, reverse) as (bot, park):
        bot.emit(json.loads(event(0, message_id=5)))
        parked = await park()
    async with life(heard, reverse, parked=parked) as (bot, _):
        bot.emit(json.loads(event(0, message_id=5)))
        bot.emit(json.loads(event(1, message_id=6)))
    assert heard.contents == ["0", "1"]


async def test_the_accounts_that_posted_are_known_in_the_next_life() -> None:
    heard, http = Heard(), Http(port=free_port(), secret="s")
    async with life(heard, http) as (bot, park):
        bot.transports[0]._accounts.add(5)  # type: ignore[attr-defined]
        parked = await park()
    async with life(heard, http, parked=parked) as (bot, _):
        assert bot.accounts() == [5]


@asynccontextmanager
async def left_open(version: str) -> AsyncIterator[tuple[ClientConnection, int]]:
    reverse = ReverseWebSocket(port=free_port())
    async with life(Heard(), reverse) as (_, park):
        client = await knock(reverse.port)
        parked = await park()
    leave(version, parked | {"events": [1]})
    yield client, reverse.port


async def test_nobody_takes_it_and_it_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parking, "SECONDS", 0.1)
    async with left_open("1") as (client, port):
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(client.recv(), 15)
        assert client.close_code == 1012
        with pytest.raises(ConnectionRefusedError):
            await knock(port)
    assert take("1") == ({}, "")


def test_as_soon_as_the_next_life_begins_it_is_kept_until_it_is_taken() -> None:
    """What is imported first holds it: a busy machine took three seconds for the rest, and lost the connection."""
    said = subprocess.run([sys.executable, "-c", BEGINS], capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout.split() == ["held", str(parking.LOADING_SECONDS)], said.stderr


BEGINS = """
import sys, threading, types

class Lot(types.ModuleType):
    timer = threading.Timer(3600, print)

class BeforeTheRest:
    def find_spec(self, name, path=None, target=None):
        if name in ("aiocqhttp", "pydantic", "websockets") and sys.modules["_left_by_qq_api"] is lot:
            if first.finished.is_set() and lot.timer is not first:
                print("held", lot.timer.interval)
            lot.timer.cancel()
            del sys.modules["_left_by_qq_api"]
            sys.meta_path.remove(self)

lot = Lot("_left_by_qq_api")
first = lot.timer
first.start()
sys.modules["_left_by_qq_api"] = lot
sys.meta_path.insert(0, BeforeTheRest())
import qq_api
first.cancel()
"""


async def test_another_version_takes_the_events_and_not_the_connections() -> None:
    async with left_open("1") as (client, _):
        things, version = take("2")
        assert (things["events"], version, "connections" in things) == ([1], "1", False)
        with pytest.raises(ConnectionClosed):
            await client.recv()
    assert take("2") == ({}, "")


async def test_the_same_version_takes_it_once_and_in_time() -> None:
    async with left_open("1") as (client, port):
        things, _ = take("1")
        assert take("1") == ({}, "")
        async with life(Heard(), ReverseWebSocket(port=port), parked=things) as (bot, _):
            await until(bot.accounts)
        await client.wait_closed()
        assert client.close_code == 1012


async def test_a_peer_that_takes_nothing_is_not_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    heard, reverse = Heard(), ReverseWebSocket(port=free_port())
    async with life(heard, reverse) as (bot, park):
        client = await knock(reverse.port)
        await until(bot.accounts)
        client.transport.pause_reading()
        calling = asyncio.create_task(bot.call_action("big", data="x" * 20_000_000))
        await asyncio.sleep(0)
        parked = await park()
        assert [left for _, left in parked["connections"].values()] == [[]]
        calling.cancel()
        client.transport.abort()
    parking.close(parked["connections"])


async def test_peers_that_take_nothing_are_waited_for_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "CLOSE_SECONDS", 2.0)
    reverse = ReverseWebSocket(port=free_port())
    async with life(Heard(), reverse) as (bot, park):
        clients = [await knock(reverse.port, self_id=self_id) for self_id in range(1, 9)]
        await until(lambda: len(bot.accounts()) == 8)
        for client in clients:
            client.transport.pause_reading()
        calls = [
            asyncio.create_task(bot.call_action("big", data="x" * 20_000_000, self_id=self_id))
            for self_id in range(1, 9)
        ]
        await asyncio.sleep(0)
        parked = await asyncio.wait_for(park(), 12)  # one after the other it would be sixteen seconds
        for call, client in zip(calls, clients, strict=True):
            call.cancel()
            client.transport.abort()
    assert [left for _, left in parked["connections"].values()] == [[]]
    parking.close(parked["connections"])
