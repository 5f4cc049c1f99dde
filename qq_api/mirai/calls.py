"""The calls of mirai-api-http as methods, named as its commands are (docs/api/API.md; the Chinese is its)."""

from abc import ABC, abstractmethod
from typing import Any, Literal, cast

from qq_api.mirai.shapes import Chain, FileInfo, Friend, Group, GroupConfig, Member, MemberSettings, Message, Profile
from qq_api.mirai.targets import message_id_of
from qq_api.types import Payload


class Calls(ABC):
    """What an account of mirai can be asked to do.

    Every method raises `MiraiError` when mirai-api-http could not do it, `NotConnected` when it was not sent, and
    `NoAnswer` when it may have been done. People, groups and messages are numbers, times are seconds.
    """

    @abstractmethod
    async def call(self, command: str, content: Payload | None = None, sub: str = "") -> Payload:
        """The answer to a command that was carried out."""

    @abstractmethod
    def target_of(self, message_id: int, target: int | None = None) -> int:
        """The friend or group of a message, where it is not named."""

    async def _data(self, command: str, content: Payload | None = None) -> Any:
        return (await self.call(command, content)).get("data")

    async def _bare(self, command: str, content: Payload | None = None, sub: str = "") -> Any:
        """An answer that is its data; NapCat's plug-in has it in `data` all the same."""
        answer = await self.call(command, content, sub)
        return answer.get("data") if "code" in answer else answer

    # -- who there is

    async def about(self) -> dict[str, Any]:
        """The version of mirai-api-http: `{"version": "2.10.0"}` (获取插件信息)."""
        return cast("dict[str, Any]", await self._data("about"))

    async def friend_list(self) -> list[Friend]:
        """The bot's friends (获取好友列表)."""
        return cast("list[Friend]", await self._data("friendList"))

    async def group_list(self) -> list[Group]:
        """The bot's groups (获取群列表)."""
        return cast("list[Group]", await self._data("groupList"))

    async def member_list(self, target: int) -> list[Member]:
        """The members of a group, without the bot itself (获取群成员列表)."""
        return cast("list[Member]", await self._data("memberList", {"target": target}))

    async def bot_profile(self) -> Profile:
        """What the bot's account says of itself (获取Bot资料)."""
        return cast("Profile", await self._bare("botProfile"))

    async def friend_profile(self, target: int) -> Profile:
        """What a friend says of themselves (获取好友资料)."""
        return cast("Profile", await self._bare("friendProfile", {"target": target}))

    async def member_profile(self, target: int, member_id: int) -> Profile:
        """What a member of the group `target` says of themselves (获取群成员资料)."""
        return cast("Profile", await self._bare("memberProfile", {"target": target, "memberId": member_id}))

    # -- messages

    async def message_from_id(self, message_id: int, target: int | None = None) -> Message:
        """A message that mirai-api-http still remembers (通过messageId获取消息).

        Args:
            message_id: its number.
            target: the friend or group it was said in; not needed for a message that this client saw.
        """
        content = {"messageId": message_id, "target": self.target_of(message_id, target)}
        return cast("Message", await self._data("messageFromId", content))

    async def send_friend_message(self, target: int, message_chain: Chain, quote: int | None = None) -> int:
        """Say something to a friend (发送好友消息).

        Args:
            target: the friend.
            message_chain: `[{"type": "Plain", "text": "hi"}]`
            quote: the number of the message it answers.

        Returns:
            the message's number; -1 where it was sent, and has none.
        """
        return await self._say("sendFriendMessage", {"target": target}, message_chain, quote)

    async def send_group_message(self, target: int, message_chain: Chain, quote: int | None = None) -> int:
        """Say something in the group `target`; else as `send_friend_message` (发送群消息)."""
        return await self._say("sendGroupMessage", {"target": target}, message_chain, quote)

    async def send_temp_message(self, qq: int, group: int, message_chain: Chain, quote: int | None = None) -> int:
        """Say something to `qq`, who is no friend, by a group both are in; else as above (发送临时会话消息)."""
        return await self._say("sendTempMessage", {"qq": qq, "group": group}, message_chain, quote)

    async def _say(self, command: str, where: Payload, message_chain: Chain, quote: int | None) -> int:
        content = {**where, "messageChain": message_chain}
        if quote is not None:
            content["quote"] = quote
        return message_id_of(await self.call(command, content))

    async def send_nudge(self, target: int, subject: int, kind: Literal["Friend", "Group", "Stranger"]) -> None:
        """Nudge somebody (发送头像戳一戳消息).

        Args:
            target: whom.
            subject: where: the group, or the friend.
            kind: what `subject` is.
        """
        await self.call("sendNudge", {"target": target, "subject": subject, "kind": kind})

    async def recall(self, message_id: int, target: int | None = None) -> None:
        """Take a message back; parameters as for `message_from_id` (撤回消息)."""
        await self.call("recall", {"messageId": message_id, "target": self.target_of(message_id, target)})

    async def set_essence(self, message_id: int, target: int | None = None) -> None:
        """Make a group's message one of its essence; parameters as for `message_from_id` (设置群精华消息)."""
        await self.call("setEssence", {"messageId": message_id, "target": self.target_of(message_id, target)})

    # -- files of a group; `id` is the file's or folder's, "" the outermost folder

    async def file_list(self, target: int, id: str = "", offset: int = 0, size: int = 100) -> list[FileInfo]:
        """What is in a folder of the group `target`, from the `offset`th on, `size` at most (查看文件列表)."""
        content = {"id": id, "target": target, "offset": offset, "size": size}
        return cast("list[FileInfo]", await self._data("file_list", content))

    async def file_info(self, target: int, id: str, *, with_download_info: bool = True) -> FileInfo:
        """One file, with its address if `with_download_info` (获取文件信息)."""
        content = {"id": id, "target": target, "withDownloadInfo": with_download_info}
        return cast("FileInfo", await self._data("file_info", content))

    async def file_mkdir(self, target: int, directory_name: str, id: str = "") -> FileInfo:
        """Make a folder (创建文件夹)."""
        content = {"id": id, "target": target, "directoryName": directory_name}
        return cast("FileInfo", await self._data("file_mkdir", content))

    async def file_delete(self, target: int, id: str) -> None:
        """Delete a file or folder (删除文件)."""
        await self.call("file_delete", {"id": id, "target": target})

    async def file_move(self, target: int, id: str, move_to: str) -> None:
        """Move a file into the folder `move_to` (移动文件)."""
        await self.call("file_move", {"id": id, "target": target, "moveTo": move_to})

    async def file_rename(self, target: int, id: str, rename_to: str) -> None:
        """Give a file another name (重命名文件)."""
        await self.call("file_rename", {"id": id, "target": target, "renameTo": rename_to})

    # -- friends and groups

    async def delete_friend(self, target: int) -> None:
        """End a friendship (删除好友)."""
        await self.call("deleteFriend", {"target": target})

    async def mute(self, target: int, member_id: int, time: int = 600) -> None:
        """Mute a member of the group `target` for so many seconds (禁言群成员)."""
        await self.call("mute", {"target": target, "memberId": member_id, "time": time})

    async def unmute(self, target: int, member_id: int) -> None:
        """Let a muted member speak again (解除群成员禁言)."""
        await self.call("unmute", {"target": target, "memberId": member_id})

    async def kick(self, target: int, member_id: int, msg: str = "", *, block: bool = False) -> None:
        """Throw a member out of the group `target` (移除群成员).

        Args:
            target: the group.
            member_id: who.
            msg: what they are told.
            block: whether they may not ask to come back.
        """
        await self.call("kick", {"target": target, "memberId": member_id, "msg": msg, "block": block})

    async def quit(self, target: int) -> None:
        """Leave a group (退出群聊)."""
        await self.call("quit", {"target": target})

    async def mute_all(self, target: int) -> None:
        """Mute a whole group (全体禁言)."""
        await self.call("muteAll", {"target": target})

    async def unmute_all(self, target: int) -> None:
        """Let a group speak again (解除全体禁言)."""
        await self.call("unmuteAll", {"target": target})

    async def group_config_get(self, target: int) -> GroupConfig:
        """The settings of a group (获取群设置)."""
        return cast("GroupConfig", await self._bare("groupConfig", {"target": target}, "get"))

    async def group_config_update(self, target: int, config: GroupConfig) -> None:
        """Change those settings of a group that `config` names (修改群设置)."""
        await self.call("groupConfig", {"target": target, "config": dict(config)}, "update")

    async def member_info_get(self, target: int, member_id: int) -> Member:
        """A member of the group `target`; the bot itself, too (获取群员设置)."""
        return cast("Member", await self._bare("memberInfo", {"target": target, "memberId": member_id}, "get"))

    async def member_info_update(self, target: int, member_id: int, info: MemberSettings) -> None:
        """Change a member's card or title (修改群员设置)."""
        content = {"target": target, "memberId": member_id, "info": dict(info)}
        await self.call("memberInfo", content, "update")

    async def member_admin(self, target: int, member_id: int, *, assign: bool) -> None:
        """Make a member of the group `target` an administrator, or no longer (修改群员管理员)."""
        await self.call("memberAdmin", {"target": target, "memberId": member_id, "assign": assign})

    # -- what others ask for; the first three parameters stand in the event

    async def resp_new_friend_request_event(
        self, event_id: int, from_id: int, group_id: int, operate: int, message: str = ""
    ) -> None:
        """Answer who wants to be a friend (添加好友申请).

        Args:
            event_id: of the `NewFriendRequestEvent`.
            from_id: who asks.
            group_id: the group they come from; 0 for none.
            operate: 0 accept, 1 refuse, 2 refuse for ever.
            message: what they are told.
        """
        await self._respond("resp_newFriendRequestEvent", event_id, from_id, group_id, operate, message)

    async def resp_member_join_request_event(
        self, event_id: int, from_id: int, group_id: int, operate: int, message: str = ""
    ) -> None:
        """Answer who wants to join a group (用户入群申请); as above, but for:

        Args:
            event_id, from_id, group_id, message: of the `MemberJoinRequestEvent`.
            operate: 0 accept, 1 refuse, 2 ignore, 3 refuse for ever, 4 ignore for ever.
        """
        await self._respond("resp_memberJoinRequestEvent", event_id, from_id, group_id, operate, message)

    async def resp_bot_invited_join_group_request_event(
        self, event_id: int, from_id: int, group_id: int, operate: int, message: str = ""
    ) -> None:
        """Answer who invites the bot into a group (Bot被邀请入群申请); `operate`: 0 accept, 1 refuse."""
        await self._respond("resp_botInvitedJoinGroupRequestEvent", event_id, from_id, group_id, operate, message)

    async def _respond(
        self, command: str, event_id: int, from_id: int, group_id: int, operate: int, message: str
    ) -> None:
        content = {"eventId": event_id, "fromId": from_id, "groupId": group_id, "operate": operate}
        await self.call(command, {**content, "message": message})
