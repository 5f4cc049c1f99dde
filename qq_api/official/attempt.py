"""One message on one way: until it is said, or refused, or nobody knows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from qq_api.errors import ApiNotAvailable, Unanswered
from qq_api.official.anchors import Anchor
from qq_api.official.mapping.bodies import defanged
from qq_api.official.platform import CallPlatform
from qq_api.official.problems import PlatformError
from qq_api.official.scenes import Target
from qq_api.types import Payload

PAUSES = (1.0, 2.0)
"""Seconds before it is tried again, when the platform says: too fast."""

_VAGUE = (500, 502, 503, 504)
"""What a gateway in between answers, too, when it lost what the platform said."""

Sleep: TypeAlias = Callable[[float], Awaitable[None]]


@dataclass
class Attempt:
    """One message of the platform, and what it hangs on.

    Attributes:
        where: where it goes.
        body: what it says; a refusal can change it.
        way: what it answers; None for nothing.
        files: what goes beside the body.
        seq: its number among the answers to the same.
        doubtful: an earlier try may have got through.
        was_busy: the platform said that it was busy; the try may have got through all the same.
    """

    where: Target
    body: Payload
    way: Anchor | None
    files: Any = None
    seq: int = 0
    doubtful: bool = False
    was_busy: bool = False
    renumbered: bool = False
    pauses: int = 0

    async def run(self, rest: CallPlatform, sleep: Sleep) -> Any:
        """Send it; returns what the platform answers, `{}` where only that it was said is known.

        Raises:
            PlatformError: it was refused; nothing was sent.
            ApiNotAvailable: the platform cannot be reached; nothing was sent.
            Unanswered: it may have been sent.
        """
        self.seq = self.way.take() if self.way else 0
        while True:
            try:
                answer = await rest.call("POST", self.where.path("messages"), json=self._json(), files=self.files)
            except Unanswered:
                self._in_doubt()
            except ApiNotAvailable:
                if self.doubtful:  # this try was not sent, but the one before may have been
                    raise Unanswered("send_msg") from None
                raise
            except PlatformError as error:
                if await self._is_said_anyway(error, sleep):
                    return {}
            else:
                self._count()
                return answer

    @property
    def _is_repeatable(self) -> bool:
        """Whether the platform would notice that a message came twice."""
        return self.way is not None and not self.where.in_guild

    def _json(self) -> Payload:
        """The body as it leaves."""
        if self.way is None:
            return self.body
        seq = {} if self.where.in_guild else {"msg_seq": self.seq}
        return {**self.body, self.way.field: self.way.id, **seq}

    def _count(self) -> None:
        if self.way is not None and not self.doubtful:
            self.way.used += 1

    def _in_doubt(self) -> None:
        """Nobody knows whether it got through: once more, where the platform would tell; Unanswered elsewhere."""
        self._count()
        if not self._is_repeatable or self.doubtful:
            raise Unanswered("send_msg")
        self.doubtful = True

    async def _is_said_anyway(self, error: PlatformError, sleep: Sleep) -> bool:
        """What a refusal asks for: try again (False), it is said already (True), or an error."""
        if error.meaning == "repeated" and (self.doubtful or self.was_busy):
            self._count()
            return True
        if (self.doubtful and error.meaning != "too_fast") or (self.was_busy and error.meaning == "anchor"):
            raise Unanswered("send_msg")  # not repeated on another way: the first try may have got through
        if error.status >= 500 or error.code in _VAGUE:
            self._in_doubt()
            return False
        if not await self._mended(error, sleep):
            raise Unanswered("send_msg") if self.doubtful else error
        return False

    async def _mended(self, error: PlatformError, sleep: Sleep) -> bool:
        """Whether something was changed that lets it be tried again; nothing was sent by the try before."""
        if error.meaning == "too_fast" and self.pauses < len(PAUSES):
            self.pauses += 1
            await sleep(PAUSES[self.pauses - 1])
            return True
        if error.meaning == "url" and (changed := defanged(self.body)) is not None:
            self.body = changed
            return True
        if error.meaning == "other" and "message_reference" in self.body:  # better said without the quote than not
            self.body = {key: value for key, value in self.body.items() if key != "message_reference"}
            return True
        return self._renumbered(error) or self._waits_for(error)

    def _renumbered(self, error: PlatformError) -> bool:
        """Another number, once: this one was used before a restart."""
        if error.meaning != "repeated" or self.way is None or self.renumbered:
            return False
        self.seq, self.renumbered = self.way.take(), True
        return True

    def _waits_for(self, error: PlatformError) -> bool:
        """A busy platform is asked once more, where it would notice a second message."""
        if error.meaning != "busy" or not self._is_repeatable or self.was_busy:
            return False
        self.was_busy = True
        return True
