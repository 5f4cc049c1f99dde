"""What answers about groups are made of."""

from qq_api.actions.model import shape

SHAPES = (
    shape("Group", "A group", "群", """
        group_id: int, group_name: str, member_count: int, max_member_count: int
        group_memo?: str # its description # 群介绍
        group_create_time?: int # Unix seconds # Unix 秒
        group_level?: int
        remark_name?: str # the name that only the bot sees # 群备注
        group_remark?: str # the same (NapCat) # 同上（NapCat）
        group_all_shut?: int # -1 while all are muted, else 0 (NapCat) # 全体禁言时为 -1，否则 0（NapCat）
        avatar_url?: str, owner_id?: int
        is_top?: bool # on top of the bot's list of chats # 是否置顶
        shut_up_all_timestamp?: int # until when all are muted, Unix seconds # 全体禁言截止时间，Unix 秒
        shut_up_me_timestamp?: int # until when the bot is muted, Unix seconds # 机器人禁言截止时间，Unix 秒
    """),
    shape("Member", "A member of a group", "群成员", """
        group_id: int, user_id: int, nickname: str
        card: str # the name in the group # 群名片
        card_or_nickname?: str
        sex: str # male, female or unknown # male、female 或 unknown
        age: int, area: str
        level: str # how active, a number # 活跃等级
        qq_level?: int
        join_time: int # Unix seconds # 入群时间，Unix 秒
        last_sent_time: int # of the last message, Unix seconds # 最后发言时间，Unix 秒
        role: str # owner, admin or member # owner（群主）、admin（管理员）或 member（成员）
        title: str # the title in the group # 专属头衔
        title_expire_time: int # Unix seconds # 头衔过期时间，Unix 秒
        unfriendly: bool # has a bad record # 是否有不良记录
        card_changeable: bool # whether the bot may change the card # 是否允许修改群名片
        shut_up_timestamp?: int # until when muted, Unix seconds # 禁言截止时间，Unix 秒
        is_robot?: bool
        qage?: int # the account's age in years # Q 龄，年
    """),
    shape("MutedMember", "Who is muted", "被禁言的成员", """
        uid: str, uin: str, nick: str, cardName: str
        role: int # QQ's own number # QQ 内部编号
        shutUpTime: int # until when, Unix seconds # 禁言截止时间，Unix 秒
        memberRealLevel: int, memberSpecialTitle: str, joinTime: int, lastSpeakTime: int
    """),
    shape("SignedMember", "Who has signed in", "已打卡的成员", """
        user_id: int, nick: str
        time: int # Unix seconds # Unix 秒
        rank: int
    """),
    shape("Invitation", "An invitation into a group", "入群邀请", """
        request_id: int
        invitor_uin: int # who invites # 邀请者
        invitor_nick: str, group_id: int, group_name: str
        checked: bool # whether it was answered # 是否已处理
        actor: int # by whom # 处理者
    """),
    shape("JoinRequest", "A request to join a group", "加群请求", """
        request_id: int
        requester_uin?: int # who asks # 申请者
        requester_nick: str
        message: str # what the person wrote # 附言
        group_id: int, group_name: str
        checked: bool # whether it was answered # 是否已处理
        actor: int # by whom # 处理者
        invitor_uin?: int, invitor_nick?: str
    """),
    shape("SystemMessages", "Requests and invitations", "群系统消息", """
        invited_requests: list[Invitation] | None, join_requests: list[JoinRequest] | None
        InvitedRequest?: list[Invitation] # invited_requests once more (NapCat) # 同 invited_requests（NapCat）
    """),
    shape("FilteredRequest", "A request to join that QQ filtered out", "被过滤的加群请求", """
        group_id: int
        user_id?: int, flag?: str
        request_id?: int, requester_nick?: str, invitor_uin?: int, invitor_nick?: str
        group_name?: str, message?: str, checked?: bool, actor?: int
    """),
    shape("Talkative", "Who talks most", "龙王", """
        user_id: int, nickname: str, avatar: str
        day_count: int # for how many days # 持续天数
    """),
    shape("Honored", "Who has an honour", "荣誉成员", """
        user_id: int, nickname: str, avatar: str
        description?: str
        desc?: str # instead of description (older LLOneBot) # 代替 description（旧版 LLOneBot）
    """),
    shape("Honors", "A group's honours; what was not asked for is missing", "群荣誉，未查询的类型没有", """
        group_id: int
        current_talkative?: Talkative, talkative_list?: list[Honored]
        performer_list?: list[Honored], legend_list?: list[Honored]
        strong_newbie_list?: list[Honored], emotion_list?: list[Honored]
    """),
    shape("Essence", "A marked message", "精华消息", """
        message_id: int, sender_id: int, sender_nick: str
        sender_time?: int # Unix seconds # Unix 秒
        operator_id: int, operator_nick: str
        operator_time: int # when it was marked, Unix seconds # 设为精华的时间，Unix 秒
        msg_seq?: int, msg_random?: int, content?: list[Segment]
    """),
    shape("AtAllRemain", "How often everybody may be mentioned", "@全体成员 剩余次数", """
        can_at_all: bool
        remain_at_all_count_for_group: int # by all admins together # 群内所有管理员
        remain_at_all_count_for_uin: int # by the bot # 机器人自己
    """),
    shape("NoticeImage", "A picture in a notice", "公告图片", """
        id: str, width: str, height: str
    """),
    shape("NoticeContent", "What a notice says", "公告内容", """
        text: str, images: list[NoticeImage]
        image?: list[NoticeImage] # the same (NapCat) # 同上（NapCat）
    """),
    shape("Notice", "A group's notice", "群公告", """
        notice_id: str, sender_id: int
        publish_time: int # Unix seconds # Unix 秒
        message: NoticeContent
        settings?: Payload
        read_num?: int # how many have read it (NapCat) # 已读人数（NapCat）
    """),
)  # fmt: skip
