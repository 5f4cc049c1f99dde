"""Names at the broker, the connection to it, and what expires there."""

import asyncio
import logging
import signal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokers import broker
from qq_api import Texts
from qq_api.broker.client import connected
from qq_api.broker.keys import Keys
from qq_api.broker.layout import Layout, message_id, token, untoken
from qq_api.config import BrokerAddress
from qq_api.errors import FatalError
from qq_api.loop import ended
from support import free_port, until

TEXTS = Texts.load("qq_api", "en_us")


@given(st.text())
def test_any_name_is_one_word_of_a_subject_and_comes_back(name: str) -> None:
    name = name.encode(errors="ignore").decode()
    assert not {*token(name)} & {*". *>\t\n"}
    assert token(name)
    assert untoken(token(name)) == name


def test_events_have_their_subjects() -> None:
    layout = Layout()
    group = {"self_id": 1, "group_id": 2, "user_id": 3, "post_type": "message"}
    private = {"self_id": 1, "user_id": 3, "post_type": "request"}
    assert layout.event_subject(group) == "qq.v1.ev.1.group.2.message"
    assert layout.event_subject(private) == "qq.v1.ev.1.private.3.request"
    assert layout.heard([2]) == ["qq.v1.ev.*.group.2.>", "qq.v1.ev.*.private.>"]
    assert layout.heard(None, private=False) == ["qq.v1.ev.*.group.>"]
    assert Layout("a.b").events != layout.events


def test_what_two_accounts_hear_is_one_event_where_the_group_numbers_its_messages() -> None:
    said = {"post_type": "message", "group_id": 2, "user_id": 3, "time": 5, "real_seq": "77"}
    assert message_id({**said, "self_id": 1, "message_id": 10}) == message_id({**said, "self_id": 9, "message_id": 11})
    del said["real_seq"]
    assert message_id({**said, "self_id": 1, "message_id": 10}) != message_id({**said, "self_id": 9, "message_id": 11})
    notice = {"post_type": "notice", "self_id": 1, "time": 5, "notice_type": "poke"}
    assert message_id(notice) == message_id(dict(reversed(notice.items())))


async def test_values_are_claimed_once_and_go_by_themselves(tmp_path: Path) -> None:
    async with broker(tmp_path) as one, connected(BrokerAddress(url=one.url), "bridge", TEXTS) as client:
        keys = Keys(client.jetstream(), "TEST")
        await keys.open(memory=False)
        await keys.open(memory=False)
        first = await keys.claim("srv.a b", b"1", ttl=60)
        assert first
        assert await keys.claim("srv.a b", b"2", ttl=60) is None
        assert await keys.put("srv.a b", b"3", ttl=60, last=first + 5) is None
        second = await keys.put("srv.a b", b"3", ttl=60, last=first)
        assert second and await keys.get("srv.a b") == (b"3", second)
        assert await keys.all() == {"srv.a b": b"3"}
        assert await keys.put("srv.a b", b"3", ttl=1, last=second)
        third = None
        while third is None:
            third = await keys.claim("srv.a b", b"4", ttl=60)
        await keys.delete("srv.a b")
        assert await keys.get("srv.a b") is None
        assert await keys.all() == {}
        assert await keys.claim("srv.a b", b"5")


async def test_a_broker_that_is_late_freezes_or_dies_is_waited_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    returned: list[int] = []
    async with (
        broker(tmp_path) as one,
        connected(BrokerAddress(url=one.url), "bridge", TEXTS, on_return=lambda: returned.append(1)) as client,
    ):
        await one.kill()
        await one.start()
        await until(lambda: len(returned) == 1, 20)
        one.signal(signal.SIGSTOP)
        await until(lambda: not client.is_connected, 20)
        one.signal(signal.SIGCONT)
        await until(lambda: len(returned) == 2, 20)
        await client.flush()
    assert "is back" in caplog.text


async def test_a_connection_that_is_just_being_made_is_closed_at_the_end() -> None:
    knocked, closed = asyncio.Event(), asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        knocked.set()
        await reader.read()
        writer.close()
        closed.set()

    async def connect(port: int) -> None:
        async with connected(BrokerAddress(url=f"nats://127.0.0.1:{port}"), "bridge", TEXTS):
            raise AssertionError

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        connecting = asyncio.create_task(connect(server.sockets[0].getsockname()[1]))
        await asyncio.wait_for(knocked.wait(), 30)
        await ended([connecting])
        await asyncio.wait_for(closed.wait(), 30)


async def test_what_waiting_does_not_mend_is_told_at_once(tmp_path: Path) -> None:
    address = BrokerAddress(url=f"nats://127.0.0.1:{free_port()}", nkey_file=str(tmp_path / "none"))
    with pytest.raises(FatalError, match="none"):
        async with connected(address, "bridge", TEXTS):
            pass
    shown = BrokerAddress(url="nats://user:secret@a:1, tls://b:2").shown()
    assert shown == "nats://a:1, tls://b:2"
