"""The events of the benchmarks: group messages as NapCat sends them, made from a seed.

>>> import json, statistics
>>> sizes = [len(text) for text in payloads(0, 1000)]
>>> 550 < statistics.median(sizes) < 650
True
>>> [json.loads(text)["message_id"] for text in payloads(5, 3)] == [FIRST + 5, FIRST + 6, FIRST + 7]
True
"""

import json
import random
import time
from collections.abc import Iterator
from typing import Any

SELF_ID = 3001000001

FIRST = 1_000_000_000
"""The `message_id` of event 0; they count up by one, and all have ten digits."""

GROUP = 700_000_000
"""The first of the groups whose lines are relayed; the others follow."""

SEED = 20261121
POOL = 512
MEMBERS = 20
_MARK, _GROUP = str(FIRST).encode(), str(GROUP).encode()

_WORDS = (
    "今晚八点服务器维护，大家记得把红石机器关掉。",
    "有没有人一起去末地打龙？",
    "我家后面的村民又被僵尸咬了",
    "刷铁机的产量好像变低了，是不是区块没加载",
    "哈哈哈哈哈",
    "坐标 -1204 64 882，旁边有一个要塞",
    "新来的同学先看群公告，再申请白名单",
    "下界交通已经修到三千格了",
    "谁把我的附魔书拿走了？？？",
    "那个 mod 在 1.20.4 上跑不起来，换成 1.21 就行",
    "收到",
    "建议把视距调到 8，不然卡得厉害 [doge] & 注意备份",
)
_NAMES = ("苦力怕别炸我", "末影人小黑", "Steve", "红石萌新", "群主的小号", "AlexTheMiner", "村民贸易局")


def payloads(first: int, count: int, seed: int = SEED) -> Iterator[bytes]:
    """The JSON texts of `count` events, from event number `first` on."""
    pool = _pool(seed)
    for number in range(first, first + count):
        yield pool[number % POOL].replace(_MARK, str(FIRST + number).encode())


def lines(first: int, count: int, groups: int) -> Iterator[bytes]:
    """Events for a relay: said just now, in turn in each of the groups, by 20 members, who mention each other.

    >>> event = json.loads(next(lines(5, 1, groups=2)))
    >>> event["group_id"] - GROUP, event["message"][-1]["type"] in ("text", "image"), f"#{FIRST + 5}" in str(event)
    (1, True, True)
    """
    pool = _said(SEED)
    for number in range(first, first + count):
        event = pool[number % POOL].replace(_GROUP, str(GROUP + number % groups).encode())
        yield event.replace(_MARK, str(FIRST + number).encode())


def plain_lines(first: int, count: int) -> Iterator[str]:
    """The same in words, as players see them."""
    pool = [_in_words(json.loads(event)) for event in _said(SEED)]
    for number in range(first, first + count):
        yield pool[number % POOL].replace(str(FIRST), str(FIRST + number))


def _said(seed: int) -> list[bytes]:
    rng = random.Random(seed)
    now = {"time": int(time.time())}
    return [json.dumps(_said_by(rng, _event(rng) | now), ensure_ascii=False).encode() for _ in range(POOL)]


def _said_by(rng: random.Random, event: dict[str, Any]) -> dict[str, Any]:
    """An event of a relay: numbered in its text, in an array, from one of few."""
    member = rng.randrange(MEMBERS)
    words = [_at_member(rng, one) if one["type"] == "at" else one for one in _segments(rng)]
    number = _segment("text", text=f" #{FIRST} ")
    event |= {"message": [number, *words], "message_format": "array", "raw_message": "", "user_id": member + 10_001}
    return event | {"group_id": GROUP, "sender": _sender(member)}


def _at_member(rng: random.Random, mention: dict[str, Any]) -> dict[str, Any]:
    return mention | {"data": {"qq": str(10_001 + rng.randrange(MEMBERS))}}


def _sender(member: int) -> dict[str, Any]:
    name = _NAMES[member % len(_NAMES)]
    return {"user_id": member + 10_001, "nickname": name, "card": f"{name}{member}", "role": "member"}


def _in_words(event: dict[str, Any]) -> str:
    parts = {"at": lambda data: f"@{data['qq']}", "image": lambda _: "[图片]", "text": lambda data: data["text"]}
    said = "".join(parts[one["type"]](one["data"]) for one in event["message"])
    return f"[QQ] [{event['sender']['card']}] {said}"


def _pool(seed: int) -> list[bytes]:
    """Distinct events, all of number 0: half with segments, half with CQ codes, 1 in 4 an image, 1 in 5 a mention."""
    rng = random.Random(seed)
    return [json.dumps(_event(rng), ensure_ascii=False, separators=(",", ":")).encode() for _ in range(POOL)]


def _event(rng: random.Random) -> dict[str, Any]:
    segments, user_id = _segments(rng), rng.randrange(10**8, 10**10)
    is_array = rng.random() < 0.5
    code = "".join(map(_cq, segments))
    return {
        **{"self_id": SELF_ID, "user_id": user_id, "time": 1_795_000_000 + rng.randrange(10**6)},
        **{"message_id": FIRST, "message_seq": FIRST, "real_id": FIRST, "message_type": "group"},
        "sender": {"user_id": user_id, "nickname": rng.choice(_NAMES), "card": rng.choice(_NAMES), "role": "member"},
        **{"raw_message": code, "font": 14, "sub_type": "normal"},
        "message": segments if is_array else code,
        **{"message_format": "array" if is_array else "string", "post_type": "message"},
        **{"group_id": rng.randrange(10**8, 10**9), "group_name": "生存服交流群"},
    }


def _segments(rng: random.Random) -> list[dict[str, Any]]:
    segments = [_segment("at", qq=str(rng.randrange(10**8, 10**10)))] if rng.random() < 0.2 else []
    segments.append(_segment("text", text="".join(rng.choices(_WORDS, k=rng.choice((1, 1, 1, 2))))))
    if rng.random() < 0.25:
        name = f"{rng.getrandbits(128):032X}"
        url = f"https://multimedia.qq.example/download?appid=1407&fileid={name}&spec=0&rkey={rng.getrandbits(256):064x}"
        segments.append(_segment("image", summary="", file=f"{name}.png", sub_type=0, url=url, file_size="48213"))
    return segments


def _segment(kind: str, **data: Any) -> dict[str, Any]:
    return {"type": kind, "data": data}


def _cq(segment: dict[str, Any]) -> str:
    """`{"type": "at", "data": {"qq": "1"}}` -> `[CQ:at,qq=1]`."""
    if segment["type"] == "text":
        return _escape(segment["data"]["text"])
    values = (f",{key}={_escape(str(value)).replace(',', '&#44;')}" for key, value in segment["data"].items())
    return f"[CQ:{segment['type']}{''.join(values)}]"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;")
