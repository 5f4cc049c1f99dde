"""Quick operations: what a handler answered to an event (OneBot 11, "Quick operation")."""

from typing import Any

from qq_api import message as code
from qq_api.official.actions.desk import Desk, action, needed, truth
from qq_api.official.actions.moderation import answer_request, set_group_ban, set_group_kick
from qq_api.official.actions.talk import message_of, recall, target_of
from qq_api.official.refusals import MALFORMED, Refusal
from qq_api.types import Payload

BAN_SECONDS = 1800
"""For how long `ban` mutes, where it does not say."""


@action(".handle_quick_operation")
async def quick(desk: Desk, params: Payload) -> None:
    """Do what a handler answered; what is not meant for such an event is passed over."""
    context, operation = needed(params, "context"), needed(params, "operation")
    if not (isinstance(context, dict) and isinstance(operation, dict)):
        raise Refusal("official_send.missing", MALFORMED, name="context, operation")
    if context.get("request_type") == "group" and "approve" in operation:
        await answer_request(desk, {**context, **operation})
    if operation.get("reply"):
        await _reply(desk, context, operation)
    if context.get("message_type") == "group":
        await _act(desk, context, operation)


async def _reply(desk: Desk, context: Payload, operation: Payload) -> None:
    said: Any = code.parse(message_of(operation, "reply"))
    if truth(operation, "at_sender") and context.get("message_type") == "group":
        said = [code.at(desk.person(context).number), code.text(" "), *said]
    heard = desk.memory.messages.find(context.get("message_id"))
    await desk.say(target_of(desk, context), said, heard)


async def _act(desk: Desk, context: Payload, operation: Payload) -> None:
    if truth(operation, "delete"):
        await recall(desk, desk.message(context))
    if truth(operation, "ban"):
        await set_group_ban(desk, {**context, "duration": operation.get("ban_duration", BAN_SECONDS)})
    if truth(operation, "kick"):
        await set_group_kick(desk, context)
