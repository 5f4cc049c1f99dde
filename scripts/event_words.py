"""What events and their fields mean, for scripts/event_pages.py."""

from qq_api.actions import Words

OUTRO = Words(
    "## Fields\n\nEvery event has `time`, `self_id` and `post_type`.\n",
    "## 字段\n\n每个事件都有 `time`、`self_id` 与 `post_type`。\n",
)

EVENTS = {
    ("message", "group", "normal"): Words("somebody speaks in a group", "群消息"),
    ("message", "private", "friend"): Words("a friend writes to the bot", "好友私聊"),
    ("message", "private", "group"): Words("a member of a group writes to the bot", "群临时会话"),
    ("notice", "friend_add", ""): Words("somebody became a friend", "新增好友"),
    ("notice", "group_msg_emoji_like", ""): Words("somebody reacted to a message with a face", "用表情回应消息"),
    ("notice", "essence", "add"): Words("a message was marked as essence", "设置精华消息"),
    ("notice", "group_recall", ""): Words("a message was recalled in a group", "群消息被撤回"),
    ("notice", "friend_recall", ""): Words("a message was recalled in private", "好友消息被撤回"),
    ("notice", "notify", "poke"): Words("somebody was poked", "戳一戳"),
    ("notice", "notify", "profile_like"): Words("somebody liked the bot's profile", "有人给机器人点赞"),
    ("notice", "group_upload", ""): Words("a file was put into a group", "群文件上传"),
    ("notice", "group_card", ""): Words("a card was changed", "群名片变更"),
    ("notice", "notify", "title"): Words("a member got a title", "群成员获得头衔"),
    ("notice", "group_admin", "set"): Words("a member became admin", "设置管理员"),
    ("notice", "group_admin", "unset"): Words("a member is no admin any more", "取消管理员"),
    ("notice", "group_ban", "ban"): Words(
        "somebody was muted (`user_id` 0: everybody)", "禁言（`user_id` 为 0：全员禁言）"
    ),
    ("notice", "group_ban", "lift_ban"): Words("the mute was lifted", "解除禁言"),
    ("notice", "flash_file", "uploaded"): Words("a flash transfer was uploaded", "闪传文件上传完成"),
    ("notice", "flash_file", "downloaded"): Words("a flash transfer was downloaded", "闪传文件下载完成"),
    ("request", "friend", ""): Words("somebody wants to be a friend", "加好友申请"),
    ("request", "group", "add"): Words("somebody wants into a group", "加群申请"),
    ("request", "group", "invite"): Words("the bot is invited into a group", "邀请机器人入群"),
    ("notice", "group_increase", "approve"): Words("a member came, and was let in", "成员经同意入群"),
    ("notice", "group_increase", "invite"): Words("a member came, and was invited", "成员受邀入群"),
    ("notice", "group_decrease", "leave"): Words("a member left", "成员退群"),
    ("notice", "group_decrease", "kick"): Words("a member was removed", "成员被移出群"),
    ("notice", "group_decrease", "kick_me"): Words("the bot was removed", "机器人被移出群"),
    ("notice", "group_dismiss", ""): Words("the group was dissolved", "群被解散"),
    ("meta_event", "lifecycle", "connect"): Words("the connection is open", "连接建立"),
    ("meta_event", "lifecycle", "enable"): Words("QQ's side was switched on", "QQ 端启用"),
    ("meta_event", "lifecycle", "disable"): Words("QQ's side was switched off", "QQ 端停用"),
    ("meta_event", "heartbeat", ""): Words(
        "it lives (only in `@bot.on_meta_event` handlers)", "心跳（只有 `@bot.on_meta_event` 能收到）"
    ),
    ("notice", "bot_offline", ""): Words("QQ logged the account out", "账号被强制下线"),
}
"""`(post_type, type, sub_type)`."""

FIELDS = {
    "anonymous": Words("who speaks without a name; None for everybody else", "匿名用户；不是匿名消息时为 None"),
    "card_new": Words("the new card", "新名片"),
    "card_old": Words("the card before", "旧名片"),
    "comment": Words("what is said for the request", "验证信息"),
    "duration": Words("for how many seconds; -1: until it is lifted", "禁言时长（秒）；-1 为直到解除"),
    "file": Words("`id`, `name`, `size`, `busid`", "`id`、`name`、`size`、`busid`"),
    "file_set_id": Words("which transfer", "文件集 ID"),
    "files": Words("the files, each with `name` and `size`", "文件列表，每个有 `name` 与 `size`"),
    "flag": Words(
        "hand it to `set_friend_add_request` or `set_group_add_request`",
        "交给 `set_friend_add_request` 或 `set_group_add_request`",
    ),
    "font": Words("no meaning any more", "已无意义"),
    "group_id": Words("the group", "群号"),
    "group_name": Words("its name", "群名"),
    "interval": Words("milliseconds until the next one", "距下一次心跳的毫秒数"),
    "invitor_id": Words("who invited", "邀请人"),
    "is_add": Words("`False`: the reaction was taken back", "`False`：取消回应"),
    "likes": Words("`emoji_id` and `count`, each", "每项有 `emoji_id` 与 `count`"),
    "message": Words(
        "of a message: segments, or a string with CQ codes; of `bot_offline`: why",
        "消息：消息段，或含 CQ 码的字符串；`bot_offline`：原因",
    ),
    "message_id": Words("the message; may be negative", "消息 ID，可能为负数"),
    "message_seq": Words("its number in the chat", "消息在会话中的序号"),
    "message_type": Words("`group` or `private`", "`group` 或 `private`"),
    "meta_event_type": Words("which kind", "类型"),
    "notice_type": Words("which kind", "类型"),
    "operator_id": Words("who did it", "操作者"),
    "operator_nick": Words("their nickname", "操作者昵称"),
    "peer_id": Words("with whom the chat is", "会话的对方"),
    "post_type": Words(
        "`message`, `notice`, `request` or `meta_event`", "`message`、`notice`、`request` 或 `meta_event`"
    ),
    "raw_info": Words("as QQ itself has it", "QQ 的原始数据"),
    "raw_message": Words("the message with CQ codes", "含 CQ 码的消息"),
    "request_type": Words("which kind", "类型"),
    "self_id": Words("the account that heard it", "收到事件的账号"),
    "sender": Words(
        "`user_id`, `nickname`, and in groups `card`, `role`, `title` …",
        "`user_id`、`nickname`，群消息还有 `card`、`role`、`title` 等",
    ),
    "sender_id": Words("who had said it", "消息的发送者"),
    "share_link": Words("where it can be had", "分享链接"),
    "status": Words("`online`: whether QQ itself is", "`online`：QQ 本身是否在线"),
    "sub_type": Words("more exactly", "更具体的类型"),
    "tag": Words("in short, as QQ has it", "QQ 给出的标签"),
    "target_id": Words("whom it is about", "对象"),
    "time": Words("when, in seconds since 1970", "时间（Unix 时间戳，秒）"),
    "times": Words("how often", "次数"),
    "title": Words("the title", "头衔；闪传的标题"),
    "user_id": Words("who", "QQ 号"),
}
