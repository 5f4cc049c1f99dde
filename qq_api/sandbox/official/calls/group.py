"""A group and its members (群管理, since 2026; many bots must be granted each). Computes only; no I/O."""

from typing import Any

from qq_api.sandbox.official.calls.model import Call, why
from qq_api.sandbox.official.office import Office
from qq_api.sandbox.official.refusals import Refusal, invalid
from qq_api.sandbox.world import Refused, groups, requests
from qq_api.sandbox.world.state import Request
from qq_api.types import Payload

PAGE = 30
"""Members on a page."""

MOST = 20
"""Members that one call may name."""

LONGEST_MUTE = 30 * 86_400


def _group(office: Office, call: Call) -> int:
    return office.group(call.params["group_openid"])


def _admin(office: Office, call: Call) -> int:
    """The group, where the bot is an admin."""
    group_id = _group(office, call)
    if not office.bot.is_admin(group_id):
        raise Refusal(11282)
    return group_id


def info(office: Office, call: Call) -> Any:
    """`GET /v2/groups/{group_openid}/info`."""
    group = office.world.group(_group(office, call))
    return {
        "group_openid": call.params["group_openid"],
        "group_name": group.name,
        "group_finger_memo": group.memo,
        "group_class_text": "游戏",
        "group_tags": [],
        "group_member_num": len(group.members),
    }


def bot_state(office: Office, call: Call) -> Any:
    """`GET /v2/groups/{group_openid}/bot_state`."""
    group_id = _group(office, call)
    member = office.world.member(group_id, office.bot.self_id)
    return {
        "member_openid": office.ids.of("user", office.bot.self_id),
        "joined_at": office.clock.iso(member.join_time),
        "allow_proactive_msg": office.is_active(group_id),
        "recv_msg_setting": "all" if office.hears_all(group_id) else "only_mention",
        "member_role": member.role,
    }


# -- members


def members(office: Office, call: Call) -> Any:
    """`GET /v2/groups/{group_openid}/members`: a page, and the cursor of the next, `""` at the end."""
    group_id, start = _group(office, call), call.number("cursor", 0, call.query)
    everybody = office.world.members_of(group_id)
    page, end = everybody[start : start + PAGE], start + PAGE
    listed = [_member(office, group_id, user_id) for user_id in page]
    return {"members": listed, "next_cursor": str(end) if end < len(everybody) else ""}


def old_members(office: Office, call: Call) -> Any:
    """`POST /v2/groups/{group_openid}/members`, of 2024."""
    group_id, start = _group(office, call), call.number("start_index", 0)
    end = start + call.number("limit", PAGE)
    everybody = office.world.members_of(group_id)
    listed = [_member(office, group_id, user_id) for user_id in everybody[start:end]]
    kept = [{"member_openid": one["member_openid"], "join_timestamp": one["joined_at"]} for one in listed]
    return {"members": kept} | ({"next_index": end} if end < len(everybody) else {})


def member(office: Office, call: Call) -> Any:
    """`GET /v2/groups/{group_openid}/members/{member_openid}`."""
    group_id = _group(office, call)
    return _member(office, group_id, office.member(group_id, call.params["member_openid"]))


def _member(office: Office, group_id: int, user_id: int) -> Payload:
    known = office.world.member(group_id, user_id)
    return {
        "member_openid": office.ids.of("user", user_id),
        "username": office.world.name(user_id, group_id),
        "member_role": known.role,
        "bot": user_id == office.bot.self_id,
        "joined_at": office.clock.iso(known.join_time),
    }


def _named(office: Office, group_id: int, openids: Any) -> list[int]:
    if not isinstance(openids, list) or not 0 < len(openids) <= MOST:
        raise invalid(f"1 to {MOST} members are expected")
    return [office.member(group_id, str(one)) for one in openids]


def remove_members(office: Office, call: Call) -> Any:
    """`POST /v2/groups/{group_openid}/batch_remove_members`."""
    group_id = _admin(office, call)
    who = _named(office, group_id, call.given.get("member_openids"))
    for_good = bool(call.given.get("add_to_member_blacklist"))
    try:
        groups.kick(office.world, office.bot.self_id, group_id, *who, for_good=for_good)
    except Refused as refused:
        raise Refusal(11282, why(refused)) from None
    return {"remove_members_result": "success", "add_to_member_blacklist_fail_openids": []}


def blacklist(office: Office, call: Call) -> Any:
    """`GET /v2/groups/{group_openid}/member_blacklist`."""
    blocked = sorted(office.world.group(_admin(office, call)).blocked)
    users = [{"member_openid": office.ids.of("user", one), "bot": False} for one in blocked]
    return {"users": users, "next_cursor": ""}


def change_blacklist(office: Office, call: Call) -> Any:
    """`POST /v2/groups/{group_openid}/member_blacklist`: `op` is `add` or `del`."""
    blocked = office.world.group(_admin(office, call)).blocked
    who = [office.user(str(one)) for one in call.want("member_openids", list)]
    (blocked.difference_update if call.given.get("op") == "del" else blocked.update)(who)
    return {"fail_openids": []}


# -- mutes


def mutes(office: Office, call: Call) -> Any:
    """`GET /v2/groups/{group_openid}/restrict_chat_setting`."""
    group = office.world.group(_group(office, call))
    muted = [one for one in group.members.values() if one.muted_until > office.clock.now()]
    rule: Payload = {"mode": "always" if group.muted else "none", "schedule_rules": [], "recurring_rules": []}
    return {"global_rule": rule, "members": [_muted(office, group.group_id, one.user_id) for one in muted]}


def _muted(office: Office, group_id: int, user_id: int) -> Payload:
    until = office.clock.iso(office.world.member(group_id, user_id).muted_until)
    name = office.world.name(user_id, group_id)
    return {"member_openid": office.ids.of("user", user_id), "mute_expire_at": until, "username": name}


def mute(office: Office, call: Call) -> Any:
    """`POST /v2/groups/{group_openid}/restrict_chat_setting`: `op` is `add`, `update` or `del`."""
    group_id = _admin(office, call)
    asked = [_as_dict(one) for one in call.want("members", list)]
    who = _named(office, group_id, [one.get("member_openid") for one in asked])
    seconds = [_seconds(office, one) for one in asked]
    try:
        for user_id, length in zip(who, seconds, strict=True):
            groups.mute(office.world, office.bot.self_id, group_id, user_id, length)
    except Refused as refused:
        raise Refusal(11282, why(refused)) from None
    return {}


def _as_dict(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise invalid("members: objects are expected")
    return given


def _seconds(office: Office, asked: dict[str, Any]) -> int:
    """How long from now; 0 to lift it."""
    if asked.get("op") == "del":
        return 0
    if asked.get("op") not in ("add", "update"):
        raise invalid(f"op: {asked.get('op')}")
    try:
        left = office.clock.seconds(str(asked.get("mute_expire_at"))) - office.clock.now()
    except ValueError:
        raise Refusal(502005) from None
    if not 0 < left <= LONGEST_MUTE:
        raise Refusal(502005)
    return round(left)


# -- who wants to come in


def join_requests(office: Office, call: Call) -> Any:
    """`GET /v2/groups/{group_openid}/join_request_list`."""
    waiting = _waiting(office, _admin(office, call))
    asked = [office.shapes.join_request(one.user_id, one.flag, one.comment) for one in waiting]
    return {"list": asked, "next_cursor": ""}


def _waiting(office: Office, group_id: int) -> list[Request]:
    asked = office.world.requests.values()
    return [one for one in asked if (one.group_id, one.kind, one.actor) == (group_id, "add", 0)]


def answer_join_request(office: Office, call: Call) -> Any:
    """`POST /v2/groups/{group_openid}/approval_join_request/{member_openid}`."""
    group_id, who = _admin(office, call), office.user(call.params["member_openid"])
    asked = next((one for one in _waiting(office, group_id) if one.user_id == who), None)
    if asked is None or call.given.get("join_request_id", asked.flag) != asked.flag:
        raise invalid("join_request_id: nobody asked so")
    if call.given.get("op") not in ("approve", "decline"):
        raise invalid(f"op: {call.given.get('op')}")
    try:
        requests.answer_group(office.world, office.bot.self_id, asked.flag, call.given["op"] == "approve")
    except Refused as refused:
        raise invalid(why(refused)) from None
    if call.given.get("add_to_member_blacklist") and call.given["op"] == "decline":
        office.world.group(group_id).blocked.add(who)
    return {}
