"""What the end of a call says about the message: said, not said, or nobody knows. Computes only; no I/O.

From the issues of NapCat 4, LLOneBot 6, go-cqhttp and Lagrange; `retcode` alone says little, NapCat and LLOneBot answer
1200 over WebSocket and 200 over HTTP to everything that fails inside QQ:

    NapCat     EventChecker Failed: … "result": 110, "errMsg": "发送失败，你已被移出该群…"   not said
    NapCat     EventChecker Failed: … "result": 120                                         not said: muted
    NapCat     Timeout: NTEvent …/sendMsg …                  muted, a link QQ dislikes, 风控, or said all the same
    LLOneBot   当前处于被禁言状态                              not said, not even tried
    LLOneBot   发送超时                                       nobody knows
    go-cqhttp  retcode 100 SEND_MSG_API_ERROR, blocked by server (账号可能被风控)    sometimes said all the same
    any        retcode 1400, 1404, 400, 404                  the call itself was wrong: not said
"""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from qq_api import ActionFailed, ApiNotAvailable, Unanswered, reason

End: TypeAlias = Literal["said", "away", "refused", "unknown"]
Cause: TypeAlias = Literal["muted", "removed", "risk", "other"]

_CAUSES: list[tuple[Cause, re.Pattern[str]]] = [
    ("muted", re.compile(r'禁言|muted|shut ?up|"?result"?: ?120\b|error: ?120\b', re.IGNORECASE)),
    (
        "removed",
        re.compile(r'移出|不在(?:该|此|本)?群|被踢|not in (?:the |this )?group|"?result"?: ?110\b', re.IGNORECASE),
    ),
    ("risk", re.compile(r"风控|blocked by server|SEND_MSG_API_ERROR|频繁|too (?:fast|many|frequent)", re.IGNORECASE)),
]

_NOT_SAID = re.compile(r'EventChecker Failed|rich media|"?result"?: ?-?[1-9]', re.IGNORECASE)
_LATE = re.compile(r"time-?d? ?out|超时", re.IGNORECASE)
_INSIDE_QQ = {100, 200, 1200, -1, -1000}
"""Retcodes of what failed behind the call: the message may have left."""

NO_SUCH_ACTION = {404, 1404, 10002}


@dataclass(frozen=True)
class Result:
    """How a call ended.

    Attributes:
        end: said; away: it was not sent and may be sent again; refused; unknown: not to be sent again blindly.
        why: in the words of QQ's side.
        cause: as far as it can be told.
        message_id: of what was said.
        cut: of what is unknown: the connection ended before the answer came.
    """

    end: End
    why: str = ""
    cause: Cause = "other"
    message_id: int | None = None
    cut: bool = False

    @property
    def certain(self) -> bool:
        """Whether the next message to the same group would fail, too."""
        return self.cause in ("muted", "removed")


def said(data: object) -> Result:
    """A call ended well; `data` is its answer's."""
    message_id = data.get("message_id") if isinstance(data, dict) else None
    try:
        return Result("said", message_id=None if message_id is None else int(message_id))
    except (TypeError, ValueError):
        return Result("said")


def failed(error: Exception) -> Result:
    """A call ended with an error."""
    why = reason(error)
    if isinstance(error, ApiNotAvailable):
        return Result("away", why)
    if not isinstance(error, ActionFailed):
        return Result("unknown", why, cut=isinstance(error, Unanswered) and error.cut)
    if error.result.get("later") is True:  # the official platform: not before somebody speaks there
        return Result("away", why)
    cause = _cause(why)
    return Result("refused" if _was_not_said(error, cause, why) else "unknown", why, cause)


def _cause(why: str) -> Cause:
    for cause, pattern in _CAUSES:
        if pattern.search(why):
            return cause
    return "other"


def _was_not_said(error: ActionFailed, cause: Cause, why: str) -> bool:
    if cause in ("muted", "removed"):
        return True
    if _LATE.search(why) or cause == "risk":
        return False
    return error.retcode not in _INSIDE_QQ or bool(_NOT_SAID.search(why))
