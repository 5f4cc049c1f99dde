"""One pull consumer at the broker: what it delivers, and whether something is missing (JetStream, "pull consumers").

The broker counts what it sends us, and says with each heartbeat how much that was: nothing gets lost unnoticed.
"""

import asyncio
from collections import deque
from typing import NamedTuple

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import Header

from qq_api.codec import encode

BATCH = 256
"""Messages of one request."""

EXPIRES, HEARTBEAT, SILENCE = 30.0, 2.0, 5.0
"""Seconds: how long a request holds; between two heartbeats meanwhile; after how many of silence we give up."""

SLICE = 64
"""Messages handed on at a stroke, before others get their turn."""


class Interrupted(Exception):
    """Nothing more comes from this consumer; another one goes on where it ended."""


class Arrived(NamedTuple):
    """A message of a stream."""

    subject: str
    data: bytes


class Pull:
    """The consumer `name` of `stream`; what it sends comes to `take`.

    Attributes:
        reached: the number of the last message that it looked at, wanted or not.
        pending: how many wanted ones are left behind that.
        is_idle: nothing is on its way to us.
    """

    def __init__(self, client: Client, stream: str, name: str, inbox: str, reached: int) -> None:
        self._client, self._inbox = client, inbox
        self._subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{name}"
        self._waiting: deque[Msg] = deque()
        self._there = asyncio.Event()
        self._asked, self._count, self._interrupted = 0, 0, False
        self.reached, self.pending = reached, 0

    async def take(self, message: Msg) -> None:
        """What the broker sends us."""
        self._waiting.append(message)
        self._there.set()

    def interrupt(self) -> None:
        """The connection was lost, and what was on its way with it."""
        self._interrupted = True
        self._there.set()

    @property
    def is_idle(self) -> bool:
        """Whether all that was asked for has come."""
        return self._asked <= 0

    async def fetch(self) -> list[Arrived]:
        """What comes next; nothing, when the broker only said that it is there.

        Raises:
            Interrupted: this consumer is of no more use; what was not returned was not counted in `reached`.
        """
        if self.is_idle:
            await self._ask()
        messages = await self._some()
        reached = self.reached
        try:
            return [one for one in map(self._arrived, messages) if one is not None]
        except Interrupted:
            self.reached = reached
            raise

    async def _ask(self) -> None:
        asked = {"batch": BATCH, "expires": _ns(EXPIRES), "idle_heartbeat": _ns(HEARTBEAT)}
        self._asked = BATCH
        await self._client.publish(self._subject, encode(asked), reply=self._inbox)

    async def _some(self) -> list[Msg]:
        if not self._waiting and not self._interrupted:
            self._there.clear()
            silence = asyncio.get_running_loop().call_later(SILENCE, self._there.set)
            try:
                await self._there.wait()
            finally:
                silence.cancel()
        if self._interrupted or not self._waiting:
            raise Interrupted("silence")
        return [self._waiting.popleft() for _ in range(min(SLICE, len(self._waiting)))]

    def _arrived(self, message: Msg) -> Arrived | None:
        status = (message.headers or {}).get(Header.STATUS)
        if status is not None:
            self._told(status, message.headers or {})
            return None
        # $JS.ACK.<domain>.<account>.<stream>.<consumer>.<deliveries>.<sequence>.<count>.<time>.<pending>.<random>
        words = message.reply.split(".")
        sequence, count, _, pending = map(int, words[5:9] if len(words) == 9 else words[7:11])
        self._asked -= 1
        self._count += 1
        if count != self._count:
            raise Interrupted(f"number {count} came instead of {self._count}")
        self.reached, self.pending = sequence, pending
        return Arrived(message.subject, message.data)

    def _told(self, status: str, headers: dict[str, str]) -> None:
        if status == "100":
            if int(headers.get(Header.LAST_CONSUMER, self._count)) != self._count:
                raise Interrupted("some did not arrive")
            self.reached = max(self.reached, int(headers.get("Nats-Last-Stream", 0)))
        elif status == "408":  # our request is over
            self._asked = 0
        else:  # 409: deleted, leader changed; 503: it is not there
            raise Interrupted(f"{status} {headers.get(Header.DESCRIPTION, '')}".rstrip())


def _ns(seconds: float) -> int:
    return int(seconds * 1_000_000_000)
