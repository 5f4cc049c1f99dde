"""Getting a message out, within the platform's rules.

A message hangs on what came from the place (an anchor), the newest first; without any it is sent as one that answers
nothing, where that is allowed. What the platform refuses is never reported as sent; what may have been sent is never
sent again, unless the platform itself tells the two apart by `msg_seq`.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any
from weakref import WeakValueDictionary

from qq_api.errors import ApiNotAvailable, Unanswered
from qq_api.official.anchors import Anchor
from qq_api.official.attempt import Attempt, Sleep
from qq_api.official.mapping import cut
from qq_api.official.mapping.bodies import body_of
from qq_api.official.mapping.fields import object_of, text_of
from qq_api.official.mapping.segments_out import Part, Plan
from qq_api.official.memory import Memory
from qq_api.official.messages import Message
from qq_api.official.platform import CallPlatform
from qq_api.official.problems import Accepted, PlatformError
from qq_api.official.refusals import Refusal
from qq_api.official.scenes import Target
from qq_api.official.uploads import Uploads
from qq_api.types import Payload

MOST_ANCHORS = 5
"""So many anchors are tried for one message."""
_NO_WAY = ("no_active", "active_rate")


class Partly(Exception):
    """Some parts of a message were sent, the next was not.

    Args:
        sent: those that were.
        total: how many there are.
        error: why it ended.
    """

    def __init__(self, sent: list[Message], total: int, error: Exception) -> None:
        super().__init__(f"{len(sent)} of {total}: {error}")
        self.sent, self.total, self.error = sent, total, error


class Sender:
    """Sends messages, of each place in the order they came.

    Args:
        rest: the platform's API.
        memory: what the bot knows.
        sleep: waits for so many seconds.
    """

    def __init__(self, rest: CallPlatform, memory: Memory, sleep: Sleep = asyncio.sleep) -> None:
        self._rest, self._memory, self._sleep = rest, memory, sleep
        self._uploads = Uploads(rest, memory.settings, self._address_of, memory.clock)
        self._turns: WeakValueDictionary[Target, asyncio.Lock] = WeakValueDictionary()
        self._waiting: Counter[Target] = Counter()
        self._awaited: dict[Target, asyncio.Event] = {}
        self._held: set[Target] = set()
        memory.on_anchor.append(self._anchor_came)

    def _address_of(self, file: str) -> str:
        known = self._memory.files.get(file)
        return text_of(known, "url")

    async def send(self, where: Target, plan: Plan, answers: Message | None = None) -> list[Message]:
        """Say all parts of a message, in order.

        Args:
            where: where.
            plan: what.
            answers: the message it answers, whose anchor comes first.

        Returns:
            each part as it is known from now on.

        Raises:
            Partly: some parts were sent, and why the next was not.
            Refusal: it was not even tried, and why.
            PlatformError: the platform refused; nothing was sent.
            ApiNotAvailable: the platform cannot be reached; nothing was sent.
            Unanswered: it may have been sent.
        """
        settings, deadline = self._memory.settings, self._memory.clock() + self._memory.settings.wait_seconds
        if not plan.parts:
            raise Refusal("official_send.empty")
        if len(plan.parts) > settings.most_parts:
            raise Refusal("official_send.too_many_parts", parts=len(plan.parts), most=settings.most_parts)
        if where in self._held and self._waiting[where] >= settings.wait_most:
            raise Refusal("official_send.queue_full", most=settings.wait_most)
        turn = self._turns.setdefault(where, asyncio.Lock())
        self._waiting[where] += 1
        try:
            async with turn:
                return await self._all(where, plan, answers, deadline)
        finally:
            self._waiting[where] -= 1
            if not self._waiting[where]:
                del self._waiting[where]
                self._awaited.pop(where, None)

    async def _all(self, where: Target, plan: Plan, answers: Message | None, deadline: float) -> list[Message]:
        prepared = [
            (part, *await self._body(where, part)) for part in plan.parts
        ]  # all files first: half is no message
        if plan.quotes and answers is not None and answers.where == where and answers.reference:
            prepared[0][1]["message_reference"] = {"message_id": answers.reference}
        sent: list[Message] = []
        for part, body, files in prepared:
            try:
                sent += await self._say(where, part, body, files, answers, deadline)
            except Partly as partly:
                raise Partly(sent + partly.sent, len(prepared), partly.error) from None
            except (PlatformError, Refusal, Unanswered, ApiNotAvailable) as error:
                if not sent:
                    raise
                raise Partly(sent, len(prepared), error) from None
        return sent

    async def _say(
        self, where: Target, part: Part, body: Payload, files: Any, answers: Message | None, deadline: float
    ) -> list[Message]:
        try:
            return [await self._delivered(where, body, answers, deadline, files)]
        except PlatformError as error:
            if error.meaning != "too_long" or part.media or part.rich or len(part.content) < 2:
                raise
        return await self._halves(where, part, answers, deadline)

    async def _halves(self, where: Target, part: Part, answers: Message | None, deadline: float) -> list[Message]:
        """The platform finds a text too long: in two messages, each of which may again be."""
        sent: list[Message] = []
        for half in map(Part, cut.halves(part.content)):
            try:
                sent += await self._say(where, half, body_of(half, where), None, answers, deadline)
            except (PlatformError, Refusal, Unanswered, ApiNotAvailable) as error:
                if not sent:
                    raise
                raise Partly(sent, 2, error) from None
        return sent

    async def _body(self, where: Target, part: Part) -> tuple[Payload, Any]:
        """The body of a part, and the files that go beside it."""
        if part.media is None:
            return body_of(part, where), None
        if not where.in_guild:
            return body_of(part, where, await self._uploads.file_info(where, part.media)), None
        if part.media.kind != "image":
            raise Refusal("official_send.guild_files", 1404, kind=part.media.kind)
        loaded = await self._uploads.load(part.media)
        if loaded.url:
            return {**body_of(part, where), "image": loaded.url}, None
        return body_of(part, where), {"file_image": (loaded.name or "image.png", loaded.content)}

    # -- the ways

    async def _delivered(
        self, where: Target, body: Payload, answers: Message | None, deadline: float, files: Any
    ) -> Message:
        """By the first way that the platform takes; as long as the owner allows, wait for one."""
        while True:
            came = self._awaited[where] = asyncio.Event()  # before the tries: somebody may speak meanwhile
            refused: PlatformError | None = None
            for way in self._ways(where, answers):
                try:
                    return self._said(where, await Attempt(where, body, way, files).run(self._rest, self._sleep))
                except PlatformError as error:
                    if not self._goes_on(where, way, error):
                        raise
                    refused = error
            if not await self._anchor(where, came, deadline):
                raise refused or Refusal("official_send.nothing_to_answer")

    def _ways(self, where: Target, answers: Message | None) -> Iterator[Anchor | None]:
        first = ""
        if answers is not None and answers.where == where and not answers.sent:
            first = answers.platform_id or answers.event_id
        yield from islice(self._memory.anchors.candidates(where, first), MOST_ANCHORS)
        if self._memory.may_be_active(where):
            yield None

    def _goes_on(self, where: Target, way: Anchor | None, error: PlatformError) -> bool:
        """Whether another way may do; what this refusal teaches is remembered."""
        if way is not None:
            way.dead = way.dead or error.meaning in ("anchor", *_NO_WAY)
            return way.dead
        if error.meaning == "no_active":
            self._memory.allow_active(where, allowed=False)
        return error.meaning in _NO_WAY or error.meaning == "anchor"

    async def _anchor(self, where: Target, came: asyncio.Event, deadline: float) -> bool:
        """Wait until somebody speaks there, within the time that the owner allows."""
        left = deadline - self._memory.clock()
        if left <= 0:
            return False
        self._held.add(where)
        try:
            await asyncio.wait_for(came.wait(), left)
        except asyncio.TimeoutError:
            return False
        finally:
            self._held.discard(where)
        return True

    def _anchor_came(self, where: Target) -> None:
        if where in self._awaited:
            self._awaited[where].set()

    # -- afterwards

    def _said(self, where: Target, answer: Any) -> Message:
        messages = self._memory.messages
        if isinstance(answer, Accepted):
            message = messages.sent(where, "")
            messages.await_audit(message, answer.audit_id)
            return message
        reference = text_of(object_of(answer, "ext_info"), "ref_idx")
        platform_id = text_of(answer, "id")
        return messages.sent(where, platform_id, reference=reference or (platform_id if where.in_guild else ""))
