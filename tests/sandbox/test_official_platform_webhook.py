"""The make-believe official platform: webhooks, to a listener of our own."""

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from official_client import ALICE, APP_ID, SECRET, Client, bot
from quart import Quart, Response, request

from qq_api.sandbox.official.signing import Signer
from qq_api.sandbox.run import SELF_ID
from support import until, uvicorn_runs

PUBLIC = "d7c362fe78aef81ff23287b493628b5db02a3c4fe30b215e4d19609b5d76673a"
"""The public key of `SECRET`, as Tencent's page has it."""


def test_signatures_are_those_of_tencents_own_examples() -> None:
    signed = Signer("DG5g3B4j9X2KOErG").sign(b"1725442341", b"Arq0D5A61EgUu4OxUvOp")
    assert signed.startswith("87befc99c42c651b3aac0278e71ada338433ae26fcb24307bdc5ad38c1adc2d0")
    body = b'{\n  "op": 0,\n  "d": {},\n  "t": "GATEWAY_EVENT_NAME"\n}'
    assert Signer(SECRET).sign(b"1725442341", body).startswith("865ad13a61752ca65e26bde6676459cd")


class Listener:
    """Where a bot takes webhooks.

    Attributes:
        frames: events that came, and whether their signatures are good.
        late: by how many seconds their timestamps are wrong.
        answer: what it answers to an event; raises for none.
        passes: whether it can answer the check of its address.
    """

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.good: list[bool] = []
        self.late: list[float] = []
        self.checks = 0
        self.passes = True
        self.answer: Callable[[], Response] = lambda: Response('{"op": 12, "d": 0}', content_type="application/json")
        self.app = Quart("listener")
        self.app.add_url_rule("/hook", view_func=self.take, methods=["POST"])

    async def take(self) -> Response:
        raw = await request.get_data()
        frame = json.loads(raw)
        assert request.headers["X-Bot-Appid"] == APP_ID and request.headers["User-Agent"] == "QQBot-Callback"
        if frame["op"] == 13:
            return self.check(frame["d"])
        at = request.headers["X-Signature-Timestamp"]
        self.frames.append(frame)
        self.late.append(time.time() - int(at))
        self.good.append(verified(request.headers["X-Signature-Ed25519"], at.encode() + raw))
        return self.answer()

    def check(self, asked: dict[str, str]) -> Response:
        self.checks += 1
        plain, at = asked["plain_token"], asked["event_ts"]
        signature = Signer(SECRET if self.passes else "x").sign(at.encode(), plain.encode())
        return Response(json.dumps({"plain_token": plain, "signature": signature}), content_type="application/json")


def verified(signature: str, content: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(PUBLIC)).verify(bytes.fromhex(signature), content)
    except InvalidSignature:
        return False
    return True


@asynccontextmanager
async def listening(listener: Listener, **settings: Any) -> AsyncIterator[Client]:
    async with (
        uvicorn_runs(listener.app) as port,
        bot(webhook_url=f"http://127.0.0.1:{port}/hook", **settings) as client,
    ):
        assert client.official.webhook is not None
        client.official.webhook.pause = 0.01
        yield client


async def test_events_are_posted_signed_after_the_address_was_checked() -> None:
    listener = Listener()
    async with listening(listener) as client:
        client.says("before the check, perhaps")
        await client.official.connected()
        client.says("hm")
        client.says("private", at=False, to=SELF_ID)
        await until(lambda: len(listener.frames) == 3)
        assert [one["t"] for one in listener.frames[1:]] == ["GROUP_AT_MESSAGE_CREATE", "C2C_MESSAGE_CREATE"]
        assert [one["s"] for one in listener.frames] == [1, 2, 3] and listener.checks == 1
        assert all(listener.good)
        anchor = listener.frames[1]["d"]["id"]
        assert (await client.to_group("hello", msg_id=anchor)).status_code == 200


async def test_an_address_that_cannot_sign_gets_nothing_until_it_can() -> None:
    listener = Listener()
    listener.passes = False
    async with listening(listener) as client:
        client.says("hm")
        await until(lambda: listener.checks >= 3)
        assert listener.frames == []
        listener.passes = True
        await until(lambda: listener.frames)


async def test_what_is_not_taken_is_posted_again() -> None:
    listener = Listener()
    answers = [
        Response("", 500),
        Response('{"op": 12, "d": 1}', content_type="application/json"),
        Response('{"op": 12, "d": 0}', content_type="application/json"),
    ]
    listener.answer = lambda: answers.pop(0)
    async with listening(listener) as client:
        client.says("hm")
        await until(lambda: not answers)
        assert len({one["id"] for one in listener.frames}) == 1 and len(listener.frames) == 3
        assert client.official.webhook is not None
        await until(lambda: client.official.webhook and client.official.webhook.taken == 1)


@pytest.mark.parametrize("body", ["", "{}", '{"op": 12}', '{"opcode": 12}', "ok"])
async def test_any_other_answer_of_200_takes_it(body: str) -> None:
    listener = Listener()
    listener.answer = lambda: Response(body)
    async with listening(listener) as client:
        client.says("one")
        client.says("two")
        await until(lambda: client.official.webhook and client.official.webhook.taken == 2)
        assert [one["d"]["content"] for one in listener.frames] == [" one", " two"]


async def test_what_is_never_taken_does_not_hold_up_the_next() -> None:
    listener = Listener()
    listener.answer = lambda: Response('{"op": 12, "d": 1}', content_type="application/json")
    async with listening(listener) as client:
        client.says("one")
        client.says("two")
        await until(lambda: len(listener.frames) == 6)
        assert [one["d"]["content"] for one in listener.frames] == [" one"] * 3 + [" two"] * 3


async def test_events_can_come_twice_late_or_forged() -> None:
    listener = Listener()
    async with listening(listener) as client:
        webhook = client.official.webhook
        assert webhook is not None
        webhook.copies = 2
        client.says("twice")
        await until(lambda: len(listener.frames) == 2)
        assert listener.frames[0]["id"] == listener.frames[1]["id"]
        webhook.copies, webhook.late = 1, 600
        client.says("late")
        await until(lambda: len(listener.frames) == 3)
        webhook.late, webhook.forged = 0, True
        client.says("forged")
        await until(lambda: len(listener.frames) == 4)
        assert [late > 500 for late in listener.late] == [False, False, True, False]
        assert listener.good == [True, True, True, False]


async def test_only_what_is_subscribed_to_is_posted() -> None:
    listener = Listener()
    async with listening(listener, intents=["INTERACTION"]) as client:
        await client.official.connected()
        client.says("hm")
        button = {"id": "a", "render_data": {"label": "Yes"}, "action": {"type": 1}}
        board = {"type": "keyboard", "data": {"content": {"rows": [{"buttons": [button]}]}}}
        client.official.press(ALICE, client.world.say(SELF_ID, [board], to=ALICE), "a")
        await until(lambda: listener.frames)
        assert [one["t"] for one in listener.frames] == ["INTERACTION_CREATE"]
