"""What a server may do at the broker and what not, asked of a real nats-server."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import nats.errors
import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import NoRespondersError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StreamConfig

from brokers import Broker, broker
from qq_api import Texts
from qq_api.broker.access import accounts
from qq_api.broker.client import connected
from qq_api.broker.keyring import Keyring
from qq_api.broker.keys import Keys
from qq_api.broker.layout import Layout
from qq_api.config import BrokerAddress
from support import free_port, until

TEXTS = Texts.load("qq_api", "en_us")
LAYOUT = Layout()
EVENT = "qq.v1.ev.1.group.2.message"
GOOD, EVIL = "生存 1", "evil"


class Net:
    """A broker with keys for all, a bridge, a good server and one that was taken over."""

    def __init__(self, bridge: Client, good: Client, evil: Client) -> None:
        self.bridge, self.good, self.evil = bridge, good, evil
        self.called: list[tuple[str, bytes]] = []

    async def counts(self) -> dict[str, int]:
        names = [LAYOUT.events, LAYOUT.chat, LAYOUT.outbox, *(f"KV_{one}" for one in (LAYOUT.owners, LAYOUT.done))]
        infos = [await self.bridge.jetstream().stream_info(name) for name in names]
        return {info.config.name or "": info.state.messages for info in infos}

    async def execute(self, message: Msg) -> None:
        self.called.append((message.subject, message.data))
        await message.respond(b"done")


@asynccontextmanager
async def net(folder: Path) -> AsyncIterator[Net]:
    keyring = Keyring(folder / "keys", LAYOUT, TEXTS)
    seeds = {name: keyring.add(name) for name in (GOOD, EVIL)}
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(broker(folder / "nats", "include ../keys/accounts.conf"))
        bridge = await stack.enter_async_context(client(one, "bridge", keyring.folder / "bridge.nk"))
        good, evil = [await stack.enter_async_context(client(one, name, seed)) for name, seed in seeds.items()]
        it = Net(bridge, good, evil)
        await furnish(bridge)
        await bridge.subscribe(LAYOUT.calls_for(1), queue="exec", cb=it.execute)
        await bridge.flush()
        yield it


def client(one: Broker, name: str, seed: Path) -> Any:
    return connected(BrokerAddress(url=one.url, nkey_file=str(seed)), name, TEXTS)


async def furnish(bridge: Client, replicas: int = 1) -> None:
    stream = bridge.jetstream()
    for name, kind in ((LAYOUT.events, "ev"), (LAYOUT.chat, "mc"), (LAYOUT.outbox, "out")):
        await stream.add_stream(StreamConfig(name=name, subjects=[f"qq.v1.{kind}.>"], num_replicas=replicas))
    for bucket in (LAYOUT.presence, LAYOUT.owners, LAYOUT.done):
        await Keys(stream, bucket).open(memory=True, replicas=replicas)


async def read(of: Client, stream: str, **wanted: Any) -> list[bytes]:
    config = ConsumerConfig(
        ack_policy=AckPolicy.NONE,
        mem_storage=True,
        max_deliver=1,
        inactive_threshold=60,
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=1,
        **wanted,
    )
    consumer = await of.jetstream().add_consumer(stream, config)
    pulled = await of.jetstream().pull_subscribe_bind(stream=stream, consumer=consumer.name)
    return [message.data for message in await pulled.fetch(256, timeout=1, heartbeat=0.3)]


def test_the_rights_are_written_as_nats_server_wants_them() -> None:
    told = json.loads(accounts(LAYOUT, {"bridge": "UB"}, {"a.b": "UA"}))["accounts"]
    assert told["QQ"]["users"] == [{"nkey": "UB"}]
    assert told["srv-a=2eb"]["users"] == [{"nkey": "UA"}]
    assert {"service": {"account": "QQ", "subject": "qq.v1.act.a=2eb.*"}} in told["srv-a=2eb"]["imports"]


async def test_a_server_may_do_all_that_it_needs(tmp_path: Path) -> None:
    async with net(tmp_path) as it:
        good, stream = it.good, it.good.jetstream()
        answer = await good.request(LAYOUT.calls(GOOD, 1), b"call", timeout=2)
        assert (answer.data, it.called) == (b"done", [(LAYOUT.calls(GOOD, 1), b"call")])
        with pytest.raises(NoRespondersError):
            await good.request(LAYOUT.calls(GOOD, 99), b"call", timeout=2)
        told = await stream.publish(LAYOUT.told(GOOD, "chat"), b"hi", headers={"Nats-Msg-Id": "1"})
        again = await stream.publish(LAYOUT.told(GOOD, "chat"), b"hi", headers={"Nats-Msg-Id": "1"})
        assert (told.seq, again.duplicate) == (1, True)
        assert (await stream.publish(LAYOUT.waits(GOOD, 1, 2), b"line")).stream == LAYOUT.outbox
        here = Keys(stream, LAYOUT.presence)
        assert await here.put(f"srv.{GOOD}", b"{}", ttl=15)
        assert await here.all() == {f"srv.{GOOD}": b"{}"}
        for number in range(3):
            await it.bridge.jetstream().publish(EVENT, b"%d" % number)
        assert await read(good, LAYOUT.events, filter_subjects=LAYOUT.heard([2])) == [b"0", b"1", b"2"]
        assert await read(good, LAYOUT.events, filter_subject="qq.v1.ev.*.group.2.>") == [b"0", b"1", b"2"]
        assert await read(good, LAYOUT.chat) == [b"hi"]
        assert (await stream.stream_info(LAYOUT.events)).state.messages == 3


async def test_a_server_hears_heartbeats_and_which_accounts_there_are_and_answers_the_bridge(tmp_path: Path) -> None:
    async with net(tmp_path) as it:
        heard: list[bytes] = []

        async def hear(message: Msg) -> None:
            heard.append(message.data)

        async def answer(message: Msg) -> None:
            await message.respond(b"3 players")

        asked = LAYOUT.calls(GOOD, "list").replace(".act.", ".srv.")
        await it.good.subscribe("qq.v1.meta.*", cb=hear)
        await it.good.subscribe(f"$KV.{LAYOUT.presence}.bot.>", cb=hear)
        await it.good.subscribe(asked.rpartition(".")[0] + ".>", cb=answer)
        await it.good.flush()
        await it.bridge.publish(LAYOUT.meta(1), b"beat")
        await Keys(it.bridge.jetstream(), LAYOUT.presence).put("bot.1", b"there", ttl=15)
        assert (await it.bridge.request(asked, b"", timeout=2)).data == b"3 players"
        await until(lambda: sorted(heard) == [b"beat", b"there"])


FORGED = [
    EVENT,
    LAYOUT.calls(GOOD, 1),
    LAYOUT.waits(GOOD, 1, 2),
    LAYOUT.told(GOOD, "chat"),
    LAYOUT.meta(1),
    f"$KV.{LAYOUT.presence}.srv.=e7=94=9f=e5=ad=98=201",
    f"$KV.{LAYOUT.presence}.bot.1",
    f"$KV.{LAYOUT.owners}.1",
    f"$KV.{LAYOUT.done}.x",
    f"$JS.API.STREAM.DELETE.{LAYOUT.events}",
    f"$JS.API.STREAM.PURGE.{LAYOUT.events}",
    f"$JS.API.STREAM.UPDATE.{LAYOUT.events}",
    "$JS.API.STREAM.CREATE.MINE",
    "$JS.API.STREAM.NAMES",
    f"$JS.API.STREAM.MSG.GET.{LAYOUT.outbox}",
    f"$JS.API.DIRECT.GET.KV_{LAYOUT.owners}.x",
    f"$JS.API.STREAM.MSG.DELETE.{LAYOUT.events}",
    f"$JS.API.STREAM.INFO.KV_{LAYOUT.done}",
    f"$JS.API.CONSUMER.CREATE.{LAYOUT.outbox}.mine",
    f"$JS.API.CONSUMER.DURABLE.CREATE.{LAYOUT.events}.mine",
    f"js.STREAM.DELETE.{LAYOUT.events}",
    "$SYS.REQ.SERVER.PING",
]


async def test_whatever_is_not_its_own_is_refused(tmp_path: Path) -> None:
    async with net(tmp_path) as it:
        await it.bridge.jetstream().publish(EVENT, b"real")
        before = await it.counts()
        for subject in FORGED:
            with pytest.raises(NoRespondersError):
                print(subject, await it.evil.request(subject, b"{}", timeout=2))
        assert await it.counts() == before
        assert it.called == []
        assert await Keys(it.bridge.jetstream(), LAYOUT.presence).all() == {}


async def test_nobody_hears_what_is_for_another_nor_joins_the_executors(tmp_path: Path) -> None:
    async with net(tmp_path) as it:
        sniffed: list[str] = []

        async def sniff(message: Msg) -> None:
            sniffed.append(message.subject)

        await it.evil.subscribe(">", cb=sniff)
        await it.evil.subscribe(LAYOUT.calls_for(1), queue="exec", cb=sniff)
        await it.evil.subscribe("_INBOX_=e7=94=9f=e5=ad=98=201.>", cb=sniff)
        await it.evil.flush()
        for _ in range(20):
            await it.good.request(LAYOUT.calls(GOOD, 1), b"secret", timeout=2)
        await it.bridge.jetstream().publish(EVENT, b"real")
        await it.bridge.jetstream().publish(LAYOUT.waits(GOOD, 1, 2), b"line")
        await it.bridge.publish("qq.v1.srv.evil.list", b"for it")  # comes after all that must not come
        await it.bridge.flush()
        await until(lambda: "qq.v1.srv.evil.list" in sniffed)
        assert sniffed == ["qq.v1.srv.evil.list"]
        assert len(it.called) == 20


async def test_answers_cannot_be_made_to_land_where_only_others_may_write(tmp_path: Path) -> None:
    """JetStream and bridges answer to any subject that is asked for; the account keeps that inside."""
    async with net(tmp_path) as it:
        stream = it.evil.jetstream()
        await stream.publish(LAYOUT.told(EVIL, "chat"), b'{"post_type": "message"}')
        await it.evil.request(f"$JS.API.CONSUMER.CREATE.{LAYOUT.chat}.mine", consumer("mine"), timeout=2)
        before = await it.counts()
        for target in (
            EVENT,
            LAYOUT.calls(GOOD, 1),
            f"$KV.{LAYOUT.owners}.1",
            f"$JS.API.STREAM.DELETE.{LAYOUT.events}",
        ):
            await it.evil.publish(f"$JS.API.CONSUMER.MSG.NEXT.{LAYOUT.chat}.mine", b"1", reply=target)
            await it.evil.publish(f"$JS.API.STREAM.INFO.{LAYOUT.chat}", b"", reply=target)
            await it.evil.publish(LAYOUT.calls(EVIL, 1), b"x", reply=target)
            await it.evil.publish(f"$KV.{LAYOUT.presence}.srv.{EVIL}", b"x", reply=target)
            pushed = await it.evil.request(
                f"$JS.API.CONSUMER.CREATE.{LAYOUT.chat}", consumer(None, deliver_subject=target), timeout=2
            )
            assert b"error" not in pushed.data  # it may ask for it; nothing comes of it
        await it.evil.request(LAYOUT.calls(EVIL, 1), b"last", timeout=2)
        await asyncio.gather(*(it.bridge.jetstream().account_info() for _ in range(20)))
        assert await it.counts() == before
        assert {subject for subject, _ in it.called} == {LAYOUT.calls(EVIL, 1)}


def consumer(name: str | None, **more: Any) -> bytes:
    config = {"deliver_policy": "all", "ack_policy": "none", "mem_storage": True, **more}
    wanted = {"stream_name": LAYOUT.chat, "config": config | ({"name": name} if name else {})}
    return json.dumps(wanted).encode()


@asynccontextmanager
async def cluster(folder: Path) -> AsyncIterator[list[Broker]]:
    """Three nodes that know the keys."""
    ports = [free_port() for _ in range(3)]
    routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in ports)
    listening = [f'cluster {{ name: "qq", listen: "127.0.0.1:{port}", routes: [{routes}] }}' for port in ports]
    names = [f"server_name: n{port}" for port in ports]
    more = [f"{name}\n{one}\ninclude ../../keys/accounts.conf" for name, one in zip(names, listening, strict=True)]
    nodes = [Broker(folder / f"n{port}", lines) for port, lines in zip(ports, more, strict=True)]
    try:
        await asyncio.gather(*(node.start() for node in nodes))
        yield nodes
    finally:
        await asyncio.gather(*(node.kill() for node in nodes))


@pytest.mark.faults
async def test_rights_hold_across_the_nodes_of_a_cluster_and_over_the_death_of_one(tmp_path: Path) -> None:
    keyring = Keyring(tmp_path / "keys", LAYOUT, TEXTS)
    seeds = {name: keyring.add(name) for name in (GOOD, EVIL)}
    async with AsyncExitStack() as stack:
        nodes = await stack.enter_async_context(cluster(tmp_path / "nats"))
        bridge = await stack.enter_async_context(client(nodes[0], "bridge", keyring.folder / "bridge.nk"))
        good = await stack.enter_async_context(client(nodes[1], GOOD, seeds[GOOD]))
        evil = await stack.enter_async_context(client(nodes[2], EVIL, seeds[EVIL]))
        it = Net(bridge, good, evil)
        await until_it_goes_well(lambda: furnish(bridge, replicas=3))
        await bridge.subscribe(LAYOUT.calls_for(1), cb=it.execute)
        await until_it_goes_well(lambda: good.request(LAYOUT.calls(GOOD, 1), b"1", timeout=2))
        await nodes[2].kill()
        await until_it_goes_well(lambda: good.jetstream().publish(LAYOUT.told(GOOD, "chat"), b"hi"))
        await until_it_goes_well(lambda: evil.jetstream().publish(LAYOUT.told(EVIL, "chat"), b"hi"))
        await until_it_goes_well(lambda: read(good, LAYOUT.chat))
        for subject in FORGED:
            with pytest.raises(NoRespondersError):
                print(subject, await evil.request(subject, b"{}", timeout=2))
        assert it.called == [(LAYOUT.calls(GOOD, 1), b"1")]


async def until_it_goes_well(what: Callable[[], Awaitable[Any]]) -> None:
    """A cluster that has just begun, or lost a node, needs a moment."""
    deadline = asyncio.get_running_loop().time() + 60
    while True:
        try:
            await what()
            return
        except (nats.errors.Error, asyncio.TimeoutError):
            assert asyncio.get_running_loop().time() < deadline
            await asyncio.sleep(0.3)


async def test_without_a_key_nobody_comes_in(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    keyring = Keyring(tmp_path / "keys", LAYOUT, TEXTS)
    keyring.prepare()
    async with broker(tmp_path / "nats", "include ../keys/accounts.conf") as one:
        stranger = asyncio.create_task(_stay(BrokerAddress(url=one.url)))
        await until(lambda: "Authorization" in caplog.text or "authorization" in caplog.text, 10, lambda: caplog.text)
        stranger.cancel()
        await asyncio.gather(stranger, return_exceptions=True)


async def _stay(address: BrokerAddress) -> None:
    async with connected(address, "stranger", TEXTS):
        raise AssertionError("came in")
