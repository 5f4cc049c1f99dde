"""Actions about groups: what they are, who is in them, who may what."""

from functools import partial

from qq_api.actions.model import GROUP, MEMBER, MESSAGE_ID, NO, NO_CACHE, YES, differs, lacks, may, need, row

action = partial(row, "group")

ROWS = (
    action(
        "get_group_list", "The groups the bot is in", "群列表",
        NO_CACHE,
        result="list[Group]", gocqhttp=differs("adds group_level", "另有 group_level"), standard=YES,
        napcat=differs("adds group_remark and group_all_shut; no description or creation time",
                       "另有 group_remark、group_all_shut，没有群介绍和创建时间"),
    ),
    action(
        "get_group_info", "What a group is", "群详情",
        GROUP, NO_CACHE,
        result="Group", standard=YES,
        llonebot=differs("always asked afresh unless no_cache is false", "no_cache 默认为 true"),
        napcat=differs("as in get_group_list; ignores no_cache", "字段同 get_group_list；忽略 no_cache"),
        gocqhttp=differs("the counts are 0 for a group the bot is not in", "未加入的群，人数为 0"),
    ),
    action(
        "get_group_member_list", "Who is in a group", "群成员列表",
        GROUP, NO_CACHE,
        result="list[Member]", standard=YES,
        gocqhttp=differs("no qq_level, is_robot", "没有 qq_level、is_robot"),
        napcat=differs("no card_or_nickname; adds qage", "没有 card_or_nickname，另有 qage"),
    ),
    action(
        "get_group_member_info", "Who somebody is in a group", "获取群成员信息",
        GROUP, MEMBER, NO_CACHE,
        result="Member", gocqhttp=YES, standard=YES,
        napcat=differs("no_cache is true by default; card may be absent", "no_cache 默认为 true；可能没有 card"),
    ),
    action(
        "group_poke", "Poke a member of a group", "群员戳一戳",
        GROUP, MEMBER,
        napcat=differs("also target_id, whom to poke", "另有 target_id，指明戳谁"),
        gocqhttp=lacks("send [CQ:poke,qq=…]", "发送 [CQ:poke,qq=…]"),
    ),
    action(
        "get_group_system_msg", "Requests to join, and invitations", "获取群系统消息",
        may("count", "int", "how many (NapCat)", "数量（NapCat）", 50),
        result="SystemMessages",
        napcat=differs("join_requests carry invitor_uin, invitor_nick instead of requester_uin",
                       "join_requests 用 invitor_uin、invitor_nick 而不是 requester_uin"),
        gocqhttp=differs("null lists where there are none", "没有时列表为 null"),
    ),
    action(
        "set_group_add_request", "Answer a request to join, or an invitation", "处理加群请求",
        need("flag", "str", "the request event's flag, as it came", "请求事件中的 flag，原样传回"),
        may("sub_type", "str", "the event's sub_type: add or invite", "事件的 sub_type：add 或 invite"),
        may("approve", "bool", "accept", "是否同意", True),
        may("reason", "str", "why not, when refused", "拒绝理由"),
        llonebot=differs("ignores sub_type", "忽略 sub_type"), napcat=differs("ignores sub_type", "忽略 sub_type"),
        gocqhttp=differs("sub_type is required; also named type", "必须给出 sub_type，也可写作 type"),
        standard=differs("sub_type is required; also named type", "必须给出 sub_type，也可写作 type"),
    ),
    action(
        "set_group_leave", "Leave a group", "退群",
        GROUP, may("is_dismiss", "bool", "dissolve it, if the bot owns it", "机器人是群主时解散群", False),
        standard=YES,
        llonebot=differs("ignores is_dismiss", "忽略 is_dismiss"),
        napcat=differs("ignores is_dismiss", "忽略 is_dismiss"),
        gocqhttp=differs("ignores is_dismiss", "忽略 is_dismiss"),
    ),
    action(
        "set_group_admin", "Make a member administrator, or no longer", "设置群管理员",
        GROUP, MEMBER, may("enable", "bool", "make; false: no longer", "是否设为管理员", True),
        gocqhttp=YES, standard=YES, napcat=differs("enable is false by default", "enable 默认为 false"),
    ),
    action(
        "set_group_card", "Change a member's name in a group", "设置群名片",
        GROUP, MEMBER, may("card", "str", 'the name; "" removes it', "群名片，空字符串表示删除", ""),
        gocqhttp=YES, standard=YES,
        napcat=differs("fails unless it has taken effect within 3 s", "3 秒内未生效则失败"),
    ),
    action(
        "set_group_ban", "Mute a member of a group", "群禁言",
        GROUP, MEMBER, may("duration", "int", "how long; 0 lifts it", "时长，0 为解除", 1800, "s"),
        gocqhttp=YES, standard=YES,
        napcat=differs("0 by default, which lifts it; not the owner, and an admin only by the owner",
                       "默认为 0，即解除；不能禁言群主，禁言管理员须为群主"),
    ),
    action(
        "set_group_whole_ban", "Mute a whole group", "群全体禁言",
        GROUP, may("enable", "bool", "mute; false: no longer", "是否禁言", True),
        gocqhttp=YES, standard=YES,
    ),
    action(
        "set_group_name", "Rename a group", "设置群名",
        GROUP, need("group_name", "str", "the new name", "新群名"),
        gocqhttp=YES, standard=YES,
    ),
    action(
        "set_group_kick", "Remove a member from a group", "群踢人",
        GROUP, MEMBER, may("reject_add_request", "bool", "never let in again", "拒绝此人再次加群", False),
        gocqhttp=YES, standard=YES,
    ),
    action(
        "set_group_special_title", "Give a member a title", "设置群头衔",
        GROUP, MEMBER,
        may("special_title", "str", 'the title; "" removes it', "头衔，空字符串表示删除", ""),
        may("duration", "int", "how long; -1 for ever; nobody heeds it", "有效期，-1 为永久；各实现均忽略", -1, "s"),
        standard=YES, llonebot=differs("the bot must own the group", "机器人必须是群主"),
        napcat=differs("ignores duration", "忽略 duration"), gocqhttp=differs("ignores duration", "忽略 duration"),
    ),
    action(
        "get_group_honor_info", "Who talks most, and the other honours", "群荣誉",
        GROUP,
        may("type", "str", "talkative, performer, legend, strong_newbie, emotion or all",
            "talkative 龙王、performer 群聊之火、legend 群聊炽焰、strong_newbie 冒尖小春笋、emotion 快乐之源，或 all",
            "all"),
        result="Honors",
        llonebot=differs("older versions: group_id is a string, and desc instead of description",
                         "旧版本 group_id 为字符串，description 写作 desc"),
        gocqhttp=differs("type is required", "必须给出 type"), standard=differs("type is required", "必须给出 type"),
    ),
    action(
        "get_essence_msg_list", "The messages that a group has marked", "获取群精华消息", GROUP,
        result="list[Essence]", gocqhttp=YES,
        napcat=differs("adds msg_seq, msg_random, content; no sender_time",
                       "另有 msg_seq、msg_random、content，没有 sender_time"),
    ),
    action(
        "set_essence_msg", "Mark a message in its group", "设置群精华消息", MESSAGE_ID,
        gocqhttp=YES, napcat=differs("answers QQ's result", "返回 QQ 的结果"),
    ),
    action(
        "delete_essence_msg", "Unmark a message", "删除群精华消息", MESSAGE_ID,
        gocqhttp=YES,
        napcat=differs("instead of message_id also msg_seq, msg_random and group_id; answers QQ's result",
                       "message_id 可换成 msg_seq、msg_random 和 group_id；返回 QQ 的结果"),
    ),
    action(
        "get_group_at_all_remain", "How often everybody may still be mentioned today", "获取群 @全体成员 剩余次数",
        GROUP, result="AtAllRemain", gocqhttp=YES,
    ),
    action(
        "_send_group_notice", "Publish a notice", "发送群公告",
        GROUP, need("content", "str", "its text", "内容"),
        may("image", "str", "a picture: path or address", "图片的路径或地址"),
        may("pinned", "int", "1: on top", "1 为置顶", 0),
        may("confirm_required", "int", "1: members must confirm", "1 为需要成员确认", 1),
        may("is_show_edit_card", "int", "1: ask members to change their names", "1 为引导成员修改群名片", 0),
        may("tip_window", "bool", "show it in a window (LLOneBot)", "弹窗提醒（LLOneBot）", False),
        may("send_new_member", "bool", "show it to new members (LLOneBot)", "发送给新成员（LLOneBot）", False),
        gocqhttp=differs("content and image only", "只有 content 和 image"),
        napcat=differs("also type (1) and tip_window_type (0) instead of tip_window, send_new_member",
                       "另有 type（1），以 tip_window_type（0）代替 tip_window、send_new_member"),
    ),
    action(
        "_get_group_notice", "A group's notices", "获取群公告", GROUP,
        result="list[Notice]", gocqhttp=YES,
        napcat=differs("the pictures also as image; adds read_num", "图片另有 image 字段；另有 read_num"),
    ),
    action(
        "send_group_sign", "Sign in to a group for today", "群打卡", GROUP, gocqhttp=YES,
    ),
    action(
        "set_group_msg_mask", "How the bot's account receives a group's messages", "设置群消息接受方式",
        GROUP,
        need("mask", "int", "1 receive and notify, 2 into the assistant, 3 block, 4 receive silently",
             "1 接收并提醒，2 收进群助手，3 屏蔽，4 接收不提醒"),
        napcat=NO,
    ),
    action(
        "set_group_remark", "Name a group for oneself", "设置群备注",
        GROUP, may("remark", "str", 'the name; "" removes it', "备注，空字符串表示删除"),
        napcat=differs("remark is required", "必须给出 remark"),
    ),
    action(
        "get_group_ignore_add_request", "Requests to join that QQ has filtered out", "获取已过滤的加群通知",
        result="list[FilteredRequest]",
        llonebot=differs("always fails since 7.0.2: use get_group_system_msg",
                         "7.0.2 起总是失败，请用 get_group_system_msg"),
    ),
    # -- beyond LLOneBot's list
    action(
        "set_group_anonymous", "Allow anonymous talk", "群组匿名",
        GROUP, may("enable", "bool", "allow; false: forbid", "是否允许匿名聊天", True),
        llonebot=NO, napcat=NO, gocqhttp=YES, standard=YES,
    ),
    action(
        "set_group_anonymous_ban", "Mute somebody anonymous", "群组匿名用户禁言",
        GROUP,
        may("anonymous", "Payload", "the message event's anonymous; it or the flag",
            "消息事件的 anonymous，与 flag 二选一"),
        may("anonymous_flag", "str", "the flag in it", "其中的 flag"),
        may("duration", "int", "how long; it cannot be lifted", "时长，无法解除", 1800, "s"),
        llonebot=NO, napcat=NO, standard=YES,
        gocqhttp=differs("0 by default", "duration 默认为 0"),
    ),
    action(
        "get_group_shut_list", "Who is muted in a group", "获取群禁言列表", GROUP,
        result="list[MutedMember]", napcat=differs("QQ's own fields", "QQ 内部字段"),
    ),
    action(
        "get_group_signed_list", "Who has signed in today", "获取群打卡列表", GROUP,
        result="list[SignedMember]",
    ),
    action(
        "set_group_portrait", "Change a group's picture", "设置群头像",
        GROUP, need("file", "str", "a path or address", "路径或地址"),
        may("cache", "int", "0: fetch the address again (go-cqhttp)", "0 为不使用缓存（go-cqhttp）", 1),
        gocqhttp=YES, napcat=differs("answers QQ's result", "返回 QQ 的结果"),
    ),
    action(
        "set_group_sign", "Sign in to a group for today", "群打卡（NapCat）", GROUP,
        llonebot=lacks("send_group_sign", "请用 send_group_sign"), source="NapCat: set_group_sign",
    ),
    action(
        "set_group_kick_members", "Remove several members from a group", "批量踢出群成员",
        GROUP, need("user_id", "list[Id]", "the members' QQ accounts", "群成员的 QQ 号列表"),
        may("reject_add_request", "bool", "never let in again", "拒绝再次加群", False),
        llonebot=lacks("batch_delete_group_member", "请用 batch_delete_group_member"),
        source="NapCat: set_group_kick_members",
    ),
    action(
        "batch_delete_group_member", "Remove several members from a group", "批量删除群成员",
        GROUP, need("user_ids", "list[Id]", "the members' QQ accounts", "群成员的 QQ 号列表"),
        napcat=lacks("set_group_kick_members", "请用 set_group_kick_members"),
    ),
    action(
        "_delete_group_notice", "Remove a notice", "删除群公告",
        GROUP, need("notice_id", "str", "as in _get_group_notice", "公告 ID，见 _get_group_notice"),
        napcat=lacks("_del_group_notice", "请用 _del_group_notice"),
    ),
    action(
        "_del_group_notice", "Remove a notice", "删除群公告（NapCat、go-cqhttp）",
        GROUP, need("notice_id", "str", "as in _get_group_notice", "公告 ID，见 _get_group_notice"),
        llonebot=lacks("_delete_group_notice", "请用 _delete_group_notice"), gocqhttp=YES,
        source="go-cqhttp: _del_group_notice",
    ),
    action(
        "get_guild_list", "The channels (频道) the bot is in", "获取频道列表",
        result="list[Payload] | None", gocqhttp=YES, llonebot=differs("always null", "恒为 null"),
        napcat=differs("always null", "恒为 null"),
    ),
)  # fmt: skip
