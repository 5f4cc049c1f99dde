"""What mirai-api-http may send, for tests: an account in a group, and strategies for elements."""

import json
import random
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from qq_api.mirai.mapping.context import Context, Place
from qq_api.mirai.mapping.pokes import POKES

BOT, ALICE, WANG, GROUP = 10001, 10002, 10003, 20001
IN_GROUP = Place(GROUP)

PACKETS: list[dict[str, Any]] = json.loads(
    (Path(__file__).resolve().parent.parent / "data" / "mirai" / "packets.json").read_text("utf-8")
)


def context() -> Context:
    """An account that knows its group: Alice and Wang are in it, and nobody else."""
    known = Context(BOT, clock=lambda: 1_795_000_100, random=random.Random(7), report_self=True)
    group = {"id": GROUP, "name": "生存服", "permission": "ADMINISTRATOR"}
    for user_id in (ALICE, WANG):
        known.note_member({"id": user_id, "memberName": str(user_id), "permission": "MEMBER", "group": group})
    known.complete.add(GROUP)
    return known


TEXT = st.text(min_size=1, max_size=20)
HEX = st.text("0123456789ABCDEF", min_size=32, max_size=32)
URL = st.from_regex(r"https://[a-z]{1,9}\.test/[a-z0-9]{1,9}", fullmatch=True)
IMAGE_ID = HEX.map(lambda one: f"{{{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}}}.png")
COUNT = st.integers(1, 9999)


def element(kind: str, optional: dict[str, Any] | None = None, /, **fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Elements of a type; what is optional may be left out, and is never empty."""
    return st.fixed_dictionaries({"type": st.just(kind), **fields}, optional=optional)


def media(kind: str, id_key: str, ids: Any, /, **more: Any) -> st.SearchStrategy[dict[str, Any]]:
    """A picture or a voice: by its id, or by one of the other ways."""
    return st.one_of(
        element(kind, {"url": URL, **more}, **{id_key: ids}),
        element(kind, more, url=URL),
        element(kind, more, path=TEXT),
        element(kind, more, base64=st.just("aGk=")),
    )


SIZES = {"width": COUNT, "height": COUNT, "size": COUNT, "imageType": st.just("PNG"), "isEmoji": st.just(True)}

SIMPLE = st.one_of(
    element("Plain", text=TEXT),
    element("At", target=st.sampled_from((ALICE, WANG)), display=st.just("")),
    element("AtAll"),
    element("Face", {"name": TEXT}, faceId=st.integers(0, 400), isSuperFace=st.booleans()),
    media("Image", "imageId", IMAGE_ID, **SIZES),
    media("FlashImage", "imageId", IMAGE_ID, **SIZES),
    media("Voice", "voiceId", HEX.map("{}.amr".format), length=COUNT),
    element("Xml", xml=TEXT.map("<x>{}</x>".format)),
    element("App", content=TEXT.map(lambda text: json.dumps({"app": text}))),
    element("Json", json=TEXT.map(lambda text: json.dumps({"a": text}))),
    element("Poke", name=st.sampled_from([*POKES])),
    element("Dice", value=st.integers(1, 6)),
    element(
        "MusicShare",
        **dict.fromkeys(("kind", "title", "summary", "jumpUrl", "pictureUrl", "musicUrl", "brief"), TEXT),
    ),
    element(
        "ShortVideo",
        videoId=TEXT,
        fileMd5=HEX,
        fileSize=COUNT,
        fileFormat=st.just("mp4"),
        filename=TEXT,
        videoUrl=URL,
        thumbnailUrl=URL,
    ),
)
"""Elements that come back as they went."""


def node(chain: Any) -> st.SearchStrategy[dict[str, Any]]:
    """A message in a card."""
    return st.fixed_dictionaries({"senderId": COUNT, "time": COUNT, "senderName": TEXT, "messageChain": chain})


ELEMENTS = st.recursive(
    SIMPLE,
    lambda inner: element("Forward", nodeList=st.lists(node(st.lists(inner, max_size=2)), max_size=2)),
    max_leaves=6,
)

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
"""Whatever JSON can hold, and more."""
