"""Actions about the bot itself and what runs it."""

from functools import partial

from qq_api.actions.model import NO, YES, differs, lacks, may, need, row

action = partial(row, "system")

DOMAIN = need("domain", "str", "for which host, as qun.qq.com", "域名，如 qun.qq.com")
IMAGE = need("image", "str", "a path or address, or a received picture's file", "路径或地址，或收到的图片的 file")

ROWS = (
    action(
        "get_login_info", "Who the bot is", "获取登录号信息",
        result="Login", gocqhttp=YES, standard=YES,
    ),
    action(
        "get_version_info", "What runs the bot", "获取版本信息",
        result="Version", standard=YES,
        napcat=differs('app_name is "NapCat.Onebot"', "app_name 为 NapCat.Onebot"),
        gocqhttp=differs("many more fields", "字段更多"),
    ),
    action(
        "get_status", "Whether the bot is well", "bot状态",
        result="Status", standard=differs("online may be null", "online 可能为 null"),
        napcat=differs("stat is empty", "stat 为空"),
        gocqhttp=differs("also app_* flags; stat counts packets", "另有 app_* 字段，stat 统计数据包"),
    ),
    action(
        "clean_cache", "Forget what is cached", "清理缓存",
        llonebot=differs("does nothing", "不做任何事"), standard=YES,
    ),
    action(
        "get_cookies", "The account's cookies for a host", "获取cookies", DOMAIN,
        result="Cookies", standard=differs("domain may be left out; no bkn", "domain 可不给出；没有 bkn"),
    ),
    action(
        "set_online_status", "Show the account as online, away, busy …", "设置在线状态",
        need("status", "int", "10 online, 30 away, 40 invisible, 50 busy, 60 Q me, 70 do not disturb",
             "10 在线，30 离开，40 隐身，50 忙碌，60 Q 我吧，70 请勿打扰"),
        need("ext_status", "int", "QQ's finer status; 0: none", "扩展状态，0 为无"),
        need("battery_status", "int", "the battery to show; 0: none", "电量，0 为不显示", "%"),
        llonebot=differs("its page names 40 to 70 otherwise", "其文档对 40 至 70 的说明不同"),
    ),
    action(
        "ocr_image", "Read the text in a picture", "图片 OCR", IMAGE,
        result="Ocr", napcat=differs("Windows only; answers QQ's own list", "仅限 Windows；返回 QQ 内部的列表"),
        gocqhttp=differs("a received picture's file", "只接受收到的图片的 file"),
    ),
    action(
        "fetch_custom_face", "Where the bot's favourite pictures are", "获取收藏表情",
        may("count", "int", "how many (NapCat)", "数量（NapCat）", 48),
        result="list[str]", llonebot=differs("ignores count", "忽略 count"),
    ),
    action(
        "set_restart", "Start QQ's side again", "重启",
        may("delay", "int", "after how long", "延迟", 0, "ms"),
        standard=YES, llonebot=differs("ignores delay", "忽略 delay"), napcat=differs("ignores delay", "忽略 delay"),
    ),
    # -- beyond LLOneBot's list
    action(
        "can_send_image", "Whether pictures can be sent", "检查是否可以发送图片",
        result="Able", gocqhttp=YES, standard=YES,
    ),
    action(
        "can_send_record", "Whether voice messages can be sent", "检查是否可以发送语音",
        result="Able", gocqhttp=YES, standard=YES,
    ),
    action(
        "get_credentials", "Cookies and CSRF token in one", "获取 QQ 相关接口凭证", DOMAIN,
        result="Credentials", napcat=differs("token instead of csrf_token", "用 token 而不是 csrf_token"),
        standard=differs("domain may be left out", "domain 可不给出"),
    ),
    action(
        "get_csrf_token", "The account's CSRF token", "获取 CSRF Token", result="Token", standard=YES,
    ),
    action(
        "get_rkey", "The keys with which pictures can be downloaded", "获取 rkey",
        result="Rkeys | list[Rkey]", napcat=differs("a list, one a kind", "列表，每类一项"),
    ),
    action(
        "get_config", "LLOneBot's settings", "获取 LLOneBot 配置", result="Payload", napcat=NO,
    ),
    action(
        "set_config", "Change LLOneBot's settings", "设置 LLOneBot 配置",
        may("ob11", "Payload", "its OneBot 11 part; the others likewise", "OneBot 11 部分，其余同理"),
        napcat=NO,
    ),
    action(
        "get_event", "Wait for events, over HTTP", "获取事件（HTTP 长轮询）",
        may("key", "str", "who asks; each key has its own place", "轮询者标识，各自记录位置", ""),
        may("timeout", "int", "how long to wait", "等待时长", 0, "ms"),
        result="list[Payload]", napcat=NO,
    ),
    action(
        ".handle_quick_operation", "Do what a handler answered to an event", "对事件执行快速操作",
        need("context", "Payload", "the event", "事件"),
        need("operation", "Payload", 'as {"reply": "…", "ban": true}', '如 {"reply": "…", "ban": true}'),
        gocqhttp=YES, standard=YES, source="OneBot 11: api/hidden.md",
    ),
    action(
        ".ocr_image", "The same as ocr_image", "图片 OCR（同 ocr_image）", IMAGE,
        result="Any", llonebot=lacks("ocr_image", "请用 ocr_image"), gocqhttp=YES, source="go-cqhttp: .ocr_image",
    ),
)  # fmt: skip
