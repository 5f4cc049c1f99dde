"""Actions of a group's admins. In groups most need rights that Tencent gives to few bots."""

from datetime import datetime, timedelta, timezone
from urllib.parse import quote

from qq_api.official.actions.desk import Desk, action, needed, number, text, truth
from qq_api.official.mapping.notices import join_of
from qq_api.official.refusals import BAD_PARAMETER, UNSUPPORTED, Refusal
from qq_api.types import Payload

MONTH = 30 * 86_400
"""Seconds; nobody is muted for longer."""


def _member(guild: str, user: str) -> str:
    return f"/guilds/{quote(guild, safe='')}/members/{quote(user, safe='')}"


@action("set_group_kick")
async def set_group_kick(desk: Desk, params: Payload) -> None:
    """Remove a member; `reject_add_request` puts them on the blacklist."""
    place, member, reject = desk.place(params), desk.person(params), truth(params, "reject_add_request")
    if place.kind == "group":
        body = {"member_openids": [member.openid], "add_to_member_blacklist": reject}
        await desk.rest.call("POST", f"/v2/groups/{quote(place.openid, safe='')}/batch_remove_members", json=body)
    else:
        path = _member(desk.guild_of(place), member.openid)
        await desk.rest.call("DELETE", path, json={"add_blacklist": reject})


@action("set_group_kick_members", "batch_delete_group_member")
async def set_group_kick_members(desk: Desk, params: Payload) -> None:
    """Remove several members of a group; 20 is the most that the platform takes."""
    place = desk.place(params)
    if place.kind != "group":
        raise Refusal("official_send.unsupported", UNSUPPORTED)
    given = params.get("user_ids") or needed(params, "user_id")
    members = [desk.person({"user_id": one}).openid for one in (given if isinstance(given, list) else [given])]
    body = {"member_openids": members, "add_to_member_blacklist": truth(params, "reject_add_request")}
    await desk.rest.call("POST", f"/v2/groups/{quote(place.openid, safe='')}/batch_remove_members", json=body)


@action("set_group_name")
async def set_group_name(desk: Desk, params: Payload) -> None:
    """Rename a channel; a group cannot be renamed."""
    place, name = desk.place(params), needed(params, "group_name")
    desk.guild_of(place)
    if place.kind != "channel":
        raise Refusal("official_send.unsupported", UNSUPPORTED)
    await desk.rest.call("PATCH", f"/channels/{quote(place.openid, safe='')}", json={"name": str(name)})


@action("set_group_ban")
async def set_group_ban(desk: Desk, params: Payload) -> None:
    """Mute a member for `duration` seconds; 0 lets them speak again."""
    place, member, seconds = desk.place(params), desk.person(params), number(params, "duration", 1800)
    if not 0 <= seconds <= MONTH:
        raise Refusal("official_send.ban_seconds", BAD_PARAMETER, most=MONTH)
    if place.kind != "group":
        path = f"{_member(desk.guild_of(place), member.openid)}/mute"
        await desk.rest.call("PATCH", path, json={"mute_seconds": str(seconds)})
        return
    until = (datetime.now(timezone.utc) + timedelta(seconds=seconds)).isoformat(timespec="seconds")
    rule = {"op": "add", "member_openid": member.openid, "mute_expire_at": until}
    gone = {"op": "del", "member_openid": member.openid}
    path = f"/v2/groups/{quote(place.openid, safe='')}/restrict_chat_setting"
    await desk.rest.call("POST", path, json={"members": [rule if seconds else gone]})


@action("set_group_whole_ban")
async def set_group_whole_ban(desk: Desk, params: Payload) -> None:
    """Mute a whole guild; a group cannot be."""
    guild, seconds = desk.guild_of(desk.place(params)), MONTH if truth(params, "enable", default=True) else 0
    await desk.rest.call("PATCH", f"/guilds/{quote(guild, safe='')}/mute", json={"mute_seconds": str(seconds)})


@action("set_group_admin")
async def set_group_admin(desk: Desk, params: Payload) -> None:
    """Give or take a guild's role of an admin, which is number 2; in a group it cannot be done."""
    guild, member = desk.guild_of(desk.place(params)), desk.person(params)
    method = "PUT" if truth(params, "enable", default=True) else "DELETE"
    await desk.rest.call(method, f"{_member(guild, member.openid)}/roles/2")


@action("set_group_add_request")
async def set_group_add_request(desk: Desk, params: Payload) -> None:
    """Let somebody into the group, or not."""
    needed(params, "flag")
    if (params.get("sub_type") or params.get("type")) == "invite":
        raise Refusal("official_send.unsupported", UNSUPPORTED)
    await answer_request(desk, params)


async def answer_request(desk: Desk, params: Payload) -> None:
    """The same, also for a quick operation."""
    join = join_of(params.get("flag"))
    if join is None:
        raise Refusal("official_send.bad_flag")
    approve, reason = truth(params, "approve", default=True), text(params, "reason")
    body: Payload = {"op": "approve" if approve else "decline", "join_request_id": join.request}
    if reason and not approve:
        body["reject_reason"] = reason
    path = f"/v2/groups/{quote(join.group, safe='')}/approval_join_request/{quote(join.member, safe='')}"
    await desk.rest.call("POST", path, json=body)
