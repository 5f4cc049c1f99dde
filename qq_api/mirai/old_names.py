"""The calls of mirai-api-http by the names they have in mirai-api-ws. Computes only; no I/O."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from qq_api.types import Payload


class OldNames(ABC):
    """Every call as `command` takes it: the number of its answers, its name, its parameters.

    Parameters have their old names, so that they can be given by name.
    """

    @abstractmethod
    def command(self, passch: int, cmd: str, content: Payload | None = None, subcmd: str = "") -> Payload:
        """Ask for any command.

        Args:
            passch: the number by which its answer is known.
            cmd: as `sendGroupMessage`.
            content: its parameters.
            subcmd: `get` or `update`.
        """

    @abstractmethod
    def file_upload(self, group_id: int, file_path: str, file_name: str | Path) -> Payload:
        """Put a file among those of a group, by HTTP.

        Args:
            group_id: the group.
            file_path: the folder in the group; "" for the outermost.
            file_name: the file on this machine.
        """

    @abstractmethod
    def _about(self, passch: int, cmd: str, message_id: int, target: int | None) -> Payload:
        """Ask for something about a message; today's server wants to know where it was said."""

    # -- the calls, by their old names (mirai-api-http, docs/api/API.md)

    def about(self) -> Payload:
        """The version of mirai-api-http."""
        return self.command(2, "about")

    def messageFromId(self, message_id: int, target: int | None = None) -> Payload:
        """A message; `target`, where it was said, is known if it was seen."""
        return self._about(3, "messageFromId", message_id, target)

    def friendList(self) -> Payload:
        """The bot's friends."""
        return self.command(4, "friendList")

    def groupList(self) -> Payload:
        """The bot's groups."""
        return self.command(5, "groupList")

    def memberList(self, group_id: int) -> Payload:
        """The members of a group, without the bot."""
        return self.command(6, "memberList", {"target": group_id})

    def botProfile(self) -> Payload:
        """What the bot's account says of itself."""
        return self.command(7, "botProfile")

    def friendProfile(self, user_id: int) -> Payload:
        """What a friend says of themselves."""
        return self.command(8, "friendProfile", {"target": user_id})

    def memberProfile(self, group_id: int, user_id: int) -> Payload:
        """What a member of a group says of themselves."""
        return self.command(9, "memberProfile", {"target": group_id, "memberId": user_id})

    def sendFriendMessage(self, user_id: int, messageChain: list[Any]) -> Payload:
        """Say something to a friend."""
        return self.command(10, "sendFriendMessage", {"target": user_id, "messageChain": messageChain})

    def sendGroupMessage(self, group_id: int, messageChain: list[Any]) -> Payload:
        """Say something in a group."""
        return self.command(11, "sendGroupMessage", {"target": group_id, "messageChain": messageChain})

    def sendTempMessage(
        self,
        user_id: int,
        group_id: int,
        messageChain: list[Any],
    ) -> Payload:
        """Say something to somebody who is no friend, by a group that both are in."""
        content = {"qq": user_id, "group": group_id, "messageChain": messageChain}
        return self.command(12, "sendTempMessage", content)

    def sendNudge(self, target: int, subject: int, kind: str) -> Payload:
        """Nudge somebody; `subject` is the group or friend where, `kind` what it is: Group, Friend, Stranger."""
        return self.command(13, "sendNudge", {"target": target, "subject": subject, "kind": kind})

    def recall(self, messageId: int, target: int | None = None) -> Payload:
        """Take a message back; `target` as for `messageFromId`."""
        return self._about(14, "recall", messageId, target)

    def file_list(self, target_id: int, path_id: str = "") -> Payload:
        """What is in a folder of a group."""
        content = {"id": path_id, "target": target_id, "withDownloadInfo": False, "offset": 0, "size": 100}  # it was 1
        return self.command(15, "file_list", content)

    def file_info(self, target_id: int, path_id: str) -> Payload:
        """One file, and its address."""
        return self.command(16, "file_info", {"id": path_id, "target": target_id, "withDownloadInfo": True})

    def file_mkdir(self, target_id: int, path_id: str, directoryName: str = "New Folder") -> Payload:
        """Make a folder."""
        return self.command(17, "file_mkdir", {"id": path_id, "target": target_id, "directoryName": directoryName})

    def file_delete(self, target_id: int, path_id: str) -> Payload:
        """Delete a file."""
        return self.command(18, "file_delete", {"id": path_id, "target": target_id})

    def file_move(self, target_id: int, path_id: str, move_path_id: str) -> Payload:
        """Move a file into another folder."""
        return self.command(19, "file_move", {"id": path_id, "target": target_id, "moveTo": move_path_id})

    def file_rename(self, target_id: int, path_id: str, name: str) -> Payload:
        """Give a file another name."""
        return self.command(20, "file_rename", {"id": path_id, "target": target_id, "renameTo": name})

    def deleteFriend(self, user_id: int) -> Payload:
        """End a friendship."""
        return self.command(21, "deleteFriend", {"target": user_id})

    def mute(self, group_id: int, user_id: int, set_time: int = 600) -> Payload:
        """Mute a member for so many seconds."""
        return self.command(22, "mute", {"target": group_id, "memberId": user_id, "time": set_time})

    def unmute(self, group_id: int, user_id: int) -> Payload:
        """Let a member speak again."""
        return self.command(23, "unmute", {"target": group_id, "memberId": user_id})

    def kick(self, group_id: int, user_id: int, msg: str = "") -> Payload:
        """Throw a member out, with a last word."""
        return self.command(24, "kick", {"target": group_id, "memberId": user_id, "msg": msg})

    def quit(self, group_id: int) -> Payload:
        """Leave a group."""
        return self.command(25, "quit", {"target": group_id})

    def muteAll(self, group_id: int) -> Payload:
        """Mute a whole group."""
        return self.command(26, "muteAll", {"target": group_id})

    def unmuteAll(self, group_id: int) -> Payload:
        """Let a group speak again."""
        return self.command(27, "unmuteAll", {"target": group_id})

    def setEssence(self, messageId: int, target: int | None = None) -> Payload:
        """Make a message one of the group's essence; `target` as for `messageFromId`."""
        return self._about(28, "setEssence", messageId, target)

    def groupConfig_get(self, group_id: int) -> Payload:
        """The settings of a group."""
        return self.command(29, "groupConfig", {"target": group_id}, "get")

    def groupConfig_update(self, group_id: int, config: Payload) -> Payload:
        """Change the settings of a group: name, confessTalk, allowMemberInvite, autoApprove, anonymousChat."""
        return self.command(30, "groupConfig", {"target": group_id, "config": config}, "update")

    def memberInfo_get(self, group_id: int, user_id: int) -> Payload:
        """A member of a group."""
        return self.command(31, "memberInfo", {"target": group_id, "memberId": user_id}, "get")

    def memberInfo_update(self, group_id: int, user_id: int, info: Payload) -> Payload:
        """Change a member's card (`name`) or title (`specialTitle`)."""
        content = {"target": group_id, "memberId": user_id, "info": info}
        return self.command(32, "memberInfo", content, "update")

    def memberAdmin(self, group_id: int, user_id: int, isAdmin: bool) -> Payload:
        """Make a member an administrator, or no longer."""
        return self.command(33, "memberAdmin", {"target": group_id, "memberId": user_id, "assign": isAdmin})

    def resp_newFriendRequestEvent(self, event_id: int, bot_id: int, group_id: int, operate: int, msg: str) -> Payload:
        """Answer who wants to be a friend, and is called `bot_id` here; 0 accept, 1 refuse, 2 refuse for ever."""
        return self._respond(34, "resp_newFriendRequestEvent", event_id, bot_id, group_id, operate, msg)

    def resp_memberJoinRequestEvent(self, event_id: int, bot_id: int, group_id: int, operate: int, msg: str) -> Payload:
        """Answer who wants to join; 0 accept, 1 refuse, 2 ignore, 3 refuse for ever, 4 ignore for ever."""
        return self._respond(35, "resp_memberJoinRequestEvent", event_id, bot_id, group_id, operate, msg)

    def resp_botInvitedJoinGroupRequestEvent(
        self, event_id: int, bot_id: int, group_id: int, operate: int, msg: str
    ) -> Payload:
        """Answer who invites the bot into a group; 0 accept, 1 refuse."""
        return self._respond(36, "resp_botInvitedJoinGroupRequestEvent", event_id, bot_id, group_id, operate, msg)

    def _respond(
        self, passch: int, cmd: str, event_id: int, from_id: int, group_id: int, operate: int, msg: str
    ) -> Payload:
        content = {"eventId": event_id, "fromId": from_id, "groupId": group_id, "operate": operate, "message": msg}
        return self.command(passch, cmd, content)
