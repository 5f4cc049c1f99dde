"""What answers about the bot itself are made of."""

from qq_api.actions.model import shape

SHAPES = (
    shape("Login", "Who the bot is", "登录号", """
        user_id: int, nickname: str
    """),
    shape("Version", "What runs the bot", "版本", """
        app_name: str # LLOneBot, NapCat.Onebot, go-cqhttp … # 如 LLOneBot、NapCat.Onebot、go-cqhttp
        app_version: str
        protocol_version: str # v11
    """),
    shape("Status", "How the bot is", "状态", """
        online: bool | None # None: it is not known # None 为未知
        good: bool
        stat?: Payload # counts of messages, or of packets # 收发统计
    """),
    shape("Cookies", "Cookies", "Cookies", """
        cookies: str
        bkn?: str # the CSRF token # CSRF Token
    """),
    shape("Credentials", "Cookies and token", "接口凭证", """
        cookies: str
        csrf_token?: int
        token?: int # instead of csrf_token (NapCat) # 代替 csrf_token（NapCat）
    """),
    shape("Token", "A CSRF token", "CSRF Token", """
        token: int
    """),
    shape("Able", "Whether it can be done", "是否可以", """
        yes: bool
    """),
    shape("Rkeys", "Keys (LLOneBot)", "rkey（LLOneBot）", """
        private_key: str, group_key: str
        expired_time: int # Unix seconds # Unix 秒
        updated_time: str
    """),
    shape("Rkey", "A key (NapCat)", "rkey（NapCat）", """
        type: str # private or group # private 或 group
        rkey: str
        created_at: int # Unix seconds # Unix 秒
        ttl: int # seconds # 有效时长，秒
    """),
    shape("Point", "A corner", "坐标", """
        x: int, y: int
    """),
    shape("OcrText", "A line that was read", "识别出的一行", """
        text: str
        confidence: int # how sure, up to 100 # 置信度，最高 100
        coordinates: list[Point] # its four corners # 四角坐标
    """),
    shape("Ocr", "What was read", "识别结果", """
        texts: list[OcrText], language: str
    """),
)  # fmt: skip
