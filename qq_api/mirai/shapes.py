"""The objects in answers of mirai-api-http (docs/api/API.md). Types only."""

from typing import Any, TypeAlias, TypedDict

Chain: TypeAlias = list[dict[str, Any]]
"""A message: `[{"type": "Plain", "text": "hi"}]` (docs/api/MessageType.md, 消息链)."""


class Friend(TypedDict):
    """A friend."""

    id: int
    nickname: str
    remark: str


class Group(TypedDict):
    """A group; `permission` is the bot's own there: OWNER, ADMINISTRATOR or MEMBER."""

    id: int
    name: str
    permission: str


class Member(TypedDict):
    """A member of a group; times in Unix seconds, `muteTimeRemaining` in seconds."""

    id: int
    memberName: str
    specialTitle: str
    permission: str
    joinTimestamp: int
    lastSpeakTimestamp: int
    muteTimeRemaining: int
    group: Group


class Profile(TypedDict):
    """What somebody says of themselves; `sex`: UNKNOWN, MALE or FEMALE."""

    nickname: str
    email: str
    age: int
    level: int
    sign: str
    sex: str


class GroupConfig(TypedDict, total=False):
    """The settings of a group; in an update only what is to change."""

    name: str
    confessTalk: bool
    allowMemberInvite: bool
    autoApprove: bool
    anonymousChat: bool
    muteAll: bool


class MemberSettings(TypedDict, total=False):
    """What of a member can be changed: the card (`name`) and the title."""

    name: str
    specialTitle: str


class FileInfo(TypedDict, total=False):
    """A file or folder of a group."""

    name: str
    id: str
    path: str
    parent: Any
    contact: Any
    isFile: bool
    isDictionary: bool
    isDirectory: bool
    sha1: str
    md5: str
    size: int
    uploaderId: int
    uploadTime: int
    lastModifyTime: int
    downloadTimes: int
    downloadInfo: Any


class Message(TypedDict):
    """A message that is remembered."""

    type: str
    messageChain: Chain
    sender: Any
