"""What the platform answers to what it does not do: a code, with its words and its status. Computes only; no I/O.

The codes are those of Tencent's list (bot-docs, "openapi 错误码") and of bots' logs. Where several stand for one cause
(a message id that is too old has three), the place decides here; nobody has written down how it is there.
"""

from typing import Any

_AUTH, _MISSING, _METHOD, _OFTEN = 401, 404, 405, 429

CODES: dict[int, tuple[int, str]] = {
    10003: (400, "子频道异常"),
    10004: (400, "频道不存在"),
    11241: (_AUTH, "参数中缺少 token"),
    11243: (_AUTH, "校验 token 未通过"),
    11244: (_AUTH, "token not exist or expire"),
    11251: (400, "appid invalid"),
    11253: (400, "应用接口权限不足"),
    11254: (400, "应用接口被封禁"),
    11264: (400, "接口无访问权限, 请让管理员授权"),
    11265: (400, "机器人已经被封禁"),
    11281: (500, "检查是否是管理员失败"),
    11282: (400, "检查是否是管理员未通过"),
    12002: (400, "请求体错误"),
    20028: (_OFTEN, "子频道消息触发限频"),
    22006: (400, "消息类型与内容不匹配"),
    22009: (_OFTEN, "msg limit exceed"),
    50006: (400, "消息为空"),
    50037: (400, "带有markdown消息只支持 markdown 或者 keyboard 组合"),
    50039: (400, "获取消息失败"),
    301000: (400, "参数错误"),
    301006: (400, "非群成员没有查询权限"),
    302003: (400, "查询日程失败"),
    302015: (400, "开始时间不能早于当前时间"),
    302016: (400, "结束时间不能早于开始时间"),
    304003: (400, "url 未报备"),
    304004: (400, "没有发 ark 消息权限"),
    304018: (400, "websocket link does not exist"),
    304020: (400, "文件大小超限"),
    304021: (400, "下载文件错误"),
    304023: (202, "push message is waiting for audit now"),
    304024: (202, "reply message is waiting for audit now"),
    304026: (400, "回复的消息 id 错误"),
    304027: (400, "回复的消息过期"),
    304032: (400, "私信不存在"),
    304034: (400, "不是私信成员"),
    304039: (400, "消息按钮组件解析错误"),
    304045: (400, "子频道主动消息数限频"),
    304047: (400, "主动消息推送超过限制的子频道数"),
    304049: (400, "私信主动消息数限频"),
    304050: (400, "私信主动消息总量限频"),
    304061: (400, "消息内容为空"),
    304103: (400, "回复消息msg_id已过期"),
    306002: (400, "消息 id 错误"),
    306004: (400, "没有撤回此消息的权限"),
    501001: (400, "参数校验失败"),
    501008: (400, "MessageID 不存在"),
    501017: (400, "非频道主或管理员"),
    502003: (400, "用户 id 无效"),
    502005: (400, "timestamp 不合法"),
    503005: (400, "帖子标题为空"),
    503006: (400, "帖子内容为空"),
    503012: (400, "帖子不存在或已删除"),
    504001: (400, "请求参数无效错误"),
    610008: (400, "无效参数"),
    620003: (400, "已经设置过该表情表态"),
    620004: (400, "没有设置过该表情表态"),
    630001: (400, "互动回调数据更新无效参数"),
    850018: (400, "群内被禁言, 富媒体上传失败"),
    850019: (400, "富媒体文件格式不支持"),
    850026: (400, "富媒体文件下载失败"),
    850031: (400, "富媒体文件超过大小限制"),
    1100104: (400, "该群已失效或当前群已不存在"),
    40034004: (400, "富媒体 file_info 无效或已过期"),
    40034005: (400, "回复消息msg_id已过期"),
    40034006: (400, "消息内容违规"),
    40034024: (400, "请求参数msg_id无效或越权"),
    40034025: (400, "请求参数event_id无效或越权"),
    40034026: (400, "请求参数event_id已过期"),
    40034027: (400, "该事件不支持回复"),
    40034100: (400, "主动消息超过频率限制"),
    40034101: (400, "机器人不在群内"),
    40034102: (400, "主动消息失败, 无权限"),
    40034105: (400, "主动消息失败, 无权限"),
    40034128: (400, "被动回复超过次数限制"),
    40054002: (400, "机器人在群内被禁言"),
    40054004: (400, "机器人与用户不是好友"),
    40054005: (400, "消息被去重，请检查请求msgseq"),
    40054007: (400, "消息内容过长"),
    40054010: (400, "消息发送失败, 不允许发送url"),
    40054013: (400, "用户拒绝接收机器人主动消息"),
    40054018: (400, "markdown 内容过长"),
    40061001: (400, "撤回消息参数错误"),
    40061002: (400, "撤回消息不存在"),
    40062003: (400, "没有撤回此消息的权限"),
    40064004: (400, "消息已超过可撤回时间"),
    40093001: (400, "上传失败, 请重试"),
    40093002: (400, "上传超过每日限额"),
    50065001: (500, "撤回消息失败"),
}


class Refusal(Exception):
    """A call that is not done.

    Attributes:
        code: the platform's; 0 where only the status says it.
        status: of HTTP.
        words: for people.
        data: what the body says besides.

    Args:
        code: one of `CODES`, or any other with a status of 400.
    """

    def __init__(self, code: int, words: str = "", status: int = 0, data: Any = None) -> None:
        known_status, known_words = CODES.get(code, (400, "invalid request"))
        self.code, self.status, self.words = code, status or known_status, words or known_words
        self.data = data
        super().__init__(f"{self.code} {self.words}")

    def body(self, trace: str) -> dict[str, Any]:
        """The answer's body, for the call of this trace."""
        said = {"message": self.words, "code": self.code, "err_code": self.code, "trace_id": trace}
        return said if self.data is None else said | {"data": self.data}


def no_such_path() -> Refusal:
    """Nothing is at that path."""
    return Refusal(11255, "not found", _MISSING)


def no_such_method() -> Refusal:
    """Something is there, but not for that method."""
    return Refusal(11256, "method not allowed", _METHOD)


def invalid(what: str) -> Refusal:
    """A parameter that is missing or wrong."""
    return Refusal(12002, f"请求体错误: {what}")
