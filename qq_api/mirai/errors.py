"""What can go wrong with mirai-api-http, as a tree; worded by `mirai.…` of `lang/`.

qq_api.errors.QQError
└─ MiraiError          it answered with a state code other than 0: `code`, `words`
   ├─ LoginRefused     a wrong verify key, or nothing it could read: trying again would not help (a FatalError)
   ├─ NoBot            the account is not logged in there, or not yet
   ├─ SessionLost      the session is gone; who calls never sees it, unless logging in anew did not help
   ├─ NotConnected     nobody was there to take the call: it was not sent
   └─ NoAnswer         the call left, no answer came: it may have been carried out
"""

from qq_api.errors import FatalError, QQError
from qq_api.texts import Texts
from qq_api.types import Payload

NOT_CONNECTED, NO_ANSWER = -1, -2
"""Codes of ours, where mirai-api-http never said a word."""


class MiraiError(QQError):
    """A call was not carried out.

    Args:
        code: the state code of mirai-api-http (docs/api/API.md, 状态码), or one of ours below 0.
        words: what it means, for people.
    """

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{words} ({code})" if code > 0 else words)
        self.code, self.words = code, words


class LoginRefused(MiraiError, FatalError):
    """It does not let us in, and would not the next time."""


class NoBot(MiraiError):
    """It has no such account. After a start of mirai that is so until the account has logged in."""


class SessionLost(MiraiError):
    """It does not know our session any more (3), or the session has no account (4)."""


class NotConnected(MiraiError):
    """Nobody was there to take a call; it was not sent."""

    def __init__(self, words: str) -> None:
        super().__init__(NOT_CONNECTED, words)


class NoAnswer(MiraiError):
    """A call left, and no answer came: it may have been carried out."""

    def __init__(self, words: str) -> None:
        super().__init__(NO_ANSWER, words)


_KINDS: dict[int, type[MiraiError]] = {3: SessionLost, 4: SessionLost}
_AT_LOGIN: dict[int, type[MiraiError]] = {1: LoginRefused, 2: NoBot, 400: LoginRefused}


def code_of(answer: Payload) -> int:
    """The state code of an answer; one without any, as profiles are, is fine."""
    code = answer.get("code", 0)
    return code if isinstance(code, int) else 500


def error_of(answer: Payload, texts: Texts, *, at_login: bool = False) -> MiraiError:
    """The error that an answer stands for.

    Args:
        answer: `{"code": 5, "msg": "指定操作的对象不存在"}`
        texts: the words for it.
        at_login: whether it refused a login, where codes mean something else.
    """
    code = code_of(answer)
    kind = (_AT_LOGIN if at_login else _KINDS).get(code, MiraiError)
    said = texts.get(f"mirai.login.{code}" if at_login else f"mirai.code.{code}")
    return kind(code, said or texts("mirai.code.other", said=answer.get("msg") or "?"))
