"""Cards of forwarded messages: from `node` segments, and read again. Computes only; no I/O."""

from typing import Any

from qq_api import message
from qq_api.sandbox.world import Refused, World
from qq_api.types import Payload, Segment


def with_cards(world: World, said: list[Segment]) -> list[Segment]:
    """A message as it goes on its way: `node` segments become one `forward` segment, others stay.

    Raises:
        Refused: nodes among other segments, a node of a message that nobody said, or an empty one.
    """
    nodes = [segment["data"] for segment in said if segment["type"] == "node"]
    if not nodes:
        return said
    if len(nodes) < len(said):
        raise Refused("node segments cannot be mixed with others", 1400)
    return [message.forward(world.keep_card([_message(world, node) for node in nodes]))]


def _message(world: World, node: dict[str, Any]) -> Payload:
    """One message in a card, as LLOneBot's `get_forward_msg` gives it."""
    if "id" in node:
        return _said(world, node["id"])
    content = with_cards(world, message.parse(node.get("content")))
    if not content:
        raise Refused("a node without content", 1400)
    sender = {
        "user_id": _number(node.get("user_id", node.get("uin"))),
        "nickname": str(node.get("nickname", node.get("name", ""))),
    }
    return _entry(content, sender, world.now(), "private")


def _said(world: World, message_id: Any) -> Payload:
    said = world.messages.get(_number(message_id))
    if said is None:
        raise Refused(f"no message {message_id}")
    sender = {"user_id": said.user_id, "nickname": world.name(said.user_id, said.group_id)}
    return _entry(said.segments, sender, said.time, "private" if said.group_id is None else "group")


def _entry(content: list[Segment], sender: Payload, when: int, kind: str) -> Payload:
    return {"content": content, "sender": sender, "time": when, "message_format": "array", "message_type": kind}


def _number(value: Any) -> int:
    """`"7"` -> `7`; what is no number is nobody's."""
    return int(value) if str(value).lstrip("-").isdecimal() else 0
