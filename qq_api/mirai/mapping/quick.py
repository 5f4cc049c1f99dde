"""Quick operations as the actions that they stand for (OneBot 11, "Events"). Computes only; no I/O."""

from collections.abc import Callable, Iterator
from typing import Any

from qq_api import message
from qq_api.mirai.mapping.values import number, string, truth
from qq_api.types import Payload

Step = tuple[str, Payload]


def steps_of(event: Payload, operation: Payload) -> list[Step]:
    """What is to be done, in order: `[("send_group_msg", {"group_id": 20001, "message": […]})]`."""
    steps: list[Step] = []
    for key, make in _MADE.items():
        if operation.get(key) not in (None, False, ""):
            steps += make(event, operation)
    if event.get("post_type") == "request" and operation.get("approve") is not None:
        steps += _answer(event, operation)
    return steps


def _reply(event: Payload, operation: Payload) -> Iterator[Step]:
    given = operation["reply"]
    said = [message.text(given)] if isinstance(given, str) and truth(operation.get("auto_escape")) else given
    segments = message.parse(said)
    if event.get("message_type") == "group":
        if truth(operation.get("at_sender", True)) and not event.get("anonymous"):
            segments = [message.at(number(event.get("user_id"))), message.text(" "), *segments]
        yield "send_group_msg", {"group_id": event.get("group_id"), "message": segments}
    else:
        yield "send_private_msg", {"user_id": event.get("user_id"), "message": segments}


def _in_group(action: str, **more: Any) -> Callable[[Payload, Payload], Iterator[Step]]:
    def steps(event: Payload, operation: Payload) -> Iterator[Step]:
        if event.get("message_type") == "group":
            extra = {"duration": number(operation.get("ban_duration"), 1800)} if action == "set_group_ban" else {}
            yield action, {"group_id": event.get("group_id"), "user_id": event.get("user_id"), **extra, **more}

    return steps


def _delete(event: Payload, _: Payload) -> Iterator[Step]:
    yield "delete_msg", {"message_id": event.get("message_id")}


def _answer(event: Payload, operation: Payload) -> Iterator[Step]:
    answer = {"flag": event.get("flag"), "approve": truth(operation.get("approve"))}
    if event.get("request_type") == "friend":
        yield "set_friend_add_request", {**answer, "remark": string(operation.get("remark"))}
    else:
        yield "set_group_add_request", {**answer, "reason": string(operation.get("reason"))}


_MADE: dict[str, Callable[[Payload, Payload], Iterator[Step]]] = {
    "reply": _reply,
    "delete": _delete,
    "kick": _in_group("set_group_kick"),
    "ban": _in_group("set_group_ban"),
}
