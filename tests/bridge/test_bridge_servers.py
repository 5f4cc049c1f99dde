"""Many servers share one QQ: each hears everything once and in order, and nobody waits for another."""

import asyncio
import json
import logging
from typing import Any

import pytest
from fleet import OTHER, Fleet, Servers, fleet, heard, raw, reverse
from websockets.asyncio.server import ServerConnection, serve

from our_bot import GROUP, SELF, Counts
from qq_api import ActionFailed, ApiNotAvailable
from support import DATA, free_port, home, until


async def test_every_server_hears_everything_with_its_own_name() -> None:
    async with raw() as one, raw() as two, fleet(reverse("survival", one.port), reverse("sky", two.port)) as net:
        await net.there("survival", "sky")
        await net.say(50)
        await until(lambda: len(one.lines) == len(two.lines) == 50)
        for server, name in ((one, "survival"), (two, "sky")):
            assert Counts.of(net.said, server.lines) == Counts(50, 50)
            assert {event.get("server") for event in server.events if event["post_type"] == "message"} == {name}


async def test_an_event_that_says_it_is_for_another_server_is_not_believed() -> None:
    async with raw() as one, fleet(reverse("survival", one.port)) as net:
        await net.there("survival")
        net.bot.emit({"post_type": "notice", "notice_type": "x", "self_id": SELF, "server": "admin", "time": 1})
        await until(lambda: [event for event in one.events if event["post_type"] == "notice"])
        assert one.events[-1]["server"] == "survival"


async def test_two_servers_that_count_alike_each_get_their_own_answer() -> None:
    async with raw() as one, raw() as two, fleet(reverse("one", one.port), reverse("two", two.port)) as net:
        await net.there("one", "two")
        for number in range(20):
            answers = await asyncio.gather(
                one.calls("get_group_member_info", {"seq": number}, group_id=GROUP, user_id=10002),
                two.calls("get_group_member_info", {"seq": number}, group_id=GROUP, user_id=10003),
            )
            assert [answer["data"]["user_id"] for answer in answers] == [10002, 10003]
        assert all(len([one for one in server.frames if "echo" in one]) == 20 for server in (one, two))


async def test_calls_of_one_server_need_not_wait_for_each_other_and_begin_in_order() -> None:
    began, gate = [], asyncio.Event()
    async with raw() as one, fleet(reverse("one", one.port)) as net:
        await net.there("one")
        ask = net.bot.call_action

        async def slow(action: str, **params: object) -> object:
            began.append(params.get("message"))
            if params.get("message") == "first":
                await gate.wait()
            return await ask(action, **params)

        net.bot.call_action = slow  # type: ignore[method-assign]
        first = asyncio.create_task(one.calls("send_group_msg", 1, group_id=GROUP, message="first"))
        await until(lambda: began)
        await one.calls("send_group_msg", 2, group_id=GROUP, message="second")
        assert began == ["first", "second"] and not first.done()
        gate.set()
        assert (await first)["status"] == "ok"


async def test_servers_that_are_away_or_deaf_delay_nobody() -> None:
    deaf = asyncio.Event()

    async def never_reads(link: ServerConnection) -> None:
        link.transport.pause_reading()
        await deaf.wait()

    nobody, dead = free_port(), free_port()
    async with (
        serve(never_reads, "127.0.0.1", dead),
        raw() as one,
        fleet(reverse("away", nobody), reverse("dead", dead), reverse("one", one.port)) as net,
    ):
        await net.there("one", "dead")
        await net.say(300)
        await until(lambda: len(one.lines) == 300)
        assert Counts.of(net.said, one.lines) == Counts(300, 300)
        assert (await one.calls("get_status", 1))["data"]["online"] is True
        deaf.set()


async def test_what_comes_while_a_server_is_away_waits_for_it() -> None:
    port = free_port()
    async with fleet(reverse("one", port)) as net:
        await net.say(30)
        async with raw(port) as one:
            await until(lambda: len(one.lines) == 30)
            assert one.events[0]["meta_event_type"] == "lifecycle"
            assert Counts.of(net.said, one.lines) == Counts(30, 30)


async def test_of_too_much_that_waits_the_newest_is_kept_and_it_is_told_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qq_api.onebot.peers.websocket.BACKLOG", 10)
    port = free_port()
    async with fleet(reverse("one", port)) as net:
        await net.say(30)
        async with raw(port) as one:
            await until(lambda: one.lines)
            await until(lambda: one.lines[-1] == "line 29")
            assert one.lines == net.said[-10:] or one.lines == net.said[-9:]
    assert len([record for record in caplog.records if "falls behind" in record.getMessage()]) == 1


async def test_servers_that_come_and_go_lose_double_and_mix_up_nothing() -> None:
    ports = [free_port() for _ in range(3)]
    lines: dict[int, list[str]] = {port: [] for port in ports}
    async with Servers() as servers, fleet(*(reverse(f"s{port}", port) for port in ports)) as net:
        for port in ports:
            await servers.start(port)
        await net.there(*(f"s{port}" for port in ports))
        for turn in range(6):
            port = ports[turn % 3]
            await net.say(20)
            await until(lambda: all(len(lines[one] + heard(servers.homes[one])) == len(net.said) for one in ports), 20)
            lines[port] += heard(servers.homes[port])
            await servers.end(port)
            await net.say(20)
            await servers.start(port)
        await until(lambda: all(len(lines[one] + heard(servers.homes[one])) >= len(net.said) for one in ports), 20)
        for port in ports:
            count = len(net.said)
            assert Counts.of(net.said, lines[port] + heard(servers.homes[port])) == Counts(count, count)


@pytest.mark.parametrize("mistake", ["status", "garbage", "silent"])
async def test_whatever_goes_wrong_with_a_server_it_is_tried_again(mistake: str) -> None:
    port, knocked = free_port(), []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        knocked.append(mistake)
        if mistake != "silent":
            await reader.readuntil(b"\r\n\r\n")
            writer.write({"status": b"HTTP/1.1 502 Bad Gateway\r\n\r\n", "garbage": b"\x00\xff what?\r\n\r\n"}[mistake])
        writer.close()

    async with fleet(reverse("one", port)) as net:
        async with await asyncio.start_server(answer, "127.0.0.1", port):
            await until(lambda: knocked, 20)
            await net.say(3)
        async with raw(port) as one:
            await until(lambda: len(one.lines) == 3, 20)


async def test_a_server_that_hangs_up_at_once_hears_all_when_it_stays() -> None:
    port, rung = free_port(), []

    async def hang_up(link: ServerConnection) -> None:
        rung.append(link)
        link.transport.abort()

    async with fleet(reverse("one", port)) as net:
        async with serve(hang_up, "127.0.0.1", port):
            await until(lambda: len(rung) == 3, 20)
        await net.say(5)
        async with raw(port) as one:
            await until(lambda: one.lines == net.said, 20)
            assert [event.get("meta_event_type") for event in one.events] == ["lifecycle", *[None] * 5]


async def test_a_server_that_sends_nonsense_is_answered_and_stays() -> None:
    async with raw() as one, fleet(reverse("one", one.port)) as net:
        await net.there("one")
        for nonsense in ("", "[]", "{", "1", '{"params": 1}', '{"action": "get_status", "params": []}', b"\xff\x00"):
            await one.links[0].send(nonsense)
        assert (await one.calls("get_status", "e"))["status"] == "ok"
        assert len(one.links) == 1


async def test_no_odd_event_keeps_anybody_from_the_next() -> None:
    odd = [*json.loads((DATA / "odd_events.json").read_text("utf-8"))["odd"].values()]
    odd += [{"post_type": "message", "message_type": "group", "self_id": SELF, "group_id": [1], "user_id": {}}]
    async with (
        raw() as one,
        raw() as two,
        fleet(reverse("one", one.port, groups=[GROUP]), reverse("two", two.port)) as net,
    ):
        await net.there("one", "two")
        for event in odd:
            if isinstance(event, dict):
                net.bot.emit(event)
        await net.say(3)
        await until(lambda: one.lines[-3:] == two.lines[-3:] == net.said)


async def test_a_connection_cut_off_under_traffic_loses_and_doubles_nothing_for_our_own_plugin() -> None:
    async with home() as place, fleet(reverse("one", place.port)) as net:
        await until(lambda: place.came == [SELF], 20)
        await net.say(5)
        await until(lambda: len(heard(place)) == 5)
        for turn in range(4):
            await net.say(20)
            for link in cut_off(net):
                link.abort()
            await net.say(20)
            await until(lambda turn=turn: len(place.came) == turn + 2, 20)
        await until(lambda: {*heard(place)} == {*net.said}, 20, lambda: {*net.said} - {*heard(place)})
        counts = Counts.of(net.said, heard(place))
        assert (counts.lost, counts.doubled) == (0, 0)


def cut_off(net: Fleet) -> list[Any]:
    """The open connections to servers."""
    peers = [peer for served in net.bridge.served for line in served.lines.values() for peer in line._peers]
    return [link for peer in peers for link in peer._links]


async def test_no_server_hears_of_an_account_before_it_is_known() -> None:
    async with raw() as one, fleet(reverse("one", one.port), accounts=(SELF, OTHER)) as net:
        await until(lambda: len(one.links) == 2)
        assert sorted(headers["x-self-id"] for headers in one.headers) == [str(SELF), str(OTHER)]
        assert {headers["x-client-role"] for headers in one.headers} == {"Universal"}
        assert {*net.bot.accounts()} == {SELF, OTHER}


async def test_each_account_acts_by_its_own_connection() -> None:
    async with home() as place, fleet(reverse("one", place.port), accounts=(SELF, OTHER)) as net:
        await until(lambda: {*place.bot.accounts()} == {SELF, OTHER}, 20)
        for account in (SELF, OTHER):
            await place.bot.send_group_msg(group_id=GROUP, message=f"by {account}", self_id=account)
        assert net.delivered() == [(SELF, f"by {SELF}"), (OTHER, f"by {OTHER}")]


async def test_servers_learn_that_an_account_is_gone_and_that_it_is_back() -> None:
    async with home() as place, fleet(reverse("one", place.port)) as net:
        await until(lambda: place.came == [SELF], 20)
        net.qq.endpoints[0].faults.refuse = 503
        net.qq.endpoints[0].faults.drop()
        await until(lambda: place.went == [SELF], 20)
        with pytest.raises(ApiNotAvailable):
            await place.bot.get_status()
        net.qq.endpoints[0].faults.refuse = 0
        await until(lambda: place.came == [SELF, SELF], 20)
        await net.say()
        await place.hears("line 0")


async def test_a_token_is_brought_along_and_wrong_ones_are_told(caplog: pytest.LogCaptureFixture) -> None:
    async with home(token="t") as place, fleet(reverse("one", place.port, token="t")):
        await until(lambda: place.came == [SELF], 20)
    async with home(token="t") as place, fleet(reverse("one", place.port, token="x")):
        told = lambda: [one for one in caplog.records if "one (QQ 10001)" in one.getMessage()]  # noqa: E731  (short)
        await until(told, 20)
        assert place.came == []


async def test_heartbeats_are_those_of_qq_and_do_not_wait_for_who_is_away() -> None:
    port = free_port()
    beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "self_id": SELF, "time": 1, "interval": 1000}
    async with fleet(reverse("one", port)) as net:
        net.bot.emit(dict(beat))
        async with raw(port) as one:
            await net.there("one")
            net.bot.emit(beat | {"time": 2})
            await until(lambda: len(one.events) == 2)
            assert [event.get("time") for event in one.events][1] == 2


@pytest.fixture(autouse=True)
def words(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "qq_api")


async def test_a_failed_action_is_answered_with_the_words_of_qq() -> None:
    async with home() as place, fleet(reverse("one", place.port)):
        await until(lambda: place.came == [SELF], 20)
        with pytest.raises(ActionFailed) as caught:
            await place.bot.send_group_msg(group_id=404, message="x")
        assert json.dumps(caught.value.result)
