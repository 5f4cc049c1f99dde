"""Events as listeners get them, and the names MCDR plugins listen to."""

from collections.abc import Iterable
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from aiocqhttp import Event

from qq_api import message
from qq_api.types import Payload

EVENT_NAMES = {
    "message": "qq_api.on_message",
    "notice": "qq_api.on_notice",
    "request": "qq_api.on_request",
    "meta_event": "qq_api.on_meta_event",
}
"""`post_type` -> the MCDR event; its listeners are `(server, bot, event)`."""

CONNECT, DISCONNECT = "qq_api.on_connect", "qq_api.on_disconnect"
"""An account can be reached, listener `(server, bot, self_id)`; or no longer, `(server, bot, self_id, reason)`."""

_IDS = frozenset({"self_id", "user_id", "group_id", "message_id", "operator_id", "target_id", "sender_id"})
_GROUP_IDS = itemgetter("self_id", "user_id", "group_id", "message_id")
_get = dict.get  # not `event.get`, which has to look for `content`
_DETAILS = {post_type: f"{post_type}_type" for post_type in (*EVENT_NAMES, "message_sent", "connection")}


class MessageEvent(Event):
    """A message from QQ: every field of OneBot's event, and `content`.

    `content` is made when somebody asks for it, as `event.content`, `event["content"]` or `event.get("content")`.
    """

    if TYPE_CHECKING:  # aiocqhttp has them Optional, for it has one class for all events
        user_id: int
        message_id: int
        group_id: int
        """Only a group's message has one."""
        sender: dict[str, Any]
        raw_message: str

    @property
    def content(self) -> str:
        """The message as plain text, `[图片]`, `[@123]` and the like for what is not text."""
        return str(self["content"])

    def get(self, key: str, default: Any = None) -> Any:
        """As a dict's."""
        return self["content"] if key == "content" else dict.get(self, key, default)

    def __missing__(self, key: str) -> str:
        if key != "content":
            raise KeyError(key)
        source = dict.get(self, "message")
        return message.plain(self["raw_message"] if source is None else source)

    def __repr__(self) -> str:
        return f"<MessageEvent, {dict.__repr__(self)}>"


def from_payload(payload: Payload) -> Event | None:
    """The event a payload stands for, or None when it is none (no `post_type`, no type of its own).

    Ids that came as strings are made numbers; a message without `raw_message` gets one.
    """
    post_type = payload.get("post_type")
    if not isinstance(post_type, str):
        return None
    if not isinstance(payload.get(_DETAILS.get(post_type) or f"{post_type}_type"), str):
        return None
    event = MessageEvent(payload) if post_type == "message" else Event(payload)
    if str in map(type, _ids_of(payload)):
        for key in _IDS & payload.keys():
            event[key] = as_id(payload[key])
    if not isinstance(payload.get("sub_type", ""), str):
        event["sub_type"] = str(payload["sub_type"])
    if post_type == "message":
        _complete(event, payload)
    return event


def _ids_of(payload: Payload) -> Iterable[Any]:
    """Those of a group's message at one stroke, any others one by one."""
    if "target_id" not in payload:
        try:
            ids: tuple[Any, ...] = _GROUP_IDS(payload)
            return ids
        except KeyError:
            pass
    return map(payload.get, _IDS)


def is_heartbeat(event: Event) -> bool:
    """Whether an event only says that the connection lives."""
    return event.get("meta_event_type") == "heartbeat"


def is_own(event: Event) -> bool:
    """Whether an event is what an account of ours said itself; some implementations can report that, too."""
    post_type = event["post_type"]
    if post_type == "message":
        return bool(_get(event, "user_id") == _get(event, "self_id"))
    return bool(post_type == "message_sent")


def as_id(value: Any) -> Any:
    """`"123"` -> `123`, anything else as it is; official ids are no numbers."""
    try:
        return int(value) if isinstance(value, str) else value
    except (TypeError, ValueError, OverflowError):
        return value


def _complete(event: Event, payload: Payload) -> None:
    """What some implementations leave out of a message, or write otherwise."""
    if not isinstance(payload.get("raw_message"), str):
        event["raw_message"] = message.to_cq(payload.get("message"))
    sender = payload.get("sender")
    if isinstance(sender, dict) and isinstance(sender.get("user_id"), str):
        event["sender"] = sender | {"user_id": as_id(sender["user_id"])}
    if "content" in payload:
        del event["content"]
