"""Actions that ask who and what there is: from the platform where it tells, else from what was seen."""

from typing import Any
from urllib.parse import quote

from qq_api.official.actions.desk import Desk, action
from qq_api.official.identity import Known
from qq_api.official.mapping.fields import number_of, object_of, objects_of, seconds_of, text_of
from qq_api.official.mapping.incoming import person_of
from qq_api.official.refusals import Refusal
from qq_api.types import Payload

_MOST_PAGES = 200


def _stranger(desk: Desk, number: int) -> Payload:
    return {"user_id": number, "nickname": desk.memory.name_of(number), "sex": "unknown", "age": 0}


@action("get_stranger_info")
async def get_stranger_info(desk: Desk, params: Payload) -> Any:
    """Somebody who was seen, or the bot itself."""
    if desk.is_me(params.get("user_id")):
        return _stranger(desk, desk.memory.self_id)
    known = desk.person(params)
    return {**_stranger(desk, known.number), "real_user_id": known.openid}


@action("get_friend_list")
async def get_friend_list(desk: Desk, _params: Payload) -> Any:
    """Who added the bot, or wrote to it; the platform has no list."""
    friends = desk.memory.identity.all("user", "friend")
    return [{**_stranger(desk, one.number), "remark": "", "real_user_id": one.openid} for one in friends]


@action("get_group_list")
async def get_group_list(desk: Desk, _params: Payload) -> Any:
    """The groups where something was heard; the platform has no list."""
    return [_group(one, {}) for one in desk.memory.identity.all("group", "in")]


@action("get_group_info")
async def get_group_info(desk: Desk, params: Payload) -> Any:
    """A group, or a channel; its name and size where the bot may ask."""
    place = desk.place(params)
    paths = {"group": "/v2/groups/{}/info", "channel": "/channels/{}", "guild": "/guilds/{}"}
    told = await desk.asked("GET", paths[place.kind].format(quote(place.openid, safe="")))
    name = text_of(told, "group_name", "name")
    return _group(desk.memory.identity.note(place.kind, place.openid, nickname=name), told)


def _group(place: Known, told: Any) -> Payload:
    count = number_of(told, "group_member_num") or number_of(told, "member_count")
    most = number_of(told, "group_member_max") or number_of(told, "max_members")
    named = {"group_id": place.number, "group_name": place.nickname, "real_group_id": place.openid}
    return {**named, "member_count": count, "max_member_count": most}


@action("get_group_member_info")
async def get_group_member_info(desk: Desk, params: Payload) -> Any:
    """A member; never invented: who is not known to be one is refused."""
    place = desk.place(params)
    if desk.is_me(params.get("user_id")):
        return await _me(desk, place)
    person = desk.person(params)
    told = await _told_of_member(desk, place, person)
    if told:
        _learn(desk, place, told)
    seen = desk.memory.members.get((place.number, person.number))
    if seen is None:
        raise Refusal("official_send.no_member", id=params["user_id"])
    return _member(desk, place, person.number, seen)


async def _me(desk: Desk, place: Known) -> Payload:
    """The bot as a member, where it may ask what it is there."""
    told = (
        await desk.asked("GET", f"/v2/groups/{quote(place.openid, safe='')}/bot_state")
        if place.kind == "group"
        else None
    )
    if not told:
        raise Refusal("official_send.no_member", id=desk.memory.self_id)
    return _member(
        desk, place, desk.memory.self_id, {"role": person_of(told).role, "join_time": seconds_of(told, "joined_at")}
    )


async def _told_of_member(desk: Desk, place: Known, person: Known) -> Payload:
    openid = quote(person.openid, safe="")
    if place.kind == "group":
        told = await desk.asked("GET", f"/v2/groups/{quote(place.openid, safe='')}/members/{openid}")
    else:
        told = await desk.asked("GET", f"/guilds/{quote(desk.guild_of(place), safe='')}/members/{openid}")
    told = object_of(told, "member") or told
    return told if isinstance(told, dict) and _openid_of(told) else {}


def _openid_of(told: Payload) -> str:
    return person_of(told).openid or person_of(object_of(told, "user")).openid


def _learn(desk: Desk, place: Known, told: Payload) -> int:
    """What the platform says of a member; returns their number."""
    person, user = person_of(told), person_of(object_of(told, "user"))
    name = person.name or user.name
    number = desk.memory.identity.number("user", person.openid or user.openid, nickname=name)
    joined = seconds_of(told, "joined_at") or seconds_of(told, "join_time") or number_of(told, "join_timestamp")
    desk.memory.saw_member(place.number, number, nickname=name, role=person.role, join_time=joined)
    return number


def _member(desk: Desk, place: Known, number: int, seen: Payload) -> Payload:
    name = {
        "group_id": place.number,
        "user_id": number,
        "nickname": seen.get("nickname") or desk.memory.name_of(number),
    }
    unknown = {"card": "", "sex": "unknown", "age": 0, "area": "", "level": "0", "title": "", "unfriendly": False}
    times = {"join_time": seen.get("join_time", 0), "last_sent_time": seen.get("last_sent_time", 0)}
    rest = {"role": seen.get("role", "member"), "title_expire_time": 0, "card_changeable": False}
    return {**name, **unknown, **times, **rest}


@action("get_group_member_list")
async def get_group_member_list(desk: Desk, params: Payload) -> Any:
    """All members where the bot may ask, else those who were seen."""
    place = desk.place(params)
    seen = {user: fields for (group, user), fields in desk.memory.members.there.items() if group == place.number}
    told = await _learn_members(desk, place) if place.kind == "group" else []
    there = {user: desk.memory.members.get((place.number, user)) for user in told} or seen
    return [_member(desk, place, user, fields) for user, fields in there.items()]


async def _learn_members(desk: Desk, place: Known) -> list[int]:
    """All that the platform names; none where the bot may not ask."""
    cursor, path = "", f"/v2/groups/{quote(place.openid, safe='')}/members"
    found: list[int] = []
    for _ in range(_MOST_PAGES):
        page = await desk.asked("GET", path, params={"cursor": cursor} if cursor else {})
        members = objects_of(page, "members") or objects_of(page, "data")
        found += [_learn(desk, place, one) for one in members if _openid_of(one)]
        following = text_of(page, "next_cursor", "cursor")
        if not members or not following or following == cursor:
            break
        cursor = following
    return found
