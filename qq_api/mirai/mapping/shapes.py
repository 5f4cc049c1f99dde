"""People, groups and files as both sides write them in answers. Computes only; no I/O."""

from typing import Any

from qq_api.mirai.mapping.context import RANKS, Context
from qq_api.mirai.mapping.values import mapping, number, string
from qq_api.types import Payload

A_YEAR = 365 * 86_400

SEXES = {"MALE": "male", "FEMALE": "female", "UNKNOWN": "unknown"}


def friend_of(friend: Payload) -> Payload:
    """`{id, nickname, remark}` -> a friend of `get_friend_list`."""
    names = {key: string(friend.get(key)) for key in ("nickname", "remark")}
    return {"user_id": number(friend.get("id")), **names, "sex": "unknown", "age": 0}


def group_of(group: Payload, member_count: int = 0) -> Payload:
    """`{id, name, permission}` -> a group of `get_group_list`; counts are 0 where nobody has asked who is in it."""
    about = {"group_id": number(group.get("id")), "group_name": string(group.get("name"))}
    return {**about, "member_count": member_count, "max_member_count": 0}


def member_of(member: Payload, now: int) -> Payload:
    """A member of `memberList` -> one of `get_group_member_list`."""
    name, muted = string(member.get("memberName")), number(member.get("muteTimeRemaining"))
    return {
        "group_id": number(mapping(member.get("group")).get("id")),
        "user_id": number(member.get("id")),
        "nickname": name,
        "card": name,
        "card_or_nickname": name,
        "sex": "unknown",
        "age": 0,
        "area": "",
        "level": "0",
        "join_time": number(member.get("joinTimestamp")),
        "last_sent_time": number(member.get("lastSpeakTimestamp")),
        "title_expire_time": 0,
        "unfriendly": False,
        "card_changeable": True,
        "is_robot": False,
        "shut_up_timestamp": _until(muted, now),
        "role": RANKS.get(string(member.get("permission")), "member"),
        "title": string(member.get("specialTitle")),
    }


def _until(muted: int, now: int) -> int:
    """Seconds that are left -> until when; NapCat's plug-in says until when by itself."""
    until = muted if muted > A_YEAR * 10 else now + muted
    return until if until > now else 0


def profile_of(profile: Payload, user_id: int) -> Payload:
    """`{nickname, email, age, level, sign, sex}` -> the answer of `get_stranger_info`."""
    return {
        "user_id": user_id,
        "nickname": string(profile.get("nickname")),
        "sex": SEXES.get(string(profile.get("sex")), "unknown"),
        "age": number(profile.get("age")),
        "level": number(profile.get("level")),
        "long_nick": string(profile.get("sign")),
        "qid": "",
        "login_days": 0,
    }


def file_of(file: Payload, group_id: int) -> Payload:
    """A file of `file_list` -> one of `get_group_root_files`."""
    return {
        "group_id": group_id,
        "file_id": string(file.get("id")),
        "file_name": string(file.get("name")),
        "busid": 0,
        "file_size": number(file.get("size")),
        "upload_time": number(file.get("uploadTime")),
        "dead_time": 0,
        "modify_time": number(file.get("lastModifyTime")),
        "download_times": number(mapping(file.get("downloadInfo")).get("downloadTimes")),
        "uploader": number(file.get("uploaderId")),
        "uploader_name": "",
    }


def folder_of(folder: Payload, group_id: int) -> Payload:
    """A folder of `file_list` -> one of `get_group_root_files`."""
    return {
        "group_id": group_id,
        "folder_id": string(folder.get("id")),
        "folder_name": string(folder.get("name")),
        "create_time": number(folder.get("uploadTime")),
        "creator": number(folder.get("uploaderId")),
        "creator_name": "",
        "total_file_count": 0,
    }


def notice_of(notice: Payload) -> Payload:
    """An announcement of `anno_list` -> one of `_get_group_notice`."""
    return {
        "notice_id": string(notice.get("fid")),
        "sender_id": number(notice.get("senderId")),
        "publish_time": number(notice.get("publicationTime")),
        "message": {"text": string(notice.get("content")), "images": []},
    }


# -- and back, for the sandbox


def to_friend(friend: Payload) -> Payload:
    """A friend of `get_friend_list` -> `{id, nickname, remark}`."""
    return {"id": number(friend.get("user_id")), "nickname": string(friend.get("nickname")), "remark": _remark(friend)}


def _remark(friend: Payload) -> str:
    remark = string(friend.get("remark"))
    return "" if remark == string(friend.get("nickname")) else remark


def to_profile(person: Payload) -> Payload:
    """The answer of `get_stranger_info` -> `{nickname, email, age, level, sign, sex}`."""
    return {
        "nickname": string(person.get("nickname")),
        "email": "",
        "age": number(person.get("age")),
        "level": number(person.get("level")),
        "sign": string(person.get("long_nick")),
        "sex": string(person.get("sex"), "unknown").upper(),
    }


def to_file(file: Payload, context: Context, url: str | None = None) -> Payload:
    """A file of `get_group_root_files` -> one of `file_list`."""
    about = {"uploaderId": number(file.get("uploader")), "uploadTime": number(file.get("upload_time"))}
    about |= {"lastModifyTime": number(file.get("modify_time"))}
    made = _remote(file, context, "file_id", "file_name", is_file=True)
    sums = {"sha1": "", "md5": ""}
    info = {**sums, "downloadTimes": 0, **about, "url": url or ""} if url is not None else None
    return {**made, "size": number(file.get("file_size")), **sums, **about, "downloadInfo": info}


def to_folder(folder: Payload, context: Context) -> Payload:
    """A folder of `get_group_root_files` -> one of `file_list`."""
    nothing = dict.fromkeys(("sha1", "md5", "uploaderId", "uploadTime", "lastModifyTime", "downloadInfo"))
    return {**_remote(folder, context, "folder_id", "folder_name", is_file=False), "size": 0, **nothing}


def _remote(entry: Payload, context: Context, id_key: str, name_key: str, *, is_file: bool) -> Payload:
    name = string(entry.get(name_key))
    kind = {"isFile": is_file, "isDictionary": not is_file, "isDirectory": not is_file}
    where = {"path": f"/{name}", "parent": None, "contact": context.group(number(entry.get("group_id")))}
    return {"name": name, "id": string(entry.get(id_key)), **where, **kind}


def to_notice(notice: Payload, context: Context, group_id: int) -> Payload:
    """An announcement of `_get_group_notice` -> one of `anno_list`."""
    return {
        "group": context.group(group_id),
        "content": string(mapping(notice.get("message")).get("text")),
        "senderId": number(notice.get("sender_id")),
        "fid": string(notice.get("notice_id")),
        "allConfirmed": False,
        "confirmedMembersCount": 0,
        "publicationTime": number(notice.get("publish_time")),
    }


def data_of(answer: Any) -> Any:
    """The `data` of an answer; of a bare object, as profiles are, the object itself."""
    whole = mapping(answer)
    return whole.get("data", whole)
