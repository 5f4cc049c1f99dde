"""What the files themselves do not say of their keys, for scripts/config_pages.py."""

from qq_api.actions import Words
from qq_chat.config.commands import Commands

TYPES = {
    "bool": Words("true / false", "true / false"),
    "int": Words("whole number", "整数"),
    "number": Words("number", "数字"),
    "text": Words("text", "文字"),
    "secret": Words("text, secret", "文字（保密）"),
    "file": Words("file", "文件路径"),
    "any": Words("anything", "任意"),
    "address": Words("address", "地址"),
    "group": Words("settings", "一组设置"),
    "list": Words("list: {}", "列表：{}"),
    "dict": Words("by name: {}", "名称与取值：{}"),
    "long": Words("long: see the file", "较长，见文件"),
    "empty": Words(", or empty", "，可留空"),
}

_TYPED = {name: f"`/{name}`" for name in Commands.model_fields} | {"qq": "`!!qq`"}

KEYS = {
    "connections[].token:broker": Words("the broker's token, where it wants one", "消息中间件的 token，没有则留空"),
    **{f"qq_chat:commands.{name}": Words(typed, typed) for name, typed in _TYPED.items()},
    "qq_chat:command_settings.*.enabled": Words("whether the command is there", "是否启用"),
    "qq_chat:command_settings.*.aliases": Words("more names for it", "别名"),
    "qq_chat:command_settings.*.level": Words("who may give it: this level and above", "使用它需要的等级"),
    "qq_chat:command_settings.*.cooldown": Words(
        "seconds until the same person may give it again", "同一个人再次使用前的冷却秒数"
    ),
    "qq_chat:command_settings.*.places": Words(
        "where it may be given: groups that share the chat, main groups, groups of the staff, private chats",
        "可以在哪里使用：互通聊天的群、玩家主群、管理群、私聊",
    ),
    "qq_chat:routes[].groups": Words("for these groups; empty: all of yours", "适用的群；留空则为所有群"),
    "qq_chat:routes[].servers": Words(
        "for the servers of these names; empty: every one", "适用的服务器（server_name）；留空则为所有服务器"
    ),
    "qq_chat:routes[].events": Words("for these events; empty: all", "适用的事件；留空则为所有事件"),
    "qq_chat:routes[].direction": Words("which way the line goes", "消息的方向"),
    "qq_chat:routes[].stop": Words("true: what fits goes nowhere", "true：符合的消息不转发"),
    "qq_chat:routes[].senders": Words("only of these QQ numbers and players", "只适用于这些 QQ 号与玩家"),
    "qq_chat:routes[].not_senders": Words("not of these QQ numbers and players", "不适用于这些 QQ 号与玩家"),
    "qq_chat:routes[].pattern": Words("only what holds this pattern (RE2)", "只适用于符合此正则（RE2）的消息"),
    "qq_chat:routes[].not_pattern": Words("not what holds this pattern (RE2)", "不适用于符合此正则（RE2）的消息"),
    "qq_chat:routes[].prefix": Words(
        "only what begins so; the beginning is cut off", "只适用于以此开头的消息，转发时去掉开头"
    ),
    "qq_chat:routes[].not_prefix": Words("not what begins with one of these", "不适用于以这些内容开头的消息"),
    "qq_chat:routes[].template": Words("how the line is worded; empty: as usual", "转发时的措辞，留空则与平常相同"),
    "qq_chat:*.enabled": Words("whether it is told", "是否通知"),
    "qq_chat:*.template": Words("the words; empty: the usual ones", "通知的文字，留空则使用默认文字"),
    "qq_chat:*.groups": Words(
        "which groups are told; empty: those that share the chat", "通知哪些群，留空则通知互通聊天的群"
    ),
    "qq_chat:outbox.per_group.burst": Words("so many messages at once", "可以连续发送的条数"),
    "qq_chat:outbox.per_group.seconds": Words("then one each so many seconds", "之后每隔多少秒一条"),
    "qq_chat:outbox.per_account.burst": Words("so many messages at once", "可以连续发送的条数"),
    "qq_chat:outbox.per_account.seconds": Words("then one each so many seconds", "之后每隔多少秒一条"),
    "qq_chat:outbox.merge.lines": Words("lines in one message at most", "一条消息最多多少行"),
    "qq_chat:outbox.merge.characters": Words("characters in one message at most", "一条消息最多多少字"),
    "qq_chat:outbox.breaker.failures": Words("failures in a row", "连续失败多少次"),
    "qq_chat:outbox.breaker.seconds": Words("the first pause, in seconds", "第一次暂停多少秒"),
    "qq_chat:outbox.breaker.at_most": Words("the longest pause, in seconds", "最长暂停多少秒"),
    "qq_chat:announcements[].cron": Words(
        "when: minute, hour, day, month, weekday; 0 20 * * * is every day at 20:00",
        "何时：分 时 日 月 星期，例如 0 20 * * * 表示每天 20:00",
    ),
    "qq_chat:announcements[].text": Words("what is said", "公告内容"),
    "qq_chat:announcements[].to": Words("where", "发到哪里：两边、游戏或 QQ"),
    "qq_chat:announcements[].groups": Words(
        "only in these groups; empty: all that hear what concerns everybody",
        "只发到这些群；留空则为玩家主群与互通聊天的群",
    ),
    "qq_chat:keywords[].words": Words("a message with any of these is answered", "消息中有其中任意一个就回复"),
    "qq_chat:keywords[].match": Words(
        "the message contains the word, is equal to it, or fits it as a pattern (RE2)",
        "消息包含它、与它完全相同，或符合它（RE2 正则）",
    ),
    "qq_chat:keywords[].answer": Words(
        "what is said; {player}, {qq}, {online}, {server} and {time} are filled in",
        "回复的文字，可用字段：{player} {qq} {online} {server} {time}",
    ),
    "qq_chat:keywords[].picture": Words(
        "a picture beside the file, shown below the answer", "附在回复后的图片，与配置文件同目录"
    ),
    "qq_chat:keywords[].groups": Words("only in these groups; empty: all of yours", "只在这些群回复；留空则为所有群"),
    "qq_chat:keywords[].cooldown": Words(
        "seconds until it is said again in the same group", "同一个群内再次回复前的秒数"
    ),
    "qq_chat:votes.kinds.*.command": Words(
        "what is done when enough are for it; {player} is whom the vote names",
        "通过后执行的指令，{player} 为投票所指的玩家",
    ),
    "qq_chat:votes.kinds.*.needed": Words(
        "how many have to be for it, and more than are against it", "需要多少票赞成，且多于反对票"
    ),
    "qq_chat:votes.kinds.*.seconds": Words("how long a vote lasts", "投票持续多少秒"),
    "bridge:*.url": Words("the address of the server", "那台服务器的地址"),
    "bridge:*.token": Words("the same as there", "与那台服务器上填写的相同"),
    "bridge:*.secret": Words("signs each POST (X-Signature)", "用于给上报签名（X-Signature）"),
    "bridge:*.split": Words(
        "true: one connection for events and one for actions (/event and /api)",
        "true：事件与动作分别使用独立的连接（/event 与 /api）",
    ),
    "bridge:*.host": Words("who may connect: 127.0.0.1 is this machine only", "谁可以连接：127.0.0.1 为仅本机"),
    "bridge:*.port": Words("the port to listen at", "监听的端口"),
    "sandbox:page": Words("the page in the browser; empty: none", "浏览器中的网页；留空则没有"),
    "sandbox:flavour": Words("whose shapes and manners it has", "模仿哪种 OneBot 实现"),
    "sandbox:message_format": Words(
        "of messages that bots get; empty: as the flavour has it", "消息格式；留空则与所模仿的实现相同"
    ),
    "sandbox:report_self": Words(
        "whether bots are told of the messages of their own account", "是否上报账号自己发送的消息"
    ),
    "sandbox:seed": Words("any number: dice and ids are the same each time", "随机种子：骰子、消息 ID 等每次都相同"),
    "sandbox:world": Words(
        "a file in which all that happens is kept; the next start goes on from it",
        "保存沙盒世界的文件，下次启动时从中恢复",
    ),
    "sandbox:load": Words(
        "how fast members talk by themselves: 200/s, 30/m, 5/h", "群成员自动发言的速度：200/s、30/m、5/h"
    ),
    "sandbox:accounts": Words("who is on QQ and has a bot", "有机器人连接的账号，至少一个"),
    "sandbox:friends": Words("who is whose friend: [10001, 10002] is enough", "谁和谁是好友，可简写为 [10001, 10002]"),
    "sandbox:groups": Words("the groups", "有哪些群"),
    "sandbox:files": Words(
        "a folder in which files stay, beside sandbox.yml; empty: a temporary one",
        "保存文件的文件夹，与 sandbox.yml 同目录；留空则用临时文件夹",
    ),
    "sandbox:page.host": Words("loopback only", "只能是本机地址"),
    "sandbox:page.port": Words("0: any free port", "0 为任意空闲端口"),
    "sandbox:page.token": Words(
        "of the page's address; empty: a new one each time", "网页地址中的 token，留空则每次随机生成"
    ),
    "sandbox:*.user_id": Words("the QQ number", "QQ 号"),
    "sandbox:accounts[].nickname": Words("the nickname", "昵称"),
    "sandbox:accounts[].endpoints": Words("how bots reach the account", "机器人怎样连接这个账号"),
    "sandbox:accounts[].endpoints[]:http": Words(
        "Bots call actions by HTTP; events wait for them at `/_events`.",
        "机器人通过 HTTP 调用动作，可在 `/_events` 接收事件。",
    ),
    "sandbox:accounts[].endpoints[]:websocket": Words(
        "Bots connect to the sandbox by WebSocket.", "机器人用 WebSocket 连接沙盒（正向 WebSocket）。"
    ),
    "sandbox:accounts[].endpoints[]:websocket_reverse": Words(
        "The sandbox connects to a bot by WebSocket, as NapCat and LLOneBot do.",
        "沙盒用 WebSocket 连接机器人（反向 WebSocket），与 NapCat、LLOneBot 相同。",
    ),
    "sandbox:accounts[].endpoints[]:http_post": Words(
        "The sandbox posts events to a bot, signed.", "沙盒把事件上报给机器人（HTTP POST，带签名）。"
    ),
    "sandbox:accounts[].endpoints[]:mirai": Words(
        "mirai-api-http 2.10, by WebSocket and HTTP on one port.",
        "mirai-api-http 2.10，WebSocket 与 HTTP 共用一个端口。",
    ),
    "sandbox:accounts[].official": Words(
        "the account is a bot of Tencent's official platform, which is made believe for it; {} for the usual settings",
        "这个账号是 QQ 官方机器人，由沙盒模拟官方平台；{} 表示使用默认设置",
    ),
    "sandbox:*.host": Words("127.0.0.1 is this machine only", "127.0.0.1 为仅本机可连接"),
    "sandbox:*.port": Words("the port to listen at; 0: any free one", "监听的端口，0 为任意空闲端口"),
    "sandbox:*.token": Words("what the bot has to know, or is told", "机器人要使用的 token"),
    "sandbox:*.url": Words("the address of the bot", "机器人的地址"),
    "sandbox:*.secret": Words("signs each POST (X-Signature)", "用于给上报签名（X-Signature）"),
    "sandbox:*.split": Words(
        "true: one connection for events and one for actions (/event and /api)",
        "true：事件与动作分别使用独立的连接（/event 与 /api）",
    ),
    "sandbox:*.heartbeat": Words(
        "seconds between two; 0: none; empty: as the flavour has it",
        "心跳间隔（秒）；0 为没有；留空则与所模仿的实现相同",
    ),
    "sandbox:*.reconnect": Words(
        "seconds before it tries again; 0: growing pauses; empty: as the flavour has it",
        "断开后多少秒重连；0 为逐渐变长；留空则与所模仿的实现相同",
    ),
    "sandbox:*.faults": Words(
        "what goes wrong on purpose: {delay: 2, double_events: true}", "故意制造的故障：{delay: 2, double_events: true}"
    ),
    "sandbox:*.single": Words("one session for everybody (singleMode)", "所有连接共用一个会话（singleMode）"),
    "sandbox:*.sync_id": Words("the syncId of what is pushed (reservedSyncId)", "推送内容的 syncId（reservedSyncId）"),
    "sandbox:*.napcat": Words("as NapCat's plug-in speaks it", "按 NapCat 的同名插件的方式"),
    "sandbox:accounts[].official.host": Words("loopback only", "只能是本机地址"),
    "sandbox:*.app_id": Words("the AppID", "AppID"),
    "sandbox:accounts[].official.secret": Words("the AppSecret", "AppSecret"),
    "sandbox:*.webhook_url": Words(
        "where events are posted; empty: by the gateway", "事件推送到的地址；留空则使用网关"
    ),
    "sandbox:*.shape": Words("as in which year events look", "事件采用哪一年的格式"),
    "sandbox:*.intents": Words(
        "what the bot is granted; asking for others ends the connection (4014)",
        "机器人拥有的权限；请求其他权限会断开连接（4014）",
    ),
    "sandbox:*.all_messages": Words(
        "whether groups hand on all that is said, or only what mentions the bot",
        "群里的消息是全部转给机器人，还是只转 @ 它的",
    ),
    "sandbox:*.twice": Words(
        "whether a mention comes twice then, as some bots have it", "此时 @ 的消息是否收到两次（部分机器人如此）"
    ),
    "sandbox:*.echo": Words("whether the bot is told of its own messages then", "此时是否收到机器人自己发送的消息"),
    "sandbox:*.active": Words(
        "whether groups and people take messages that answer nothing", "群和用户是否接受机器人主动发言"
    ),
    "sandbox:*.ark": Words("whether the bot may send ark messages", "机器人能否发送 ark 消息"),
    "sandbox:*.channels": Words("groups that are shown as channels of one guild", "显示为频道子频道的群"),
    "sandbox:*.guild_name": Words("what that guild is called", "频道的名称"),
    "sandbox:*.audit": Words(
        "whether messages in the guild wait for somebody who looks at them", "频道消息是否需要先审核"
    ),
    "sandbox:*.redirect_uri": Words(
        "how addresses begin that a QQ login may lead back to; empty: any", "QQ 登录回调地址的开头；留空则不限"
    ),
    "sandbox:accounts[].official.heartbeat": Words(
        "seconds between two that the gateway asks for", "网关要求的心跳间隔（秒）"
    ),
    "sandbox:friends[].between": Words("the two of them", "哪两个人"),
    "sandbox:friends[].remark": Words("what the first calls the second", "前者给后者的备注"),
    "sandbox:friends[].category": Words("where the first has put the second", "前者把后者放在哪个分组"),
    "sandbox:groups[].group_id": Words("the group's number", "群号"),
    "sandbox:groups[].name": Words("the group's name", "群名"),
    "sandbox:groups[].owner": Words("the owner: an account, or one of the members", "群主：某个账号，或本群成员"),
    "sandbox:groups[].admins": Words("who are admins", "管理员"),
    "sandbox:groups[].members": Words("who is in it; 10003 is enough", "群成员，可简写为 10003"),
    "sandbox:*.card": Words("the card in this group", "群名片"),
    "sandbox:*.title": Words("the special title", "专属头衔"),
    "sandbox:*.level": Words("the level in this group", "群等级"),
}
