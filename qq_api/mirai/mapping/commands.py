"""The actions that are one command each: one table, read from both ends. Computes only; no I/O.

A row ties a command of mirai-api-http ("API", by `command` and `subCommand`) to an action, field by field. `plan` of
`actions` reads it from left to right, `serving` from right to left. What is more than that is written out there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qq_api.mirai.mapping.context import Context
from qq_api.mirai.mapping.fields import Asked, Field, Given, Message, Refusal, Same, a_number, a_string, a_truth
from qq_api.types import Payload

__all__ = ["ROWS", "Command", "Refusal", "Row", "merge", "row_of", "rows_of"]


@dataclass(frozen=True)
class Command:
    """A command to ask.

    Attributes:
        name: as over WebSocket: `file_list`.
        content: its parameters.
        sub: `get` or `update`, where a command is both; else "".
        otherwise: state code -> what is asked instead, once.
    """

    name: str
    content: Payload = field(default_factory=dict)
    sub: str = ""
    otherwise: Mapping[int, "Command"] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One action that is one command."""

    action: str
    command: str
    fields: tuple[Field, ...] = ()
    sub: str = ""

    def fits(self, params: Payload, context: Context) -> bool:
        """Whether an action with these parameters is this command."""
        return all(one.fits(params, context) for one in self.fields)

    def out(self, params: Payload, context: Context) -> Command:
        """The command of an action.

        Raises:
            Refusal: a parameter is missing, or is no such thing.
        """
        content: Payload = {}
        for one in self.fields:
            merge(content, one.out(params, context))
        return Command(self.command, content, self.sub)

    def tells(self, content: Payload) -> bool:
        """Whether a command with this content is this action."""
        return all(one.tells(content) for one in self.fields)

    def back(self, content: Payload, context: Context) -> Payload:
        """The parameters of the action.

        Raises:
            Refusal: something is missing (1400), or nothing is known of it (1200).
        """
        return {key: value for one in self.fields for key, value in one.back(content, context).items()}


def merge(content: Payload, part: Payload) -> None:
    """Put one more part into a content."""
    for key, value in part.items():
        known = content.get(key)
        content[key] = {**known, **value} if isinstance(known, dict) and isinstance(value, dict) else value


GROUP, USER = Same("target", "group_id"), Same("memberId", "user_id")
TO_USER = Same("target", "user_id")
UPDATE = "update"

ROWS = (
    Row("set_group_kick", "kick", (GROUP, USER, Same("block", "reject_add_request", a_truth, False))),
    Row("set_group_ban", "unmute", (GROUP, USER, Given(onebot="duration", value=0, default=1800))),
    Row("set_group_ban", "mute", (GROUP, USER, Same("time", "duration", a_number, 1800))),
    Row("set_group_whole_ban", "muteAll", (GROUP, Given(onebot="enable", value=True, default=True))),
    Row("set_group_whole_ban", "unmuteAll", (GROUP, Given(onebot="enable", value=False, default=True))),
    Row("set_group_admin", "memberAdmin", (GROUP, USER, Same("assign", "enable", a_truth, True))),
    Row("set_group_card", "memberInfo", (GROUP, USER, Same("info.name", "card", a_string, "")), UPDATE),
    Row(
        "set_group_special_title",
        "memberInfo",
        (GROUP, USER, Same("info.specialTitle", "special_title", a_string, "")),
        UPDATE,
    ),
    Row("set_group_name", "groupConfig", (GROUP, Same("config.name", "group_name", a_string)), UPDATE),
    Row("set_group_anonymous", "groupConfig", (GROUP, Same("config.anonymousChat", "enable", a_truth, True)), UPDATE),
    Row("set_group_whole_ban", "groupConfig", (GROUP, Same("config.muteAll", "enable", a_truth, True)), UPDATE),
    Row("set_group_leave", "quit", (GROUP,)),
    Row("delete_friend", "deleteFriend", (TO_USER,)),
    Row("delete_msg", "recall", (Message(),)),
    Row("set_essence_msg", "setEssence", (Message(),)),
    Row("set_friend_add_request", "resp_newFriendRequestEvent", (Asked("n"), Given("message", value=""))),
    Row("set_group_add_request", "resp_memberJoinRequestEvent", (Asked("m"), Same("message", "reason", a_string, ""))),
    Row(
        "set_group_add_request",
        "resp_botInvitedJoinGroupRequestEvent",
        (Asked("b"), Same("message", "reason", a_string, "")),
    ),
    Row("group_poke", "sendNudge", (TO_USER, Same("subject", "group_id"), Given("kind", value="Group"))),
    Row("friend_poke", "sendNudge", (TO_USER, Same("subject", "user_id"), Given("kind", value="Friend"))),
    Row("friend_poke", "sendNudge", (TO_USER, Same("subject", "user_id"), Given("kind", value="Stranger"))),
    Row("get_login_info", "sessionInfo"),
    Row("get_version_info", "about"),
    Row("get_friend_list", "friendList"),
    Row("get_group_list", "groupList"),
    Row("get_group_member_info", "memberInfo", (GROUP, USER), "get"),
    Row("get_stranger_info", "userProfile", (TO_USER,)),
    Row("get_group_root_files", "file_list", (GROUP, Given("id", value=""))),
    Row("get_group_files_by_folder", "file_list", (GROUP, Same("id", "folder_id", a_string))),
    Row(
        "get_group_file_url",
        "file_info",
        (GROUP, Same("id", "file_id", a_string), Given("withDownloadInfo", value=True)),
    ),
    Row(
        "create_group_file_folder",
        "file_mkdir",
        (GROUP, Same("id", "parent_id", a_string, ""), Same("directoryName", "name", a_string)),
    ),
    Row("delete_group_file", "file_delete", (GROUP, Same("id", "file_id", a_string))),
    Row(
        "move_group_file",
        "file_move",
        (GROUP, Same("id", "file_id", a_string), Same("moveTo", "target_directory", a_string)),
    ),
    Row(
        "rename_group_file",
        "file_rename",
        (GROUP, Same("id", "file_id", a_string), Same("renameTo", "new_name", a_string)),
    ),
    Row("_get_group_notice", "anno_list", (Same("id", "group_id"),)),
    Row(
        "_send_group_notice",
        "anno_publish",
        (
            GROUP,
            Same("content", "content", a_string),
            Same("pinned", "pinned", a_truth, False),
            Same("requireConfirmation", "confirm_required", a_truth, False),
        ),
    ),
    Row("_delete_group_notice", "anno_delete", (Same("id", "group_id"), Same("fid", "notice_id", a_string))),
)


def row_of(action: str, params: Payload, context: Context) -> Row | None:
    """The row of an action; the last of those that have its name, where none fits."""
    mine = [row for row in ROWS if row.action == action]
    return next((row for row in mine if row.fits(params, context)), mine[-1] if mine else None)


def rows_of(command: str, sub: str) -> list[Row]:
    """The rows of a command."""
    return [row for row in ROWS if (row.command, row.sub) == (command, sub)]
