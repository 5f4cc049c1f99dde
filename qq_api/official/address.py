"""Where the gateway is: the platform is asked each time (docs: "获取网关及分片信息")."""

from typing import Any

from qq_api.errors import TryAgain
from qq_api.official.gateway import Turns
from qq_api.official.rest import Rest
from qq_api.texts import Texts


class Address:
    """Asks for the gateway, and learns how many sessions may begin.

    Args:
        rest: the platform's API.
        fixed: an address to use instead; "" to ask.
        turns: learn how many may begin at once.
        texts: the words.
    """

    def __init__(self, rest: Rest, fixed: str, turns: Turns, texts: Texts) -> None:
        self._rest, self._fixed, self._turns, self._texts = rest, fixed, turns, texts

    async def __call__(self, is_fresh: bool) -> str:
        """Where it is; a session that begins counts towards a limit, and may have to wait.

        Raises:
            TryAgain: no session may begin now; says when.
            ConnectionError: the platform names no gateway.
            PlatformError, ApiNotAvailable, Unanswered: as `Rest.call`.
        """
        if self._fixed:
            return self._fixed
        answer = await self._rest.call("GET", "/gateway/bot")
        if not isinstance(answer, dict) or not isinstance(answer.get("url"), str):
            raise ConnectionError(self._texts("official.unreachable", url=self._rest.base, reason="no gateway"))
        self._learn(answer.get("session_start_limit"), is_fresh)
        return str(answer["url"])

    def _learn(self, limit: Any, is_fresh: bool) -> None:
        """`{"total": 1000, "remaining": 999, "reset_after": 14400000, "max_concurrency": 1}`; times in milliseconds."""
        if not isinstance(limit, dict):
            return
        most = limit.get("max_concurrency")
        self._turns.most = most if isinstance(most, int) and most > 0 else 1
        if is_fresh and limit.get("remaining") == 0:
            after = limit.get("reset_after")
            seconds = after / 1000 if isinstance(after, int | float) else 60.0
            raise TryAgain(self._texts("official.no_sessions", minutes=round(seconds / 60) or 1), seconds)
