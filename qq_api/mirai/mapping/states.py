"""State codes of mirai-api-http, and what commands name. Computes only; no I/O."""

from dataclasses import dataclass

from qq_api.mirai.mapping.context import Place
from qq_api.mirai.mapping.fields import an_id
from qq_api.types import Payload

STATES = {
    0: "success",
    1: "Auth Key错误",
    2: "指定Bot不存在",
    3: "Session失效或不存在",
    4: "Session未认证",
    5: "指定对象不存在",
    6: "指定操作不支持",
    10: "无操作权限",
    20: "Bot被禁言",
    30: "消息过长",
    400: "无效参数",
    500: "",
}
"""State code -> the `msg` of 2.10."""


@dataclass(frozen=True)
class State(Exception):
    """An answer that is only a state code."""

    code: int
    words: str = ""

    @property
    def answer(self) -> Payload:
        """`{"code": 5, "msg": "指定对象不存在"}`."""
        return {"code": self.code, "msg": self.words or STATES.get(self.code, "")}


def needed(content: Payload, *keys: str) -> int:
    """The first number that is given under one of the names."""
    for key in keys:
        if (value := an_id(content.get(key))) is not None:
            return value
    raise State(5)


def place_of(command: str, content: Payload) -> Place:
    """Where a command says something."""
    if command == "sendGroupMessage":
        return Place(needed(content, "target", "group"))
    if command == "sendTempMessage":
        return Place(needed(content, "group"), needed(content, "qq"))
    return Place(0, needed(content, "target", "qq"))


def target(content: Payload, key: str = "target") -> int:
    """A number that has to be there, or `State` (400)."""
    value = an_id(content.get(key))
    if value is None:
        raise State(400, f"参数错误，缺少字段: {key}")
    return value


def file_group(content: Payload) -> int:
    """Whose files: a group's, by `target` or by `group`; nobody else has any."""
    return needed(content, "target", "group")
