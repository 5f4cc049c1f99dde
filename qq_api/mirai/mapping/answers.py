"""The data of OneBot's actions -> answers of mirai-api-http, for the sandbox. Computes only; no I/O."""

from collections.abc import Callable
from typing import Any, TypeAlias

from qq_api.mirai.mapping.context import Context
from qq_api.mirai.mapping.packets import to_mirai
from qq_api.mirai.mapping.sending import image_id
from qq_api.mirai.mapping.shapes import to_file, to_folder, to_friend, to_notice, to_profile
from qq_api.mirai.mapping.states import State, file_group, place_of, target
from qq_api.mirai.mapping.values import mapping, number, records, string, truth
from qq_api.types import Payload


def _with_data(data: Any) -> Payload:
    return {"code": 0, "msg": "", "data": data}


def _spoken(command: str) -> "Answer":
    def answer(data: list[Any], content: Payload, context: Context) -> Payload:
        ref = context.numbers.ref_at(number(mapping(data[0]).get("message_id")), place_of(command, content))
        return {**State(0).answer, "messageId": ref.id}

    return answer


def _image_ids(data: list[Any], _: Payload, context: Context) -> Payload:
    said = context.said(number(mapping(data[0]).get("message_id"))) or {}
    pictures = [segment["data"] for segment in records(said.get("message")) if segment["type"] == "image"]
    return _with_data([image_id(string(one.get("file"))) or string(one.get("url")) for one in pictures])


def _packet(data: list[Any], _: Payload, context: Context) -> Payload:
    packets = to_mirai(data[0], context)
    if not packets:
        raise State(5)
    return _with_data(packets[0])


def _packets(data: list[Any], content: Payload, context: Context) -> Payload:
    begin, end = number(content.get("timeStart")), number(content.get("timeEnd")) or context.now()
    said = [one for one in records(mapping(data[0]).get("messages")) if begin <= number(one.get("time")) <= end]
    return _with_data([packet for one in said for packet in to_mirai(one, context)])


def _friend_list(data: list[Any], _: Payload, __: Context) -> Payload:
    return _with_data([to_friend(one) for one in records(data[0])])


def _group_list(data: list[Any], _: Payload, context: Context) -> Payload:
    return _with_data([context.group(number(one.get("group_id"))) for one in records(data[0])])


def _member_list(data: list[Any], content: Payload, context: Context) -> Payload:
    """All but the account itself."""
    ids = [number(one.get("user_id")) for one in records(data[0])]
    return _with_data([context.member(target(content), one) for one in ids if one != context.self_id])


def _latest_members(data: list[Any], content: Payload, context: Context) -> Payload:
    given = content.get("memberIds")
    wanted = {number(one) for one in given} if isinstance(given, list) else set()
    ids = [number(one.get("user_id")) for one in records(data[0])]
    return _with_data([context.member(target(content), one) for one in ids if not wanted or one in wanted])


def _profile(data: list[Any], _: Payload, __: Context) -> Payload:
    return to_profile(mapping(data[-1]))


def _config(data: list[Any], content: Payload, context: Context) -> Payload:
    """A bare object."""
    return {"name": string(mapping(data[0]).get("group_name")), **context.config(target(content))}


def _member(data: list[Any], content: Payload, context: Context) -> Payload:
    """A bare object."""
    active = {"rank": number(mapping(data[0]).get("level")), "point": 0, "honors": [], "temperature": 0}
    return {**context.member(target(content), target(content, "memberId")), "active": active}


def _file_list(data: list[Any], content: Payload, context: Context) -> Payload:
    with_url = "" if truth(content.get("withDownloadInfo")) else None
    folders = [to_folder(one, context) for one in records(mapping(data[0]).get("folders"))]
    for folder in folders:
        context.paths.put(folder["path"], folder["id"])
    entries = [*folders, *(to_file(one, context, with_url) for one in records(mapping(data[0]).get("files")))]
    offset, size = number(content.get("offset")), number(content.get("size"), len(entries))
    return _with_data(entries[offset : offset + size])


def _info(data: list[Any], content: Payload, context: Context) -> Payload:
    files = {string(one.get("file_id")): one for one in records(mapping(data[0]).get("files"))}
    file = files.get(string(content.get("id")))
    if file is None:
        raise State(5)
    return _with_data(to_file(file, context, string(mapping(data[1]).get("url")) if data[1:] else None))


def _made_folder(data: list[Any], content: Payload, context: Context) -> Payload:
    about = {"group_id": file_group(content), "folder_name": content.get("directoryName")}
    folder = to_folder({**about, "folder_id": mapping(data[0]).get("folder_id")}, context)
    context.paths.put(folder["path"], folder["id"])
    return _with_data(folder)


def _notices(data: list[Any], content: Payload, context: Context) -> Payload:
    offset, size = number(content.get("offset")), number(content.get("size"), 100)
    made = [to_notice(one, context, target(content, "id")) for one in records(data[0])]
    return _with_data(made[offset : offset + size])


def _published(_: list[Any], content: Payload, context: Context) -> Payload:
    said = {"message": {"text": string(content.get("content"))}, "sender_id": context.self_id}
    return _with_data(to_notice({**said, "publish_time": context.now()}, context, target(content)))


Answer: TypeAlias = Callable[[list[Any], Payload, Context], Payload]

ANSWERS: dict[tuple[str, str], Answer] = {
    ("sendFriendMessage", ""): _spoken("sendFriendMessage"),
    ("sendGroupMessage", ""): _spoken("sendGroupMessage"),
    ("sendTempMessage", ""): _spoken("sendTempMessage"),
    ("sendImageMessage", ""): _image_ids,
    ("messageFromId", ""): _packet,
    ("roamingMessages", ""): _packets,
    ("friendList", ""): _friend_list,
    ("groupList", ""): _group_list,
    ("memberList", ""): _member_list,
    ("latestMemberList", ""): _latest_members,
    ("botProfile", ""): _profile,
    ("friendProfile", ""): _profile,
    ("memberProfile", ""): _profile,
    ("userProfile", ""): _profile,
    ("groupConfig", "get"): _config,
    ("memberInfo", "get"): _member,
    ("file_list", ""): _file_list,
    ("file_info", ""): _info,
    ("file_mkdir", ""): _made_folder,
    ("anno_list", ""): _notices,
    ("anno_publish", ""): _published,
}
"""Command -> its answer; of others it is `{"code": 0, "msg": "success"}`."""
