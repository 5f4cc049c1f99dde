"""Tencent's own bot platform, spoken as OneBot 11 (bot.q.qq.com, API v2).

OneBot's actions work on it as on any other account. `Official(bot)` has the platform's own calls beside them,
`segments` what messages can hold only there.
"""

from qq_api.official import segments
from qq_api.official.calls.helpers import Official

__all__ = ["Official", "segments"]
