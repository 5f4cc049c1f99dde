"""mirai-api-http 2.x, spoken as OneBot 11 (`transport`), and for Python (`Mirai`).

Its client knows two ways (`client`: `websocket`, `polling`); what only computes is `mapping`.
"""

from qq_api.mirai.errors import LoginRefused, MiraiError, NoAnswer, NoBot, NotConnected, SessionLost
from qq_api.mirai.interface import Mirai

__all__ = ["LoginRefused", "Mirai", "MiraiError", "NoAnswer", "NoBot", "NotConnected", "SessionLost"]
