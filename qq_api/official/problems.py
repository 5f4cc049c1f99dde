"""What the platform answers when it does not do what it was asked.

QQError
└─ PlatformError       it refused: code, HTTP status, its own words, the number that support asks for

`ApiNotAvailable` (nothing was sent) and `Unanswered` (it may have been done) are those of `qq_api.errors`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qq_api.errors import ActionFailed, QQError
from qq_api.official.codes import Retry, is_known, meaning_of, retry_of
from qq_api.texts import Texts


@dataclass(frozen=True)
class Accepted:
    """The platform took a message and lets somebody look at it first (HTTP 201, 202; guilds only).

    Attributes:
        audit_id: comes again in MESSAGE_AUDIT_PASS or MESSAGE_AUDIT_REJECT.
    """

    audit_id: str


class PlatformError(QQError):
    """The platform refused.

    Args:
        code: its error code; the HTTP status where it gave none.
        message: its own words, mostly Chinese.
        status: the HTTP status.
        trace_id: of the header X-Tps-trace-ID; Tencent's support asks for it.
    """

    def __init__(self, code: int, message: str = "", status: int = 200, trace_id: str = "") -> None:
        super().__init__(f"{code} {message}".rstrip() + (f" (trace_id {trace_id})" if trace_id else ""))
        self.code, self.message, self.status, self.trace_id = code, message, status, trace_id

    @property
    def meaning(self) -> str:
        """What it means, as `qq_api.official.codes` has it: `anchor`, `no_active`, `url` …"""
        return meaning_of(self.code)

    @property
    def retry(self) -> Retry:
        """Whether the same call may be made again."""
        return retry_of(self.code)

    def words(self, texts: Texts) -> str:
        """For the owner: what it means, what to do, and what the platform itself said."""
        return f"{texts(f'official.code.{self.meaning}')} [{self}]"

    def failed(self, texts: Texts) -> ActionFailed:
        """The same as OneBot says it; the retcode is the platform's own code."""
        answer = {"status": "failed", "retcode": self.code, "data": None, "message": self.message}
        return ActionFailed({**answer, "wording": self.words(texts)})


def problem_of(body: Any, status: int, trace_id: str = "") -> PlatformError:
    """The error in a body: `{"code": 11298, "err_code": 40023002, "message": "…", "trace_id": "…"}`.

    Of its two codes the one counts that has a meaning; either may be missing, and so may the whole body.
    """
    body = body if isinstance(body, Mapping) else {}
    codes = [code for name in ("code", "err_code", "ret", "retcode") if (code := _number(body.get(name)))]
    code = next(filter(is_known, codes), None) or next(iter(codes), status)
    message = body.get("message") or body.get("msg") or ""
    return PlatformError(code, str(message), status, trace_id or str(body.get("trace_id") or ""))


def _number(value: Any) -> int:
    """Codes come as numbers and as strings; 0 for what is none."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return 0
