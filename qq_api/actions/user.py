"""Actions about accounts: friends, profiles, likes."""

from functools import partial

from qq_api.actions.model import FILE, NO, NO_CACHE, USER, YES, differs, lacks, may, need, row

action = partial(row, "user")

REMARK = may("remark", "str", "the name that only the bot sees", "备注", "")
LIKES_START = may("start", "int", "from which on, from 0; -1: all", "起始位置，从 0 开始；-1 为全部", 0)
LIKES_COUNT = may("count", "int", "how many, 30 at most", "数量，最多 30", 20)

ROWS = (
    action(
        "send_like", "Like somebody's profile", "点赞",
        USER,
        may("times", "int", "how often; 10 a day and person, 20 for VIPs", "次数，每人每天最多 10 次（会员 20 次）", 1),
        standard=YES,
    ),
    action(
        "get_friend_list", "The bot's friends", "好友列表",
        may("no_cache", "bool", "ask QQ afresh (NapCat)", "不使用缓存（NapCat）", False),
        result="list[Friend]", gocqhttp=YES, standard=YES,
        napcat=differs("adds phone_num, email, level and the category; no long_nick",
                       "另有 phone_num、email、level 和分组，没有 long_nick"),
    ),
    action(
        "get_friends_with_category", "The bot's friends, by category", "好友列表(带分组)",
        result="list[FriendCategory]",
    ),
    action(
        "delete_friend", "Remove a friend", "删除好友",
        USER,
        may("temp_block", "bool", "block the account as well (NapCat)", "同时加入黑名单（NapCat）", False),
        may("temp_both_del", "bool", "remove it on both sides (NapCat)", "双向删除（NapCat）", False),
        gocqhttp=YES,
        napcat=differs("also takes friend_id; for somebody who is no friend it succeeds with {valid: false, message}",
                       "也接受 friend_id；对方不是好友时返回成功，数据为 {valid: false, message}"),
    ),
    action(
        "set_friend_add_request", "Answer a friend request", "处理好友申请",
        need("flag", "str", "the request event's flag, as it came", "请求事件中的 flag，原样传回"),
        may("approve", "bool", "accept", "是否同意", True),
        may("remark", "str", "the new friend's remark name, when accepted", "同意后给好友的备注"),
        standard=YES, gocqhttp=differs("ignores remark", "忽略 remark"),
    ),
    action(
        "set_friend_remark", "Name a friend for oneself", "设置好友备注",
        USER, REMARK,
        napcat=differs("remark is required; fails for somebody who is no friend",
                       "必须给出 remark；对方不是好友则失败"),
    ),
    action(
        "get_stranger_info", "Who an account is, friend or not", "获取好友或群友信息",
        USER, NO_CACHE,
        result="Stranger", gocqhttp=YES, standard=YES, llonebot=differs("ignores no_cache", "忽略 no_cache"),
        napcat=differs("qqLevel instead of level, login_days always 0, and QQ's own fields besides",
                       "用 qqLevel 而不是 level，login_days 恒为 0，并带有 QQ 内部字段"),
    ),
    action("set_qq_avatar", "Change the bot's picture", "设置个人头像", FILE),
    action(
        "friend_poke", "Poke a friend", "好友戳一戳",
        USER, may("target_id", "Id", "whom of the two: the friend, or the bot itself", "戳谁：对方，或机器人自己"),
        napcat=differs("with group_id it pokes in the group", "给出 group_id 则在群里戳"),
        gocqhttp=lacks("send [CQ:poke,qq=…]", "发送 [CQ:poke,qq=…]"),
    ),
    action(
        "get_profile_like", "Whom the bot has liked", "获取我赞过谁列表",
        LIKES_START, LIKES_COUNT, may("user_id", "Id", "whose likes (NapCat)", "查询谁（NapCat）"),
        result="Likes",
        napcat=differs("10 by default; answers {uid, time, favoriteInfo, voteInfo}",
                       "默认 10 个；返回 {uid, time, favoriteInfo, voteInfo}"),
    ),
    action(
        "get_profile_like_me", "Who has liked the bot", "获取谁赞过我列表",
        LIKES_START, LIKES_COUNT,
        result="Likes", napcat=lacks("voteInfo of get_profile_like", "见 get_profile_like 的 voteInfo"),
    ),
    action(
        "get_robot_uin_range", "The numbers of QQ's own robots", "获取官方机器人QQ号范围",
        result="list[UinRange]",
    ),
    action(
        "set_friend_category", "Move a friend to another category", "移动好友分组",
        USER, need("category_id", "Id", "as in get_friends_with_category", "分组 ID，见 get_friends_with_category"),
        napcat=NO,
    ),
    # -- beyond LLOneBot's list
    action(
        "get_qq_avatar", "Where a picture of an account or a group is", "获取头像地址",
        may("user_id", "Id", "the account; it or group_id", "QQ 号，与 group_id 二选一"),
        may("group_id", "Id", "the group", "群号"),
        result="Url", napcat=NO,
    ),
    action(
        "set_qq_profile", "Change the bot's profile", "设置个人资料",
        may("nickname", "str", "the new name", "昵称"),
        may("personal_note", "str", "the line below the name", "个性签名"),
        gocqhttp=differs("also company, email, college", "另有 company、email、college"),
        napcat=differs("nickname is required; also sex (0, 1 male, 2 female); answers QQ's result",
                       "必须给出 nickname；另有 sex（0 未知、1 男、2 女）；返回 QQ 的结果"),
    ),
    action(
        "send_poke", "Poke somebody, in a group or in private", "发送戳一戳",
        USER,
        may("group_id", "Id", "in which group; else in private", "在哪个群；不给出则为私聊"),
        may("target_id", "Id", "in private: whom of the two", "私聊时戳谁"),
    ),
    action(
        "set_input_status", 'Show "is typing" to somebody', "设置输入状态",
        USER,
        need("event_type", "int", "0 speaking, 1 typing, others as QQ has them", "0 正在说话，1 正在输入，其他随 QQ"),
    ),
    action(
        "get_profile_like_count", "How many likes somebody has", "获取被赞次数", USER,
        result="Count", napcat=NO,
    ),
    action(
        "get_doubt_friends_add_request", "Friend requests that QQ holds back as doubtful", "获取可疑好友申请",
        may("count", "int", "how many", "数量", 50),
        result="list[DoubtfulRequest]",
    ),
    action(
        "set_doubt_friends_add_request", "Accept a friend request that QQ held back", "处理可疑好友申请",
        need("flag", "str", "as in get_doubt_friends_add_request", "见 get_doubt_friends_add_request"),
        napcat=differs("also takes approve, which changes nothing: it always accepts",
                       "也接受 approve，但不起作用：总是同意"),
    ),
)  # fmt: skip
