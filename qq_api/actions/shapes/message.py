"""What answers about messages are made of."""

from qq_api.actions.model import shape

SHAPES = (
    shape("Sent", "A message that was sent", "发出的消息", """
        message_id: int # for get_msg, delete_msg, a reply # 消息 ID，用于 get_msg、delete_msg 和回复
    """),
    shape("SentForward", "A card that was sent", "发出的合并转发", """
        message_id: int
        forward_id?: str # for get_forward_msg # 用于 get_forward_msg
        res_id?: str # the same (NapCat) # 同上（NapCat）
    """),
    shape("Sender", "Who said something", "发送者", """
        user_id: int, nickname: str
        card?: str # the name in the group # 群名片
        role?: str # owner, admin or member # owner（群主）、admin（管理员）或 member（成员）
        title?: str # the title in the group # 专属头衔
        sex?: str, age?: int, level?: str, area?: str
    """),
    shape("ReceivedMessage", "A message, as its event was", "消息，同消息事件", """
        message_id: int
        real_id?: int
        message_seq?: int
        time: int # Unix seconds # Unix 秒
        message_type: str # private or group # private 或 group
        sender: Sender
        message: list[Segment] | str # a CQ string where QQ's side is set to # 设为字符串格式时为 CQ 码
        raw_message?: str # the CQ string # CQ 码
        sub_type?: str, user_id?: int, self_id?: int
        group_id?: int # in a group # 群消息才有
        group_name?: str
        message_format?: str # array or string # array 或 string
        post_type?: str, font?: int
        real_seq?: str # QQ's sequence number (NapCat) # QQ 的消息序号（NapCat）
        emoji_likes_list?: list[Payload] # reactions (NapCat) # 表情回应（NapCat）
        status?: str # normal or deleted (LLOneBot) # normal 或 deleted（LLOneBot）
    """),
    shape("History", "Earlier messages", "历史消息", """
        messages: list[ReceivedMessage]
    """),
    shape("ForwardSender", "Who said something that was forwarded", "被转发消息的发送者", """
        user_id: int, nickname: str
    """),
    shape("ForwardedMessage", "One message in a card", "合并转发中的一条", """
        content?: list[Segment] | str
        message?: list[Segment] | str # instead of content (NapCat) # 代替 content（NapCat）
        sender: ForwardSender
        time: int # Unix seconds # Unix 秒
        message_type?: str, message_format?: str
    """),
    shape("Forward", "What is in a card", "合并转发的内容", """
        messages?: list[ForwardedMessage]
        message?: list[Segment] # instead: node segments (OneBot 11) # node 消息段（OneBot 11 标准）
    """),
    shape("EmojiLiker", "Who reacted", "回应者", """
        tinyId: str # a QQ number (LLOneBot) or QQ's own # QQ 号（LLOneBot）或 QQ 内部 ID
        nickName: str, headUrl: str
    """),
    shape("EmojiLikes", "Reactions to a message", "表情回应", """
        emojiLikesList: list[EmojiLiker]
        cookie: str # for the next page # 用于翻页
        isLastPage: bool, isFirstPage: bool
        result?: int, errMsg?: str
    """),
    shape("Faces", "Pictures", "表情", """
        url: list[str]
    """),
    shape("AiCharacter", "A made voice", "AI 语音角色", """
        character_id: str, character_name: str
        preview_url: str # what it sounds like # 试听地址
    """),
    shape("AiCharacters", "Made voices of one kind", "一类 AI 语音角色", """
        type: str, characters: list[AiCharacter]
    """),
    shape("Transcript", "What was said", "识别出的文字", """
        text: str
    """),
)  # fmt: skip
