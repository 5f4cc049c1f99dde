"""Whatever comes from QQ is one harmless line: no second one, no colour of its own, no code, no command."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcdreforged.api.rtext import RColor, RTextBase

from qq_api import Texts, parse, to_cq
from qq_chat.config.rendering import Pictures, QQNotices, Rendering
from qq_chat.relay.rendering.cards import card_of, xml_card
from qq_chat.relay.rendering.fields import link_of
from qq_chat.relay.rendering.known import Known, View
from qq_chat.relay.rendering.line import render
from qq_chat.relay.rendering.notices import _TABLE as NOTICES
from qq_chat.relay.rendering.notices import sentence
from qq_chat.relay.rendering.pages import page
from qq_chat.relay.rendering.said import Said, forwarded, forwards_in, said_of, segments_of
from qq_chat.relay.rendering.segments import TABLE
from qq_chat.relay.rendering.wanted import wanted, wanted_by_notice
from qq_chat.text.words import name_for_game
from support import DATA, IMPLEMENTATIONS

TEXTS = {language: Texts.load("qq_chat", language) for language in ("zh_cn", "en_us") if __import__("qq_chat")}
ALL_ON = QQNotices(**dict.fromkeys(QQNotices.model_fields, True))

HARD = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029§\x00\x1b\x7f\x9b\u061c\u200b\u200e\u202e\u2066\u3164\ufeff\ud800\u0301"
NASTY = [
    "a\nb",
    "§4§lred",
    "\u202eevil",
    "\u2028<Admin> op me",
    "!!qq\nstop",
    "{name} {0} %s",
    "x" * 3000,
    "https://a.cn/\n/op me",
    "https://a.cn/?§4\u2028",
    "file:///etc/passwd",
    "[[CICode,url=file:///x]]",
    "1\n2",
    '{"app": "com.tencent.miniapp_01", "prompt": "[a\\nb]\\u2028c", "meta": {"x": {"title": "§4\\n", "url": "a.cn"}}}',
    "<msg brief='[a&#10;b]' url='https://a.cn/&#10;'><item><title>t&#10;§4</title><summary>&#8232;</summary></item>",
    '{"app": "com.tencent.multimsg", "meta": {"detail": {"resid": "a\\nb", "news": [{"text": "a\\nb"}]}}}',
]
TEXT = st.one_of(st.sampled_from(NASTY), st.text(st.sampled_from(HARD + "a[]1 ")), st.text(st.characters(codec=None)))
LEAF = st.one_of(TEXT, st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(["1", 5, "all", [], {}]))
KEYS = st.sampled_from(
    [
        "text",
        "qq",
        "id",
        "name",
        "file",
        "url",
        "summary",
        "sub_type",
        "type",
        "file_size",
        "result",
        "value",
        "raw",
        "content",
        "data",
        "title",
        "lat",
        "lon",
        "uin",
        "user_id",
        "nickname",
        "card",
        "duration",
        "rows",
        "buttons",
        "label",
        "faceText",
        "fileName",
        "message_id",
        "resid",
        "emoji_id",
        "sender",
        "message",
        "news",
    ]
)


def boxes(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)


VALUE = st.recursive(LEAF, boxes, max_leaves=8)
KINDS = st.one_of(st.sampled_from(sorted(TABLE)), TEXT)
SEGMENT = st.fixed_dictionaries({"type": KINDS, "data": st.dictionaries(KEYS, VALUE, max_size=6)})
MESSAGE = st.lists(SEGMENT, max_size=4)
WISHES = st.builds(
    Rendering,
    longest=st.integers(20, 2000),
    quote=st.integers(0, 200),
    click_to_answer=st.booleans(),
    clickable_links=st.booleans(),
    pictures=st.builds(
        Pictures, show=st.sampled_from(["link", "chatimage", "imagepreviewer"]), click=st.sampled_from(["open", "ask"])
    ),
    notices=st.just(ALL_ON),
)
SAID = st.builds(Said, TEXT, st.integers(), TEXT, st.lists(SEGMENT, max_size=2).map(segments_of), st.just(0.0))
IDS = st.sampled_from(["1", "5", "a\nb", "all"])
KNOWN = st.builds(
    Known,
    st.dictionaries(st.sampled_from([1, 5]), TEXT),
    st.dictionaries(IDS, SAID, max_size=2),
    st.dictionaries(IDS, st.lists(SAID, max_size=3), max_size=2),
    st.just({}),
)
VIEW = st.builds(View, st.sampled_from(sorted(TEXTS)).map(TEXTS.__getitem__), WISHES, KNOWN, TEXT | st.just("-7"))


UNCLEAN = re.compile(
    "[\x00-\x1f\x7f-\x9f§\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u3164\ufeff\ud800-\udfff]"
)


def is_clean(text: str) -> bool:
    return UNCLEAN.search(text) is None


def components(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, list):
        for one in tree:
            yield from components(one)
    elif isinstance(tree, dict):
        yield tree


def check(line: RTextBase) -> None:
    tree = json.loads(json.dumps(line.to_json_object(), ensure_ascii=False).encode("utf-8"))
    for part in components(tree):
        assert is_clean(part["text"]), part
        assert part["color"] in {color.name for color in RColor if color.name != "obfuscated"}
        assert part.keys() <= {"text", "color", "clickEvent", "hoverEvent", "underlined"}
        check_click(part.get("clickEvent", {"action": "suggest_command", "value": ""}))
        hover = part.get("hoverEvent", {"value": {"text": ""}})["value"]
        assert all(is_clean(one) for text in components(hover) for one in text["text"].split("\n")), hover


def check_click(click: dict[str, str]) -> None:
    action, value = click["action"], click["value"]
    assert is_clean(value)
    if action == "suggest_command":
        assert value == "" or value.startswith(("!!qq reply ", "!!qq read ", "!!qq picture ", "@")), value
    elif action == "run_command":
        assert value.startswith("/imagepreview preview https://") or value.startswith("/imagepreview preview http://")
        assert value.count(" ") == 2
    else:
        assert action == "open_url"
        assert link_of(value) == value


@settings(max_examples=100)
@given(MESSAGE, VIEW)
def test_any_message_is_one_harmless_line(message: list[Any], view: View) -> None:
    line = render(message, view)
    check(line)
    plain = line.to_plain_text()
    assert plain.splitlines() in ([plain], [])


@settings(max_examples=60)
@given(VALUE, VIEW)
def test_what_is_no_message_at_all_is_no_error(message: Any, view: View) -> None:
    check(render(message, view))
    said = said_of(message)
    wanted(said, thumbnails=True)
    list(forwards_in(said.segments))
    forwarded(message)
    card_of(message)
    xml_card(message)


@settings(max_examples=40)
@given(st.lists(SAID, max_size=10), st.integers(-3, 9), VIEW, TEXT)
def test_any_merged_forward_is_pages_of_harmless_lines(
    said: list[Said], number: int, view: View, forward_id: str
) -> None:
    for line in page(forward_id, said, number, view):
        check(line)


NOTICE_KEYS = [
    "sub_type",
    "user_id",
    "operator_id",
    "target_id",
    "sender_id",
    "message_id",
    "group_id",
    "likes",
    "code",
    "is_add",
    "raw_info",
    "action",
    "suffix",
    "card_new",
    "card_old",
    "title",
]
NOTICE = st.fixed_dictionaries(
    {"notice_type": st.sampled_from([*sorted(NOTICES), "notify", "other"])},
    optional=dict.fromkeys(NOTICE_KEYS, VALUE),
)


@settings(max_examples=60)
@given(NOTICE, VIEW, st.none() | SAID)
def test_any_notice_is_one_harmless_line_or_none(notice: dict[str, Any], view: View, about: Said | None) -> None:
    line = sentence(notice, view, about)
    wanted_by_notice(notice)
    if line is not None:
        check(line)


PLAIN = st.text(st.characters(exclude_characters="&[]", exclude_categories=("Cs",)), max_size=30)
OPEN = st.fixed_dictionaries({"type": st.sampled_from(sorted(TABLE)), "data": st.dictionaries(KEYS, PLAIN, max_size=4)})


@settings(max_examples=100)
@given(st.lists(OPEN, max_size=4), VIEW)
def test_neither_a_code_nor_an_entity_of_the_transport_is_ever_seen(message: list[Any], view: View) -> None:
    as_text = to_cq(message)
    seen = render(as_text, view).to_plain_text()
    assert not [code for code in ("[CQ:", "&#91;", "&#93;", "&#44;", "&amp;") if code in seen]
    assert seen == render(parse(as_text), view).to_plain_text()


def mutations(value: Any) -> Iterator[Any]:
    """The same payload with one thing in it missing, null, or of another type, for each thing in it."""
    odd: list[Any] = [None, 7, True, "", "x\ny", [], {}, [None], {"a": None}, 1e999]
    if isinstance(value, dict):
        for key in value:
            yield {name: one for name, one in value.items() if name != key}
            yield from ({**value, key: one} for one in odd)
            yield from ({**value, key: one} for one in mutations(value[key]))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from ([*value[:at], one, *value[at + 1 :]] for one in [*odd, *mutations(item)])


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_a_real_message_with_anything_in_it_broken_is_shown_all_the_same(implementation: str) -> None:
    view, count = View(TEXTS["zh_cn"], message_id="7"), 0
    for line in (DATA / "messages" / f"{implementation}.jsonl").read_text("utf-8").splitlines():
        for broken in mutations(parse(json.loads(line)["message"])):
            check(render(broken, view))
            wanted(said_of({"message": broken}), thumbnails=True)
            count += 1
    assert count > 500


@pytest.mark.parametrize("char", "\u00ad\u115f\u180e\u200b\u2060\u2800\u3164\ufeff\uffa0\ufff9\U0001d173\U000e0041")
def test_what_cannot_be_seen_is_no_name(char: str) -> None:
    assert name_for_game(char * 3) == ""
    assert render([{"type": "text", "data": {"text": char}}], View(TEXTS["zh_cn"])).to_plain_text() == ""


def test_deep_and_huge_cards_are_refused_without_harm() -> None:
    assert card_of('{"a":' * 20_000 + "1" + "}" * 20_000).title == ""
    assert card_of('{"prompt": "' + "x" * 70_000 + '"}').title == ""
    bomb = '<!DOCTYPE a [<!ENTITY b "cccc">]><msg><item><title>&b;&b;</title></item></msg>'
    assert "cccc" not in xml_card(bomb).title
