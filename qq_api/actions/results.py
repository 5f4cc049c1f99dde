"""The types of OneBot's answers, for annotations; import them under `if TYPE_CHECKING:`.

Made by `python scripts/dev.py actions` from the table in `qq_api.actions`; edit that.
A field that is `NotRequired` is missing from some answers, or with some implementations: take it with `get`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from qq_api.types import Payload, Segment

if TYPE_CHECKING:
    from typing_extensions import NotRequired

Id: TypeAlias = int | str
"""A number of QQ's or of OneBot's; a string of digits does as well."""

Message: TypeAlias = str | Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""What can be said: a string (CQ code), one segment, or several."""


class Sent(TypedDict):
    """A message that was sent. 发出的消息。

    Attributes:
        message_id: for get_msg, delete_msg, a reply.
    """

    message_id: int


class SentForward(TypedDict):
    """A card that was sent. 发出的合并转发。

    Attributes:
        forward_id: for get_forward_msg.
        res_id: the same (NapCat).
    """

    message_id: int
    forward_id: NotRequired[str]
    res_id: NotRequired[str]


class Sender(TypedDict):
    """Who said something. 发送者。

    Attributes:
        card: the name in the group.
        role: owner, admin or member.
        title: the title in the group.
    """

    user_id: int
    nickname: str
    card: NotRequired[str]
    role: NotRequired[str]
    title: NotRequired[str]
    sex: NotRequired[str]
    age: NotRequired[int]
    level: NotRequired[str]
    area: NotRequired[str]


class ReceivedMessage(TypedDict):
    """A message, as its event was. 消息，同消息事件。

    Attributes:
        time: Unix seconds.
        message_type: private or group.
        message: a CQ string where QQ's side is set to.
        raw_message: the CQ string.
        group_id: in a group.
        message_format: array or string.
        real_seq: QQ's sequence number (NapCat).
        emoji_likes_list: reactions (NapCat).
        status: normal or deleted (LLOneBot).
    """

    message_id: int
    real_id: NotRequired[int]
    message_seq: NotRequired[int]
    time: int
    message_type: str
    sender: Sender
    message: list[Segment] | str
    raw_message: NotRequired[str]
    sub_type: NotRequired[str]
    user_id: NotRequired[int]
    self_id: NotRequired[int]
    group_id: NotRequired[int]
    group_name: NotRequired[str]
    message_format: NotRequired[str]
    post_type: NotRequired[str]
    font: NotRequired[int]
    real_seq: NotRequired[str]
    emoji_likes_list: NotRequired[list[Payload]]
    status: NotRequired[str]


class History(TypedDict):
    """Earlier messages. 历史消息。"""

    messages: list[ReceivedMessage]


class ForwardSender(TypedDict):
    """Who said something that was forwarded. 被转发消息的发送者。"""

    user_id: int
    nickname: str


class ForwardedMessage(TypedDict):
    """One message in a card. 合并转发中的一条。

    Attributes:
        message: instead of content (NapCat).
        time: Unix seconds.
    """

    content: NotRequired[list[Segment] | str]
    message: NotRequired[list[Segment] | str]
    sender: ForwardSender
    time: int
    message_type: NotRequired[str]
    message_format: NotRequired[str]


class Forward(TypedDict):
    """What is in a card. 合并转发的内容。

    Attributes:
        message: instead: node segments (OneBot 11).
    """

    messages: NotRequired[list[ForwardedMessage]]
    message: NotRequired[list[Segment]]


class EmojiLiker(TypedDict):
    """Who reacted. 回应者。

    Attributes:
        tinyId: a QQ number (LLOneBot) or QQ's own.
    """

    tinyId: str
    nickName: str
    headUrl: str


class EmojiLikes(TypedDict):
    """Reactions to a message. 表情回应。

    Attributes:
        cookie: for the next page.
    """

    emojiLikesList: list[EmojiLiker]
    cookie: str
    isLastPage: bool
    isFirstPage: bool
    result: NotRequired[int]
    errMsg: NotRequired[str]


class Faces(TypedDict):
    """Pictures. 表情。"""

    url: list[str]


class AiCharacter(TypedDict):
    """A made voice. AI 语音角色。

    Attributes:
        preview_url: what it sounds like.
    """

    character_id: str
    character_name: str
    preview_url: str


class AiCharacters(TypedDict):
    """Made voices of one kind. 一类 AI 语音角色。"""

    type: str
    characters: list[AiCharacter]


class Transcript(TypedDict):
    """What was said. 识别出的文字。"""

    text: str


class Friend(TypedDict):
    """A friend. 好友。

    Attributes:
        remark: the name that only the bot sees.
        sex: male, female or unknown.
        uid: QQ's own id.
    """

    user_id: int
    nickname: str
    remark: str
    sex: NotRequired[str]
    age: NotRequired[int]
    birthday_year: NotRequired[int]
    birthday_month: NotRequired[int]
    birthday_day: NotRequired[int]
    qid: NotRequired[str]
    long_nick: NotRequired[str]
    level: NotRequired[int]
    uid: NotRequired[str]
    phone_num: NotRequired[str]
    email: NotRequired[str]
    category_id: NotRequired[int]
    categoryId: NotRequired[int]
    categoryName: NotRequired[str]
    login_days: NotRequired[int]


class FriendCategory(TypedDict):
    """A category of friends. 好友分组。

    Attributes:
        categoryMbCount: how many friends.
        onlineCount: how many are online.
    """

    categoryId: int
    categorySortId: int
    categoryName: str
    categoryMbCount: int
    onlineCount: int
    buddyList: list[Friend]


class Stranger(TypedDict):
    """Who somebody is. 用户资料。

    Attributes:
        sex: male, female or unknown.
        qqLevel: instead of level (NapCat).
        reg_time: when the account was made, Unix seconds.
        long_nick: the line below the name.
    """

    user_id: int
    nickname: str
    sex: str
    age: int
    qid: NotRequired[str]
    level: NotRequired[int]
    qqLevel: NotRequired[int]
    login_days: NotRequired[int]
    reg_time: NotRequired[int]
    long_nick: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    birthday_year: NotRequired[int]
    birthday_month: NotRequired[int]
    birthday_day: NotRequired[int]
    labels: NotRequired[list[str]]
    is_vip: NotRequired[bool]
    is_svip: NotRequired[bool]
    is_years_vip: NotRequired[bool]
    vip_level: NotRequired[int]
    remark: NotRequired[str]
    uid: NotRequired[str]
    status: NotRequired[int]


class Likes(TypedDict):
    """Likes of a profile. 资料点赞。

    Attributes:
        users: uin, nick, count, latestTime in Unix seconds ….
        nextStart: the next start; -1: that was all.
        favoriteInfo: NapCat's: whom one liked, in userInfos.
        voteInfo: NapCat's: who liked one, in userInfos.
    """

    users: NotRequired[list[Payload]]
    nextStart: NotRequired[int]
    uid: NotRequired[str]
    time: NotRequired[str]
    favoriteInfo: NotRequired[Payload]
    voteInfo: NotRequired[Payload]


class UinRange(TypedDict):
    """A range of QQ numbers. QQ 号范围。"""

    minUin: str
    maxUin: str


class Url(TypedDict):
    """An address. 地址。"""

    url: str


class Count(TypedDict):
    """A number. 数量。"""

    count: int


class DoubtfulRequest(TypedDict):
    """A friend request that QQ held back. 可疑好友申请。

    Attributes:
        flag: for set_doubt_friends_add_request.
        reason: why QQ held it back.
        msg: what the person wrote.
        time: Unix seconds.
    """

    flag: str
    uin: str
    nick: str
    source: str
    reason: str
    msg: str
    group_code: str
    time: str
    type: str


class Group(TypedDict):
    """A group. 群。

    Attributes:
        group_memo: its description.
        group_create_time: Unix seconds.
        remark_name: the name that only the bot sees.
        group_remark: the same (NapCat).
        group_all_shut: -1 while all are muted, else 0 (NapCat).
        is_top: on top of the bot's list of chats.
        shut_up_all_timestamp: until when all are muted, Unix seconds.
        shut_up_me_timestamp: until when the bot is muted, Unix seconds.
    """

    group_id: int
    group_name: str
    member_count: int
    max_member_count: int
    group_memo: NotRequired[str]
    group_create_time: NotRequired[int]
    group_level: NotRequired[int]
    remark_name: NotRequired[str]
    group_remark: NotRequired[str]
    group_all_shut: NotRequired[int]
    avatar_url: NotRequired[str]
    owner_id: NotRequired[int]
    is_top: NotRequired[bool]
    shut_up_all_timestamp: NotRequired[int]
    shut_up_me_timestamp: NotRequired[int]


class Member(TypedDict):
    """A member of a group. 群成员。

    Attributes:
        card: the name in the group.
        sex: male, female or unknown.
        level: how active, a number.
        join_time: Unix seconds.
        last_sent_time: of the last message, Unix seconds.
        role: owner, admin or member.
        title: the title in the group.
        title_expire_time: Unix seconds.
        unfriendly: has a bad record.
        card_changeable: whether the bot may change the card.
        shut_up_timestamp: until when muted, Unix seconds.
        qage: the account's age in years.
    """

    group_id: int
    user_id: int
    nickname: str
    card: str
    card_or_nickname: NotRequired[str]
    sex: str
    age: int
    area: str
    level: str
    qq_level: NotRequired[int]
    join_time: int
    last_sent_time: int
    role: str
    title: str
    title_expire_time: int
    unfriendly: bool
    card_changeable: bool
    shut_up_timestamp: NotRequired[int]
    is_robot: NotRequired[bool]
    qage: NotRequired[int]


class MutedMember(TypedDict):
    """Who is muted. 被禁言的成员。

    Attributes:
        role: QQ's own number.
        shutUpTime: until when, Unix seconds.
    """

    uid: str
    uin: str
    nick: str
    cardName: str
    role: int
    shutUpTime: int
    memberRealLevel: int
    memberSpecialTitle: str
    joinTime: int
    lastSpeakTime: int


class SignedMember(TypedDict):
    """Who has signed in. 已打卡的成员。

    Attributes:
        time: Unix seconds.
    """

    user_id: int
    nick: str
    time: int
    rank: int


class Invitation(TypedDict):
    """An invitation into a group. 入群邀请。

    Attributes:
        invitor_uin: who invites.
        checked: whether it was answered.
        actor: by whom.
    """

    request_id: int
    invitor_uin: int
    invitor_nick: str
    group_id: int
    group_name: str
    checked: bool
    actor: int


class JoinRequest(TypedDict):
    """A request to join a group. 加群请求。

    Attributes:
        requester_uin: who asks.
        message: what the person wrote.
        checked: whether it was answered.
        actor: by whom.
    """

    request_id: int
    requester_uin: NotRequired[int]
    requester_nick: str
    message: str
    group_id: int
    group_name: str
    checked: bool
    actor: int
    invitor_uin: NotRequired[int]
    invitor_nick: NotRequired[str]


class SystemMessages(TypedDict):
    """Requests and invitations. 群系统消息。

    Attributes:
        InvitedRequest: invited_requests once more (NapCat).
    """

    invited_requests: list[Invitation] | None
    join_requests: list[JoinRequest] | None
    InvitedRequest: NotRequired[list[Invitation]]


class FilteredRequest(TypedDict):
    """A request to join that QQ filtered out. 被过滤的加群请求。"""

    group_id: int
    user_id: NotRequired[int]
    flag: NotRequired[str]
    request_id: NotRequired[int]
    requester_nick: NotRequired[str]
    invitor_uin: NotRequired[int]
    invitor_nick: NotRequired[str]
    group_name: NotRequired[str]
    message: NotRequired[str]
    checked: NotRequired[bool]
    actor: NotRequired[int]


class Talkative(TypedDict):
    """Who talks most. 龙王。

    Attributes:
        day_count: for how many days.
    """

    user_id: int
    nickname: str
    avatar: str
    day_count: int


class Honored(TypedDict):
    """Who has an honour. 荣誉成员。

    Attributes:
        desc: instead of description (older LLOneBot).
    """

    user_id: int
    nickname: str
    avatar: str
    description: NotRequired[str]
    desc: NotRequired[str]


class Honors(TypedDict):
    """A group's honours; what was not asked for is missing. 群荣誉，未查询的类型没有。"""

    group_id: int
    current_talkative: NotRequired[Talkative]
    talkative_list: NotRequired[list[Honored]]
    performer_list: NotRequired[list[Honored]]
    legend_list: NotRequired[list[Honored]]
    strong_newbie_list: NotRequired[list[Honored]]
    emotion_list: NotRequired[list[Honored]]


class Essence(TypedDict):
    """A marked message. 精华消息。

    Attributes:
        sender_time: Unix seconds.
        operator_time: when it was marked, Unix seconds.
    """

    message_id: int
    sender_id: int
    sender_nick: str
    sender_time: NotRequired[int]
    operator_id: int
    operator_nick: str
    operator_time: int
    msg_seq: NotRequired[int]
    msg_random: NotRequired[int]
    content: NotRequired[list[Segment]]


class AtAllRemain(TypedDict):
    """How often everybody may be mentioned. @全体成员 剩余次数。

    Attributes:
        remain_at_all_count_for_group: by all admins together.
        remain_at_all_count_for_uin: by the bot.
    """

    can_at_all: bool
    remain_at_all_count_for_group: int
    remain_at_all_count_for_uin: int


class NoticeImage(TypedDict):
    """A picture in a notice. 公告图片。"""

    id: str
    width: str
    height: str


class NoticeContent(TypedDict):
    """What a notice says. 公告内容。

    Attributes:
        image: the same (NapCat).
    """

    text: str
    images: list[NoticeImage]
    image: NotRequired[list[NoticeImage]]


class Notice(TypedDict):
    """A group's notice. 群公告。

    Attributes:
        publish_time: Unix seconds.
        read_num: how many have read it (NapCat).
    """

    notice_id: str
    sender_id: int
    publish_time: int
    message: NoticeContent
    settings: NotRequired[Payload]
    read_num: NotRequired[int]


class Uploaded(TypedDict):
    """A file that was uploaded. 已上传的文件。"""

    file_id: str | None


class CreatedFolder(TypedDict):
    """A folder that was made. 已创建的文件夹。

    Attributes:
        result: NapCat's.
        groupItem: NapCat's.
    """

    folder_id: NotRequired[str]
    result: NotRequired[Payload]
    groupItem: NotRequired[Payload]


class GroupFile(TypedDict):
    """A file of a group. 群文件。

    Attributes:
        file_size: bytes.
        size: the same (NapCat).
        upload_time: Unix seconds.
        dead_time: when it vanishes, Unix seconds; 0: never.
        modify_time: Unix seconds.
    """

    group_id: int
    file_id: str
    file_name: str
    busid: int
    file_size: int
    size: NotRequired[int]
    upload_time: int
    dead_time: int
    modify_time: int
    download_times: int
    uploader: int
    uploader_name: str


class GroupFolder(TypedDict):
    """A folder of a group. 群文件夹。

    Attributes:
        folder: the same as folder_id (NapCat).
        create_time: Unix seconds.
    """

    group_id: int
    folder_id: str
    folder_name: str
    folder: NotRequired[str]
    create_time: int
    creator: int
    creator_name: str
    total_file_count: int


class GroupFiles(TypedDict):
    """Files and folders. 文件和文件夹。"""

    files: list[GroupFile]
    folders: list[GroupFolder]


class FileSystem(TypedDict):
    """How much room there is. 群文件空间。

    Attributes:
        used_space: bytes.
        total_space: bytes.
    """

    file_count: int
    limit_count: int
    used_space: int
    total_space: int


class Done(TypedDict):
    """Whether it worked. 是否成功。"""

    ok: bool


class ReceivedFile(TypedDict):
    """A file of a message. 消息中的文件。

    Attributes:
        file: its path where QQ's side runs.
        file_size: bytes.
        size: go-cqhttp's.
        filename: go-cqhttp's.
    """

    file: NotRequired[str]
    url: NotRequired[str]
    file_size: NotRequired[str]
    file_name: NotRequired[str]
    base64: NotRequired[str]
    size: NotRequired[int]
    filename: NotRequired[str]


class Downloaded(TypedDict):
    """A file that was downloaded. 已下载的文件。

    Attributes:
        file: its path where QQ's side runs.
    """

    file: str


class CreatedAlbum(TypedDict):
    """An album that was made. 已创建的相册。"""

    album_id: str
    owner: str
    name: str
    desc: str


class Albums(TypedDict):
    """Albums, a page of them. 相册列表。

    Attributes:
        attach_info: for the next page.
    """

    album_list: list[Payload]
    attach_info: str
    has_more: bool


class AlbumMedia(TypedDict):
    """Pictures of an album, a page of them. 相册中的媒体。

    Attributes:
        next_attach_info: for the next page.
    """

    album: Payload
    media_list: list[Payload]
    next_attach_info: str
    next_has_more: bool


class FlashUrl(TypedDict):
    """Where a flash file is. 闪传文件地址。

    Attributes:
        size: bytes.
        expire: for how long, seconds.
    """

    name: str
    size: int
    url: str
    expire: int


class FlashShare(TypedDict):
    """Flash files that were shared. 闪传分享。

    Attributes:
        expire_time: Unix seconds.
    """

    file_set_id: str
    share_link: str
    expire_time: int
    downloads: NotRequired[list[FlashUrl]]


class FlashFile(TypedDict):
    """A flash file. 闪传文件。

    Attributes:
        size: bytes.
    """

    name: str
    size: int


class FlashInfo(TypedDict):
    """What is in a flash share. 闪传文件集。

    Attributes:
        total_file_size: bytes.
    """

    file_set_id: str
    title: str
    share_link: str
    total_file_size: int
    files: list[FlashFile]


class FlashUrls(TypedDict):
    """Where the files of a flash share are. 闪传文件下载地址。"""

    file_set_id: str
    share_link: str
    files: list[FlashUrl]


class FileSet(TypedDict):
    """A flash share. 闪传文件集 ID。"""

    fileset_id: str


class Login(TypedDict):
    """Who the bot is. 登录号。"""

    user_id: int
    nickname: str


class Version(TypedDict):
    """What runs the bot. 版本。

    Attributes:
        app_name: LLOneBot, NapCat.Onebot, go-cqhttp ….
        protocol_version: v11.
    """

    app_name: str
    app_version: str
    protocol_version: str


class Status(TypedDict):
    """How the bot is. 状态。

    Attributes:
        online: None: it is not known.
        stat: counts of messages, or of packets.
    """

    online: bool | None
    good: bool
    stat: NotRequired[Payload]


class Cookies(TypedDict):
    """Cookies. Cookies。

    Attributes:
        bkn: the CSRF token.
    """

    cookies: str
    bkn: NotRequired[str]


class Credentials(TypedDict):
    """Cookies and token. 接口凭证。

    Attributes:
        token: instead of csrf_token (NapCat).
    """

    cookies: str
    csrf_token: NotRequired[int]
    token: NotRequired[int]


class Token(TypedDict):
    """A CSRF token. CSRF Token。"""

    token: int


class Able(TypedDict):
    """Whether it can be done. 是否可以。"""

    yes: bool


class Rkeys(TypedDict):
    """Keys (LLOneBot). rkey（LLOneBot）。

    Attributes:
        expired_time: Unix seconds.
    """

    private_key: str
    group_key: str
    expired_time: int
    updated_time: str


class Rkey(TypedDict):
    """A key (NapCat). rkey（NapCat）。

    Attributes:
        type: private or group.
        created_at: Unix seconds.
        ttl: seconds.
    """

    type: str
    rkey: str
    created_at: int
    ttl: int


class Point(TypedDict):
    """A corner. 坐标。"""

    x: int
    y: int


class OcrText(TypedDict):
    """A line that was read. 识别出的一行。

    Attributes:
        confidence: how sure, up to 100.
        coordinates: its four corners.
    """

    text: str
    confidence: int
    coordinates: list[Point]


class Ocr(TypedDict):
    """What was read. 识别结果。"""

    texts: list[OcrText]
    language: str
