"""NapCat 4."""

from collections.abc import Callable
from typing import Any

from qq_api.onebot.peers.manners import ENVELOPE, Manners
from qq_api.sandbox.flavours.flavour import (
    Answer,
    Call,
    Flavour,
    absent,
    changed,
    cleanly,
    each,
    fetched,
    instead,
    messages,
    needing,
    numbered,
    only,
    sending,
    with_default,
    without,
    without_results,
)
from qq_api.sandbox.world import Refused
from qq_api.types import Payload, Segment

KERNEL: Payload = {"result": 0, "errMsg": ""}
"""What QQ itself says of something that was done."""


def _message(event: Payload) -> Payload:
    sender = only(event["sender"], "user_id", "nickname", "card", "role")
    via = only(event["sender"], "group_id")
    ids = {"message_seq": event["message_id"], "real_id": event["message_id"], "real_seq": str(event["message_seq"])}
    own = {"message_sent_type": "self"} if event["post_type"] == "message_sent" else {}
    raw = {"raw_message": event["raw_message"].strip()}
    return without(event, "anonymous") | {"sender": sender} | ids | via | own | raw


def _poke(event: Payload) -> Payload:
    """In private, `user_id` is with whom one talks, whoever poked."""
    if "group_id" in event:
        return event
    peer = event["peer_id"] if event["user_id"] == event["self_id"] else event["user_id"]
    return without(event, "peer_id") | {"user_id": peer, "sender_id": event["user_id"]}


def _disband(event: Payload) -> Payload:
    gone = {"notice_type": "group_decrease", "sub_type": "disband", "user_id": event["self_id"]}
    return event | gone | {"operator_id": event["user_id"]}


def _segment(segment: Segment, _: Callable[[Any], str]) -> Segment:
    kind, data = segment["type"], segment["data"]
    if kind == "at":
        data = only(data, "qq")
    elif kind == "face":
        data = {"id": str(data.get("id")), "raw": {"faceIndex": _number(data.get("id"))}, "resultId": None}
        data["chainCount"] = None
    elif kind == "image" and "subType" in data and "sub_type" not in data:
        data = without(data, "subType") | {"sub_type": data["subType"]}
    return {**segment, "data": data}


def _number(value: Any) -> int:
    return int(value) if str(value).isdecimal() else 0


# -- what actions say


def _friend(friend: Payload) -> Payload:
    return without(friend, "qid", "long_nick") | {"phone_num": "", "email": ""}


def _friends(call: Call) -> list[Payload]:
    noted = call.world.person(call.self_id).friends
    return [_friend(one) | {"category_id": noted[one["user_id"]].category_id} for one in call.do()]


def _unfriend(call: Call) -> Any:
    """Somebody who is no friend is no failure."""
    user_id = call.params.get("user_id") or call.params.get("friend_id")
    if user_id is not None and _number(user_id) not in call.world.person(call.self_id).friends:
        return {"valid": False, "message": "好友不存在"}
    return call.do(user_id=user_id)


def _stranger(who: Payload) -> Payload:
    more = {"uid": f"u_{who['user_id']}", "qqLevel": who["level"], "is_vip": False, "status": 0, "login_days": 0}
    return without(who, "level") | more


def _group(call: Call, group: Payload) -> Payload:
    kept = only(group, "group_id", "group_name", "member_count", "max_member_count")
    muted = -1 if call.world.group(group["group_id"]).muted else 0
    return kept | {"group_remark": group["remark_name"], "group_all_shut": muted}


def _member(member: Payload) -> Payload:
    return without(member, "card_or_nickname")


def _requests(data: Payload) -> Payload:
    joining = [
        without(one, "requester_uin") | {"invitor_uin": one["requester_uin"], "invitor_nick": one["requester_nick"]}
        for one in data["join_requests"]
    ]
    return {**data, "InvitedRequest": data["invited_requests"], "join_requests": joining}


def _essence(call: Call) -> list[Payload]:
    said = call.world.messages
    return [
        without(one, "sender_time")
        | {
            "msg_seq": said[one["message_id"]].seq,
            "msg_random": one["message_id"],
            "content": said[one["message_id"]].segments,
        }
        for one in call.do()
    ]


def _notice(one: Payload) -> Payload:
    return one | {"message": one["message"] | {"image": one["message"]["images"]}, "read_num": 0}


def _message_info(call: Call) -> Payload:
    data = fetched(call)
    liked = call.world.messages[data["message_id"]].reactions.items()
    likes = [{"emoji_id": emoji_id, "count": len(who)} for emoji_id, who in liked if who]
    return data | {"real_id": data["message_id"], "emoji_likes_list": likes}


def _history(call: Call) -> Payload:
    data = messages(call)
    if not data["messages"]:
        raise Refused("消息不存在")
    return data


def _forward(call: Call) -> Payload:
    """Whole messages."""
    return {"messages": [one | {"message": one["content"], "post_type": "message"} for one in call.do()["messages"]]}


def _likes(call: Call) -> Payload:
    """Whom the account likes, and who likes it, in one."""
    given = {"start": call.params.get("start") or 0, "count": call.params.get("count") or 10}
    liked = call.do(**given)["users"]
    call.name = "get_profile_like_me"
    return {
        "uid": f"u_{call.self_id}",
        "time": call.world.now(),
        "favoriteInfo": {"userInfos": liked, "total_count": len(liked)},
        "voteInfo": {"userInfos": (voted := call.do(**given)["users"]), "total_count": len(voted)},
    }


def _renamed(**names: str) -> Answer:
    """An action whose parameters may have other names: `emojiId="emoji_id"`."""
    return lambda call: call.do(**{new: call.params[old] for old, new in names.items() if old in call.params})


def _folder(call: Call) -> Payload:
    data = call.do(name=call.params.get("folder_name") or call.params.get("name"))
    return {"result": {"retCode": 0}, "groupItem": {"folderInfo": {"folderId": data["folder_id"]}}}


def _files(data: Payload) -> Payload:
    files = [one | {"size": one["file_size"]} for one in data["files"]]
    return {"files": files, "folders": [one | {"folder": one["folder_id"]} for one in data["folders"]]}


def _with(call: Call, **params: Any) -> Call:
    """With other names' values, where the usual ones are not given."""
    given = {key: value for key, value in params.items() if value is not None}
    call.params = {**given, **call.params}
    return call


_WITH_RES_ID = changed(lambda data: data | {"res_id": data["forward_id"]})
_DONE = instead(KERNEL)
_SENT = sending(without_results)

NAPCAT = Flavour(
    name="napcat",
    manners=Manners(
        user_agent="OneBot/11",
        empty_token=True,
        reconnect=5.0,
        unauthorized=403,
        refusal={"message": "token verify failed!"},
        refuses_by_frame=True,
        query_first=True,
        any_method=True,
        bodies="json",
        home={"status": "ok", "message": "NapCat4 Is Running"},
        polls=False,
        unknown_status=200,
        http_retcodes={1400: 400, 1404: 200, 1200: 200},
        keys=ENVELOPE,
        more={"stream": "normal-action"},
        echo=True,
    ),
    events={
        "message": _message,
        "message_sent": _message,
        "notice.notify.poke": _poke,
        "notice.group_dismiss": _disband,
        "notice.essence.delete": absent,
        "notice.notify.honor": absent,
        "notice.flash_file": absent,
        "request": lambda event: numbered(without(event, "invitor_id")),
    },
    answers={
        "get_version_info": changed(lambda data: data | {"app_name": "NapCat.Onebot", "app_version": "4.0.0"}),
        "get_status": changed(lambda data: data | {"stat": {}}),
        "get_friend_list": _friends,
        "delete_friend": _unfriend,
        "get_stranger_info": changed(_stranger),
        "set_friend_remark": needing("remark"),
        "get_profile_like": _likes,
        "set_qq_profile": _DONE,
        "get_credentials": changed(lambda data: without(data, "csrf_token") | {"token": data["csrf_token"]}),
        "get_group_list": lambda call: [_group(call, one) for one in call.do()],
        "get_group_info": lambda call: _group(call, call.do()),
        "get_group_member_list": each(_member),
        "get_group_member_info": changed(_member),
        "get_group_system_msg": changed(_requests),
        "set_group_admin": with_default(enable=False),
        "set_group_ban": with_default(duration=0),
        "set_group_remark": needing("remark"),
        "set_group_portrait": _DONE,
        "get_essence_msg_list": _essence,
        "set_essence_msg": _DONE,
        "delete_essence_msg": _DONE,
        "_get_group_notice": each(_notice),
        "set_restart": lambda call: call.do(delay=0),
        "get_msg": _message_info,
        "send_msg": _SENT,
        "send_group_msg": _SENT,
        "send_private_msg": _SENT,
        "get_group_msg_history": _history,
        "get_friend_msg_history": _history,
        "get_forward_msg": _forward,
        "forward_friend_single_msg": instead(None),
        "forward_group_single_msg": instead(None),
        "send_forward_msg": _WITH_RES_ID,
        "send_group_forward_msg": _WITH_RES_ID,
        "send_private_forward_msg": _WITH_RES_ID,
        "set_msg_emoji_like": _DONE,
        "fetch_emoji_like": _renamed(emojiId="emoji_id"),
        "get_ai_characters": needing("group_id"),
        "send_group_ai_record": instead({"message_id": 0}),
        "create_group_file_folder": _folder,
        "delete_group_folder": lambda call: _DONE(_with(call, folder_id=call.params.get("folder"))),
        "delete_group_file": _DONE,
        "get_group_root_files": changed(_files),
        "get_group_files_by_folder": changed(_files),
        "ocr_image": lambda call: call.do()["texts"],
        ".ocr_image": lambda call: call.do()["texts"],
        ".handle_quick_operation": cleanly(False, lambda context: "group_id" in context, "delete", "kick", "ban"),
    },
    segments=_segment,
)
