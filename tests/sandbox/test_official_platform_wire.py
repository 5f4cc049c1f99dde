"""The make-believe official platform, on the wire: tokens, calls in general, and the gateway."""

import json
from typing import Any

import pytest
from official_client import ALICE, APP_ID, GROUPS, SECRET, Client, big_world, bot, code_of, stand_still
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from qq_api.sandbox.official import OfficialPlatform
from qq_api.sandbox.official.ids import Ids
from qq_api.sandbox.run import GROUP_ID
from qq_api.sandbox.world import Refused
from support import until

# -- tokens


async def ask(client: Client, body: Any) -> dict[str, Any]:
    answer = await client.http.post("/app/getAppAccessToken", json=body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    told: dict[str, Any] = answer.json()
    return told


async def test_a_token_is_the_same_until_its_last_minute_then_two_are_good() -> None:
    async with bot() as client:
        stand_still(client.official.clock)
        first = await client.login()
        old = client.token
        assert first["expires_in"] == "7200"
        client.official.clock.move(7200 - 61)
        assert await client.login() == {"access_token": first["access_token"], "expires_in": "61"}
        client.official.clock.move(1)
        second = await client.login()
        assert second["access_token"] != first["access_token"] and second["expires_in"] == "7200"
        assert (await client.call("GET", "/users/@me")).status_code == 200
        new, client.token = client.token, old
        assert (await client.call("GET", "/users/@me")).status_code == 200
        client.official.clock.move(60)
        answer = await client.call("GET", "/users/@me")
        assert (answer.status_code, answer.json()["code"]) == (401, 11244)
        client.token = new
        assert (await client.call("GET", "/users/@me")).status_code == 200


async def test_who_is_no_bot_gets_no_token_and_status_200() -> None:
    async with bot() as client:
        assert (await ask(client, {"appId": "1", "clientSecret": SECRET}))["code"] == 100007
        assert (await ask(client, {"appId": 102000001, "clientSecret": SECRET}))["code"] == 100007
        assert (await ask(client, {"appId": APP_ID, "clientSecret": "x"}))["code"] == 100016
        client.official.api.refuse(1, 100001, "getAppAccessToken")
        assert (await ask(client, {"appId": APP_ID, "clientSecret": SECRET}))["code"] == 100001


# -- calls in general


async def test_calls_need_a_token_an_app_id_that_fits_and_a_path_that_is_there() -> None:
    async with bot() as client:
        good, client.token = client.token, ""
        answer = await client.call("GET", "/users/@me")
        assert (answer.status_code, answer.json()["code"]) == (401, 11241)
        for wrong in ("QQBot nonsense", good.replace("QQBot", "Bot")):
            client.token = wrong
            assert await client.code("GET", "/users/@me") == 11243
        client.token = good
        answer = await client.http.get("/users/@me", headers={"Authorization": good, "X-Union-Appid": "7"})
        assert answer.json()["code"] == 11251
        assert (await client.call("GET", "/v2/nowhere")).status_code == 404
        assert (await client.call("PUT", "/users/@me")).status_code == 405
        answer = await client.http.post(
            f"/v2/groups/{client.group}/messages", content=b"{", headers={"Authorization": good}
        )
        assert answer.json()["code"] == 12002
        headers = {"Authorization": good, "Content-Type": "application/json"}
        answer = await client.http.post(f"/v2/groups/{client.group}/messages", content=b"{", headers=headers)
        assert answer.json()["code"] == 12002


async def test_tests_can_refuse_calls_and_lose_answers() -> None:
    async with bot() as client:
        api = client.official.api
        api.refuse(2, 40034102, "/messages")
        assert [code_of(await client.to_group()) for _ in range(3)] == [40034102, 40034102, 0]
        api.refuse(1, 0, status=500, words="broken")
        answer = await client.call("GET", "/users/@me")
        assert (answer.status_code, answer.json()["message"]) == (500, "broken")
        client.says("hm")
        client.official.api.lose(part="/messages")
        before = len(client.said())
        assert (await client.to_group("once")).status_code == 504
        assert len(client.said()) == before + 1
        client.official.office.withheld.add("GET /v2/groups/{group_openid}/info")
        assert await client.code("GET", f"/v2/groups/{client.group}/info") == 11253
        assert (await client.official.called("GET /v2/groups")).answer["code"] == 11253


async def test_a_call_that_nobody_makes_is_not_waited_for_for_ever() -> None:
    async with bot() as client:
        await client.ok("GET", "/users/@me")
        with pytest.raises(TimeoutError, match="GET /users/@me"):
            await client.official.called("POST /v2", timeout=0.01)


# -- the gateway


async def test_a_session_begins_and_hears() -> None:
    async with bot() as client:
        about = await client.ok("GET", "/gateway/bot")
        assert about["session_start_limit"] == {
            "total": 1000,
            "remaining": 1000,
            "reset_after": 14_400_000,
            "max_concurrency": 1,
        }
        async with client.linked() as link:
            ready = await client.identify(link)
            assert (ready["version"], ready["shard"], ready["user"]["username"]) == (1, [0, 1], "小麦 Bot")
            assert ready["user"]["id"] == (await client.ok("GET", "/users/@me"))["id"]
            client.says("one")
            frame = await link.hear("GROUP_AT_MESSAGE_CREATE")
            assert (frame["op"], frame["s"], frame["d"]["content"]) == (0, 2, " one")
            assert frame["id"].startswith("GROUP_AT_MESSAGE_CREATE:") and frame["id"] != frame["d"]["id"]
            await link.nothing()
        assert (await client.ok("GET", "/gateway/bot"))["session_start_limit"]["remaining"] == 999


REFUSED = [
    ("a wrong token", {"token": "QQBot x"}, 4004),
    ("an unknown intent", {"intents": 1 << 5 | GROUPS}, 4013),
    ("no intent", {"intents": 0}, 4013),
    ("one that was not granted", {"intents": 1 << 9 | GROUPS}, 4014),
    ("an intent that is no number", {"intents": "all"}, 4002),
    ("a shard that is none", {"shard": [1, 1]}, 4010),
    ("a token that is none", {"token": 7}, 4002),
]


@pytest.mark.parametrize(("name", "wrong", "code"), REFUSED)
async def test_a_session_that_may_not_begin_is_closed(name: str, wrong: dict[str, Any], code: int) -> None:
    async with bot() as client, client.linked() as link:
        await link.send(2, {"token": client.token, "intents": GROUPS, "shard": [0, 1], **wrong})
        assert await link.closed() == code


@pytest.mark.parametrize(
    ("frame", "code"), [("x", 4002), ("[]", 4002), ('{"op": 5}', 4001), ('{"op": 1, "d": 99}', 4007)]
)
async def test_nonsense_is_closed(frame: str, code: int) -> None:
    async with bot() as client, client.listening() as link:
        await link.websocket.send(frame)
        assert await link.closed() == code


async def resume(client: Client, session: str, seq: int) -> tuple[list[Any], int]:
    """What comes of going on with a session: `(t or op, s)` of each frame, and the code with which it ended."""
    heard: list[Any] = []
    async with client.linked() as link:
        await link.send(6, {"token": client.token, "session_id": session, "seq": seq})
        try:
            while not heard or heard[-1][0] != "RESUMED":
                frame = await link.take()
                heard.append((frame.get("t") or frame["op"], frame.get("s"), frame.get("d")))
        except ConnectionClosed:
            return heard, await link.closed()
        await link.nothing()
    return heard, 0


async def test_a_session_goes_on_and_nothing_is_lost() -> None:
    async with bot() as client:
        async with client.linked() as link:
            session = (await client.identify(link))["session_id"]
            client.says("one")
            await link.hear("GROUP_AT_MESSAGE_CREATE")
            await client.official.gateway.drop()
            with pytest.raises(ConnectionClosed):
                await link.take()
        client.says("two")
        client.says("three")
        heard, _ = await resume(client, session, 2)
        assert [(kind, seq) for kind, seq, _ in heard] == [
            ("GROUP_AT_MESSAGE_CREATE", 3),
            ("GROUP_AT_MESSAGE_CREATE", 4),
            ("RESUMED", 4),
        ]
        assert heard[-1][2] == ""
        assert [data["content"] for _, _, data in heard[:-1]] == [" two", " three"]
        assert await resume(client, session, 9) == ([], 4007)
        client.official.clock.move(1801)
        assert await resume(client, session, 4) == ([(9, None, False)], 4006)
        assert await resume(client, "nonsense", 4) == ([(9, None, False)], 4006)


async def test_the_platform_asks_to_reconnect_or_to_begin_anew() -> None:
    async with bot() as client:
        async with client.linked() as link:
            session = (await client.identify(link))["session_id"]
            client.official.gateway.reconnect()
            assert (await link.take())["op"] == 7
            assert await link.closed() == 4009
        async with client.listening() as link:
            client.official.gateway.invalidate(resumable=True)
            assert await link.take() == {"op": 9, "d": True}
            assert await link.closed() == 4009
        assert (await resume(client, session, 1))[1] == 0
        async with client.listening() as link:
            client.official.gateway.invalidate()
            assert await link.take() == {"op": 9, "d": False}
        assert (await resume(client, session, 1))[1] == 4006
        async with client.listening() as link:
            client.official.gateway.close(4915)
            assert await link.closed() == 4915


async def test_heartbeats_are_answered_unless_the_platform_is_told_not_to() -> None:
    async with bot() as client, client.listening() as link:
        await link.nothing()
        client.official.gateway.acknowledges = False
        await link.send(1, None)
        client.official.gateway.send("no JSON at all")
        with pytest.raises(json.JSONDecodeError):
            await link.take()


async def test_who_sends_no_heartbeats_is_given_up_and_may_go_on() -> None:
    async with bot() as client:
        async with client.linked() as link:
            session = (await client.identify(link))["session_id"]
            usual, client.official.settings.heartbeat = client.official.settings.heartbeat, 0.05
            await link.send(1, None)  # the next is due so much earlier
            assert await link.closed() == 4009
        client.official.settings.heartbeat = usual
        assert (await resume(client, session, 1))[0][0][0] == "RESUMED"


async def test_events_go_to_the_shard_that_they_are_of() -> None:
    async with bot() as client, client.linked() as first, client.linked() as second:
        mine = (int(client.guild) >> 22) % 2
        for number, link in enumerate((first, second)):
            await client.identify(link, GROUPS | 1 << 30, shard=[number, 2])
        client.says("to a group")
        await first.hear("GROUP_AT_MESSAGE_CREATE")
        client.says("in the guild", group_id=20002)
        await (first, second)[mine].hear("AT_MESSAGE_CREATE")
        await first.nothing()
        await second.nothing()


async def test_only_what_was_asked_for_is_heard() -> None:
    async with bot() as client, client.listening(1 << 26) as link:
        client.says("hm")
        await link.nothing()


async def test_the_gateway_can_be_closed_to_all() -> None:
    async with bot() as client:
        client.official.gateway.accepts = False
        with pytest.raises(Exception, match="503"):
            async with client.linked():
                pass


async def test_the_platform_tells_whether_a_bot_is_connected() -> None:
    async with bot() as client:
        with pytest.raises(TimeoutError):
            await client.official.connected(0)
        async with client.listening():
            await client.official.connected()
        await until(lambda: not client.official.gateway.is_connected())


def test_another_bot_knows_people_and_groups_by_other_names() -> None:
    one, other = Ids(big_world(), APP_ID), Ids(big_world(), "7")
    assert one.of("user", ALICE) != other.of("user", ALICE) != other.of("group", ALICE)
    assert one.of("person", ALICE) == other.of("person", ALICE)


async def test_names_are_32_upper_case_digits_and_stable() -> None:
    async with bot() as one, bot() as same:
        assert one.ids.of("user", ALICE) == same.ids.of("user", ALICE)
        assert one.ids.number("group", one.group) == GROUP_ID
        assert len(one.group) == 32 and one.group == one.group.upper()
        assert one.ids.number("user", one.alice.lower()) is None


async def test_no_web_page_gets_in() -> None:
    async with bot() as client:
        headers = {"Authorization": client.token, "Origin": "https://evil.example.com"}
        assert (await client.http.get("/users/@me", headers=headers)).status_code == 403
        with pytest.raises(InvalidStatus, match="403"):
            await connect((await client.ok("GET", "/gateway"))["url"], origin=Origin("https://evil.example.com"))


async def test_a_bot_and_its_channels_must_be_there() -> None:
    for wrong in ({"self_id": 7}, {"settings": {"port": 0, "channels": [7]}}):
        with pytest.raises(Refused, match="7"):
            await OfficialPlatform(big_world(), **wrong).__aenter__()  # type: ignore[arg-type]
