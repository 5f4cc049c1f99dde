"""The parts together, as the plugin uses them: an event comes, a line is shown."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from mcdreforged.api.rtext import RTextBase

from qq_api import MessageEvent, Texts
from qq_chat.config.rendering import QQNotices, Rendering
from qq_chat.relay import to_game
from qq_chat.relay.memory import Memory
from qq_chat.relay.rendering.in_order import InOrder
from qq_chat.relay.rendering.known import Known, View
from qq_chat.relay.rendering.lookups import Lookups
from qq_chat.relay.rendering.notices import sentence
from qq_chat.relay.rendering.pages import page, picture_lines
from qq_chat.relay.rendering.pictures import Pictures
from qq_chat.relay.rendering.said import said_of
from qq_chat.relay.rendering.wanted import wanted, wanted_by_notice
from support import until, who_is_who

LOG = logging.getLogger("qq_chat.test")
GROUP, SELF = 20001, 10001


class FakeBot:
    """QQ's side, with one member and one merged forward."""

    async def call_action(self, action: str, **params: Any) -> Any:
        await asyncio.sleep(0)
        node = {"content": "[CQ:face,id=178]", "sender": {"nickname": "Bob", "user_id": 10003}}
        answers = {
            "get_group_member_info": {"card": f"n{params.get('user_id')}"},
            "get_forward_msg": {"messages": [node] * 20},
            "get_msg": {"message": "[CQ:image,file=f,url=https://a.cn/new]", "sender": {}},
        }
        return answers.get(action)


class Chat:
    """What the plugin does with events, without the plugin."""

    def __init__(self, folder: Path, loop: asyncio.AbstractEventLoop) -> None:
        import qq_chat

        assert qq_chat
        bot: Any = FakeBot()
        self.wishes = Rendering(notices=QQNotices(poke=True))
        self.texts = Texts.load("qq_chat", "zh_cn")
        self.memory = Memory()
        self.pictures = Pictures(bot, self.wishes.pictures, folder, self.texts, LOG)
        self.lookups = Lookups(bot, self.memory, LOG, self.pictures)
        self.lines = InOrder(self.lookups, loop, LOG)
        self.shown: list[RTextBase] = []

    def on_message(self, event: MessageEvent) -> None:
        said = said_of(event)
        self.lookups.learn(event)
        self.lookups.keep(said)
        needs = wanted(said, thumbnails=self.wishes.pictures.thumbnails)

        def show(known: Known) -> None:
            view = View(self.texts, self.wishes, known, said.message_id)
            shown = to_game.shown(event, said.segments, view, who_is_who(), admin=False, always=dict)
            if shown is not None:
                self.shown.append(to_game.worded(shown, to_game.USUAL))

        self.lines.put(event["group_id"], event["self_id"], needs, show)
        self.memory.remember(event["group_id"], said)

    def on_notice(self, event: dict[str, Any]) -> None:
        self.lookups.learn(event)
        group_id, message_id = event["group_id"], str(event.get("message_id", ""))
        if event["notice_type"] == "group_recall" and self.memory.was_recalled(group_id, message_id):
            return
        is_recall = event["notice_type"] == "group_recall"
        about = self.memory.recall(group_id, message_id) if is_recall else self.memory.find(group_id, message_id)

        def show(known: Known) -> None:
            line = sentence(event, View(self.texts, self.wishes, known), about or known.quotes.get(message_id))
            if line is not None:
                self.shown.append(line)

        self.lines.put(group_id, event["self_id"], wanted_by_notice(event, is_known=about is not None), show)

    def texts_shown(self) -> list[str]:
        return [line.to_plain_text() for line in self.shown]


def message(message_id: int, text: str, **fields: Any) -> MessageEvent:
    head = {"post_type": "message", "self_id": SELF, "group_id": GROUP, "user_id": 10002}
    sender = {"user_id": 10002, "nickname": "alice", "card": "Alice"}
    return MessageEvent({**head, "message_id": message_id, "message": text, "sender": sender, **fields})


def notice(kind: str, **fields: Any) -> dict[str, Any]:
    return {"post_type": "notice", "notice_type": kind, "self_id": SELF, "group_id": GROUP, **fields}


async def test_a_conversation_reads_like_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_chat.relay.rendering.lookups.PATIENCE", 30.0)
    chat = Chat(tmp_path, asyncio.get_running_loop())
    chat.on_message(message(1, "今晚几点？"))
    chat.on_message(message(2, "[CQ:reply,id=1][CQ:at,qq=10003] 八点"))
    chat.on_message(message(3, "[CQ:forward,id=abc]"))
    chat.on_notice(notice("notify", sub_type="poke", user_id=10002, target_id=10003))
    for _ in range(2):
        chat.on_notice(notice("group_recall", user_id=10002, operator_id=10002, message_id=1))
    chat.on_message(message(4, "done"))
    await until(lambda: len(chat.shown) == 6)
    assert chat.texts_shown() == [
        "[QQ] [Alice] 今晚几点？",
        "[QQ] [Alice] [回复 Alice: 今晚几点？] @n10003 八点",
        "[QQ] [Alice] [聊天记录 · 20 条]",
        "[QQ] Alice 戳了戳 n10003",
        "[QQ] Alice 撤回了一条消息",
        "[QQ] [Alice] done",
    ]
    await chat.lookups.close()


async def test_what_a_player_clicks_is_given(tmp_path: Path) -> None:
    chat = Chat(tmp_path, asyncio.get_running_loop())
    view = View(chat.texts, chat.wishes)
    said = await chat.lookups.forward(SELF, "abc")
    pages = [line.to_plain_text() for line in page("abc", said, 2, view)]
    assert pages[:2] == ["聊天记录 · 第 2/3 页", "[Bob] [斜眼笑]"]
    chat.on_message(message(5, "[CQ:image,file=f,url=https://a.cn/?rkey=old]", time=1))
    found = chat.memory.find_anywhere("5")
    assert found is not None
    links = await chat.pictures.links(found[1], SELF)
    assert [line.to_plain_text() for line in picture_lines(found[1], links, view)][1] == "[图片] https://a.cn/new"
    await chat.lookups.close()
