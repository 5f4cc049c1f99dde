"""What comes goes out as it came, together, and nobody waits for one who does not read."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from fleet import raw, reverse
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from our_bot import GROUP, SELF, Counts
from qq_api import Bot, Texts
from qq_api.bridge.bridge import Bridge, bridging
from qq_api.bridge.config import BridgeConfig
from qq_api.config import ReverseWebSocket
from qq_api.onebot.peers import link as links
from qq_api.onebot.peers.link import Link
from qq_api.runtime import running
from qq_api.websocket.frames import Masked
from support import free_port, until

LINE = '{ "post_type":"message","message_type":"group","self_id":%d,"user_id":10002,"group_id":%d,"time":1,'
LINE += '"message_id":%d,\n"raw_message":"%s","message":"\\u4f60好 \\/", "font":1e0, "sender":{} } '


def line(number: int, text: str = "") -> bytes:
    """An event as nobody here would write it."""
    return (LINE % (SELF, GROUP, number, text or f"line {number}")).encode()


class QQ:
    """A bridge and the QQ that it hears, over a real WebSocket."""

    def __init__(self, bot: Bot, bridge: Bridge, sent: Any) -> None:
        self.bot, self.bridge, self._sent = bot, bridge, sent

    def say(self, *texts: bytes) -> None:
        """Send frames that are read together."""
        self._sent.transport.write(Masked()(texts))

    def links(self, *names: str) -> list[Link]:
        lines = (one for served in self.bridge.served if served.settings.name in names for one in served.lines.values())
        return [link for one in lines for peer in one._peers for link in peer._links]  # type: ignore[attr-defined]

    def line(self, name: str) -> Any:
        return next(iter(next(one for one in self.bridge.served if one.settings.name == name).lines.values()))


@asynccontextmanager
async def qq(*peers: dict[str, Any]) -> AsyncIterator[QQ]:
    port, bot, texts = free_port(), Bot(), Texts.load("qq_api", "en_us")
    config = BridgeConfig(connections=[ReverseWebSocket(port=port)], peers=list(peers), backfill=False)
    who = {"X-Self-ID": str(SELF), "X-Client-Role": "Universal"}
    async with (
        running(bot, config.of_qq(), texts),
        bridging(bot, config.peers, texts, config.together) as bridge,
        connect(f"ws://127.0.0.1:{port}/ws", additional_headers=who, compression=None, proxy=None) as sent,
    ):
        await until(lambda: bot.accounts())
        yield QQ(bot, bridge, sent)


class Server:
    """Keeps the frames as they came."""

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.reads = asyncio.Event()
        self.reads.set()

    @property
    def said(self) -> list[str]:
        events = map(json.loads, self.frames)
        return [event["raw_message"] for event in events if event["post_type"] == "message"]

    async def hold(self, link: ServerConnection) -> None:
        async for frame in link:
            assert isinstance(frame, str)
            self.frames.append(frame)
            await self.reads.wait()


@asynccontextmanager
async def server(sock: socket.socket | None = None) -> AsyncIterator[tuple[Server, int]]:
    one, sock = Server(), sock or socket.create_server(("127.0.0.1", 0))
    async with serve(one.hold, sock=sock, max_queue=1):
        yield one, sock.getsockname()[1]


async def test_a_frame_that_needs_no_change_goes_out_as_it_came_but_for_the_name() -> None:
    async with server() as (one, port), qq(reverse("生存", port)) as net:
        await until(lambda: one.frames)
        net.say(line(1))
        await until(lambda: len(one.frames) == 2)
        assert one.frames[1] == line(1).decode().rstrip()[:-1] + ',"server":"生存"}'


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"user_id": "10002"}, {"user_id": 10002}),
        ({"server": "admin"}, {}),
        ({"raw_message": None}, {"raw_message": "\\hi"}),
        ({"self_id": None}, {"self_id": SELF}),
    ],
)
async def test_a_frame_that_was_put_right_goes_out_as_it_was_understood(
    change: dict[str, Any], expected: dict[str, Any]
) -> None:
    event = json.loads(line(1)) | {"message": "\\hi"} | change
    if event["self_id"] is None:
        del event["self_id"]
    async with server() as (one, port), qq(reverse("sky", port)) as net:
        await until(lambda: one.frames)
        net.say(json.dumps(event).encode())
        await until(lambda: len(one.frames) == 2)
        assert json.loads(one.frames[1]) == event | expected | {"server": "sky"}


async def test_what_is_no_utf_8_goes_out_in_it() -> None:
    async with server() as (one, port), qq(reverse("sky", port)) as net:
        await until(lambda: one.frames)
        for number, coding in enumerate(("utf-16", "utf-8-sig")):
            net.bot.emit(event := json.loads(line(number)), json.dumps(event).encode(coding))
        await until(lambda: len(one.frames) == 3)
        assert [json.loads(frame)["message_id"] for frame in one.frames[1:]] == [0, 1]


async def test_nobody_who_changes_an_event_changes_what_servers_hear() -> None:
    async with server() as (one, port), qq(reverse("sky", port)) as net:
        await until(lambda: one.frames)

        def spoil(event: Any) -> None:
            event["raw_message"] = "spoilt"
            event["sender"]["card"] = "spoilt"

        net.bot.listeners.append(spoil)
        net.say(line(1))
        net.bot.emit(json.loads(line(2)))  # from a transport that has no frames
        await until(lambda: len(one.frames) == 3)
        assert "spoilt" not in "".join(one.frames)
        assert net.bot.in_hand is None


class Counting:
    """A transport that counts what is written."""

    def __init__(self, transport: Any) -> None:
        self._transport, self.writes = transport, 0

    def write(self, data: bytes) -> None:
        self.writes += 1
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


async def test_what_is_read_together_leaves_in_one_write_for_each_server() -> None:
    async with (
        server() as (one, first),
        server() as (two, second),
        qq(reverse("one", first), reverse("two", second, groups=[GROUP])) as net,
    ):
        await until(lambda: one.frames and two.frames)
        counting = [Counting(link._transport) for link in net.links("one", "two")]
        for link, transport in zip(net.links("one", "two"), counting, strict=True):
            link._transport = transport  # type: ignore[assignment]
        for number in range(50):
            net.bot.emit(json.loads(line(number)), line(number))
        await until(lambda: len(one.said) == len(two.said) == 50)
        assert one.said == two.said == [f"line {number}" for number in range(50)]
        assert [transport.writes for transport in counting] == [1, 1]
        assert net.line("one").sent == net.line("two").sent == 51  # and the lifecycle event


async def test_an_account_that_goes_is_heard_to_the_end() -> None:
    async with server() as (one, port), qq(reverse("one", port)) as net:
        await until(lambda: one.frames)
        for number in range(30):
            net.bot.emit(json.loads(line(number)))
        net.bot.accounts = lambda: []  # type: ignore[method-assign]
        net.bot.account_went(SELF, "gone")
        await until(lambda: len(one.said) == 30)


async def test_a_server_that_was_slow_catches_up_in_order() -> None:
    async with tight() as (one, port), qq(reverse("one", port)) as net:
        await until(lambda: one.frames)
        one.reads.clear()
        narrow(net, "one")
        said: list[str] = []
        all_came = lambda: len(net.bot.seen.keys()) == len(said)  # noqa: E731  (short)
        for turn in range(40):
            texts = [line(number, f"{number} {'x' * 500}") for number in range(turn * 20, turn * 20 + 20)]
            said += [json.loads(text)["raw_message"] for text in texts]
            net.say(*texts)
            await until(all_came)
        await until(lambda: net.line("one").waiting)
        one.reads.set()
        await until(lambda: len(one.said) >= 800, 20)
        assert Counts.of(said, one.said) == Counts(800, 800)
        assert net.line("one").sent == 801 and net.line("one").dropped == 0


@asynccontextmanager
async def tight() -> AsyncIterator[tuple[Server, int]]:
    """A server whose system keeps little of what it does not read."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.bind(("127.0.0.1", 0))
    sock.listen()
    async with server(sock) as made:
        yield made


def narrow(net: QQ, name: str) -> None:
    """Our system, too, keeps little for it."""
    for link in net.links(name):
        link._transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)


@pytest.fixture
def small_backlog(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr("qq_api.onebot.peers.websocket.BACKLOG", 100)
    yield 100


async def test_of_fifty_servers_one_frozen_and_one_dead_delay_nobody_and_hold_little(
    small_backlog: int, caplog: pytest.LogCaptureFixture
) -> None:
    dead, count, said = free_port(), 600, list[str]()
    async with AsyncExitStack() as stack:
        frozen, port = await stack.enter_async_context(tight())
        well = [await stack.enter_async_context(raw()) for _ in range(48)]
        peers = [reverse(f"s{number}", one.port) for number, one in enumerate(well)]
        peers += [reverse("frozen", port), reverse("dead", dead)]
        net = await stack.enter_async_context(qq(*peers))
        await until(lambda: frozen.frames and all(one.events for one in well), 20)
        frozen.reads.clear()
        narrow(net, "frozen")
        well_served = lambda: all(len(one.lines) == len(said) for one in well)  # noqa: E731  (short)
        for first in range(0, count, 20):
            texts = [line(number, f"{number} {'x' * 300}") for number in range(first, first + 20)]
            said += [json.loads(text)["raw_message"] for text in texts]
            net.say(*texts)
            await until(well_served, 30)
        assert all(one.lines == said for one in well)
        assert net.line("frozen").waiting == net.line("dead").waiting == small_backlog
        buffered = [link._transport.get_write_buffer_size() for link in net.links("frozen")]
        assert max(buffered) <= 2 * links.MOST_BUFFERED
        behind = [record.getMessage() for record in caplog.records if "falls behind" in record.getMessage()]
        assert len(behind) == 2, behind
        dropped = net.line("frozen").dropped
        frozen.reads.set()
        await until(lambda: frozen.said and frozen.said[-1] == said[-1], 20)
        assert frozen.said[-small_backlog:] == said[-small_backlog:]
        assert Counts.of(said, frozen.said) == Counts(count, count - dropped, lost=dropped)
