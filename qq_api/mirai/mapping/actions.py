"""OneBot's actions -> commands of mirai-api-http, and their answers -> data ("API"). Computes only; no I/O.

    planned = plan(action, params, context)
    if isinstance(planned, Refusal): it fails with this retcode; no command is asked
    if isinstance(planned, Ready):   this is its data; no command is asked
    if isinstance(planned, Upload):  POST it by HTTP
    else: ask the commands in their order, `otherwise` where one fails so; then result(action, params, answers, context)

An answer with another `code` than 0 fails the action with retcode 20000 + code (`retcode_of`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from qq_api import message
from qq_api.mirai.mapping.commands import Command, row_of
from qq_api.mirai.mapping.context import Context, Place
from qq_api.mirai.mapping.fields import Refusal, an_id
from qq_api.mirai.mapping.quick import steps_of
from qq_api.mirai.mapping.results import RESULTS
from qq_api.mirai.mapping.sending import chain_of
from qq_api.mirai.mapping.values import mapping, number, records, string, truth
from qq_api.types import Payload, Segment

__all__ = ["Command", "Plan", "Ready", "Refusal", "Upload", "plan", "result", "retcode_of"]


@dataclass(frozen=True)
class Ready:
    """An action that needs no command: its data."""

    data: Any = None


@dataclass(frozen=True)
class Upload:
    """An action that is a form, posted by HTTP.

    Attributes:
        path: of the address: `/file/upload`.
        fields: of the form.
        file: what goes into the form's `file`, as the action gave it: a path, an address or `base64://`.
        name: what the file is called; "" for as it was.
    """

    path: str
    fields: dict[str, str]
    file: str
    name: str = ""


Plan: TypeAlias = list[Command] | Ready | Upload | Refusal


def retcode_of(code: int) -> int:
    """A state code of mirai-api-http as a retcode; 1 and 400 mean something else in OneBot.

    >>> retcode_of(5)
    20005
    """
    return 20_000 + code


def plan(action: str, params: Payload, context: Context) -> Plan:
    """What is asked of mirai-api-http for an action.

    Args:
        action: its name; `…_async` and `…_rate_limited` are the same.
        params: as they came.
        context: of the account.
    """
    name = action.removesuffix("_async").removesuffix("_rate_limited")
    try:
        special = _SPECIAL.get(name)
        if special is not None:
            return special(params, context)
        row = row_of(name, params, context)
        if row is None:
            return Refusal(1404, f"mirai-api-http has nothing for {action}")
        command = row.out(params, context)
    except Refusal as refusal:
        return refusal
    return [replace(command, otherwise=_OTHERWISE[name](command)) if name in _OTHERWISE else command]


def result(action: str, params: Payload, answers: Sequence[Payload], context: Context) -> Any:
    """The data of an action.

    Args:
        action, params: as for `plan`.
        answers: of its commands, each with code 0 or none.
        context: of the account; it learns who is in which group.

    Raises:
        Refusal: what was asked for is not in the answer.
    """
    name = action.removesuffix("_async").removesuffix("_rate_limited")
    made = RESULTS.get(name)
    return made(answers, params, context) if made and answers else None


_OTHERWISE: dict[str, Callable[[Command], dict[int, Command]]] = {
    # `userProfile` came with 2.5; before it only friends could be asked about
    "get_stranger_info": lambda command: {6: Command("friendProfile", command.content)},
}


# -- sending


def _said(params: Payload) -> list[Segment]:
    given = params.get("message", params.get("messages"))
    if given is None:
        raise Refusal(1400, "message is needed")
    if isinstance(given, str) and truth(params.get("auto_escape")):
        return [message.text(given)]
    return message.parse(given)


def _needed(params: Payload, key: str) -> int:
    value = an_id(params.get(key))
    if value is None:
        raise Refusal(1400, f"{key} is needed")
    return value


def _send_group(params: Payload, context: Context) -> list[Command]:
    return _send(Place(_needed(params, "group_id")), params, context)


def _send_private(params: Payload, context: Context) -> list[Command]:
    """To a friend; by way of a group to whoever is none, as far as it is known."""
    user_id = _needed(params, "user_id")
    via = number(params.get("group_id"))
    if not via and not context.is_friend(user_id):
        via = context.sessions.get(user_id, 0)
    return _send(Place(via, user_id), params, context)


def _send_any(params: Payload, context: Context) -> list[Command]:
    kind = params.get("message_type")
    in_group = kind == "group" or (not kind and params.get("group_id"))
    return (_send_group if in_group else _send_private)(params, context)


def _send(place: Place, params: Payload, context: Context) -> list[Command]:
    segments = _said(params)
    if _is_nudge(segments):
        return [_nudge(number(segments[0]["data"]["qq"]), place)]
    chain = chain_of(segments, context, place)
    if chain.failed:
        raise Refusal(1404, f"mirai-api-http cannot send: {chain.failed}")
    if chain.is_empty:
        raise Refusal(100, f"nothing to send{': ' if chain.dropped else ''}{', '.join(chain.dropped)}")
    content = {"messageChain": chain.elements}
    return [_spoken(place, content, chain.quote, context)]


def _is_nudge(segments: list[Segment]) -> bool:
    """go-cqhttp's `[CQ:poke,qq=10001]` stands alone."""
    return len(segments) == 1 and segments[0]["type"] == "poke" and number(segments[0]["data"].get("qq")) > 0


def _nudge(user_id: int, place: Place) -> Command:
    kind = "Friend" if place.kind == "private" else "Group"
    return Command("sendNudge", {"target": user_id, "subject": place.target, "kind": kind})


NO_FRIEND = (5, 400)
"""How it fails to send something to who is no friend; NapCat's plug-in says 400 to nearly everything."""


def _spoken(place: Place, content: Payload, quote: int | None, context: Context) -> Command:
    """A message that quotes what mirai-api-http has forgotten fails whole (5): then it goes without the quote. One to
    somebody who is no friend goes by way of a group, where one is known."""
    where = _where(place)
    if quote is not None:
        plainly = _spoken(place, content, None, context)
        return Command(where.name, {**where.content, **content, "quote": quote}, otherwise={5: plainly})
    via = _shared_group(place, context)
    temp = _spoken(Place(via, place.user_id), content, None, context) if via else None
    return Command(where.name, {**where.content, **content}, otherwise=dict.fromkeys(NO_FRIEND, temp) if temp else {})


def _where(place: Place) -> Command:
    if place.user_id and place.group_id:
        return Command("sendTempMessage", {"qq": place.user_id, "group": place.group_id})
    return Command("sendFriendMessage" if place.user_id else "sendGroupMessage", {"target": place.target})


def _shared_group(place: Place, context: Context) -> int:
    """A group by which somebody could be reached who turns out to be no friend; 0 for none."""
    if place.group_id or context.is_friend(place.user_id):
        return 0
    known = context.sessions.get(place.user_id, 0)
    return known or next((one for one, members in context.members.items() if place.user_id in members), 0)


def _quick(params: Payload, context: Context) -> Plan:
    """What a handler answered to an event (OneBot 11, "Hidden API")."""
    steps = steps_of(mapping(params.get("context")), mapping(params.get("operation")))
    plans = [plan(action, given, context) for action, given in steps]
    refused = next((one for one in plans if isinstance(one, Refusal)), None)
    return refused or [command for one in plans if isinstance(one, list) for command in one]


# -- asking


def _get_msg(params: Payload, context: Context) -> Plan:
    message_id = number(params.get("message_id"))
    event = context.said(message_id)
    if event is not None:
        return Ready({**event, "real_id": message_id})
    ref = context.numbers.ref(message_id)
    if ref is None:
        return Refusal(1200, f"no message {message_id}")
    return [Command("messageFromId", {"messageId": ref.id, "target": ref.target})]


def _get_forward_msg(params: Payload, context: Context) -> Plan:
    found = context.forward(string(params.get("id")) or string(params.get("message_id")))
    return Refusal(1200, "no such card") if found is None else Ready({"messages": found})


def _get_file(params: Payload, context: Context) -> Plan:
    """A picture or a voice that was received: where it can be downloaded."""
    file = string(params.get("file")) or string(params.get("file_id"))
    for event in reversed(context.heard.values()):
        for segment in records(event.get("message")):
            data = mapping(segment.get("data"))
            if file and file in (data.get("file"), data.get("file_id")) and data.get("url"):
                size, url = string(data.get("file_size")), string(data["url"])
                return Ready({"file": url, "url": url, "file_size": size, "file_name": string(data.get("file"))})
    return Refusal(1200, f"no file {file}")


def _group_info(params: Payload, _: Context) -> list[Command]:
    return [Command("groupList"), Command("memberList", {"target": _needed(params, "group_id")})]


def _member_list(params: Payload, context: Context) -> list[Command]:
    """It lists all others; the account itself is asked for beside."""
    target = _needed(params, "group_id")
    return [
        Command("memberList", {"target": target}),
        Command("memberInfo", {"target": target, "memberId": context.self_id}, "get"),
    ]


def _leave(params: Payload, context: Context) -> Plan:
    if truth(params.get("is_dismiss")):
        return Refusal(1404, "mirai-api-http cannot dissolve a group")
    row = row_of("set_group_leave", params, context)
    return [row.out(params, context)] if row else []


def _poke(params: Payload, _: Context) -> list[Command]:
    user_id, group_id = _needed(params, "user_id"), number(params.get("group_id"))
    return [_nudge(user_id, Place(group_id) if group_id else Place(0, user_id))]


def _upload(params: Payload, context: Context) -> Plan:
    group_id, file = _needed(params, "group_id"), string(params.get("file"))
    if not file:
        return Refusal(1400, "file is needed")
    folder = string(params.get("folder")) or string(params.get("folder_id"))
    path = context.paths.get(folder, folder if folder.startswith("/") else "")
    fields = {"type": "group", "target": str(group_id), "path": path}
    return Upload("/file/upload", fields, file, string(params.get("name")))


Special: TypeAlias = Callable[[Payload, Context], Plan]


def _ready(data: Any) -> Special:
    return lambda *_: Ready(data)


_SPECIAL: dict[str, Special] = {
    "send_group_msg": _send_group,
    "send_private_msg": _send_private,
    "send_msg": _send_any,
    "send_group_forward_msg": _send_group,
    "send_private_forward_msg": _send_private,
    "send_forward_msg": _send_any,
    ".handle_quick_operation": _quick,
    "get_msg": _get_msg,
    "get_forward_msg": _get_forward_msg,
    "get_image": _get_file,
    "get_record": _get_file,
    "get_file": _get_file,
    "get_group_info": _group_info,
    "get_group_member_list": _member_list,
    "set_group_leave": _leave,
    "send_poke": _poke,
    "group_poke": _poke,
    "friend_poke": _poke,
    "upload_group_file": _upload,
    "can_send_image": _ready({"yes": True}),
    "can_send_record": _ready({"yes": True}),
    "get_status": _ready({"online": True, "good": True}),
    "clean_cache": _ready(None),
}
