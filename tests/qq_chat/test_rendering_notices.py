"""Notices as sentences, in the shapes of each implementation; what is remembered of what was said."""

import json
from typing import Any

import pytest

from qq_api import Texts
from qq_chat.config.rendering import QQNotices, Rendering
from qq_chat.relay.memory import MOST_GROUPS, Memory
from qq_chat.relay.rendering.known import Known, View
from qq_chat.relay.rendering.notices import sentence
from qq_chat.relay.rendering.said import Said
from qq_chat.relay.rendering.segments import short
from qq_chat.relay.rendering.wanted import Wanted, wanted, wanted_by_notice
from support import IMPLEMENTATIONS, recorded

ALL_ON = Rendering(notices=QQNotices(**dict.fromkeys(QQNotices.model_fields, True)))
NAMES = Known({10002: "Alice", 10003: "鲍勃"})


@pytest.fixture(scope="module")
def texts() -> Texts:
    import qq_chat

    assert qq_chat
    return Texts.load("qq_chat", "zh_cn")


def said(message_id: str = "1", user_id: int = 10002, name: str = "Alice", text: str = "今晚几点？") -> Said:
    return Said(message_id, user_id, name, [{"type": "text", "data": {"text": text}}], 0.0)


def notice(kind: str, **fields: Any) -> dict[str, Any]:
    return {"post_type": "notice", "notice_type": kind, "group_id": 20001, **fields}


def told(event: dict[str, Any], texts: Texts, about: Said | None = None) -> str | None:
    line = sentence(event, View(texts, ALL_ON, NAMES), about)
    return line.to_plain_text().removeprefix("[QQ] ") if line else None


NAPCAT_POKE = [
    {"col": "1", "nm": "", "type": "qq", "uid": "u_a"},
    {"jp": "x", "src": "x", "type": "img"},
    {"txt": "拍了拍", "type": "nor"},
    {"col": "1", "nm": "", "tp": "0", "type": "qq", "uid": "u_b"},
    {"txt": "的脑袋", "type": "nor"},
]


@pytest.mark.parametrize(
    ("event", "about", "sentence_"),
    [
        (notice("group_recall", user_id=10002, operator_id=10002, message_id=1), None, "Alice 撤回了一条消息"),
        (notice("group_recall", user_id=10002, message_id=1), None, "Alice 撤回了一条消息"),
        (notice("group_recall", user_id=10002, operator_id=10003), None, "鲍勃 撤回了 Alice 的一条消息"),
        (notice("group_recall", user_id=10009, operator_id=10009), said("1", 10009, "卡罗"), "卡罗 撤回了一条消息"),
        (
            notice(
                "group_msg_emoji_like", user_id=10002, message_id=1, likes=[{"emoji_id": "66", "count": 1}], is_add=True
            ),
            said("1", 10003),
            "Alice 用 [爱心] 回应了 鲍勃 的消息",
        ),
        (
            notice("group_msg_emoji_like", user_id=10002, message_id=1, likes=[{"emoji_id": "128077"}], is_add=False),
            None,
            "Alice 取消了回应 👍",
        ),
        (
            notice("reaction", operator_id=10003, message_id=1, sub_type="add", code="128077", count=1),
            None,
            "鲍勃 用 👍 回应了 有人 的消息",
        ),
        (notice("reaction", operator_id=10003, sub_type="remove", code="1"), None, "鲍勃 取消了回应 [撇嘴]"),
        (
            notice("notify", sub_type="poke", user_id=10002, target_id=10003, raw_info=NAPCAT_POKE),
            None,
            "Alice 拍了拍 鲍勃的脑袋",
        ),
        (notice("notify", sub_type="poke", user_id=10002, target_id=10003), None, "Alice 戳了戳 鲍勃"),
        (notice("notify", sub_type="poke", user_id=1, sender_id=10002, target_id=10003), None, "Alice 戳了戳 鲍勃"),
        (
            notice("notify", sub_type="poke", user_id=10002, target_id=5, action="揉了揉", suffix="的头"),
            None,
            "Alice 揉了揉 5的头",
        ),
        (notice("notify", sub_type="poke_recall", user_id=10002, target_id=10003), None, None),
        (notice("group_card", user_id=10002, card_old="爱丽丝", card_new="小爱"), None, "爱丽丝 的群名片改为 小爱"),
        (notice("group_card", user_id=10002, card_old="", card_new="小爱"), None, "Alice 的群名片改为 小爱"),
        (notice("group_card", user_id=10002, card_old="", card_new="Alice"), None, "10002 的群名片改为 Alice"),
        (notice("group_card", user_id=10002, card_old="小爱", card_new=""), None, "小爱 取消了群名片，现在叫 Alice"),
        (notice("notify", sub_type="title", user_id=10003, title="腐竹"), None, "鲍勃 获得了头衔“腐竹”"),
        (notice("notify", sub_type="title", user_id=10003, title=""), None, "鲍勃 的头衔被取消了"),
        (notice("group_increase", sub_type="approve", user_id=5, operator_id=0), None, "5 加入了群聊"),
        (notice("group_increase", sub_type="invite", user_id=5, operator_id=10002), None, "Alice 邀请 5 加入了群聊"),
        (notice("group_decrease", sub_type="leave", user_id=10002, operator_id=10002), None, "Alice 退出了群聊"),
        (notice("group_decrease", sub_type="kick", user_id=10002, operator_id=10003), None, "鲍勃 将 Alice 移出了群聊"),
        (notice("group_decrease", sub_type="kick_me", user_id=1, operator_id=10003), None, None),
        (
            notice("essence", sub_type="add", message_id=1, sender_id=10002, operator_id=10003),
            None,
            "鲍勃 将 Alice 的一条消息设为精华",
        ),
        (
            notice("essence", sub_type="delete", sender_id=10002, operator_id=10003),
            None,
            "鲍勃 取消了 Alice 的一条精华消息",
        ),
        (notice("group_ban", sub_type="ban", user_id=5, operator_id=10002, duration=600), None, None),
        ({}, None, None),
    ],
)
def test_notices_are_sentences(event: dict[str, Any], about: Said | None, sentence_: str | None, texts: Texts) -> None:
    assert told(event, texts, about) == sentence_


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_every_recorded_notice_is_told_or_left_out(implementation: str, texts: Texts) -> None:
    notices = [event for event in recorded(implementation) if event["post_type"] == "notice"]
    lines = [told(event, texts) for event in notices]
    assert any(lines)
    assert all(line is None or "{" not in line for line in lines)


def test_a_recall_shows_on_hover_what_it_was_about(texts: Texts) -> None:
    event = notice("group_recall", user_id=10002, operator_id=10002, message_id=1)
    line = sentence(event, View(texts, ALL_ON, NAMES), said())
    assert line is not None
    assert "原消息：今晚几点？" in json.dumps(line.to_json_object(), ensure_ascii=False)


@pytest.mark.parametrize("switch", QQNotices.model_fields)
def test_each_notice_has_its_switch(switch: str, texts: Texts) -> None:
    kinds = {
        "recall": notice("group_recall", user_id=5),
        "reaction": notice("reaction", operator_id=5, code="1"),
        "poke": notice("notify", sub_type="poke", user_id=5),
        "card": notice("group_card", user_id=5, card_new="x"),
        "title": notice("notify", sub_type="title", user_id=5, title="x"),
        "join": notice("group_increase", user_id=5),
        "leave": notice("group_decrease", sub_type="leave", user_id=5),
        "essence": notice("essence", operator_id=5),
    }
    off = Rendering(notices=QQNotices(**{**dict.fromkeys(kinds, True), switch: False}))
    heard = [kind for kind, event in kinds.items() if sentence(event, View(texts, off)) is not None]
    assert heard == [kind for kind in kinds if kind != switch]


def test_what_a_message_needs_is_found_in_it() -> None:
    def segment(kind: str, **data: Any) -> dict[str, Any]:
        return {"type": kind, "data": data}

    card = json.dumps({"app": "com.tencent.multimsg", "meta": {"detail": {"resid": "r"}}})
    message = [
        segment("reply", id=-5),
        segment("at", qq="10002"),
        segment("at", qq="10002"),
        segment("at", qq="all"),
        segment("at", qq="10003", name="Bob"),
        segment("forward", id="f"),
        segment("forward", id="inside", content=[{"message": "hi", "sender": {}}]),
        segment("json", data=card),
        segment("image", file="a", url="https://a.cn"),
        segment("image", file="b", url="https://a.cn"),
    ]
    assert wanted(Said("7", 1, "", message)) == Wanted((10002,), ("-5",), ("f", "r"))
    assert [one["file"] for one in wanted(Said("7", 1, "", message), thumbnails=True).pictures] == ["a"]
    assert not wanted(said())
    many = [segment("at", qq=number) for number in range(1, 999)]
    assert len(wanted(Said("7", 1, "", many)).members) == 20
    late = Said("7", 1, "", [segment("image", file="a", url="https://a.cn/?rkey=x")], 0.0)
    assert wanted(late) == Wanted(ended=({"file": "a", "url": "https://a.cn/?rkey=x"},), message_id="7")
    event = notice("notify", sub_type="poke", user_id=5, target_id=6, message_id=7)
    assert wanted_by_notice(event) == Wanted((5, 6), ("7",))


def test_memory_is_bounded_and_forgets_the_oldest() -> None:
    memory = Memory(3)
    for number in range(5):
        memory.remember(1, said(str(number)))
    assert [memory.find(1, str(number)) is not None for number in range(5)] == [False, False, True, True, True]
    memory.remember(1, said(""))
    assert memory.find(1, "") is None
    assert memory.find(2, "4") is None
    for group in range(MOST_GROUPS + 5):
        memory.remember(group, said("4"))
    assert memory.find(4, "4") is None
    assert memory.find(MOST_GROUPS, "4") is not None


def test_memory_keeps_of_a_merged_forward_only_how_much_it_holds(texts: Texts) -> None:
    memory = Memory()
    content = [{"message": "x" * 1000, "sender": {}}] * 3
    whole = Said("1", 5, "a", [{"type": "forward", "data": {"id": "f", "content": content}}])
    memory.remember(1, whole)
    kept = memory.find(1, "1")
    assert kept is not None
    assert kept.segments == [{"type": "forward", "data": {"id": "f", "count": 3}}]
    assert short(kept.segments, View(texts)) == "[聊天记录 · 3 条]"


def test_memory_knows_what_was_clicked_and_who_spoke_last() -> None:
    memory = Memory()
    memory.remember(1, said("1", 5, text="a"))
    memory.remember(2, said("2", 5, text="b"))
    memory.remember(2, said("3", 6, text="c"))
    assert memory.find_anywhere("1") == (1, memory.find(1, "1"))
    assert memory.find_anywhere("9") is None
    assert memory.last(2, 5) == memory.find(2, "2")
    assert memory.last(2, 9) is None


def test_a_recall_is_told_once_and_forgotten() -> None:
    memory = Memory()
    memory.remember(1, said("1"))
    assert not memory.was_recalled(1, "1")
    assert memory.recall(1, "1") is not None
    assert memory.was_recalled(1, "1")
    assert memory.recall(1, "1") is None
    assert memory.find(1, "1") is None
    assert memory.recall(1, "never heard") is None
    assert memory.was_recalled(1, "never heard")
