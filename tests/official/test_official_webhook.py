"""Webhooks: signed over the bytes as they came, never a signing oracle, each event once."""

import json
import time
from typing import Any

import httpx
import pytest

from qq_api import Texts
from qq_api.flow import HIGH, Flow
from qq_api.official.signature import Signer, private_key
from qq_api.official.webhook import MAX_BODY, Webhook

SECRET, APP_ID = "naOC0ocQE3shWLAfffVLB1rhYPG7", "102000001"
NOW = 1725442341
CALLBACK = b'{\n  "op": 0,\n  "d": {},\n  "t": "GATEWAY_EVENT_NAME"\n}'
CALLBACK_SIGNATURE = (
    "865ad13a61752ca65e26bde6676459cd36cf1be609375b37bd62af366e1dc25a"
    "8dc789ba7f14e017ada3d554c671a911bfdf075ba54835b23391d509579ed002"
)


class Door:
    """A webhook in memory."""

    def __init__(self, secret: str = SECRET, now: float = NOW) -> None:
        self.frames: list[Any] = []
        self.flow, self.now = Flow(), now
        self.signer = Signer(secret)
        texts = Texts.load("qq_api", "en_us")
        take, clock = self.frames.append, lambda: self.now
        self.webhook = Webhook(APP_ID, self.signer, "/qq", take, self.flow, texts, clock)

    async def post(
        self, body: bytes, signature: str | None = None, path: str = "/qq", method: str = "POST", **headers: str
    ) -> httpx.Response:
        stamp = headers.pop("stamp", str(NOW))
        given = {
            "X-Bot-Appid": APP_ID,
            "X-Signature-Ed25519": self.signer.sign(stamp.encode() + body) if signature is None else signature,
            "X-Signature-Timestamp": stamp,
            "X-Signature-Method": "Ed25519",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        transport = httpx.ASGITransport(self.webhook)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, path, content=body, headers=given)


def check(plain: Any = "Arq0D5A61EgUu4OxUvOp", stamp: Any = str(NOW)) -> bytes:
    return json.dumps({"op": 13, "d": {"plain_token": plain, "event_ts": stamp}}).encode()


def event(number: int = 1) -> bytes:
    return json.dumps({"op": 0, "id": f"e{number}", "t": "GROUP_AT_MESSAGE_CREATE", "s": number, "d": {}}).encode()


def test_tencents_own_vectors_come_out() -> None:
    challenge = Signer("DG5g3B4j9X2KOErG").sign(b"1725442341Arq0D5A61EgUu4OxUvOp")
    assert challenge == (
        "87befc99c42c651b3aac0278e71ada338433ae26fcb24307bdc5ad38c1adc2d0"
        "1bcfcadc0842edac85e85205028a1132afe09280305f13aa6909ffc2d652c706"
    )
    public = private_key(SECRET).public_key().public_bytes_raw().hex()
    assert public == "d7c362fe78aef81ff23287b493628b5db02a3c4fe30b215e4d19609b5d76673a"
    assert Signer(SECRET).is_signed(CALLBACK_SIGNATURE, b"1725442341" + CALLBACK)
    assert Signer("123456abcdef").sign(b"x") == Signer("123456abcdef" * 3).sign(b"x")


async def test_the_bytes_count_and_not_what_they_say() -> None:
    door = Door()
    answer = await door.post(CALLBACK, CALLBACK_SIGNATURE)
    assert (answer.status_code, answer.json()) == (200, {"op": 12, "d": 0})
    assert len(door.frames) == 1
    tidied = json.dumps(json.loads(CALLBACK)).encode()
    assert (await door.post(tidied, CALLBACK_SIGNATURE)).status_code == 401
    assert len(door.frames) == 1


async def test_the_address_is_confirmed_to_tencent() -> None:
    door = Door("DG5g3B4j9X2KOErG")
    answer = await door.post(check())
    assert answer.json()["plain_token"] == "Arq0D5A61EgUu4OxUvOp"
    assert answer.json()["signature"].startswith("87befc99c42c651b")
    assert door.webhook.heard


async def test_who_cannot_sign_gets_no_signature() -> None:
    door = Door()
    for signature in ("", "00" * 64, Signer("another").sign(str(NOW).encode() + check())):
        answer = await door.post(check(), signature)
        assert answer.status_code == 401
        assert "signature" not in answer.text


FORGED = '{"op":0,"t":"GROUP_AT_MESSAGE_CREATE","d":{}}'


@pytest.mark.parametrize(
    "body",
    [
        check(FORGED),
        check("x{"),
        check("", str(NOW)),
        check(None),
        check(["a"]),
        check("a" * 200),
        check("abc", "17254"),
        check("abc", f"{NOW}{{"),
        check("abc", ""),
        check("abc", None),
        check("a\nb"),
        b'{"op": 13}',
        b'{"op": 13, "d": "text"}',
    ],
)
async def test_not_even_who_can_sign_makes_us_sign_what_could_be_an_event(body: bytes) -> None:
    answer = await Door().post(body)
    assert answer.status_code == 400
    assert "signature" not in answer.json() if answer.headers["content-type"] == "application/json" else True


async def test_a_check_of_long_ago_is_not_answered() -> None:
    assert (await Door().post(check("abc", str(NOW - 3600)))).status_code == 401


@pytest.mark.parametrize(
    ("signature", "status"),
    [
        ("zz" * 64, 401),
        ("00" * 63, 401),
        ("00" * 65, 401),
        ("", 401),
        (CALLBACK_SIGNATURE[:-2] + "e2", 401),
        (CALLBACK_SIGNATURE[:126] + "ff", 401),
        (CALLBACK_SIGNATURE.upper(), 200),
    ],
)
async def test_a_signature_that_is_not_quite_right_is_refused(signature: str, status: int) -> None:
    door = Door()
    assert (await door.post(CALLBACK, signature)).status_code == status
    assert len(door.frames) == (status == 200)


@pytest.mark.parametrize(
    ("keys", "status", "words"),
    [
        ({"X_Bot_Appid": "102000002"}, 403, "another bot"),
        ({"stamp": str(NOW - 301)}, 401, "signed 301 seconds ago"),
        ({"stamp": str(NOW + 301)}, 401, "signed -301 seconds ago"),
        ({"stamp": "soon"}, 401, "no proper time"),
        ({"stamp": "9" * 400}, 401, "no proper time"),
        ({"path": "/else"}, 404, "the path in config.yml is /qq"),
        ({"method": "GET"}, 405, "only POST"),
        ({"stamp": str(NOW - 299)}, 200, ""),
        ({"stamp": f"{NOW}123"}, 200, ""),
    ],
)
async def test_what_is_refused_is_said_to_the_owner(keys: dict[str, str], status: int, words: str) -> None:
    door = Door()
    assert (await door.post(event(), **keys)).status_code == status
    assert words in door.webhook.problem
    assert len(door.frames) == (status == 200)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"not json", 400), (b"[]", 400), (b"[" * 100_000, 400), (b"x" * (MAX_BODY + 1), 413), (b"", 400)],
)
async def test_a_signed_body_that_is_none_is_refused(body: bytes, status: int) -> None:
    assert (await Door().post(body)).status_code == status


async def test_a_heartbeat_is_answered_and_anything_else_is_taken() -> None:
    door = Door()
    assert (await door.post(b'{"op": 1, "d": 42}')).json() == {"op": 11, "d": 42}
    assert (await door.post(b'{"op": 77}')).json() == {"op": 12, "d": 0}
    assert door.frames == []


async def test_while_listeners_are_behind_tencent_is_told_to_come_again() -> None:
    door = Door()
    door.flow.sources.append(lambda: HIGH)
    assert (await door.post(event())).status_code == 503
    assert door.frames == []
    door.flow.sources.clear()
    assert (await door.post(event())).status_code == 200
    assert len(door.frames) == 1


async def test_a_good_post_takes_the_problem_back() -> None:
    door = Door()
    await door.post(event(), "00" * 64)
    assert "wrong signature" in door.webhook.problem
    await door.post(event())
    assert door.webhook.problem == ""


async def test_a_scanner_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    door = Door()
    for _ in range(20):
        await door.post(event(), "")
    assert len(caplog.records) == 1


def test_the_clock_is_the_real_one_by_default() -> None:
    door = Door(now=time.time())
    assert Webhook(APP_ID, door.signer, "/", door.frames.append, door.flow, Texts({}, "en_us"))._clock is time.time
