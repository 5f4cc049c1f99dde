"""The one table of the platform's own calls: name -> method, path, fields (docs: bot.q.qq.com/wiki/develop/api-v2).

From it `python scripts/official_calls.py` makes `helpers`. Computes only; no I/O.
"""

import re
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple, TypeAlias

from qq_api.actions.model import Words

Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class Field(NamedTuple):
    """One field of a call; `type` as Python writes it."""

    name: str
    type: str


@dataclass(frozen=True)
class Call:
    """One call of the platform's API.

    Attributes:
        path: with the ids in it, `/guilds/{guild_id}`.
        need: fields that must be given.
        may: fields that may be.
        in_query: whether they go into the address instead of the body.
    """

    name: str
    method: Method
    path: str
    words: Words
    need: tuple[Field, ...] = ()
    may: tuple[Field, ...] = ()
    in_query: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """The names in the path."""
        return tuple(re.findall(r"\{(\w+)\}", self.path))


CHANNEL_TYPES = {"text": 0, "voice": 2, "category": 4, "live": 10005, "app": 10006, "forum": 10007}
"""文字, 语音, 分组, 直播, 应用, 论坛."""


def _fields(written: str) -> tuple[Field, ...]:
    pairs = (one.partition(": ") for one in written.split(", ") if one)
    return tuple(Field(name, kind or "str") for name, _, kind in pairs)


def _call(
    base: str,
    name: str,
    method: Method,
    path: str,
    en: str,
    zh: str,
    need: str = "",
    may: str = "",
    query: bool = False,
) -> Call:
    in_query = query or method == "GET"
    return Call(name, method, base + path, Words(en, zh), _fields(need), _fields(may), in_query)


_top = partial(_call, "")
_group = partial(_call, "/v2/groups/{group_id}")
_user = partial(_call, "/v2/users/{user_id}")
_guild = partial(_call, "/guilds/{guild_id}")
_channel = partial(_call, "/channels/{channel_id}")
_message = partial(_call, "/channels/{channel_id}/messages/{message_id}")

_SAID = (
    "content: str, msg_type: int, markdown: dict, keyboard: dict, ark: dict, media: dict, message_reference: dict, "
    "msg_id: str, event_id: str, msg_seq: int"
)
_SAID_IN_GUILD = (
    "content: str, embed: dict, ark: dict, image: str, message_reference: dict, msg_id: str, event_id: str, "
    "markdown: dict, keyboard: dict"
)
_FILE = "url: str, file_data: str, upload_id: str, file_name: str, srv_send_msg: bool"
_ROLE = "name: str, color: int, hoist: int"
_CHANNEL = (
    "sub_type: int, position: int, parent_id: str, private_type: int, private_user_ids: list, "
    "speak_permission: int, application_id: str"
)
_MUTE = "mute_end_timestamp: str, mute_seconds: str"

_ROWS = (
    # -- the bot
    _top("me", "GET", "/users/@me", "The bot itself", "获取机器人信息"),
    _top("me_guilds", "GET", "/users/@me/guilds", "The guilds it is in", "获取机器人加入的频道列表",
         may="before: str, after: str, limit: int"),
    _top("get_gateway", "GET", "/gateway/bot", "Where the gateway is", "获取网关地址"),
    _top("answer_interaction", "PUT", "/interactions/{interaction_id}", "Say how a pressed button went",
         "回应按钮交互",
         need="code: int"),
    # -- groups
    _group("get_group_info", "GET", "/info", "A group's name and size", "获取群信息"),
    _group("get_group_bot_state", "GET", "/bot_state", "What the bot may do in a group", "获取机器人在群内的状态"),
    _group("get_group_members", "GET", "/members", "A page of a group's members", "获取群成员列表（分页）",
           may="cursor: str"),
    _group("get_group_member", "GET", "/members/{user_id}", "One member of a group", "获取群成员信息"),
    _group("remove_group_members", "POST", "/batch_remove_members", "Remove up to 20 members", "批量移除群成员",
           need="member_openids: list", may="add_to_member_blacklist: bool"),
    _group("get_group_blacklist", "GET", "/member_blacklist", "Who may not join a group", "获取群黑名单",
           may="cursor: str"),
    _group("set_group_blacklist", "POST", "/member_blacklist", "Change who may not join a group", "修改群黑名单",
           need="op: str, member_openids: list"),
    _group("get_group_join_requests", "GET", "/join_request_list", "Who asks to join", "获取入群申请列表",
           may="cursor: str"),
    _group("answer_group_join_request", "POST", "/approval_join_request/{user_id}", "Let somebody join, or not",
           "审批入群申请", need="op: str, join_request_id: str",
           may="reject_reason: str, add_to_member_blacklist: bool"),
    _group("get_group_mutes", "GET", "/restrict_chat_setting", "Who is muted", "获取群禁言设置"),
    _group("set_group_mutes", "POST", "/restrict_chat_setting", "Mute members, or let them speak", "设置群成员禁言",
           need="members: list"),
    _group("post_group_message", "POST", "/messages", "Send to a group, as the platform has it",
           "发送群消息（平台原始格式）",
           may=_SAID),
    _group("recall_group_message", "DELETE", "/messages/{message_id}", "Take a group's message back", "撤回群消息"),
    _group("post_group_file", "POST", "/files", "Upload a file for a group", "上传群富媒体文件",
           need="file_type: int", may=_FILE),
    # -- private
    _user("post_c2c_message", "POST", "/messages", "Send to somebody, as the platform has it",
          "发送单聊消息（平台原始格式）",
          may=f"{_SAID}, is_wakeup: bool"),
    _user("recall_c2c_message", "DELETE", "/messages/{message_id}", "Take a private message back", "撤回单聊消息"),
    _user("post_c2c_file", "POST", "/files", "Upload a file for somebody", "上传单聊富媒体文件",
          need="file_type: int", may=_FILE),
    _user("stream_c2c_message", "POST", "/stream_messages", "Send a message bit by bit", "发送流式单聊消息",
          need="stream: dict", may=_SAID),
    # -- direct messages of guilds
    _top("create_dms", "POST", "/users/@me/dms", "Begin a conversation with a guild's member", "创建频道私信会话",
         need="recipient_id: Id, source_guild_id: Id"),
    _top("post_dms", "POST", "/dms/{guild_id}/messages", "Send a guild's direct message", "发送频道私信",
         may=_SAID_IN_GUILD),
    _top("recall_dms", "DELETE", "/dms/{guild_id}/messages/{message_id}", "Take a direct message back",
         "撤回频道私信",
         may="hidetip: bool", query=True),
    _top("dms_setting_guide", "POST", "/dms/{guild_id}/settingguide", "Send a guide to the settings",
         "发送私信设置引导",
         may="channel_id: Id"),
    # -- messages in channels
    _channel("post_message", "POST", "/messages", "Send to a channel, as the platform has it",
             "发送子频道消息（平台原始格式）",
             may=_SAID_IN_GUILD),
    _message("get_message", "GET", "", "A message of a channel", "获取子频道消息"),
    _message("recall_message", "DELETE", "", "Take a channel's message back", "撤回子频道消息", may="hidetip: bool",
             query=True),
    _channel("setting_guide", "POST", "/settingguide", "Send a guide to the settings", "发送设置引导",
             may="guild_id: Id"),
    _message("put_reaction", "PUT", "/reactions/{emoji_type}/{emoji_id}", "React; type 1 QQ's face, 2 emoji",
             "发表表情表态（1 系统表情，2 emoji）"),
    _message("delete_reaction", "DELETE", "/reactions/{emoji_type}/{emoji_id}", "Take a reaction back",
             "删除表情表态"),
    _message("get_reaction_users", "GET", "/reactions/{emoji_type}/{emoji_id}", "Who reacted",
             "获取表情表态用户列表",
             may="cookie: str, limit: int"),
    # -- guilds and channels
    _guild("get_guild", "GET", "", "A guild", "获取频道详情"),
    _guild("get_channels", "GET", "/channels", "The channels of a guild", "获取子频道列表"),
    _guild("create_channel", "POST", "/channels", "Make a channel; type by name, as text",
           "创建子频道（type 可用名称，如 text）",
           need="name: str, type: int | str", may=_CHANNEL),
    _channel("get_channel", "GET", "", "A channel", "获取子频道详情"),
    _channel("update_channel", "PATCH", "", "Change a channel", "修改子频道", may=f"name: str, {_CHANNEL}"),
    _channel("delete_channel", "DELETE", "", "Remove a channel", "删除子频道"),
    _channel("get_online_nums", "GET", "/online_nums", "How many are in a voice or live channel",
             "获取子频道在线人数"),
    # -- members
    _guild("get_guild_members", "GET", "/members", "A page of a guild's members", "获取频道成员列表（分页）",
           may="after: str, limit: int"),
    _guild("get_guild_member", "GET", "/members/{user_id}", "One member of a guild", "获取频道成员详情"),
    _guild("delete_guild_member", "DELETE", "/members/{user_id}", "Remove a member", "移除频道成员",
           may="add_blacklist: bool, delete_history_msg_days: int"),
    _guild("get_role_members", "GET", "/roles/{role_id}/members", "A page of those with a role",
           "获取身份组成员列表（分页）",
           may="start_index: str, limit: int"),
    # -- roles
    _guild("get_guild_roles", "GET", "/roles", "The roles of a guild", "获取身份组列表"),
    _guild("create_guild_role", "POST", "/roles", "Make a role", "创建身份组", may=_ROLE),
    _guild("update_guild_role", "PATCH", "/roles/{role_id}", "Change a role", "修改身份组", may=_ROLE),
    _guild("delete_guild_role", "DELETE", "/roles/{role_id}", "Remove a role", "删除身份组"),
    _guild("add_role_member", "PUT", "/members/{user_id}/roles/{role_id}", "Give a role; 5 needs channel",
           "增加身份组成员（5 需要 channel）",
           may="channel: dict"),
    _guild("remove_role_member", "DELETE", "/members/{user_id}/roles/{role_id}", "Take a role; 5 needs channel",
           "删除身份组成员（5 需要 channel）", may="channel: dict"),
    # -- permissions in channels
    _channel("get_user_permissions", "GET", "/members/{user_id}/permissions", "What somebody may in a channel",
             "获取子频道用户权限"),
    _channel("update_user_permissions", "PUT", "/members/{user_id}/permissions",
             "Change what somebody may in a channel",
             "修改子频道用户权限", may="add: str, remove: str"),
    _channel("get_role_permissions", "GET", "/roles/{role_id}/permissions", "What a role may in a channel",
             "获取子频道身份组权限"),
    _channel("update_role_permissions", "PUT", "/roles/{role_id}/permissions",
             "Change what a role may in a channel",
             "修改子频道身份组权限", may="add: str, remove: str"),
    # -- muting
    _guild("mute_all", "PATCH", "/mute", "Mute a guild; seconds as text, 0 to end",
           "全员禁言（秒数为字符串，0 解除）", may=_MUTE),
    _guild("mute_members", "PATCH", "/mute", "Mute several members", "批量禁言频道成员", need="user_ids: list",
           may=_MUTE),
    _guild("mute_member", "PATCH", "/members/{user_id}/mute", "Mute a member", "禁言频道成员", may=_MUTE),
    # -- announcements and pins
    _guild("create_announce", "POST", "/announces", "Announce something in a guild", "创建频道公告",
           may="channel_id: Id, message_id: Id, announces_type: int, recommend_channels: list"),
    _guild("delete_announce", "DELETE", "/announces/{message_id}", "Take an announcement back; all for every one",
           "删除频道公告（all 为全部）"),
    _channel("put_pin", "PUT", "/pins/{message_id}", "Pin a message", "添加精华消息"),
    _channel("delete_pin", "DELETE", "/pins/{message_id}", "Unpin a message; all for every one",
             "删除精华消息（all 为全部）"),
    _channel("get_pins", "GET", "/pins", "What is pinned", "获取精华消息"),
    # -- schedules
    _channel("get_schedules", "GET", "/schedules", "The schedules of a channel", "获取日程列表", may="since: int"),
    _channel("get_schedule", "GET", "/schedules/{schedule_id}", "A schedule", "获取日程详情"),
    _channel("create_schedule", "POST", "/schedules", "Make a schedule", "创建日程", need="schedule: dict"),
    _channel("update_schedule", "PATCH", "/schedules/{schedule_id}", "Change a schedule", "修改日程",
             need="schedule: dict"),
    _channel("delete_schedule", "DELETE", "/schedules/{schedule_id}", "Remove a schedule", "删除日程"),
    # -- audio
    _channel("update_audio", "POST", "/audio", "Play, pause or stop; status 0 to 3", "音频控制（status 为 0 至 3）",
             need="status: int", may="audio_url: str, text: str"),
    _channel("on_microphone", "PUT", "/mic", "Take the microphone", "机器人上麦"),
    _channel("off_microphone", "DELETE", "/mic", "Leave the microphone", "机器人下麦"),
    # -- forum
    _channel("get_threads", "GET", "/threads", "The threads of a forum", "获取帖子列表"),
    _channel("get_thread", "GET", "/threads/{thread_id}", "A thread", "获取帖子详情"),
    _channel("post_thread", "PUT", "/threads", "Begin a thread; format 1 text, 2 HTML, 3 Markdown, 4 JSON",
             "发表帖子（format 依次为文本、HTML、Markdown、JSON）",
             need="title: str, content: str, format: int"),
    _channel("delete_thread", "DELETE", "/threads/{thread_id}", "Remove a thread", "删除帖子"),
    # -- what the bot may
    _guild("get_message_setting", "GET", "/message/setting", "How often the bot may speak in a guild",
           "获取频道消息频率设置"),
    _guild("get_permissions", "GET", "/api_permission", "Which calls the bot may make in a guild",
           "获取频道 API 权限列表"),
    _guild("demand_permission", "POST", "/api_permission/demand", "Ask the owner for a call",
           "发送 API 权限授权链接",
           need="channel_id: Id, api_identify: dict, desc: str"),
)  # fmt: skip

CALLS: dict[str, Call] = {row.name: row for row in _ROWS}
"""Name -> call."""
