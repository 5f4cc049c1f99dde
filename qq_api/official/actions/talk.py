"""Actions about messages: sending, reading, taking back."""

from typing import Any
from urllib.parse import quote

from qq_api import message as code
from qq_api.official.actions.desk import Desk, action, needed, text, truth
from qq_api.official.mapping.segments_out import Media, Part, Plan, nodes_text
from qq_api.official.messages import Message
from qq_api.official.refusals import UNSUPPORTED, Refusal
from qq_api.official.scenes import Target
from qq_api.types import Payload

_LAST_FACE = 1000
"""QQ's own faces have smaller numbers; greater ones are those of emoji."""


def message_of(params: Payload, name: str = "message") -> Any:
    """What is to be said; with `auto_escape` a string is plain text."""
    said = needed(params, name)
    return [code.text(said)] if isinstance(said, str) and truth(params, "auto_escape") else said


def answered(desk: Desk, params: Payload) -> Message | None:
    """What a message answers, by the parameter `answer_to` that only this platform heeds: nothing is quoted by it.

    An answer may take a reply that is kept for answers: `bot.send(event, "ok", answer_to=event["message_id"])`.
    """
    return desk.memory.messages.find(params.get("answer_to"))


@action("send_group_msg")
async def send_group_msg(desk: Desk, params: Payload) -> Any:
    """Say something in a group, or in a channel."""
    return await desk.say(desk.group_target(params), message_of(params), answered(desk, params))


@action("send_private_msg")
async def send_private_msg(desk: Desk, params: Payload) -> Any:
    """Say something to one person."""
    return await desk.say(desk.private_target(params), message_of(params), answered(desk, params))


def target_of(desk: Desk, params: Payload) -> Target:
    """Where `message_type`, or else the ids, lead."""
    private = params.get("message_type") == "private" or not params.get("group_id")
    return desk.private_target(params) if private else desk.group_target(params)


@action("send_msg")
async def send_msg(desk: Desk, params: Payload) -> Any:
    """Say something wherever the parameters lead."""
    return await desk.say(target_of(desk, params), message_of(params), answered(desk, params))


@action("send_group_forward_msg", "send_private_forward_msg", "send_forward_msg")
async def send_forward_msg(desk: Desk, params: Payload) -> Any:
    """Forwarded messages, as one text: the platform has no cards of them."""
    said = nodes_text(needed(params, "messages"))
    if not said:
        raise Refusal("official_send.empty")
    return {**await desk.say(target_of(desk, params), [code.text(f"[聊天记录]\n{said}")]), "forward_id": ""}


@action("upload_group_file", "upload_private_file")
async def upload_file(desk: Desk, params: Payload) -> Any:
    """Send a file."""
    media = Media("file", needed(params, "file"), text(params, "name"))
    shown = [{"type": "file", "data": {"file": media.name}}]
    await desk.sent(target_of(desk, params), Plan((Part(media=media),)), shown)


@action("delete_msg")
async def delete_msg(desk: Desk, params: Payload) -> None:
    """Take a message back, with all that it became; the platform allows two minutes."""
    await recall(desk, desk.message(params))


async def recall(desk: Desk, message: Message) -> None:
    """The same for a message that is known."""
    parts = desk.parts(message)
    if not all(part.platform_id for part in parts):
        raise Refusal("official_send.no_platform_id", id=message.number)
    for part in parts:
        await desk.rest.call("DELETE", part.where.path(f"messages/{quote(part.platform_id, safe='')}"))


@action("set_msg_emoji_like")
async def set_msg_emoji_like(desk: Desk, params: Payload) -> None:
    """React to a message of a channel; with `set` false take it back. Groups have no reactions for bots."""
    await _react(desk, params, truth(params, "set", default=True))


@action("unset_msg_emoji_like")
async def unset_msg_emoji_like(desk: Desk, params: Payload) -> None:
    """Take a reaction back."""
    await _react(desk, params, is_set=False)


async def _react(desk: Desk, params: Payload, is_set: bool) -> None:
    face = str(needed(params, "emoji_id"))
    kind = 2 if face.isdecimal() and int(face) > _LAST_FACE else 1
    await _of_channel(
        desk, params, "PUT" if is_set else "DELETE", f"messages/{{}}/reactions/{kind}/{quote(face, safe='')}"
    )


@action("set_essence_msg")
async def set_essence_msg(desk: Desk, params: Payload) -> None:
    """Pin a message of a channel."""
    await _of_channel(desk, params, "PUT", "pins/{}")


@action("delete_essence_msg")
async def delete_essence_msg(desk: Desk, params: Payload) -> None:
    """Unpin it."""
    await _of_channel(desk, params, "DELETE", "pins/{}")


async def _of_channel(desk: Desk, params: Payload, method: str, path: str) -> None:
    """What only messages of channels have."""
    message = desk.message(params)
    if message.scene != "channel":
        raise Refusal("official_send.unsupported", UNSUPPORTED)
    await desk.rest.call(method, message.where.path(path.format(quote(message.platform_id, safe=""))))


@action("get_msg")
async def get_msg(desk: Desk, params: Payload) -> Any:
    """A message that was heard or sent."""
    message = desk.message(params)
    event = desk.memory.messages.event_of(message)
    if event is None:
        raise Refusal("official_send.no_message", id=message.number)
    names = ("time", "message_type", "user_id", "group_id", "sender", "message", "raw_message")
    return {**{name: event[name] for name in names if name in event}, **_numbers(message)}


def _numbers(message: Message) -> Payload:
    return {"message_id": message.number, "real_id": message.number, "real_message_id": message.platform_id}
