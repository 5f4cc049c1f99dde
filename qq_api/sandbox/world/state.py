"""What there is in a World: plain data. Who changes it tells whoever would notice."""

from dataclasses import dataclass, field

from qq_api.errors import ActionFailed
from qq_api.types import Payload, Segment

DEFAULT_CATEGORY = 1
"""The category that every account has, 我的好友."""


ANONYMOUS = 80_000_000
"""The number of everybody who gives no name."""


class Refused(ActionFailed):
    """QQ would not do this; `retcode` 1400 for bad parameters, 1200 for what fails, 1404 for unknown actions."""

    def __init__(self, wording: str, retcode: int = 1200) -> None:
        super().__init__({"status": "failed", "retcode": retcode, "data": None, "message": wording, "wording": wording})


@dataclass
class Friend:
    """What somebody has noted about a friend."""

    user_id: int
    remark: str = ""
    category_id: int = DEFAULT_CATEGORY


@dataclass
class Like:
    """Who liked a profile: how often in all, and today."""

    user_id: int
    count: int = 0
    time: int = 0
    day: int = 0
    today: int = 0


@dataclass
class Person:
    """Somebody on QQ.

    Attributes:
        online: whether a bot may act for them (an account of ours), or they are bystanders the page speaks for.
        status: what `set_online_status` takes: status (10 is online), extended status, battery in percent.
        avatar: where the picture is, as it was given; "" for QQ's own.
        likes: who liked the profile.
        group_remarks: what they call groups for themselves.
        group_masks: how they receive groups' messages (`set_group_msg_mask`; 1 is with a notification).
        typing: to whom they show that they type, and how (`set_input_status`).
        faces: addresses of favourite pictures.
        settings: what `set_config` has changed of the program around the account.
        started: when that program was started again, seconds since 1970; 0 for when the World began.
        read: how far each conversation was read: `"20001"` or `"10001-10002"` -> the newest message's seq.
    """

    user_id: int
    nickname: str
    online: bool = False
    personal_note: str = ""
    sex: str = "unknown"
    age: int = 0
    level: int = 0
    avatar: str = ""
    status: tuple[int, int, int] = (10, 0, 0)
    friends: dict[int, Friend] = field(default_factory=dict)
    categories: dict[int, str] = field(default_factory=lambda: {DEFAULT_CATEGORY: "我的好友"})
    likes: dict[int, Like] = field(default_factory=dict)
    group_remarks: dict[int, str] = field(default_factory=dict)
    group_masks: dict[int, int] = field(default_factory=dict)
    typing: dict[int, int] = field(default_factory=dict)
    faces: list[str] = field(default_factory=list)
    settings: Payload = field(default_factory=dict)
    started: int = 0
    read: dict[str, int] = field(default_factory=dict)

    def category(self, name: str) -> int:
        """The number of a category of friends, which is made where there is none of this name."""
        for category_id, known in self.categories.items():
            if known == name:
                return category_id
        self.categories[max(self.categories) + 1] = name
        return max(self.categories)


@dataclass
class Member:
    """A person's place in a group; `role` is owner, admin or member, times are seconds since 1970."""

    user_id: int
    card: str = ""
    role: str = "member"
    title: str = ""
    level: int = 1
    join_time: int = 0
    last_sent_time: int = 0
    muted_until: int = 0


@dataclass
class Announcement:
    """A group's announcement (群公告)."""

    notice_id: str
    sender_id: int
    time: int
    text: str
    image: str = ""
    pinned: bool = False
    confirm_required: bool = True


@dataclass
class Essence:
    """A message that a group has marked, and who marked it when."""

    message_id: int
    operator_id: int
    time: int


@dataclass
class GroupFile:
    """A file of a group; what it holds is kept where files are kept."""

    file_id: str
    name: str
    size: int
    uploader: int
    time: int
    folder_id: str = "/"
    forever: bool = False
    source: str = ""


@dataclass
class Folder:
    """A folder of a group's files."""

    folder_id: str
    name: str
    creator: int
    time: int


@dataclass
class Picture:
    """A picture in an album; those of one upload share a `batch_id`. `source` is where it came from."""

    lloc: str
    batch_id: str
    source: str
    uploader: int
    time: int
    likes: list[int] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Album:
    """An album of a group."""

    album_id: str
    name: str
    desc: str
    owner: int
    time: int
    pictures: dict[str, Picture] = field(default_factory=dict)


@dataclass
class Flash:
    """Files that somebody shares by links (闪传).

    Attributes:
        files: names.
        links: the newest last.
        sources: the same files, as a store knows them.
    """

    file_set_id: str
    title: str
    owner: int
    files: list[str]
    links: list[str]
    expires: int
    downloaded_by: list[int] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


@dataclass
class Mask:
    """As whom a member talks without a name in a group; `flag` is opaque to bots, times are seconds since 1970."""

    number: int
    name: str
    flag: str
    muted_until: int = 0


@dataclass
class Group:
    """A group and who is in it.

    Attributes:
        honors: kind as in OneBot ("talkative", "performer" ...) -> who has it, the present one first.
        signed: who signed in -> when last, seconds since 1970.
        blocked: whom the group never lets in again.
        anonymous: whether members may talk without a name.
        masks: who has done so -> as whom.
        at_all_left: how often everybody may still be mentioned today.
    """

    group_id: int
    name: str
    members: dict[int, Member] = field(default_factory=dict)
    created: int = 0
    memo: str = ""
    avatar: str = ""
    muted: bool = False
    announcements: dict[str, Announcement] = field(default_factory=dict)
    essence: dict[int, Essence] = field(default_factory=dict)
    files: dict[str, GroupFile] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)
    albums: dict[str, Album] = field(default_factory=dict)
    honors: dict[str, list[int]] = field(default_factory=dict)
    signed: dict[int, int] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    anonymous: bool = False
    masks: dict[int, Mask] = field(default_factory=dict)
    at_all_left: int = 20


@dataclass
class Request:
    """Somebody asks: to be a friend, to join a group ("add"), or another to join one ("invite").

    Attributes:
        user_id: who asks.
        to: whom; 0 for a group's admins.
        doubt: why QQ holds it back; whom it is for is not told.
        actor: who answered it; 0 while nobody has.
    """

    number: int
    kind: str
    user_id: int
    to: int
    comment: str
    time: int
    group_id: int = 0
    actor: int = 0
    doubt: str = ""

    @property
    def flag(self) -> str:
        """By which it is answered; opaque to bots."""
        return f"{self.group_id or self.user_id}|{self.number}|{self.kind}"


@dataclass
class Message:
    """A message that was said, in a group or to one person (`peer_id`).

    Attributes:
        via: the group by which two who are no friends talk (a temporary session).
        seq: its number in its conversation, which counts up.
        mask: as whom it was said in a group, by somebody who gave no name.
        spoken: what a voice message says.
        reactions: face -> who reacted with it.
    """

    message_id: int
    time: int
    user_id: int
    segments: list[Segment]
    group_id: int | None = None
    peer_id: int | None = None
    via: int | None = None
    recalled: bool = False
    spoken: str = ""
    reactions: dict[str, list[int]] = field(default_factory=dict)
    seq: int = 0
    mask: Mask | None = None

    @property
    def speaker(self) -> int:
        """Who said it, as others see it."""
        return ANONYMOUS if self.mask else self.user_id

    @property
    def conversation(self) -> str:
        """Where it was said: `"20001"`, or between whom: `"10001-10002"`."""
        if self.group_id is not None:
            return str(self.group_id)
        return "-".join(map(str, sorted((self.user_id, self.peer_id or 0))))
