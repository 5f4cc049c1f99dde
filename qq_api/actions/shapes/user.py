"""What answers about accounts are made of."""

from qq_api.actions.model import shape

SHAPES = (
    shape("Friend", "A friend", "好友", """
        user_id: int, nickname: str
        remark: str # the name that only the bot sees # 备注
        sex?: str # male, female or unknown # male、female 或 unknown
        age?: int, birthday_year?: int, birthday_month?: int, birthday_day?: int
        qid?: str, long_nick?: str, level?: int
        uid?: str # QQ's own id # QQ 内部 ID
        phone_num?: str, email?: str, category_id?: int, categoryId?: int, categoryName?: str, login_days?: int
    """),
    shape("FriendCategory", "A category of friends", "好友分组", """
        categoryId: int, categorySortId: int, categoryName: str
        categoryMbCount: int # how many friends # 好友数
        onlineCount: int # how many are online # 在线数
        buddyList: list[Friend]
    """),
    shape("Stranger", "Who somebody is", "用户资料", """
        user_id: int, nickname: str
        sex: str # male, female or unknown # male、female 或 unknown
        age: int
        qid?: str, level?: int
        qqLevel?: int # instead of level (NapCat) # 代替 level（NapCat）
        login_days?: int
        reg_time?: int # when the account was made, Unix seconds # 注册时间，Unix 秒
        long_nick?: str # the line below the name # 个性签名
        city?: str, country?: str, birthday_year?: int, birthday_month?: int, birthday_day?: int
        labels?: list[str], is_vip?: bool, is_svip?: bool, is_years_vip?: bool, vip_level?: int, remark?: str
        uid?: str, status?: int
    """),
    shape("Likes", "Likes of a profile", "资料点赞", """
        users?: list[Payload] # uin, nick, count, latestTime in Unix seconds … # uin、nick、count、latestTime（Unix 秒）
        nextStart?: int # the next start; -1: that was all # 下一页的 start，-1 为没有更多
        uid?: str, time?: str
        favoriteInfo?: Payload # NapCat's: whom one liked, in userInfos # NapCat：赞过谁，见 userInfos
        voteInfo?: Payload # NapCat's: who liked one, in userInfos # NapCat：谁赞过，见 userInfos
    """),
    shape("UinRange", "A range of QQ numbers", "QQ 号范围", """
        minUin: str, maxUin: str
    """),
    shape("Url", "An address", "地址", """
        url: str
    """),
    shape("Count", "A number", "数量", """
        count: int
    """),
    shape("DoubtfulRequest", "A friend request that QQ held back", "可疑好友申请", """
        flag: str # for set_doubt_friends_add_request # 用于 set_doubt_friends_add_request
        uin: str, nick: str, source: str
        reason: str # why QQ held it back # 可疑原因
        msg: str # what the person wrote # 附言
        group_code: str
        time: str # Unix seconds # Unix 秒
        type: str
    """),
)  # fmt: skip
