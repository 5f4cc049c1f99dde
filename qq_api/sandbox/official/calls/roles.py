"""The guild's roles, and who may what (频道 API, 身份组 and 权限). Computes only; no I/O."""

from typing import Any

from qq_api.sandbox.official.calls.guild import channel_of, guild_of, member_of, person_of, run_by_me
from qq_api.sandbox.official.calls.model import Call, why
from qq_api.sandbox.official.office import Office
from qq_api.sandbox.official.refusals import Refusal, invalid
from qq_api.sandbox.world import Refused, groups
from qq_api.types import Payload

ROLES = {"1": "全体成员", "2": "管理员", "4": "群主", "5": "子频道管理员"}
"""Roles that every guild has."""


def roles(office: Office, call: Call) -> Any:
    """`GET /guilds/{guild_id}/roles`."""
    home = guild_of(office, call)
    known = [_role(office, home, role_id, {"name": name}) for role_id, name in ROLES.items()]
    made = [_role(office, home, role_id, role) for role_id, role in office.desk.roles.items()]
    return {"guild_id": call.params["guild_id"], "roles": known + made, "role_num_limit": "30"}


def _role(office: Office, home: int, role_id: str, about: Payload) -> Payload:
    wanted = {"2": "admin", "4": "owner"}.get(role_id)
    everybody = office.world.group(home).members.values()
    number = sum(role_id == "1" or one.role == wanted for one in everybody)
    number += len(office.desk.wearing.get(role_id, ()))
    usual = {"id": role_id, "name": "", "color": 4_278_245_297, "hoist": 0, "number": number, "member_limit": 1000}
    return usual | {key: about[key] for key in ("name", "color", "hoist") if about.get(key) is not None}


def add_role(office: Office, call: Call) -> Any:
    """`POST /guilds/{guild_id}/roles`."""
    home, role_id = run_by_me(office, call), str(10_000_000 + len(office.desk.roles) + 1)
    office.desk.roles[role_id] = dict(call.given)
    return {"role_id": role_id, "role": _role(office, home, role_id, office.desk.roles[role_id])}


def change_role(office: Office, call: Call) -> Any:
    """`PATCH /guilds/{guild_id}/roles/{role_id}`."""
    home, role_id = run_by_me(office, call), _made_role(office, call)
    office.desk.roles[role_id] |= call.given
    about = {"guild_id": call.params["guild_id"], "role_id": role_id}
    return about | {"role": _role(office, home, role_id, office.desk.roles[role_id])}


def remove_role(office: Office, call: Call) -> None:
    """`DELETE /guilds/{guild_id}/roles/{role_id}`."""
    run_by_me(office, call)
    role_id = _made_role(office, call)
    del office.desk.roles[role_id]
    office.desk.wearing.pop(role_id, None)


def _made_role(office: Office, call: Call) -> str:
    role_id = call.params["role_id"]
    if role_id not in office.desk.roles:
        raise invalid(f"role_id: {role_id}")
    return role_id


def give_role(office: Office, call: Call) -> None:
    """`PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}`; for role 5, the body names a channel."""
    _wear(office, call, wears=True)


def take_role(office: Office, call: Call) -> None:
    """`DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}`."""
    _wear(office, call, wears=False)


def _wear(office: Office, call: Call, *, wears: bool) -> None:
    home, role_id = run_by_me(office, call), call.params["role_id"]
    who = person_of(office, home, call.params["user_id"])
    if role_id == "2":
        for group_id in office.settings.channels:
            _make_admin(office, group_id, who, wears)
    elif role_id == "5" or role_id in office.desk.roles:
        worn = office.desk.wearing.setdefault(role_id, set())
        (worn.add if wears else worn.discard)(who)
    else:
        raise invalid(f"role_id: {role_id}")


def _make_admin(office: Office, group_id: int, user_id: int, enable: bool) -> None:
    """Done by the owner, who has let the bot in for it."""
    owner = next(one.user_id for one in office.world.group(group_id).members.values() if one.role == "owner")
    try:
        groups.set_admin(office.world, owner, group_id, user_id, enable)
    except Refused as refused:
        raise Refusal(11282, why(refused)) from None


def role_members(office: Office, call: Call) -> Any:
    """`GET /guilds/{guild_id}/roles/{role_id}/members`."""
    home = guild_of(office, call)
    everybody = [member_of(office, home, one) for one in office.world.members_of(home)]
    return {"data": [one for one in everybody if call.params["role_id"] in one["roles"]], "next": "0"}


# -- permissions


def permissions(office: Office, call: Call) -> Any:
    """`GET /channels/{channel_id}/members/{user_id}/permissions`, and the same for roles."""
    who = _whose(office, call)
    return who | {"permissions": office.desk.permissions.get(_key(call), "7")}


def set_permissions(office: Office, call: Call) -> None:
    """`PUT /channels/{channel_id}/members/{user_id}/permissions`: bits to `add` and to `remove`."""
    _whose(office, call)
    now = int(office.desk.permissions.get(_key(call), "7"))
    changed = (now | call.number("add", 0)) & ~call.number("remove", 0)
    office.desk.permissions[_key(call)] = str(changed)


def _whose(office: Office, call: Call) -> Payload:
    group_id = channel_of(office, call)
    if "user_id" in call.params:
        person_of(office, group_id, call.params["user_id"])
    return {key: call.params[key] for key in ("channel_id", "user_id", "role_id") if key in call.params}


def _key(call: Call) -> tuple[str, str]:
    return call.params["channel_id"], call.params.get("user_id") or f"role {call.params['role_id']}"


def api_permissions(office: Office, call: Call) -> Any:
    """`GET /guilds/{guild_id}/api_permission`."""
    guild_of(office, call)
    paths = ("/guilds/{guild_id}/members/{user_id}", "/channels/{channel_id}/messages")
    withheld = {one.partition(" ")[2] for one in office.withheld}
    listed = [{"path": path, "method": "GET", "desc": path, "auth_status": int(path not in withheld)} for path in paths]
    return {"apis": listed}


def demand_permission(office: Office, call: Call) -> Any:
    """`POST /guilds/{guild_id}/api_permission/demand`: people are asked for a right."""
    guild_of(office, call)
    asked = call.want("api_identify", dict)
    if not asked.get("path") or not asked.get("method"):
        raise Refusal(610008)
    about = {"guild_id": call.params["guild_id"], "channel_id": call.want("channel_id", str)}
    title = f"{asked['method']} {asked['path']}"
    return about | {"api_identify": asked, "title": title, "desc": str(call.given.get("desc", ""))}
