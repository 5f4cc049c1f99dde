"""Every call that the platform has: method, path, and what does it. Computes only; no I/O."""

import re
from dataclasses import dataclass
from functools import cached_property

from qq_api.sandbox.official.calls import channel, forum, group, guild, media, messages, others, roles, system
from qq_api.sandbox.official.calls.model import Handler
from qq_api.sandbox.official.refusals import no_such_method, no_such_path


@dataclass(frozen=True)
class Route:
    """One call.

    Attributes:
        method: of HTTP.
        path: with the names of what stands in it: `/v2/groups/{group_openid}/messages`.
        handler: does it.
        open: whether it needs no token.
    """

    method: str
    path: str
    handler: Handler
    open: bool = False

    @property
    def name(self) -> str:
        """`POST /v2/groups/{group_openid}/messages`."""
        return f"{self.method} {self.path}"

    @cached_property
    def pattern(self) -> "re.Pattern[str]":
        """What its paths look like."""
        return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(self.path)))


_GROUP, _USER = "/v2/groups/{group_openid}", "/v2/users/{openid}"
_GUILD, _CHANNEL = "/guilds/{guild_id}", "/channels/{channel_id}"
_MEMBER, _POST = f"{_GUILD}/members/{{user_id}}", f"{_CHANNEL}/messages/{{message_id}}"
_REACTION = f"{_POST}/reactions/{{type}}/{{id}}"

ROUTES = (
    Route("GET", "/gateway", system.gateway),
    Route("GET", "/gateway/bot", system.gateway_bot),
    Route("GET", "/users/@me", system.me),
    Route("PUT", "/interactions/{interaction_id}", system.answer_button),
    # groups and people in private
    Route("POST", f"{_GROUP}/messages", messages.to_group),
    Route("POST", f"{_USER}/messages", messages.to_user),
    Route("POST", f"{_USER}/stream_messages", others.stream),
    Route("DELETE", f"{_GROUP}/messages/{{message_id}}", messages.recall_in_group),
    Route("DELETE", f"{_USER}/messages/{{message_id}}", messages.recall_in_private),
    Route("POST", f"{_GROUP}/files", media.upload),
    Route("POST", f"{_USER}/files", media.upload),
    Route("POST", f"{_GROUP}/upload_prepare", media.prepare),
    Route("POST", f"{_USER}/upload_prepare", media.prepare),
    Route("POST", f"{_GROUP}/upload_part_finish", media.finish_part),
    Route("POST", f"{_USER}/upload_part_finish", media.finish_part),
    Route("PUT", "/upload/{upload_id}/{index}", media.put_part, open=True),
    Route("GET", f"{_GROUP}/info", group.info),
    Route("GET", f"{_GROUP}/bot_state", group.bot_state),
    Route("GET", f"{_GROUP}/members", group.members),
    Route("POST", f"{_GROUP}/members", group.old_members),
    Route("GET", f"{_GROUP}/members/{{member_openid}}", group.member),
    Route("POST", f"{_GROUP}/batch_remove_members", group.remove_members),
    Route("GET", f"{_GROUP}/member_blacklist", group.blacklist),
    Route("POST", f"{_GROUP}/member_blacklist", group.change_blacklist),
    Route("GET", f"{_GROUP}/restrict_chat_setting", group.mutes),
    Route("POST", f"{_GROUP}/restrict_chat_setting", group.mute),
    Route("GET", f"{_GROUP}/join_request_list", group.join_requests),
    Route("POST", f"{_GROUP}/approval_join_request/{{member_openid}}", group.answer_join_request),
    # the guild
    Route("GET", "/users/@me/guilds", guild.guilds),
    Route("GET", _GUILD, guild.guild),
    Route("GET", f"{_GUILD}/channels", guild.channels),
    Route("POST", f"{_GUILD}/channels", guild.add_channel),
    Route("GET", _CHANNEL, guild.channel),
    Route("PATCH", _CHANNEL, guild.change_channel),
    Route("DELETE", _CHANNEL, guild.remove_channel),
    Route("GET", f"{_CHANNEL}/online_nums", guild.online),
    Route("GET", f"{_GUILD}/members", guild.members),
    Route("GET", _MEMBER, guild.member),
    Route("DELETE", _MEMBER, guild.remove_member),
    Route("GET", f"{_GUILD}/roles", roles.roles),
    Route("POST", f"{_GUILD}/roles", roles.add_role),
    Route("PATCH", f"{_GUILD}/roles/{{role_id}}", roles.change_role),
    Route("DELETE", f"{_GUILD}/roles/{{role_id}}", roles.remove_role),
    Route("GET", f"{_GUILD}/roles/{{role_id}}/members", roles.role_members),
    Route("PUT", f"{_MEMBER}/roles/{{role_id}}", roles.give_role),
    Route("DELETE", f"{_MEMBER}/roles/{{role_id}}", roles.take_role),
    Route("GET", f"{_CHANNEL}/members/{{user_id}}/permissions", roles.permissions),
    Route("PUT", f"{_CHANNEL}/members/{{user_id}}/permissions", roles.set_permissions),
    Route("GET", f"{_CHANNEL}/roles/{{role_id}}/permissions", roles.permissions),
    Route("PUT", f"{_CHANNEL}/roles/{{role_id}}/permissions", roles.set_permissions),
    Route("PATCH", f"{_GUILD}/mute", guild.mute),
    Route("PATCH", f"{_MEMBER}/mute", guild.mute_member),
    Route("GET", f"{_GUILD}/message/setting", guild.message_setting),
    Route("GET", f"{_GUILD}/api_permission", roles.api_permissions),
    Route("POST", f"{_GUILD}/api_permission/demand", roles.demand_permission),
    # what is said in it
    Route("POST", f"{_CHANNEL}/messages", channel.send),
    Route("GET", _POST, channel.read),
    Route("DELETE", _POST, channel.recall),
    Route("POST", "/users/@me/dms", channel.open_direct),
    Route("POST", "/dms/{guild_id}/messages", channel.send_direct),
    Route("DELETE", "/dms/{guild_id}/messages/{message_id}", channel.recall_direct),
    Route("PUT", _REACTION, channel.react),
    Route("DELETE", _REACTION, channel.unreact),
    Route("GET", _REACTION, channel.reactions),
    Route("GET", f"{_CHANNEL}/pins", channel.pins),
    Route("PUT", f"{_CHANNEL}/pins/{{message_id}}", channel.pin),
    Route("DELETE", f"{_CHANNEL}/pins/{{message_id}}", channel.unpin),
    Route("POST", f"{_GUILD}/announces", channel.announce),
    Route("DELETE", f"{_GUILD}/announces/{{message_id}}", channel.unannounce),
    Route("GET", f"{_CHANNEL}/schedules", channel.schedules),
    Route("GET", f"{_CHANNEL}/threads", forum.threads),
    Route("PUT", f"{_CHANNEL}/threads", forum.add),
    Route("GET", f"{_CHANNEL}/threads/{{thread_id}}", forum.thread),
    Route("DELETE", f"{_CHANNEL}/threads/{{thread_id}}", forum.remove),
    Route("POST", f"{_CHANNEL}/audio", others.audio),
    Route("PUT", f"{_CHANNEL}/mic", others.on_mic),
    Route("DELETE", f"{_CHANNEL}/mic", others.off_mic),
    Route("POST", f"{_CHANNEL}/settingguide", others.guide),
    Route("POST", "/dms/{guild_id}/settingguide", others.guide_directly),
    Route("POST", f"{_CHANNEL}/schedules", channel.add_schedule),
    Route("GET", f"{_CHANNEL}/schedules/{{schedule_id}}", channel.schedule),
    Route("PATCH", f"{_CHANNEL}/schedules/{{schedule_id}}", channel.change_schedule),
    Route("DELETE", f"{_CHANNEL}/schedules/{{schedule_id}}", channel.remove_schedule),
)
"""All of them."""


def find(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """The call of a method and a path, and what the path names.

    Raises:
        Refusal: 404 for a path that nothing has, 405 for another method.
    """
    found = [(route, match.groupdict()) for route in ROUTES if (match := route.pattern.fullmatch(path))]
    for route, params in found:
        if route.method == method:
            return route, params
    raise no_such_method() if found else no_such_path()
