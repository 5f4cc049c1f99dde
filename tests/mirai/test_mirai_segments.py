"""Chains and segments, there and back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mah_shapes import ALICE, BOT, ELEMENTS, GROUP, IN_GROUP, JUNK, WANG, context

from qq_api.mirai.mapping.context import Context, Place, Ref
from qq_api.mirai.mapping.elements import ELEMENTS as KINDS
from qq_api.mirai.mapping.lossy import LOSSY, Loss
from qq_api.mirai.mapping.segments import chain_to_segments, segments_to_chain


def again(chain: Any, known: Context, place: Place = IN_GROUP) -> list[dict[str, Any]]:
    """A chain that was heard and is sent on."""
    return segments_to_chain(chain_to_segments(chain, known), known, place).elements


def heard_again(segments: Any, known: Context) -> list[dict[str, Any]]:
    """Segments that were sent and are heard."""
    return chain_to_segments(segments_to_chain(segments, known, IN_GROUP).elements, known)


@given(st.lists(ELEMENTS, max_size=4))
def test_a_chain_that_is_sent_on_is_the_same(chain: list[dict[str, Any]]) -> None:
    assert again(chain, context()) == chain


@given(st.lists(ELEMENTS, max_size=4))
def test_segments_that_are_sent_are_heard_the_same(chain: list[dict[str, Any]]) -> None:
    known = context()
    segments = [one for one in chain_to_segments(chain, known) if one["type"] != "forward"]  # its id is made anew
    assert heard_again(segments, known) == segments


def of(side: str) -> list[Loss]:
    return [loss for loss in LOSSY if loss.side == side]


@pytest.mark.parametrize("loss", of("element"), ids=lambda loss: loss.name)
def test_an_element_that_is_lossy_becomes_what_the_table_says(loss: Loss) -> None:
    found = again([{"type": loss.name, **loss.given}], context())
    assert [{key: one[key] for key in want} for one, want in zip(found, loss.again, strict=True)] == loss.again
    assert found != [{"type": loss.name, **loss.given}]


@pytest.mark.parametrize("loss", of("segment"), ids=lambda loss: loss.name)
def test_a_segment_that_is_lossy_becomes_what_the_table_says(loss: Loss) -> None:
    given = {"type": loss.name, "data": loss.given}
    assert heard_again([given], context()) == loss.again != [given]


def test_every_element_is_either_the_same_again_or_in_the_table() -> None:
    lossy = {loss.name for loss in of("element")} - {"Unknown"}
    assert lossy <= {*KINDS}
    same = {"Plain", "AtAll", "FlashImage", "Dice", "MusicShare", "ShortVideo"}
    assert same | lossy == {*KINDS}


@given(JUNK)
def test_no_chain_raises(junk: Any) -> None:
    assert isinstance(chain_to_segments(junk, context()), list)


@given(st.sampled_from([*KINDS, "Unknown"]), st.dictionaries(st.text(max_size=5), JUNK), st.data())
def test_no_element_raises_whatever_its_fields_hold(kind: str, fields: dict[str, Any], data: st.DataObject) -> None:
    names = ("id", "target", "faceId", "imageId", "url", "groupId", "senderId", "origin", "nodeList", "xml", "content")
    names += ("value", "name", "size", "code", "json", "text", "display", "base64", "path", "width", "kind", "title")
    fields |= {name: data.draw(JUNK) for name in data.draw(st.sets(st.sampled_from(names)))}
    known = context()
    segments = chain_to_segments([{**fields, "type": kind}], known)
    json.dumps(segments_to_chain(segments, known, IN_GROUP).elements)
    json.dumps(segments_to_chain(segments, known, IN_GROUP, heard=True).elements)


@given(JUNK)
def test_no_segments_raise(junk: Any) -> None:
    for heard in (True, False):
        assert isinstance(segments_to_chain(junk, context(), IN_GROUP, heard=heard).elements, list)


def test_a_card_in_a_card_in_a_card_has_an_end() -> None:
    chain: list[Any] = [{"type": "Plain", "text": "deep"}]
    for _ in range(200):
        chain = [{"type": "Forward", "nodeList": [{"senderId": 1, "senderName": "x", "messageChain": chain}]}]
    assert [one["type"] for one in chain_to_segments(chain, context())] == ["forward"]


def test_a_quote_gets_the_number_of_the_message_that_it_quotes() -> None:
    known = context()
    number = known.numbers.number(Ref("group", GROUP, 77))
    quote = {"type": "Quote", "id": 77, "groupId": GROUP, "senderId": WANG, "targetId": GROUP}
    reply, text = chain_to_segments(
        [{**quote, "origin": [{"type": "Plain", "text": "earlier"}]}, {"type": "Plain", "text": "yes"}], known
    )
    assert reply == {"type": "reply", "data": {"id": str(number), "text": "earlier", "qq": str(WANG)}}
    chain = segments_to_chain([reply, text], known, IN_GROUP)
    assert (chain.quote, chain.elements) == (77, [{"type": "Plain", "text": "yes"}])


def test_a_quote_of_an_unknown_message_gets_a_number_by_which_the_server_can_be_asked() -> None:
    known = context()
    (reply,) = chain_to_segments([{"type": "Quote", "id": 5, "groupId": 0, "senderId": BOT, "targetId": ALICE}], known)
    assert known.numbers.ref(int(reply["data"]["id"])) == Ref("private", ALICE, 5)


def test_a_quote_of_nothing_is_left_out() -> None:
    assert chain_to_segments([{"type": "Quote", "id": 0, "groupId": GROUP}, {"type": "Quote"}], context()) == []


def test_a_message_of_another_conversation_cannot_be_quoted() -> None:
    known = context()
    number = known.numbers.number(Ref("group", 20009, 77))
    chain = segments_to_chain(
        [{"type": "reply", "data": {"id": str(number)}}, {"type": "text", "data": {"text": "x"}}], known, IN_GROUP
    )
    assert (chain.quote, chain.dropped) == (None, ["reply"])


@pytest.mark.parametrize(
    ("data", "place", "element"),
    [
        ({"qq": str(WANG)}, IN_GROUP, {"type": "At", "target": WANG, "display": ""}),
        ({"qq": "all"}, IN_GROUP, {"type": "AtAll"}),
        ({"qq": "all"}, Place(0, ALICE), {"type": "Plain", "text": "@全体成员"}),
        ({"qq": str(WANG), "name": "老王"}, Place(0, ALICE), {"type": "Plain", "text": "@老王"}),
        ({"qq": "10009"}, IN_GROUP, {"type": "Plain", "text": "@10009"}),
        ({"qq": "10009"}, Place(20009), {"type": "At", "target": 10009, "display": ""}),
    ],
)
def test_only_who_can_be_mentioned_is(data: dict[str, Any], place: Place, element: dict[str, Any]) -> None:
    assert segments_to_chain([{"type": "at", "data": data}], context(), place).elements == [element]


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("0123456789abcdef0123456789abcdef.png", {"imageId": "{01234567-89AB-CDEF-0123-456789ABCDEF}.png"}),
        ("https://example.test/a.png", {"url": "https://example.test/a.png"}),
        ("base64://aGk=", {"base64": "aGk="}),
        ("file:///home/a.png", {"path": "/home/a.png"}),
        ("/home/a.png", {"path": "/home/a.png"}),
        ("C:\\\\a.png", {"path": "C:\\\\a.png"}),
        ("/1234-5678-0123456789ABCDEF0123456789ABCDEF", {"imageId": "/1234-5678-0123456789ABCDEF0123456789ABCDEF"}),
    ],
)
def test_a_picture_goes_by_id_address_content_or_path(file: str, source: dict[str, str]) -> None:
    (element,) = segments_to_chain([{"type": "image", "data": {"file": file}}], context(), IN_GROUP).elements
    assert element == {"type": "Image", **source}


def test_a_picture_of_another_implementation_goes_by_its_address() -> None:
    data = {"file": "whatever.image", "url": "https://example.test/a"}
    assert segments_to_chain([{"type": "image", "data": data}], context(), IN_GROUP).elements == [
        {"type": "Image", "url": "https://example.test/a"}
    ]


def test_an_anonymous_message_that_may_not_be_said_openly_cannot_be_sent() -> None:
    said = [{"type": "anonymous", "data": {}}, {"type": "text", "data": {"text": "x"}}]
    assert segments_to_chain(said, context(), IN_GROUP).failed == "anonymous"


def test_nodes_become_one_card() -> None:
    known = context()
    number = known.numbers.number(Ref("group", GROUP, 5))
    nodes = [
        {"type": "node", "data": {"id": str(number)}},
        {"type": "node", "data": {"user_id": "1", "nickname": "x", "content": "hi"}},
    ]
    (card,) = segments_to_chain(nodes, known, IN_GROUP).elements
    assert card["nodeList"][0] == {"messageRef": {"messageId": 5, "target": GROUP}}
    assert card["nodeList"][1]["messageChain"] == [{"type": "Plain", "text": "hi"}]


def test_a_card_that_was_heard_can_be_read_and_sent_on() -> None:
    known = context()
    nodes = [{"senderId": WANG, "time": 5, "senderName": "王", "messageChain": [{"type": "Plain", "text": "a"}]}]
    chain = [{"type": "Forward", "nodeList": nodes}]
    (card,) = chain_to_segments(chain, known)
    (message,) = known.forward(card["data"]["id"]) or []
    assert (message["sender"], message["content"]) == (
        {"user_id": WANG, "nickname": "王"},
        [{"type": "text", "data": {"text": "a"}}],
    )
    assert again(chain, known) == chain


def test_mirai_codes_are_read_and_what_is_no_code_stays_text() -> None:
    code = r"a\[b\][mirai:at:10003] [mirai:nothing:x] [mirai:face:5][mirai:atall]"
    kinds = [(one["type"], one["data"]) for one in chain_to_segments([{"type": "MiraiCode", "code": code}], context())]
    assert kinds == [
        ("text", {"text": "a[b]"}),
        ("at", {"qq": "10003"}),
        ("text", {"text": " [mirai:nothing:x] "}),
        ("face", {"id": "5"}),
        ("at", {"qq": "all"}),
    ]
