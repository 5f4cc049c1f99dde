"""Commands of mirai-api-http -> OneBot's actions, and data -> its answers, for the sandbox. Computes only; no I/O.

steps = to_actions(command, content, sub, context)           # or State: it is answered so, and nothing is done
answer = to_answer(command, content, sub, data, context)     # the data of each step
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from qq_api import message
from qq_api.mirai.mapping.answers import ANSWERS
from qq_api.mirai.mapping.chains import sent_message
from qq_api.mirai.mapping.commands import rows_of
from qq_api.mirai.mapping.context import Context, Place, Ref
from qq_api.mirai.mapping.fields import Refusal, a_number, a_string, message_at
from qq_api.mirai.mapping.states import State, file_group, place_of, target
from qq_api.mirai.mapping.values import number, records, string, truth
from qq_api.types import Payload

MOST_TEXT, MOST_IMAGES = 15_000, 50

Step: TypeAlias = tuple[str, Payload]
"""An action and its parameters."""


def to_actions(command: str, content: Payload, sub: str, context: Context) -> list[Step]:
    """The actions that a command stands for, in order; none for one that does nothing here.

    Raises:
        State: there is no such command (6), something is missing (400), or what it names is not there (5).
    """
    special = _STEPS.get((command, sub))
    rows = rows_of(command, sub)
    if special is None and not rows:
        raise State(6)
    try:
        if special is not None:
            return special(content, context)
        return [(row.action, row.back(content, context)) for row in rows if row.tells(content)]
    except Refusal as refusal:
        raise State(400 if refusal.retcode == 1400 else 5, refusal.words) from None


def to_answer(command: str, content: Payload, sub: str, data: list[Any], context: Context) -> Payload:
    """The answer of a command.

    Args:
        command, content, sub: as for `to_actions`.
        data: of each of its actions.
        context: of the account.
    """
    made = ANSWERS.get((command, sub))
    return made(data, content, context) if made else State(0).answer


# -- sending


def _say(command: str) -> "Steps":
    def steps(content: Payload, context: Context) -> list[Step]:
        chain = content.get("messageChain")
        if not isinstance(chain, list):
            raise State(400, "参数错误，缺少字段: messageChain")
        _check_length(chain)
        place = place_of(command, content)
        return [_step(place, [*_quote(content, place, context), *sent_message(chain, place, context)], context)]

    return steps


def _check_length(chain: list[Any]) -> None:
    """mirai sends 15,000 bytes of text and 50 pictures at most."""
    text = sum(len(string(one.get("text")).encode("utf-8", "replace")) for one in records(chain))
    if text > MOST_TEXT or sum(one.get("type") == "Image" for one in records(chain)) > MOST_IMAGES:
        raise State(30)


def _step(place: Place, segments: list[Any], context: Context) -> Step:
    if place.kind == "group":
        return "send_group_msg", {"group_id": place.group_id, "message": segments}
    if not place.group_id and not context.is_friend(place.user_id):
        raise State(5)
    return "send_private_msg", {
        "user_id": place.user_id,
        "message": segments,
        **({"group_id": place.group_id} if place.group_id else {}),
    }


def _quote(content: Payload, place: Place, context: Context) -> list[Any]:
    """A quote of what is not remembered fails the whole message."""
    if content.get("quote") is None:
        return []
    message_id = context.numbers.known(Ref(place.kind, place.target, number(content["quote"])))
    if message_id is None:
        raise State(5)
    return [message.reply(message_id)]


def _say_images(content: Payload, context: Context) -> list[Step]:
    urls = content.get("urls")
    if not isinstance(urls, list):
        raise State(400, "参数错误，缺少字段: urls")
    pictures = [message.image(url) for url in map(string, urls) if url]
    there, qq, group = (number(content.get(key)) for key in ("target", "qq", "group"))
    if there:
        return [_step(Place(0, there) if context.is_friend(there) else Place(there), pictures, context)]
    if not (qq or group):
        raise State(400, "target、qq、group不可全为null")
    return [_step(Place(group, qq), pictures, context)]


# -- asking


def _message_from_id(content: Payload, context: Context) -> list[Step]:
    for key in ("messageId", "target"):
        if a_number(content.get(key)) is None:
            raise Refusal(1400, f"参数错误，缺少字段: {key}")
    return [("get_msg", {"message_id": message_at(number(content["messageId"]), number(content["target"]), context)})]


def _members(content: Payload, _: Context) -> list[Step]:
    return [("get_group_member_list", {"group_id": target(content)})]


def _own_profile(_: Payload, context: Context) -> list[Step]:
    return [("get_stranger_info", {"user_id": context.self_id})]


def _friend_profile(content: Payload, context: Context) -> list[Step]:
    if not context.is_friend(target(content)):
        raise State(5)
    return [("get_stranger_info", {"user_id": target(content)})]


def _member_profile(content: Payload, _: Context) -> list[Step]:
    who = {"group_id": target(content), "user_id": target(content, "memberId")}
    return [("get_group_member_info", who), ("get_stranger_info", {"user_id": who["user_id"]})]


def _group(content: Payload, _: Context) -> list[Step]:
    return [("get_group_info", {"group_id": target(content)})]


def _roaming(content: Payload, context: Context) -> list[Step]:
    there, group = number(content.get("target")), number(content.get("group"))
    friend = there if context.is_friend(there) else number(content.get("qq"))
    if friend:
        return [("get_friend_msg_history", {"user_id": friend, "count": 100})]
    return [("get_group_msg_history", {"group_id": there or group or target(content), "count": 100})]


def _files(content: Payload, context: Context) -> list[Step]:
    group_id, folder = file_group(content), _folder(content, context)
    if folder:
        return [("get_group_files_by_folder", {"group_id": group_id, "folder_id": folder})]
    return [("get_group_root_files", {"group_id": group_id})]


def _folder(content: Payload, context: Context) -> str:
    """A folder by its path, or else by its id; "" for the root."""
    path = a_string(content.get("path"))
    if path is None:
        return string(content.get("id")).removeprefix("/") and string(content.get("id"))
    if path.strip("/") and path not in context.paths:
        raise State(5)
    return context.paths.get(path, "")


def _file(action: str, **renamed: str) -> "Steps":
    """Something done to a file, by its id; `renamed`: a field -> the parameter."""

    def steps(content: Payload, _: Context) -> list[Step]:
        group_id, file_id = file_group(content), string(content.get("id"))
        if not file_id:
            raise State(5)
        more = {parameter: a_string(content.get(key)) for key, parameter in renamed.items()}
        for key, parameter in renamed.items():
            if more[parameter] is None:
                raise State(400, f"参数错误，缺少字段: {key}")
        return [(action, {"group_id": group_id, "file_id": file_id, **more})]

    return steps


def _file_info(content: Payload, context: Context) -> list[Step]:
    """What is known of a file is in the list of where it is; its address is asked for, where it is wanted."""
    listed = [("get_group_root_files", {"group_id": file_group(content)})]
    wanted = truth(content.get("withDownloadInfo"))
    return [*listed, *(_file("get_group_file_url")(content, context) if wanted else [])]


def _mkdir(content: Payload, _: Context) -> list[Step]:
    name = a_string(content.get("directoryName"))
    if name is None:
        raise State(400, "参数错误，缺少字段: directoryName")
    return [("create_group_file_folder", {"group_id": file_group(content), "name": name})]


def _nothing(*_: Any) -> list[Step]:
    return []


def _nobody(*_: Any) -> list[Step]:
    raise State(5)


Steps: TypeAlias = Callable[[Payload, Context], list[Step]]

_STEPS: dict[tuple[str, str], Steps] = {
    ("sendFriendMessage", ""): _say("sendFriendMessage"),
    ("sendGroupMessage", ""): _say("sendGroupMessage"),
    ("sendTempMessage", ""): _say("sendTempMessage"),
    ("sendOtherClientMessage", ""): _nobody,
    ("sendImageMessage", ""): _say_images,
    ("messageFromId", ""): _message_from_id,
    ("memberList", ""): _members,
    ("latestMemberList", ""): _members,
    ("botProfile", ""): _own_profile,
    ("friendProfile", ""): _friend_profile,
    ("memberProfile", ""): _member_profile,
    ("groupConfig", "get"): _group,
    ("roamingMessages", ""): _roaming,
    ("file_list", ""): _files,
    ("file_info", ""): _file_info,
    ("file_mkdir", ""): _mkdir,
    ("file_delete", ""): _file("delete_group_file"),
    ("file_move", ""): _file("move_group_file", moveTo="target_directory"),
    ("file_rename", ""): _file("rename_group_file", renameTo="new_name"),
    ("cmd_execute", ""): _nothing,
    ("cmd_register", ""): _nothing,
}
