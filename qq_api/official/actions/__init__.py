"""OneBot 11's actions, done on the official platform.

What the platform has no way to do fails with retcode 1404; nothing is pretended.
"""

from typing import Any

from qq_api.errors import ActionFailed, Unanswered
from qq_api.official.actions import moderation, people, quick, system, talk
from qq_api.official.actions.desk import ACTIONS, Desk
from qq_api.official.calls.call import carry_out
from qq_api.official.calls.table import CALLS
from qq_api.official.memory import Memory
from qq_api.official.platform import CallPlatform
from qq_api.official.problems import PlatformError
from qq_api.official.refusals import UNSUPPORTED, Refusal
from qq_api.official.sending import Partly, Sender
from qq_api.texts import Texts
from qq_api.types import Payload

__all__ = ["ACTIONS", "PREFIX", "Actions", "moderation", "people", "quick", "system", "talk"]

PREFIX = "official."
"""Before the platform's own calls: `official.get_guild`."""

LATER = frozenset(
    {"official_send.nothing_to_answer", "official_send.queue_full", "anchor", "no_active", "active_rate", "too_fast"}
)
"""What a message is refused for that may be sent later as it is: our own reasons, and the platform's."""


class Actions:
    """The actions of one bot.

    Args:
        rest: the platform's API.
        memory: what the bot knows.
        texts: the words for the owner.
        sender: gets messages out; one is made where none is given.

    Attributes:
        desk: has `is_online` and `reconnect`, for a transport to set.
    """

    def __init__(self, rest: CallPlatform, memory: Memory, texts: Texts, sender: Sender | None = None) -> None:
        self._texts = texts
        self.desk = Desk(rest, memory, sender or Sender(rest, memory))

    async def call(self, action: str, params: dict[str, Any]) -> Any:
        """Do an action and return its `data`.

        Args:
            action: OneBot's name, also with `_async` or `_rate_limited` behind it, or `official.` and a call's name.
            params: its parameters; ids are OneBot's numbers or the platform's own.

        Raises:
            ActionFailed: it cannot be done, or the platform refuses: its own code, and words for the owner. `later` in
                its `result` says that the same message may be sent later.
            ApiNotAvailable: the platform cannot be reached; nothing was done.
            Unanswered: it may have been done.
        """
        try:
            return await self._done(action, params)
        except Refusal as refusal:
            raise self._failed(refusal) from None
        except PlatformError as error:
            raise self._failed(error) from error
        except Partly as partly:
            raise self._partly(partly) from partly.error

    async def _done(self, action: str, params: dict[str, Any]) -> Any:
        if action.startswith(PREFIX) and action.removeprefix(PREFIX) in CALLS:
            return await carry_out(CALLS[action.removeprefix(PREFIX)], self.desk.rest, self.desk.memory, params)
        do = ACTIONS.get(action.removesuffix("_async").removesuffix("_rate_limited"))
        if do is None:
            raise Refusal("official_send.unknown_action", UNSUPPORTED, action=action[:100])
        return await do(self.desk, params)

    def _failed(self, error: Refusal | PlatformError) -> ActionFailed:
        """OneBot's failure; `"later": True` says: not sent, but it may be once somebody has spoken there."""
        failed = error.failed(self._texts)
        later = error.key in LATER if isinstance(error, Refusal) else error.meaning in LATER
        return ActionFailed({**failed.result, "later": True}) if later else failed

    def _partly(self, partly: Partly) -> Exception:
        """Some parts of a message were sent: an error that nobody may take for "not sent"."""
        error = partly.error
        if isinstance(error, Unanswered):
            return error
        if isinstance(error, Refusal):
            inner: Payload = error.failed(self._texts).result
        elif isinstance(error, PlatformError):
            inner = error.failed(self._texts).result
        else:
            inner = {"status": "failed", "retcode": 1200, "message": str(error), "wording": str(error)}
        said = self._texts("official_send.partly", sent=len(partly.sent), total=partly.total, reason=inner["wording"])
        return ActionFailed({**inner, "data": {"message_id": partly.sent[0].number}, "wording": said})
