"""The platform's own calls as methods; made by scripts/official_calls.py from the table, not to be edited."""

from typing import Any, Protocol, TypeAlias

Id: TypeAlias = int | str
"""An id as the platform writes it, or OneBot's number of it."""


class _Bot(Protocol):
    async def call_action(self, action: str, **params: Any) -> Any: ...


class Official:
    """Tencent's own API, for what OneBot has no words for: `await Official(bot).get_guild(guild_id)`.

    Every method returns what the platform answers. `extra` carries fields that are newer than this list.

    Raises:
        ActionFailed: the platform refuses (its own code, words for the owner), or a field is missing or wrong.
        ApiNotAvailable: the platform cannot be reached.
        Unanswered: no answer; it may have been done.

    Args:
        bot: the bot of QQAPI.
        self_id: which account, where several are connected.
    """

    def __init__(self, bot: _Bot, self_id: int | None = None) -> None:
        self._bot, self._self_id = bot, self_id

    async def _call(self, name: str, /, **params: Any) -> Any:
        given = {key: value for key, value in params.items() if value is not None}
        who = {} if self._self_id is None else {"self_id": self._self_id}
        return await self._bot.call_action(f"official.{name}", **who, **given)

    async def me(self, *, extra: dict[str, Any] | None = None) -> Any:
        """The bot itself.

        获取机器人信息。

        `GET /users/@me`
        """
        return await self._call("me", extra=extra)

    async def me_guilds(
        self,
        *,
        before: str | None = None,
        after: str | None = None,
        limit: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """The guilds it is in.

        获取机器人加入的频道列表。

        `GET /users/@me/guilds`
        """
        return await self._call("me_guilds", before=before, after=after, limit=limit, extra=extra)

    async def get_gateway(self, *, extra: dict[str, Any] | None = None) -> Any:
        """Where the gateway is.

        获取网关地址。

        `GET /gateway/bot`
        """
        return await self._call("get_gateway", extra=extra)

    async def answer_interaction(self, interaction_id: Id, code: int, *, extra: dict[str, Any] | None = None) -> Any:
        """Say how a pressed button went.

        回应按钮交互。

        `PUT /interactions/{interaction_id}`
        """
        return await self._call("answer_interaction", interaction_id=interaction_id, code=code, extra=extra)

    async def get_group_info(self, group_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """A group's name and size.

        获取群信息。

        `GET /v2/groups/{group_id}/info`
        """
        return await self._call("get_group_info", group_id=group_id, extra=extra)

    async def get_group_bot_state(self, group_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """What the bot may do in a group.

        获取机器人在群内的状态。

        `GET /v2/groups/{group_id}/bot_state`
        """
        return await self._call("get_group_bot_state", group_id=group_id, extra=extra)

    async def get_group_members(
        self, group_id: Id, *, cursor: str | None = None, extra: dict[str, Any] | None = None
    ) -> Any:
        """A page of a group's members.

        获取群成员列表（分页）。

        `GET /v2/groups/{group_id}/members`
        """
        return await self._call("get_group_members", group_id=group_id, cursor=cursor, extra=extra)

    async def get_group_member(self, group_id: Id, user_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """One member of a group.

        获取群成员信息。

        `GET /v2/groups/{group_id}/members/{user_id}`
        """
        return await self._call("get_group_member", group_id=group_id, user_id=user_id, extra=extra)

    async def remove_group_members(
        self,
        group_id: Id,
        member_openids: list[Any],
        *,
        add_to_member_blacklist: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Remove up to 20 members.

        批量移除群成员。

        `POST /v2/groups/{group_id}/batch_remove_members`
        """
        return await self._call(
            "remove_group_members",
            group_id=group_id,
            member_openids=member_openids,
            add_to_member_blacklist=add_to_member_blacklist,
            extra=extra,
        )

    async def get_group_blacklist(
        self, group_id: Id, *, cursor: str | None = None, extra: dict[str, Any] | None = None
    ) -> Any:
        """Who may not join a group.

        获取群黑名单。

        `GET /v2/groups/{group_id}/member_blacklist`
        """
        return await self._call("get_group_blacklist", group_id=group_id, cursor=cursor, extra=extra)

    async def set_group_blacklist(
        self, group_id: Id, op: str, member_openids: list[Any], *, extra: dict[str, Any] | None = None
    ) -> Any:
        """Change who may not join a group.

        修改群黑名单。

        `POST /v2/groups/{group_id}/member_blacklist`
        """
        return await self._call(
            "set_group_blacklist", group_id=group_id, op=op, member_openids=member_openids, extra=extra
        )

    async def get_group_join_requests(
        self, group_id: Id, *, cursor: str | None = None, extra: dict[str, Any] | None = None
    ) -> Any:
        """Who asks to join.

        获取入群申请列表。

        `GET /v2/groups/{group_id}/join_request_list`
        """
        return await self._call("get_group_join_requests", group_id=group_id, cursor=cursor, extra=extra)

    async def answer_group_join_request(
        self,
        group_id: Id,
        user_id: Id,
        op: str,
        join_request_id: str,
        *,
        reject_reason: str | None = None,
        add_to_member_blacklist: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Let somebody join, or not.

        审批入群申请。

        `POST /v2/groups/{group_id}/approval_join_request/{user_id}`
        """
        return await self._call(
            "answer_group_join_request",
            group_id=group_id,
            user_id=user_id,
            op=op,
            join_request_id=join_request_id,
            reject_reason=reject_reason,
            add_to_member_blacklist=add_to_member_blacklist,
            extra=extra,
        )

    async def get_group_mutes(self, group_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Who is muted.

        获取群禁言设置。

        `GET /v2/groups/{group_id}/restrict_chat_setting`
        """
        return await self._call("get_group_mutes", group_id=group_id, extra=extra)

    async def set_group_mutes(self, group_id: Id, members: list[Any], *, extra: dict[str, Any] | None = None) -> Any:
        """Mute members, or let them speak.

        设置群成员禁言。

        `POST /v2/groups/{group_id}/restrict_chat_setting`
        """
        return await self._call("set_group_mutes", group_id=group_id, members=members, extra=extra)

    async def post_group_message(
        self,
        group_id: Id,
        *,
        content: str | None = None,
        msg_type: int | None = None,
        markdown: dict[str, Any] | None = None,
        keyboard: dict[str, Any] | None = None,
        ark: dict[str, Any] | None = None,
        media: dict[str, Any] | None = None,
        message_reference: dict[str, Any] | None = None,
        msg_id: str | None = None,
        event_id: str | None = None,
        msg_seq: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Send to a group, as the platform has it.

        发送群消息（平台原始格式）。

        `POST /v2/groups/{group_id}/messages`
        """
        return await self._call(
            "post_group_message",
            group_id=group_id,
            content=content,
            msg_type=msg_type,
            markdown=markdown,
            keyboard=keyboard,
            ark=ark,
            media=media,
            message_reference=message_reference,
            msg_id=msg_id,
            event_id=event_id,
            msg_seq=msg_seq,
            extra=extra,
        )

    async def recall_group_message(self, group_id: Id, message_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Take a group's message back.

        撤回群消息。

        `DELETE /v2/groups/{group_id}/messages/{message_id}`
        """
        return await self._call("recall_group_message", group_id=group_id, message_id=message_id, extra=extra)

    async def post_group_file(
        self,
        group_id: Id,
        file_type: int,
        *,
        url: str | None = None,
        file_data: str | None = None,
        upload_id: str | None = None,
        file_name: str | None = None,
        srv_send_msg: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Upload a file for a group.

        上传群富媒体文件。

        `POST /v2/groups/{group_id}/files`
        """
        return await self._call(
            "post_group_file",
            group_id=group_id,
            file_type=file_type,
            url=url,
            file_data=file_data,
            upload_id=upload_id,
            file_name=file_name,
            srv_send_msg=srv_send_msg,
            extra=extra,
        )

    async def post_c2c_message(
        self,
        user_id: Id,
        *,
        content: str | None = None,
        msg_type: int | None = None,
        markdown: dict[str, Any] | None = None,
        keyboard: dict[str, Any] | None = None,
        ark: dict[str, Any] | None = None,
        media: dict[str, Any] | None = None,
        message_reference: dict[str, Any] | None = None,
        msg_id: str | None = None,
        event_id: str | None = None,
        msg_seq: int | None = None,
        is_wakeup: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Send to somebody, as the platform has it.

        发送单聊消息（平台原始格式）。

        `POST /v2/users/{user_id}/messages`
        """
        return await self._call(
            "post_c2c_message",
            user_id=user_id,
            content=content,
            msg_type=msg_type,
            markdown=markdown,
            keyboard=keyboard,
            ark=ark,
            media=media,
            message_reference=message_reference,
            msg_id=msg_id,
            event_id=event_id,
            msg_seq=msg_seq,
            is_wakeup=is_wakeup,
            extra=extra,
        )

    async def recall_c2c_message(self, user_id: Id, message_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Take a private message back.

        撤回单聊消息。

        `DELETE /v2/users/{user_id}/messages/{message_id}`
        """
        return await self._call("recall_c2c_message", user_id=user_id, message_id=message_id, extra=extra)

    async def post_c2c_file(
        self,
        user_id: Id,
        file_type: int,
        *,
        url: str | None = None,
        file_data: str | None = None,
        upload_id: str | None = None,
        file_name: str | None = None,
        srv_send_msg: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Upload a file for somebody.

        上传单聊富媒体文件。

        `POST /v2/users/{user_id}/files`
        """
        return await self._call(
            "post_c2c_file",
            user_id=user_id,
            file_type=file_type,
            url=url,
            file_data=file_data,
            upload_id=upload_id,
            file_name=file_name,
            srv_send_msg=srv_send_msg,
            extra=extra,
        )

    async def stream_c2c_message(
        self,
        user_id: Id,
        stream: dict[str, Any],
        *,
        content: str | None = None,
        msg_type: int | None = None,
        markdown: dict[str, Any] | None = None,
        keyboard: dict[str, Any] | None = None,
        ark: dict[str, Any] | None = None,
        media: dict[str, Any] | None = None,
        message_reference: dict[str, Any] | None = None,
        msg_id: str | None = None,
        event_id: str | None = None,
        msg_seq: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Send a message bit by bit.

        发送流式单聊消息。

        `POST /v2/users/{user_id}/stream_messages`
        """
        return await self._call(
            "stream_c2c_message",
            user_id=user_id,
            stream=stream,
            content=content,
            msg_type=msg_type,
            markdown=markdown,
            keyboard=keyboard,
            ark=ark,
            media=media,
            message_reference=message_reference,
            msg_id=msg_id,
            event_id=event_id,
            msg_seq=msg_seq,
            extra=extra,
        )

    async def create_dms(self, recipient_id: Id, source_guild_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Begin a conversation with a guild's member.

        创建频道私信会话。

        `POST /users/@me/dms`
        """
        return await self._call("create_dms", recipient_id=recipient_id, source_guild_id=source_guild_id, extra=extra)

    async def post_dms(
        self,
        guild_id: Id,
        *,
        content: str | None = None,
        embed: dict[str, Any] | None = None,
        ark: dict[str, Any] | None = None,
        image: str | None = None,
        message_reference: dict[str, Any] | None = None,
        msg_id: str | None = None,
        event_id: str | None = None,
        markdown: dict[str, Any] | None = None,
        keyboard: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Send a guild's direct message.

        发送频道私信。

        `POST /dms/{guild_id}/messages`
        """
        return await self._call(
            "post_dms",
            guild_id=guild_id,
            content=content,
            embed=embed,
            ark=ark,
            image=image,
            message_reference=message_reference,
            msg_id=msg_id,
            event_id=event_id,
            markdown=markdown,
            keyboard=keyboard,
            extra=extra,
        )

    async def recall_dms(
        self, guild_id: Id, message_id: Id, *, hidetip: bool | None = None, extra: dict[str, Any] | None = None
    ) -> Any:
        """Take a direct message back.

        撤回频道私信。

        `DELETE /dms/{guild_id}/messages/{message_id}`
        """
        return await self._call("recall_dms", guild_id=guild_id, message_id=message_id, hidetip=hidetip, extra=extra)

    async def dms_setting_guide(
        self, guild_id: Id, *, channel_id: Id | None = None, extra: dict[str, Any] | None = None
    ) -> Any:
        """Send a guide to the settings.

        发送私信设置引导。

        `POST /dms/{guild_id}/settingguide`
        """
        return await self._call("dms_setting_guide", guild_id=guild_id, channel_id=channel_id, extra=extra)

    async def post_message(
        self,
        channel_id: Id,
        *,
        content: str | None = None,
        embed: dict[str, Any] | None = None,
        ark: dict[str, Any] | None = None,
        image: str | None = None,
        message_reference: dict[str, Any] | None = None,
        msg_id: str | None = None,
        event_id: str | None = None,
        markdown: dict[str, Any] | None = None,
        keyboard: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Send to a channel, as the platform has it.

        发送子频道消息（平台原始格式）。

        `POST /channels/{channel_id}/messages`
        """
        return await self._call(
            "post_message",
            channel_id=channel_id,
            content=content,
            embed=embed,
            ark=ark,
            image=image,
            message_reference=message_reference,
            msg_id=msg_id,
            event_id=event_id,
            markdown=markdown,
            keyboard=keyboard,
            extra=extra,
        )

    async def get_message(self, channel_id: Id, message_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """A message of a channel.

        获取子频道消息。

        `GET /channels/{channel_id}/messages/{message_id}`
        """
        return await self._call("get_message", channel_id=channel_id, message_id=message_id, extra=extra)

    async def recall_message(
        self, channel_id: Id, message_id: Id, *, hidetip: bool | None = None, extra: dict[str, Any] | None = None
    ) -> Any:
        """Take a channel's message back.

        撤回子频道消息。

        `DELETE /channels/{channel_id}/messages/{message_id}`
        """
        return await self._call(
            "recall_message", channel_id=channel_id, message_id=message_id, hidetip=hidetip, extra=extra
        )

    async def setting_guide(
        self, channel_id: Id, *, guild_id: Id | None = None, extra: dict[str, Any] | None = None
    ) -> Any:
        """Send a guide to the settings.

        发送设置引导。

        `POST /channels/{channel_id}/settingguide`
        """
        return await self._call("setting_guide", channel_id=channel_id, guild_id=guild_id, extra=extra)

    async def put_reaction(
        self, channel_id: Id, message_id: Id, emoji_type: Id, emoji_id: Id, *, extra: dict[str, Any] | None = None
    ) -> Any:
        """React; type 1 QQ's face, 2 emoji.

        发表表情表态（1 系统表情，2 emoji）。

        `PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_type}/{emoji_id}`
        """
        return await self._call(
            "put_reaction",
            channel_id=channel_id,
            message_id=message_id,
            emoji_type=emoji_type,
            emoji_id=emoji_id,
            extra=extra,
        )

    async def delete_reaction(
        self, channel_id: Id, message_id: Id, emoji_type: Id, emoji_id: Id, *, extra: dict[str, Any] | None = None
    ) -> Any:
        """Take a reaction back.

        删除表情表态。

        `DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_type}/{emoji_id}`
        """
        return await self._call(
            "delete_reaction",
            channel_id=channel_id,
            message_id=message_id,
            emoji_type=emoji_type,
            emoji_id=emoji_id,
            extra=extra,
        )

    async def get_reaction_users(
        self,
        channel_id: Id,
        message_id: Id,
        emoji_type: Id,
        emoji_id: Id,
        *,
        cookie: str | None = None,
        limit: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Who reacted.

        获取表情表态用户列表。

        `GET /channels/{channel_id}/messages/{message_id}/reactions/{emoji_type}/{emoji_id}`
        """
        return await self._call(
            "get_reaction_users",
            channel_id=channel_id,
            message_id=message_id,
            emoji_type=emoji_type,
            emoji_id=emoji_id,
            cookie=cookie,
            limit=limit,
            extra=extra,
        )

    async def get_guild(self, guild_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """A guild.

        获取频道详情。

        `GET /guilds/{guild_id}`
        """
        return await self._call("get_guild", guild_id=guild_id, extra=extra)

    async def get_channels(self, guild_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """The channels of a guild.

        获取子频道列表。

        `GET /guilds/{guild_id}/channels`
        """
        return await self._call("get_channels", guild_id=guild_id, extra=extra)

    async def create_channel(
        self,
        guild_id: Id,
        name: str,
        type: int | str,
        *,
        sub_type: int | None = None,
        position: int | None = None,
        parent_id: str | None = None,
        private_type: int | None = None,
        private_user_ids: list[Any] | None = None,
        speak_permission: int | None = None,
        application_id: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Make a channel; type by name, as text.

        创建子频道（type 可用名称，如 text）。

        `POST /guilds/{guild_id}/channels`
        """
        return await self._call(
            "create_channel",
            guild_id=guild_id,
            name=name,
            type=type,
            sub_type=sub_type,
            position=position,
            parent_id=parent_id,
            private_type=private_type,
            private_user_ids=private_user_ids,
            speak_permission=speak_permission,
            application_id=application_id,
            extra=extra,
        )

    async def get_channel(self, channel_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """A channel.

        获取子频道详情。

        `GET /channels/{channel_id}`
        """
        return await self._call("get_channel", channel_id=channel_id, extra=extra)

    async def update_channel(
        self,
        channel_id: Id,
        *,
        name: str | None = None,
        sub_type: int | None = None,
        position: int | None = None,
        parent_id: str | None = None,
        private_type: int | None = None,
        private_user_ids: list[Any] | None = None,
        speak_permission: int | None = None,
        application_id: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Change a channel.

        修改子频道。

        `PATCH /channels/{channel_id}`
        """
        return await self._call(
            "update_channel",
            channel_id=channel_id,
            name=name,
            sub_type=sub_type,
            position=position,
            parent_id=parent_id,
            private_type=private_type,
            private_user_ids=private_user_ids,
            speak_permission=speak_permission,
            application_id=application_id,
            extra=extra,
        )

    async def delete_channel(self, channel_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Remove a channel.

        删除子频道。

        `DELETE /channels/{channel_id}`
        """
        return await self._call("delete_channel", channel_id=channel_id, extra=extra)

    async def get_online_nums(self, channel_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """How many are in a voice or live channel.

        获取子频道在线人数。

        `GET /channels/{channel_id}/online_nums`
        """
        return await self._call("get_online_nums", channel_id=channel_id, extra=extra)

    async def get_guild_members(
        self, guild_id: Id, *, after: str | None = None, limit: int | None = None, extra: dict[str, Any] | None = None
    ) -> Any:
        """A page of a guild's members.

        获取频道成员列表（分页）。

        `GET /guilds/{guild_id}/members`
        """
        return await self._call("get_guild_members", guild_id=guild_id, after=after, limit=limit, extra=extra)

    async def get_guild_member(self, guild_id: Id, user_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """One member of a guild.

        获取频道成员详情。

        `GET /guilds/{guild_id}/members/{user_id}`
        """
        return await self._call("get_guild_member", guild_id=guild_id, user_id=user_id, extra=extra)

    async def delete_guild_member(
        self,
        guild_id: Id,
        user_id: Id,
        *,
        add_blacklist: bool | None = None,
        delete_history_msg_days: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Remove a member.

        移除频道成员。

        `DELETE /guilds/{guild_id}/members/{user_id}`
        """
        return await self._call(
            "delete_guild_member",
            guild_id=guild_id,
            user_id=user_id,
            add_blacklist=add_blacklist,
            delete_history_msg_days=delete_history_msg_days,
            extra=extra,
        )

    async def get_role_members(
        self,
        guild_id: Id,
        role_id: Id,
        *,
        start_index: str | None = None,
        limit: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """A page of those with a role.

        获取身份组成员列表（分页）。

        `GET /guilds/{guild_id}/roles/{role_id}/members`
        """
        return await self._call(
            "get_role_members", guild_id=guild_id, role_id=role_id, start_index=start_index, limit=limit, extra=extra
        )

    async def get_guild_roles(self, guild_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """The roles of a guild.

        获取身份组列表。

        `GET /guilds/{guild_id}/roles`
        """
        return await self._call("get_guild_roles", guild_id=guild_id, extra=extra)

    async def create_guild_role(
        self,
        guild_id: Id,
        *,
        name: str | None = None,
        color: int | None = None,
        hoist: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Make a role.

        创建身份组。

        `POST /guilds/{guild_id}/roles`
        """
        return await self._call(
            "create_guild_role", guild_id=guild_id, name=name, color=color, hoist=hoist, extra=extra
        )

    async def update_guild_role(
        self,
        guild_id: Id,
        role_id: Id,
        *,
        name: str | None = None,
        color: int | None = None,
        hoist: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Change a role.

        修改身份组。

        `PATCH /guilds/{guild_id}/roles/{role_id}`
        """
        return await self._call(
            "update_guild_role", guild_id=guild_id, role_id=role_id, name=name, color=color, hoist=hoist, extra=extra
        )

    async def delete_guild_role(self, guild_id: Id, role_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Remove a role.

        删除身份组。

        `DELETE /guilds/{guild_id}/roles/{role_id}`
        """
        return await self._call("delete_guild_role", guild_id=guild_id, role_id=role_id, extra=extra)

    async def add_role_member(
        self,
        guild_id: Id,
        user_id: Id,
        role_id: Id,
        *,
        channel: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Give a role; 5 needs channel.

        增加身份组成员（5 需要 channel）。

        `PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}`
        """
        return await self._call(
            "add_role_member", guild_id=guild_id, user_id=user_id, role_id=role_id, channel=channel, extra=extra
        )

    async def remove_role_member(
        self,
        guild_id: Id,
        user_id: Id,
        role_id: Id,
        *,
        channel: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Take a role; 5 needs channel.

        删除身份组成员（5 需要 channel）。

        `DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}`
        """
        return await self._call(
            "remove_role_member", guild_id=guild_id, user_id=user_id, role_id=role_id, channel=channel, extra=extra
        )

    async def get_user_permissions(self, channel_id: Id, user_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """What somebody may in a channel.

        获取子频道用户权限。

        `GET /channels/{channel_id}/members/{user_id}/permissions`
        """
        return await self._call("get_user_permissions", channel_id=channel_id, user_id=user_id, extra=extra)

    async def update_user_permissions(
        self,
        channel_id: Id,
        user_id: Id,
        *,
        add: str | None = None,
        remove: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Change what somebody may in a channel.

        修改子频道用户权限。

        `PUT /channels/{channel_id}/members/{user_id}/permissions`
        """
        return await self._call(
            "update_user_permissions", channel_id=channel_id, user_id=user_id, add=add, remove=remove, extra=extra
        )

    async def get_role_permissions(self, channel_id: Id, role_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """What a role may in a channel.

        获取子频道身份组权限。

        `GET /channels/{channel_id}/roles/{role_id}/permissions`
        """
        return await self._call("get_role_permissions", channel_id=channel_id, role_id=role_id, extra=extra)

    async def update_role_permissions(
        self,
        channel_id: Id,
        role_id: Id,
        *,
        add: str | None = None,
        remove: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Change what a role may in a channel.

        修改子频道身份组权限。

        `PUT /channels/{channel_id}/roles/{role_id}/permissions`
        """
        return await self._call(
            "update_role_permissions", channel_id=channel_id, role_id=role_id, add=add, remove=remove, extra=extra
        )

    async def mute_all(
        self,
        guild_id: Id,
        *,
        mute_end_timestamp: str | None = None,
        mute_seconds: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Mute a guild; seconds as text, 0 to end.

        全员禁言（秒数为字符串，0 解除）。

        `PATCH /guilds/{guild_id}/mute`
        """
        return await self._call(
            "mute_all", guild_id=guild_id, mute_end_timestamp=mute_end_timestamp, mute_seconds=mute_seconds, extra=extra
        )

    async def mute_members(
        self,
        guild_id: Id,
        user_ids: list[Any],
        *,
        mute_end_timestamp: str | None = None,
        mute_seconds: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Mute several members.

        批量禁言频道成员。

        `PATCH /guilds/{guild_id}/mute`
        """
        return await self._call(
            "mute_members",
            guild_id=guild_id,
            user_ids=user_ids,
            mute_end_timestamp=mute_end_timestamp,
            mute_seconds=mute_seconds,
            extra=extra,
        )

    async def mute_member(
        self,
        guild_id: Id,
        user_id: Id,
        *,
        mute_end_timestamp: str | None = None,
        mute_seconds: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Mute a member.

        禁言频道成员。

        `PATCH /guilds/{guild_id}/members/{user_id}/mute`
        """
        return await self._call(
            "mute_member",
            guild_id=guild_id,
            user_id=user_id,
            mute_end_timestamp=mute_end_timestamp,
            mute_seconds=mute_seconds,
            extra=extra,
        )

    async def create_announce(
        self,
        guild_id: Id,
        *,
        channel_id: Id | None = None,
        message_id: Id | None = None,
        announces_type: int | None = None,
        recommend_channels: list[Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Announce something in a guild.

        创建频道公告。

        `POST /guilds/{guild_id}/announces`
        """
        return await self._call(
            "create_announce",
            guild_id=guild_id,
            channel_id=channel_id,
            message_id=message_id,
            announces_type=announces_type,
            recommend_channels=recommend_channels,
            extra=extra,
        )

    async def delete_announce(self, guild_id: Id, message_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Take an announcement back; all for every one.

        删除频道公告（all 为全部）。

        `DELETE /guilds/{guild_id}/announces/{message_id}`
        """
        return await self._call("delete_announce", guild_id=guild_id, message_id=message_id, extra=extra)

    async def put_pin(self, channel_id: Id, message_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Pin a message.

        添加精华消息。

        `PUT /channels/{channel_id}/pins/{message_id}`
        """
        return await self._call("put_pin", channel_id=channel_id, message_id=message_id, extra=extra)

    async def delete_pin(self, channel_id: Id, message_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Unpin a message; all for every one.

        删除精华消息（all 为全部）。

        `DELETE /channels/{channel_id}/pins/{message_id}`
        """
        return await self._call("delete_pin", channel_id=channel_id, message_id=message_id, extra=extra)

    async def get_pins(self, channel_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """What is pinned.

        获取精华消息。

        `GET /channels/{channel_id}/pins`
        """
        return await self._call("get_pins", channel_id=channel_id, extra=extra)

    async def get_schedules(
        self, channel_id: Id, *, since: int | None = None, extra: dict[str, Any] | None = None
    ) -> Any:
        """The schedules of a channel.

        获取日程列表。

        `GET /channels/{channel_id}/schedules`
        """
        return await self._call("get_schedules", channel_id=channel_id, since=since, extra=extra)

    async def get_schedule(self, channel_id: Id, schedule_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """A schedule.

        获取日程详情。

        `GET /channels/{channel_id}/schedules/{schedule_id}`
        """
        return await self._call("get_schedule", channel_id=channel_id, schedule_id=schedule_id, extra=extra)

    async def create_schedule(
        self, channel_id: Id, schedule: dict[str, Any], *, extra: dict[str, Any] | None = None
    ) -> Any:
        """Make a schedule.

        创建日程。

        `POST /channels/{channel_id}/schedules`
        """
        return await self._call("create_schedule", channel_id=channel_id, schedule=schedule, extra=extra)

    async def update_schedule(
        self, channel_id: Id, schedule_id: Id, schedule: dict[str, Any], *, extra: dict[str, Any] | None = None
    ) -> Any:
        """Change a schedule.

        修改日程。

        `PATCH /channels/{channel_id}/schedules/{schedule_id}`
        """
        return await self._call(
            "update_schedule", channel_id=channel_id, schedule_id=schedule_id, schedule=schedule, extra=extra
        )

    async def delete_schedule(self, channel_id: Id, schedule_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Remove a schedule.

        删除日程。

        `DELETE /channels/{channel_id}/schedules/{schedule_id}`
        """
        return await self._call("delete_schedule", channel_id=channel_id, schedule_id=schedule_id, extra=extra)

    async def update_audio(
        self,
        channel_id: Id,
        status: int,
        *,
        audio_url: str | None = None,
        text: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Play, pause or stop; status 0 to 3.

        音频控制（status 为 0 至 3）。

        `POST /channels/{channel_id}/audio`
        """
        return await self._call(
            "update_audio", channel_id=channel_id, status=status, audio_url=audio_url, text=text, extra=extra
        )

    async def on_microphone(self, channel_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Take the microphone.

        机器人上麦。

        `PUT /channels/{channel_id}/mic`
        """
        return await self._call("on_microphone", channel_id=channel_id, extra=extra)

    async def off_microphone(self, channel_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Leave the microphone.

        机器人下麦。

        `DELETE /channels/{channel_id}/mic`
        """
        return await self._call("off_microphone", channel_id=channel_id, extra=extra)

    async def get_threads(self, channel_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """The threads of a forum.

        获取帖子列表。

        `GET /channels/{channel_id}/threads`
        """
        return await self._call("get_threads", channel_id=channel_id, extra=extra)

    async def get_thread(self, channel_id: Id, thread_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """A thread.

        获取帖子详情。

        `GET /channels/{channel_id}/threads/{thread_id}`
        """
        return await self._call("get_thread", channel_id=channel_id, thread_id=thread_id, extra=extra)

    async def post_thread(
        self, channel_id: Id, title: str, content: str, format: int, *, extra: dict[str, Any] | None = None
    ) -> Any:
        """Begin a thread; format 1 text, 2 HTML, 3 Markdown, 4 JSON.

        发表帖子（format 依次为文本、HTML、Markdown、JSON）。

        `PUT /channels/{channel_id}/threads`
        """
        return await self._call(
            "post_thread", channel_id=channel_id, title=title, content=content, format=format, extra=extra
        )

    async def delete_thread(self, channel_id: Id, thread_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Remove a thread.

        删除帖子。

        `DELETE /channels/{channel_id}/threads/{thread_id}`
        """
        return await self._call("delete_thread", channel_id=channel_id, thread_id=thread_id, extra=extra)

    async def get_message_setting(self, guild_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """How often the bot may speak in a guild.

        获取频道消息频率设置。

        `GET /guilds/{guild_id}/message/setting`
        """
        return await self._call("get_message_setting", guild_id=guild_id, extra=extra)

    async def get_permissions(self, guild_id: Id, *, extra: dict[str, Any] | None = None) -> Any:
        """Which calls the bot may make in a guild.

        获取频道 API 权限列表。

        `GET /guilds/{guild_id}/api_permission`
        """
        return await self._call("get_permissions", guild_id=guild_id, extra=extra)

    async def demand_permission(
        self,
        guild_id: Id,
        channel_id: Id,
        api_identify: dict[str, Any],
        desc: str,
        *,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """Ask the owner for a call.

        发送 API 权限授权链接。

        `POST /guilds/{guild_id}/api_permission/demand`
        """
        return await self._call(
            "demand_permission",
            guild_id=guild_id,
            channel_id=channel_id,
            api_identify=api_identify,
            desc=desc,
            extra=extra,
        )
