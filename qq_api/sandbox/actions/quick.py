"""Quick operations: what a handler answered to an event (OneBot 11, "Quick operation")."""

from typing import Any

from qq_api import message as code
from qq_api.sandbox.actions.saying import place_of, said_by
from qq_api.sandbox.actions.table import number
from qq_api.sandbox.world import Refused, World, groups, requests, talk
from qq_api.types import Payload, Segment

BAN_SECONDS = 1800
"""For how long `ban` mutes, where it does not say."""


def operate(world: World, self_id: int, context: Payload, operation: Payload) -> None:
    """Do what a handler answered; what is not meant for such an event is passed over.

    Raises:
        Refused: the account may not, or something is no number.
    """
    if context.get("request_type"):
        _answer(world, self_id, context, operation)
        return
    ids = {key: number(key, context[key]) for key in ("user_id", "group_id", "message_id") if context.get(key)}
    if operation.get("reply"):
        _reply(world, self_id, str(context.get("message_type") or ""), ids, operation)
    if "group_id" in ids and "user_id" in ids:
        _act_in_group(world, self_id, ids, operation)


def _answer(world: World, self_id: int, context: Payload, operation: Payload) -> None:
    if "approve" not in operation:
        return
    flag, approve = str(context.get("flag")), _is_set(operation, "approve")
    if context["request_type"] == "friend":
        requests.answer_friend(world, self_id, flag, approve, str(operation.get("remark") or ""))
    else:
        requests.answer_group(world, self_id, flag, approve)


def _reply(world: World, self_id: int, message_type: str, ids: dict[str, int], operation: Payload) -> None:
    place = place_of(message_type, ids.get("user_id", 0), ids.get("group_id", 0))
    said = said_by(world, operation["reply"], _is_set(operation, "auto_escape"))
    segments = [code.text(said)] if isinstance(said, str) else said
    if not any(one["type"] != "text" or one["data"].get("text") for one in segments):
        raise Refused("an empty message", 1400)
    world.say(self_id, _before(ids, operation) + segments, **place)


def _before(ids: dict[str, int], operation: Payload) -> list[Segment]:
    """What stands before a quick reply: whom and what it answers, where that is wanted (`quote` is a flavour's)."""
    quote = [code.reply(operation["quote"])] if operation.get("quote") else []
    if not _is_set(operation, "at_sender") or not {"user_id", "group_id"} <= ids.keys():
        return quote
    return [*quote, code.at(ids["user_id"]), code.text(" ")]


def _act_in_group(world: World, self_id: int, ids: dict[str, int], operation: Payload) -> None:
    where = (ids["group_id"], ids["user_id"])
    if _is_set(operation, "delete") and "message_id" in ids:
        talk.recall(world, self_id, ids["message_id"])
    if _is_set(operation, "ban"):
        groups.mute(world, self_id, *where, number("ban_duration", operation.get("ban_duration", BAN_SECONDS)))
    if _is_set(operation, "kick"):
        groups.kick(world, self_id, *where)


def _is_set(operation: Payload, key: str) -> bool:
    value: Any = operation.get(key)
    return value in (True, 1, "true")
