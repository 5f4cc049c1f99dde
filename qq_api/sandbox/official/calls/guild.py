"""The guild, its channels and people (频道 API). Computes only; no I/O."""

from typing import Any

from qq_api.sandbox.official.calls.model import Call, why
from qq_api.sandbox.official.office import Office
from qq_api.sandbox.official.refusals import Refusal
from qq_api.sandbox.official.shapes import Told
from qq_api.sandbox.world import Refused, groups
from qq_api.types import Payload

# -- finding


def guild_of(office: Office, call: Call) -> int:
    """The group that stands for the guild; `Refusal` where the number is another's, or the bot is not in it."""
    home = office.shapes.posts.home()
    if not home or call.params["guild_id"] != office.shapes.posts.guild_id() or not office.bot.is_in(home):
        raise Refusal(10004)
    return home


def run_by_me(office: Office, call: Call) -> int:
    """The same, where the bot is an admin."""
    home = guild_of(office, call)
    if not office.bot.is_admin(home):
        raise Refusal(11282)
    return home


def channel_of(office: Office, call: Call) -> int:
    """The group of a channel; `Refusal` for none."""
    group_id = office.ids.number("channel", call.params["channel_id"])
    if group_id not in office.settings.channels or not office.bot.is_in(group_id):
        raise Refusal(10003)
    return group_id


def person_of(office: Office, group_id: int, name: str) -> int:
    """Somebody in a group, by their number in the guild; `Refusal` for nobody."""
    user_id = office.ids.number("person", name)
    if user_id not in office.world.members_of(group_id):
        raise Refusal(502003)
    return user_id


# -- the guild


def guilds(office: Office, _call: Call) -> Any:
    """`GET /users/@me/guilds`."""
    home = office.shapes.posts.home()
    return [office.shapes.posts.guild()] if home and office.bot.is_in(home) else []


def guild(office: Office, call: Call) -> Any:
    """`GET /guilds/{guild_id}`."""
    guild_of(office, call)
    return office.shapes.posts.guild()


def message_setting(office: Office, call: Call) -> Any:
    """`GET /guilds/{guild_id}/message/setting`."""
    guild_of(office, call)
    ids = [office.ids.of("channel", one) for one in office.settings.channels]
    return {"disable_create_dm": False, "disable_push_msg": False, "channel_ids": ids, "channel_push_max_num": 20}


def mute(office: Office, call: Call) -> Any:
    """`PATCH /guilds/{guild_id}/mute`: everybody, or those of `user_ids`."""
    home, seconds = run_by_me(office, call), _length(office, call)
    if call.given.get("user_ids") is None:
        for group_id in office.settings.channels:
            groups.mute_all(office.world, office.bot.self_id, group_id, seconds > 0)
        return None
    who = [person_of(office, home, str(one)) for one in call.want("user_ids", list)]
    return {"user_ids": [office.ids.of("person", one) for one in who if _mute(office, one, seconds)]}


def mute_member(office: Office, call: Call) -> None:
    """`PATCH /guilds/{guild_id}/members/{user_id}/mute`."""
    home = run_by_me(office, call)
    if not _mute(office, person_of(office, home, call.params["user_id"]), _length(office, call)):
        raise Refusal(11282)


def _mute(office: Office, user_id: int, seconds: int) -> bool:
    """Mute somebody in all channels; False where the bot has no power over them."""
    try:
        for group_id in office.settings.channels:
            if user_id in office.world.members_of(group_id):
                groups.mute(office.world, office.bot.self_id, group_id, user_id, seconds)
    except Refused:
        return False
    return True


def _length(office: Office, call: Call) -> int:
    """Seconds, by `mute_end_timestamp` or `mute_seconds`; both come as strings."""
    end = call.number("mute_end_timestamp", 0)
    seconds = end - office.bot.now() if end else call.number("mute_seconds", 0)
    if seconds < 0:
        raise Refusal(502005)
    return seconds


# -- channels


def channels(office: Office, call: Call) -> Any:
    """`GET /guilds/{guild_id}/channels`."""
    guild_of(office, call)
    return [office.shapes.posts.channel(one) for one in office.settings.channels if one in office.world.groups]


def channel(office: Office, call: Call) -> Any:
    """`GET /channels/{channel_id}`."""
    return office.shapes.posts.channel(channel_of(office, call))


def online(office: Office, call: Call) -> Any:
    """`GET /channels/{channel_id}/online_nums`."""
    return {"online_nums": len(office.world.members_of(channel_of(office, call)))}


def add_channel(office: Office, call: Call) -> Any:
    """`POST /guilds/{guild_id}/channels`: a new group of the World, with the same people."""
    home, name = run_by_me(office, call), call.want("name", str)
    members = office.world.group(home).members
    group_id = max(office.world.groups) + 1
    office.settings.channels.append(group_id)
    made = office.world.add_group(group_id, name, owner=next(iter(members)), members=dict.fromkeys(members, ""))
    for user_id, known in members.items():
        made.members[user_id].role = known.role
    return _told(office, "CHANNEL_CREATE", office.shapes.posts.channel(group_id))


def change_channel(office: Office, call: Call) -> Any:
    """`PATCH /channels/{channel_id}`: its name."""
    group_id = channel_of(office, call)
    try:
        if call.given.get("name"):
            groups.rename(office.world, office.bot.self_id, group_id, call.want("name", str))
    except Refused:
        raise Refusal(11282) from None
    return _told(office, "CHANNEL_UPDATE", office.shapes.posts.channel(group_id))


def remove_channel(office: Office, call: Call) -> Any:
    """`DELETE /channels/{channel_id}`; the guild's first one stays."""
    group_id = channel_of(office, call)
    if group_id == office.shapes.posts.home() or not office.bot.is_admin(group_id):
        raise Refusal(11282)
    gone = office.shapes.posts.channel(group_id)
    office.settings.channels.remove(group_id)
    del office.world.groups[group_id]
    return _told(office, "CHANNEL_DELETE", gone)


def _told(office: Office, kind: str, about: Payload) -> Payload:
    office.tell(Told(kind, about | {"op_user_id": office.ids.of("person", office.bot.self_id)}))
    return about


# -- members


def members(office: Office, call: Call) -> Any:
    """`GET /guilds/{guild_id}/members`: those behind `after`."""
    home, limit = guild_of(office, call), call.number("limit", 1, call.query)
    everybody = sorted(office.world.members_of(home), key=lambda one: int(office.ids.of("person", one)))
    after = call.number("after", 0, call.query)
    behind = [one for one in everybody if int(office.ids.of("person", one)) > after]
    return [member_of(office, home, one) for one in behind[: max(1, min(limit, 400))]]


def member(office: Office, call: Call) -> Any:
    """`GET /guilds/{guild_id}/members/{user_id}`."""
    home = guild_of(office, call)
    return member_of(office, home, person_of(office, home, call.params["user_id"]))


def member_of(office: Office, home: int, user_id: int) -> Payload:
    """Somebody in the guild (频道 "Member"), with all their roles."""
    known = office.shapes.posts.member(home, user_id)
    known["roles"] += [role for role, who in office.desk.wearing.items() if user_id in who]
    return {"user": office.shapes.posts.user(user_id), **known}


def remove_member(office: Office, call: Call) -> None:
    """`DELETE /guilds/{guild_id}/members/{user_id}`."""
    home = run_by_me(office, call)
    who = person_of(office, home, call.params["user_id"])
    for_good = isinstance(call.body, dict) and bool(call.body.get("add_blacklist"))
    try:
        for group_id in office.settings.channels:
            if who in office.world.members_of(group_id):
                groups.kick(office.world, office.bot.self_id, group_id, who, for_good=for_good)
    except Refused as refused:
        raise Refusal(11282, why(refused)) from None
