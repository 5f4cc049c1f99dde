"""Actions about messages: sending, reading, taking back, reacting."""

from functools import partial

from qq_api.actions.model import GROUP, MESSAGE_ID, NO, USER, YES, Parameter, differs, lacks, may, need, row

action = partial(row, "message")

MESSAGE = need(
    "message", "Message", "a string (CQ code), segments, or a Message", "字符串（CQ 码）、消息段，或 Message"
)
PLAIN = may("auto_escape", "bool", "a string is plain text, not CQ code", "字符串作为纯文本发送，不解析 CQ 码", False)
TO_USER = may("user_id", "Id", "to whom, in private", "私聊发给谁")
TO_GROUP = may("group_id", "Id", "to which group", "发到哪个群")
NODES = need("messages", "list[Segment]", "node segments", "node 消息段")
EMOJI = need("emoji_id", "Id", "the face's number", "表情 ID")
FORWARD_LOOK = (
    may("source", "str", "the title of the card", "卡片标题"),
    may("news", "list[Payload]", 'the lines on the card: [{"text": "…"}]', '卡片上的各行：[{"text": "…"}]'),
    may("summary", "str", "the line at the bottom of the card", "卡片底部文字"),
    may("prompt", "str", "the line in the list of chats", "会话列表中的文字"),
)


def _history(who: Parameter) -> tuple[Parameter, ...]:
    return (
        who,
        may("message_seq", "Id", "up to which message; without: the latest", "截至哪条消息，不给出则为最新"),
        may("count", "int", "how many", "数量", 20),
        may("reverseOrder", "bool", "newest first", "从新到旧", False),
    )


ROWS = (
    action(
        "send_private_msg", "Say something to one person", "发送私聊消息",
        USER, MESSAGE, PLAIN,
        result="Sent", standard=YES,
        llonebot=differs("node segments fail: use send_private_forward_msg",
                         "不接受 node，请用 send_private_forward_msg"),
        napcat=differs("also timeout, ms; node segments if all are", "另有 timeout（毫秒）；全部为 node 时作合并转发"),
        gocqhttp=differs("also group_id, for a conversation by way of a group", "另有 group_id，用于群临时会话"),
    ),
    action(
        "send_group_msg", "Say something in a group", "发送群消息",
        GROUP, MESSAGE, PLAIN,
        result="Sent", gocqhttp=YES, standard=YES,
        llonebot=differs("node segments fail: use send_group_forward_msg", "不接受 node，请用 send_group_forward_msg"),
        napcat=differs("also timeout, ms; node segments if all are", "另有 timeout（毫秒）；全部为 node 时作合并转发"),
    ),
    action(
        "send_private_forward_msg", "Send several messages to one person as one card", "发送私聊合并转发",
        USER, NODES, *FORWARD_LOOK,
        result="SentForward", napcat=differs("adds res_id", "另有 res_id"),
        gocqhttp=differs("only user_id and messages", "只有 user_id 和 messages"),
    ),
    action(
        "send_group_forward_msg", "Send several messages to a group as one card", "发送群合并转发",
        GROUP, NODES, *FORWARD_LOOK,
        result="SentForward", napcat=differs("adds res_id", "另有 res_id"),
        gocqhttp=differs("only group_id and messages", "只有 group_id 和 messages"),
    ),
    action(
        "forward_friend_single_msg", "Send a message on to somebody", "转发单条好友消息",
        MESSAGE_ID, may("user_id", "Id", "to whom", "发给谁"),
        result="Sent | None", napcat=differs("says nothing", "无返回数据"),
    ),
    action(
        "forward_group_single_msg", "Send a message on to a group", "转发单条群消息",
        MESSAGE_ID, may("group_id", "Id", "to which group", "发到哪个群"),
        result="Sent | None", napcat=differs("says nothing", "无返回数据"),
    ),
    action(
        "get_msg", "A message by its number", "获取消息详情",
        MESSAGE_ID,
        result="ReceivedMessage", gocqhttp=YES, standard=YES,
        llonebot=differs("real_id is QQ's sequence number", "real_id 是 QQ 的消息序号"),
        napcat=differs("real_id is message_id; adds real_seq, emoji_likes_list",
                       "real_id 即 message_id；另有 real_seq、emoji_likes_list"),
    ),
    action(
        "delete_msg", "Take a message back", "撤回消息", MESSAGE_ID, gocqhttp=YES, standard=YES,
    ),
    action(
        "set_msg_emoji_like", "React to a message with a face", "表情回应消息",
        MESSAGE_ID, EMOJI, may("set", "bool", "false takes it back", "false 为取消", True),
        llonebot=differs("groups only; older versions ignore set", "仅限群消息；旧版本忽略 set"),
        napcat=differs("answers QQ's result", "返回 QQ 的结果"),
    ),
    action(
        "unset_msg_emoji_like", "Take a reaction back", "取消消息表情回应",
        MESSAGE_ID, EMOJI,
        napcat=lacks("set_msg_emoji_like with set=False", "请用 set_msg_emoji_like，set=False"),
    ),
    action(
        "get_friend_msg_history", "Earlier messages with somebody, oldest first", "获取好友历史消息记录",
        *_history(USER),
        result="History",
        napcat=differs("an empty history is a failure; also parse_mult_msg, disable_get_url, quick_reply",
                       "没有历史消息时失败；另有 parse_mult_msg、disable_get_url、quick_reply"),
    ),
    action(
        "get_group_msg_history", "Earlier messages of a group, oldest first", "获取群历史消息",
        *_history(GROUP),
        result="History",
        gocqhttp=differs("the 19 before message_seq; no count", "message_seq 之前的 19 条，没有 count"),
        llonebot=differs("message_seq is QQ's sequence number", "message_seq 是 QQ 的消息序号"),
        napcat=differs("message_seq may be a message_id; also parse_mult_msg, disable_get_url, quick_reply",
                       "message_seq 也可为 message_id；另有 parse_mult_msg、disable_get_url、quick_reply"),
    ),
    action(
        "get_forward_msg", "What is in a forwarded card", "获取转发消息详情",
        may("id", "str", "the forward segment's id; it or message_id", "forward 消息段的 id，与 message_id 二选一"),
        may("message_id", "str", "the same", "同上"),
        result="Forward",
        napcat=differs("whole message objects", "完整的消息对象"),
        gocqhttp=differs("content is a CQ string", "content 为 CQ 码字符串"),
        standard=differs("id only; answers {message: nodes}", "只有 id；返回 {message: 各 node}"),
    ),
    action(
        "mark_msg_as_read", "Mark a message as read", "标记消息已读",
        MESSAGE_ID,
        gocqhttp=YES, napcat=differs("also user_id or group_id instead", "也可用 user_id 或 group_id 代替"),
    ),
    # -- beyond LLOneBot's list
    action(
        "send_msg", "Say something wherever the parameters lead", "发送消息",
        MESSAGE,
        may("message_type", "str", "private or group; without: by the ids", "private 或 group，不给出则由 ID 判断"),
        TO_USER, TO_GROUP, PLAIN,
        result="Sent", gocqhttp=YES, standard=YES,
    ),
    action(
        "send_forward_msg", "Send several messages as one card", "发送合并转发",
        NODES, TO_USER, TO_GROUP, may("message_type", "str", "private or group", "private 或 group"), *FORWARD_LOOK,
        result="SentForward", gocqhttp=YES, napcat=differs("adds res_id", "另有 res_id"),
    ),
    action(
        "mark_private_msg_as_read", "Mark a conversation as read", "标记私聊已读", USER,
        llonebot=lacks("mark_msg_as_read", "请用 mark_msg_as_read"), source="NapCat: mark_private_msg_as_read",
    ),
    action(
        "mark_group_msg_as_read", "Mark a group as read", "标记群聊已读", GROUP,
        llonebot=lacks("mark_msg_as_read", "请用 mark_msg_as_read"), source="NapCat: mark_group_msg_as_read",
    ),
    action(
        "_mark_all_as_read", "Mark everything as read", "标记全部已读",
        llonebot=NO, source="NapCat: _mark_all_as_read",
    ),
    action(
        "fetch_emoji_like", "Who reacted to a message with a face", "获取表情回应列表",
        MESSAGE_ID, may("emoji_id", "Id", "the face's number", "表情 ID"),
        may("count", "int", "how many", "数量", 20),
        may("cookie", "str", "the last page's cookie, for the next one", "上一页返回的 cookie，用于翻页", ""),
        may("emojiId", "Id", "the face's number (NapCat)", "表情 ID（NapCat）"),
        may("emojiType", "Id", "1 a QQ face, 2 an emoji (NapCat)", "1 为 QQ 表情，2 为 emoji（NapCat）"),
        result="EmojiLikes",
        napcat=differs("emojiId and emojiType instead of emoji_id", "用 emojiId、emojiType 而不是 emoji_id"),
    ),
    action(
        "get_recommend_face", "Pictures that QQ suggests for a word", "获取推荐表情",
        need("word", "str", "the word", "关键词"),
        result="Faces", napcat=NO,
    ),
    action(
        "get_ai_characters", "The voices that send_group_ai_record knows", "获取 AI 语音角色",
        may("group_id", "Id", "the group", "群号"), may("chat_type", "Id", "QQ's kind of voice", "语音类型", 1),
        result="list[AiCharacters]", napcat=differs("group_id is required", "必须给出 group_id"),
    ),
    action(
        "send_group_ai_record", "Say a text in a group, in a made voice", "发送群 AI 语音",
        GROUP, need("character", "str", "character_id of get_ai_characters", "get_ai_characters 中的 character_id"),
        need("text", "str", "what to say", "文本"),
        may("chat_type", "Id", "QQ's kind of voice (LLOneBot)", "语音类型（LLOneBot）", 1),
        result="Sent", napcat=differs("message_id is always 0", "message_id 恒为 0"),
    ),
    action(
        "get_ai_record", "Where a text spoken in a made voice is", "获取 AI 语音",
        GROUP, need("character", "str", "character_id of get_ai_characters", "get_ai_characters 中的 character_id"),
        need("text", "str", "what to say", "文本"),
        result="str", llonebot=NO, source="NapCat: get_ai_record",
    ),
    action(
        "voice_msg_to_text", "What a voice message says", "语音消息转文字", MESSAGE_ID,
        result="Transcript", napcat=lacks("fetch_ptt_text", "请用 fetch_ptt_text"),
    ),
    action(
        "fetch_ptt_text", "What a voice message says", "语音消息转文字（NapCat）", MESSAGE_ID,
        result="Transcript", llonebot=lacks("voice_msg_to_text", "请用 voice_msg_to_text"),
        source="NapCat: fetch_ptt_text",
    ),
)  # fmt: skip
