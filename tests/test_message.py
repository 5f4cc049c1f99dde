"""Segments, CQ codes and plain text."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qq_api.message import at, escape, parse, plain, reply, text, to_cq, unescape

TEXT = st.text(st.characters(codec=None), max_size=60)  # lone surrogates included
VALUES = st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), TEXT, max_size=4)
SEGMENTS = st.lists(
    st.builds(text, TEXT.filter(bool))
    | st.builds(lambda kind, data: {"type": kind, "data": data}, st.sampled_from(["image", "at", "face"]), VALUES),
    max_size=6,
)


def merged(segments: list[dict]) -> list[dict]:
    """Neighbouring texts as one, as a CQ string cannot tell them apart."""
    result: list[dict] = []
    for segment in segments:
        if result and segment["type"] == result[-1]["type"] == "text":
            result[-1] = text(result[-1]["data"]["text"] + segment["data"]["text"])
        else:
            result.append(segment)
    return result


@given(SEGMENTS)
def test_a_message_comes_back_from_its_cq_string(segments: list[dict]) -> None:
    assert parse(to_cq(segments)) == merged(segments)


@given(TEXT)
def test_escaping_can_be_undone(source: str) -> None:
    assert unescape(escape(source)) == unescape(escape(source, comma=True)) == source


@given(TEXT)
def test_text_in_a_text_segment_never_becomes_a_code(source: str) -> None:
    assert all(segment["type"] == "text" for segment in parse(to_cq([text(source)])))


@given(st.recursive(st.none() | st.integers() | TEXT, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner)))
def test_no_shape_of_message_raises(message: object) -> None:
    assert isinstance(plain(message), str)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("[CQ:image,file=a.png,url=http://x]", "[图片]"),
        ("[CQ:image,summary=&#91;动画表情&#93;,file=a.png]", "[图片]"),
        ("[CQ:share,url=http://x,title=t]", "[链接]"),
        ("[CQ:face,id=14]", "[表情]"),
        ("[CQ:mface,emoji_id=1]", "[表情]"),
        ("[CQ:record,file=a.amr]", "[语音]"),
        ("[CQ:video,file=a.mp4]", "[视频]"),
        ("[CQ:rps,result=1]", "[猜拳]"),
        ("[CQ:dice,result=3]", "[掷骰子]"),
        ("[CQ:shake]", "[窗口抖动]"),
        ("[CQ:poke,qq=1]", "[戳一戳]"),
        ("[CQ:anonymous]", "[匿名消息]"),
        ("[CQ:contact,type=qq,id=1]", "[推荐好友]"),
        ("[CQ:contact,type=group,id=1]", "[推荐群]"),
        ("[CQ:location,lat=1,lon=2]", "[定位分享]"),
        ("[CQ:music,type=163,id=1]", "[音乐]"),
        ("[CQ:forward,id=1]", "[转发消息]"),
        ("[CQ:file,file=a.zip]", "[文件]"),
        ("[CQ:redbag,title=x]", "[红包]"),
        ("[CQ:at,qq=1]", "[@1]"),
        ("[CQ:at,qq=1,name=x]", "[@1]"),
        ("[CQ:at,qq=all]", "[@all]"),
        ("[CQ:reply,id=-5]hi", "[回复]hi"),
        ('[CQ:json,data={"a":"&#91;1&#44;2&#93;"}]', "[卡片消息]"),
        ("[CQ:something_new,a=1]", "[something_new]"),
        ("CQ:at,qq=5 is text", "CQ:at,qq=5 is text"),
        ("&amp; &#91;x&#93; a&#44;b", "& [x] a,b"),
        ("&amp;#91;", "&#91;"),
        ("[CQ:at", "[CQ:at"),
        ("[CQ:,qq=1]", "[CQ:,qq=1]"),
        ("[CQ:image,file=file:////dir/a.gif] tail", "[图片] tail"),
        ("[CQ:at,qq=1,]", "[@1]"),
    ],
)
def test_a_cq_string_is_shown_as_qqapi_1_did_without_its_faults(source: str, shown: str) -> None:
    assert plain(source) == shown


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ([text("hi "), at(5), {"type": "image", "data": {"subType": 0}}], "hi [@5][图片]"),
        ([reply(3), text("yes")], "[回复]yes"),
        ({"type": "text", "data": {"text": "one segment"}}, "one segment"),
        ([{"type": "shake", "data": None}, {"type": "shake"}], "[窗口抖动][窗口抖动]"),
        ([{"type": "text", "data": {"text": "a"}}, {"type": "text", "data": {"text": ""}}], "a"),
        ([{"type": "markdown", "data": {"content": "**b**"}}], "**b**"),
        ([1, None, {"no": "type"}, "[CQ:face,id=1]"], "[表情]"),
        (None, ""),
    ],
)
def test_segments_are_shown_alike(message: object, shown: str) -> None:
    assert plain(message) == shown


@pytest.mark.parametrize(
    "hostile",
    [
        "[CQ:file" + "," * 500_000,
        "[CQ:" * 250_000,
        "[CQ:[CQ:" * 100_000 + "]",
        "[CQ:image,a=b" * 80_000,
        "]" * 1_000_000,
        "[CQ:at,qq=1" + ",a=b" * 200_000 + "]",
    ],
)
def test_a_megabyte_made_to_be_slow_is_read_before_anybody_notices(hostile: str) -> None:
    began = time.monotonic()
    plain(hostile)
    # Linear is 0.1 s, quadratic would be hours: a deadline, no measurement.
    assert time.monotonic() - began < 20


def test_a_text_segment_is_plain_json() -> None:
    assert json.dumps(text("[CQ:at,qq=all]")) == '{"type": "text", "data": {"text": "[CQ:at,qq=all]"}}'
