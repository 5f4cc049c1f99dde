"""What an account of the World can do: OneBot 11's actions, each a function `(world, self_id, params) -> data`."""

from collections.abc import Callable
from typing import Any

from qq_api import message
from qq_api.sandbox.forwarding import with_cards
from qq_api.sandbox.world import Group, Member, Refused, World
from qq_api.types import Payload, Segment

Action = Callable[[World, int, Payload], Any]

ACTIONS: dict[str, Action] = {}


def act(world: World, self_id: int, action: str, params: Payload) -> Any:
    """Do an action as an account and return its `data`.

    Raises:
        Refused: QQ would not do it, or there is no such action.
    """
    do = ACTIONS.get(action.removesuffix("_async").removesuffix("_rate_limited"))
    if do is None:
        raise Refused(f"unknown action {action}", 1404)
    return do(world, self_id, params)


def _action(do: Action) -> Action:
    ACTIONS[do.__name__] = do
    return do


def _number(params: Payload, key: str) -> int:
    """A number among the parameters; strings of digits count, as in every implementation."""
    try:
        return int(params[key])
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Refused(f"{key}: a number is needed", 1400) from None


def _said(world: World, params: Payload) -> Any:
    """The message to send; a string is CQ code unless `auto_escape`."""
    said = params.get("message")
    if said is None:
        raise Refused("message is missing", 1400)
    if isinstance(said, str) and params.get("auto_escape") in (True, "true", 1):
        return said
    return with_cards(world, message.parse(said))


@_action
def send_group_msg(world: World, self_id: int, params: Payload) -> Payload:
    """Say something in a group."""
    return {"message_id": world.say(self_id, _said(world, params), group_id=_number(params, "group_id"))}


@_action
def send_private_msg(world: World, self_id: int, params: Payload) -> Payload:
    """Say something to one person."""
    return {"message_id": world.say(self_id, _said(world, params), to=_number(params, "user_id"))}


@_action
def send_msg(world: World, self_id: int, params: Payload) -> Payload:
    """Say something wherever the parameters lead."""
    do = send_group_msg if _leads_to_group(params) else send_private_msg
    return do(world, self_id, params)  # type: ignore[no-any-return]


def _leads_to_group(params: Payload) -> bool:
    kind = params.get("message_type")
    return bool(kind == "group" or (not kind and params.get("group_id")))


@_action
def send_group_forward_msg(world: World, self_id: int, params: Payload) -> Payload:
    """Say a card of forwarded messages in a group."""
    return _send_card(world, self_id, params, group_id=_number(params, "group_id"))


@_action
def send_private_forward_msg(world: World, self_id: int, params: Payload) -> Payload:
    """Say a card of forwarded messages to one person."""
    return _send_card(world, self_id, params, to=_number(params, "user_id"))


@_action
def send_forward_msg(world: World, self_id: int, params: Payload) -> Payload:
    """Say a card of forwarded messages wherever the parameters lead."""
    do = send_group_forward_msg if _leads_to_group(params) else send_private_forward_msg
    return do(world, self_id, params)  # type: ignore[no-any-return]


def _send_card(world: World, self_id: int, params: Payload, **place: int) -> Payload:
    nodes = message.parse(params.get("messages"))
    if not nodes or any(segment["type"] != "node" for segment in nodes):
        raise Refused("messages: node segments are needed", 1400)
    card = with_cards(world, nodes)
    return {"message_id": world.say(self_id, card, **place), "forward_id": card[0]["data"]["id"]}


@_action
def get_forward_msg(world: World, self_id: int, params: Payload) -> Payload:
    """What is in a card of forwarded messages."""
    card = world.cards.get(str(params.get("id") or params.get("message_id")))
    if card is None:
        raise Refused("no such card")
    return {"messages": card}


@_action
def get_msg(world: World, self_id: int, params: Payload) -> Payload:
    """A message by number."""
    said = world.messages.get(_number(params, "message_id"))
    if said is None:
        raise Refused("no such message")
    return {key: value for key, value in world.message_event(self_id, said).items() if key != "self_id"}


@_action
def get_group_msg_history(world: World, self_id: int, params: Payload) -> Payload:
    """The newest messages of a group, oldest first."""
    group_id, count = world.group(_number(params, "group_id")).group_id, int(params.get("count") or 20)
    said = [one for one in world.messages.values() if one.group_id == group_id][-count:]
    return {"messages": [world.message_event(self_id, one) for one in said]}


@_action
def get_login_info(world: World, self_id: int, params: Payload) -> Payload:
    """Who the account is."""
    return {"user_id": self_id, "nickname": world.people[self_id].nickname}


@_action
def get_stranger_info(world: World, self_id: int, params: Payload) -> Payload:
    """Who somebody is."""
    person = world.people.get(_number(params, "user_id"))
    if person is None:
        raise Refused("no such user")
    return {"user_id": person.user_id, "nickname": person.nickname, "sex": "unknown", "age": 0}


@_action
def get_group_info(world: World, self_id: int, params: Payload) -> Payload:
    """What a group is."""
    return _group(world.group(_number(params, "group_id")))


@_action
def get_group_list(world: World, self_id: int, params: Payload) -> list[Payload]:
    """The groups the account is in."""
    return [_group(group) for group in world.groups.values() if self_id in group.members]


@_action
def get_group_member_info(world: World, self_id: int, params: Payload) -> Payload:
    """Who somebody is in a group."""
    group_id = _number(params, "group_id")
    return _member(world, group_id, world.member(group_id, _number(params, "user_id")))


@_action
def get_group_member_list(world: World, self_id: int, params: Payload) -> list[Payload]:
    """Who is in a group."""
    group = world.group(_number(params, "group_id"))
    return [_member(world, group.group_id, member) for member in group.members.values()]


@_action
def get_status(world: World, self_id: int, params: Payload) -> Payload:
    """Whether the account is well."""
    return {"online": True, "good": True}


@_action
def get_version_info(world: World, self_id: int, params: Payload) -> Payload:
    """What speaks here."""
    return {"app_name": "qq_api sandbox", "app_version": "1.5.0", "protocol_version": "v11"}


def _handle_quick_operation(world: World, self_id: int, params: Payload) -> None:
    """What a handler answered to an event (OneBot 11, "Hidden API"): here, `reply`."""
    context, operation = params.get("context"), params.get("operation")
    if not isinstance(context, dict) or not isinstance(operation, dict):
        raise Refused("context and operation are needed", 1400)
    if operation.get("reply"):
        reply = {"message": operation["reply"], "auto_escape": operation.get("auto_escape")}
        said = _said(world, reply)
        segments = [message.text(said)] if isinstance(said, str) else said
        send_msg(world, self_id, {**context, "message": _at_sender(context, operation) + segments})


def _at_sender(context: Payload, operation: Payload) -> list[Segment]:
    """The mention in front of a quick reply; off unless asked for, as in NapCat and LLOneBot."""
    if not operation.get("at_sender") or not context.get("group_id"):
        return []
    return [message.at(_number(context, "user_id")), message.text(" ")]


ACTIONS[".handle_quick_operation"] = _handle_quick_operation


def _group(group: Group) -> Payload:
    return {
        "group_id": group.group_id,
        "group_name": group.name,
        "member_count": len(group.members),
        "max_member_count": 200,
    }


def _member(world: World, group_id: int, member: Member) -> Payload:
    return {
        "group_id": group_id,
        "user_id": member.user_id,
        "nickname": world.people[member.user_id].nickname,
        "card": member.card,
        "role": member.role,
        "title": member.title,
    }
