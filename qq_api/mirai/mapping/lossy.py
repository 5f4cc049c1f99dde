"""What does not come back as it went: one table for the tests and for `docs/mirai.md`. Computes only; no I/O.

Whatever is not in it is the same again: a chain made segments and sent again, segments sent and heard again, a packet
made an event and told again, an action made a command and done by the sandbox.
"""

from typing import Any, Literal, NamedTuple

from qq_api.actions import Words
from qq_api.mirai.mapping.events import WITHOUT_EVENT

Side = Literal["element", "segment", "packet", "action"]


class Loss(NamedTuple):
    """One thing that does not come back.

    Attributes:
        side: what it is.
        name: its type, or the action's name.
        given: an example, less its type.
        again: what comes back of it: elements, segments or types of packets.
        why: what becomes of it.
    """

    side: Side
    name: str
    given: dict[str, Any]
    again: list[Any]
    why: Words


def _text(text: str) -> dict[str, Any]:
    return {"type": "Plain", "text": text}


_JSON, _APP, _ID = '{"a": 1}', '{"app": "com.example"}', "{01234567-89AB-CDEF-0123-456789ABCDEF}.png"
_CODE = f"[mirai:at:10003]hi[mirai:image:{_ID}]"

_ELEMENTS = (
    Loss(
        "element",
        "Source",
        {"id": 1, "time": 2},
        [],
        Words("it is the message's id and time; no client can send it", "即消息的 id 与时间，客户端无法发送"),
    ),
    Loss(
        "element",
        "Quote",
        {"id": 1, "groupId": 20001, "senderId": 10003, "targetId": 20001, "origin": []},
        [],
        Words("it is sent as the parameter `quote`", "发送时改用参数 `quote`"),
    ),
    Loss(
        "element",
        "MarketFace",
        {"id": 1, "name": "[笑]"},
        [_text("[笑]")],
        Words("only servers send it; it goes as text", "只能接收，发送时变为文本"),
    ),
    Loss(
        "element",
        "File",
        {"id": "/a", "name": "a.zip", "size": 1},
        [],
        Words("only servers send it; `upload_group_file`", "只能接收；发送文件请用 `upload_group_file`"),
    ),
    Loss(
        "element",
        "MiraiCode",
        {"code": _CODE},
        [{"type": "At", "target": 10003, "display": ""}, _text("hi"), {"type": "Image", "imageId": _ID}],
        Words("it becomes the elements that it stands for", "变为它所表示的各个元素"),
    ),
    Loss(
        "element",
        "Xml",
        {"xml": _APP},
        [{"type": "App", "content": _APP}],
        Words("JSON in it is a card of its own", "内容为 JSON 时变为相应的卡片"),
    ),
    Loss(
        "element",
        "Json",
        {"json": _APP},
        [{"type": "App", "content": _APP}],
        Words("with an `app` in it, it is an `App`", "含有 `app` 时变为 `App`"),
    ),
    Loss(
        "element",
        "App",
        {"content": _JSON},
        [{"type": "Json", "json": _JSON}],
        Words("without an `app` it is a `Json`", "不含 `app` 时变为 `Json`"),
    ),
    Loss(
        "element",
        "At",
        {"target": 10009, "display": "@x"},
        [_text("@x")],
        Words("whoever is not in the group is named", "不在群内的人只写出名字"),
    ),
    Loss(
        "element",
        "Face",
        {"name": "x"},
        [{"type": "Face", "faceId": 255, "name": "x"}],
        Words("with no number it is 255", "没有编号时为 255"),
    ),
    Loss(
        "element",
        "Image",
        {"imageId": "odd", "url": "https://example.test/a"},
        [{"type": "Image", "url": "https://example.test/a"}],
        Words("an id in another form than `{…}.png` goes by its address", "id 不是 `{…}.png` 的形式时改用其地址"),
    ),
    Loss(
        "element",
        "Voice",
        {"voiceId": "odd", "url": "https://example.test/a"},
        [{"type": "Voice", "url": "https://example.test/a"}],
        Words("an id in another form than `MD5.amr` goes by its address", "id 不是 `MD5.amr` 的形式时改用其地址"),
    ),
    Loss(
        "element",
        "Poke",
        {"name": "ShowLove"},
        [{"type": "Poke", "name": "BiXin"}],
        Words("it gets its name of 2.10", "改为 2.10 的名称"),
    ),
    Loss(
        "element",
        "Forward",
        {"display": {"title": "t", "brief": "b"}, "nodeList": []},
        [{"type": "Forward", "display": {"title": "t"}, "nodeList": []}],
        Words("of `display` only the title is kept", "`display` 中只保留标题"),
    ),
    Loss(
        "element",
        "Unknown",
        {"text": "x"},
        [],
        Words("left out, as everything that nobody knows", "丢弃，一切未知元素皆然"),
    ),
)


def _said(text: str) -> list[Any]:
    return [{"type": "text", "data": {"text": text}}]


_SEGMENTS = (
    Loss("segment", "rps", {}, _said("[猜拳]"), Words("text", "变为文本")),
    Loss(
        "segment",
        "shake",
        {},
        [{"type": "poke", "data": {"type": "1", "id": "-1", "name": "ChuoYiChuo"}}],
        Words("a poke", "变为戳一戳"),
    ),
    Loss("segment", "share", {"url": "http://a", "title": "t"}, _said("t http://a"), Words("text", "变为文本")),
    Loss("segment", "location", {"lat": "1", "lon": "2"}, _said("[位置] 1, 2"), Words("text", "变为文本")),
    Loss("segment", "contact", {"type": "qq", "id": "10002"}, _said("[推荐好友] 10002"), Words("text", "变为文本")),
    Loss("segment", "markdown", {"content": "# x"}, _said("# x"), Words("text", "变为文本")),
    Loss("segment", "mface", {"emoji_id": "1", "summary": "[笑]"}, _said("[笑]"), Words("text", "变为文本")),
    Loss(
        "segment",
        "music",
        {"type": "163", "id": "1"},
        [],
        Words("left out: only `custom` can be sent", "丢弃：只能发送 `custom`"),
    ),
    Loss(
        "segment",
        "video",
        {"file": "https://example.test/a"},
        [],
        Words("left out without a picture (`thumb`)", "没有封面（`thumb`）时丢弃"),
    ),
    Loss(
        "segment",
        "file",
        {"file": "a.zip"},
        [],
        Words("left out; `upload_group_file` sends files", "丢弃；发送文件请用 `upload_group_file`"),
    ),
    Loss(
        "segment",
        "anonymous",
        {"ignore": "1"},
        [],
        Words("left out; without `ignore` the message is not sent", "丢弃；没有 `ignore` 时整条消息不发送"),
    ),
    Loss(
        "segment",
        "reply",
        {"id": "999"},
        [],
        Words("left out where the message is not of this conversation", "被回复的消息不在本会话中时丢弃"),
    ),
    Loss("segment", "text", {"text": ""}, [], Words("left out: it says nothing", "丢弃：内容为空")),
)

_PACKETS = (
    *(
        Loss("packet", name, {}, [], Words("OneBot has no event for it", "OneBot 没有对应的事件"))
        for name in WITHOUT_EVENT
    ),
    Loss(
        "packet",
        "GroupNameChangeEvent",
        {},
        [],
        Words("OneBot has no event for it; the name is remembered", "OneBot 没有对应的事件；新群名会被记住"),
    ),
    Loss(
        "packet",
        "BotLeaveEventDisband",
        {},
        ["BotLeaveEventKick"],
        Words("`kick_me`, as OneBot has it", "按 OneBot 的约定变为 `kick_me`"),
    ),
    Loss("packet", "StrangerMessage", {}, ["StrangerMessage"], Words("the remark is not told", "不含备注")),
    Loss(
        "packet",
        "StrangerSyncMessage",
        {},
        ["StrangerSyncMessage"],
        Words("their names are not told", "不含昵称与备注"),
    ),
    *(
        Loss("packet", name, {}, [name], Words("of who has left only the number is known", "已退群的人只知道 QQ 号"))
        for name in ("MemberLeaveEventKick", "MemberLeaveEventQuit")
    ),
    Loss(
        "packet",
        "MemberPermissionChangeEvent",
        {},
        [],
        Words("nothing where somebody becomes owner", "成为群主时没有事件"),
    ),
    Loss(
        "packet",
        "MemberHonorChangeEvent",
        {},
        [],
        Words("nothing where it is lost, or OneBot has no such honour", "失去荣誉、或 OneBot 没有该荣誉时没有事件"),
    ),
    Loss("packet", "FriendAddEvent", {}, [], Words("nothing for a stranger", "对方为陌生人时没有事件")),
)

_ACTIONS = (
    Loss("action", "set_friend_add_request", {"remark": "x"}, [], Words("the remark is not sent", "不发送备注")),
    Loss(
        "action",
        "set_group_leave",
        {"is_dismiss": True},
        [],
        Words("refused: no group can be dissolved", "拒绝：无法解散群"),
    ),
    Loss("action", "_send_group_notice", {"image": "x"}, [], Words("the image is not sent", "不发送图片")),
    Loss("action", "set_group_special_title", {"duration": 60}, [], Words("titles stay for good", "头衔永久有效")),
)

LOSSY = (*_ELEMENTS, *_SEGMENTS, *_PACKETS, *_ACTIONS)
"""All of it."""
