"""Who is there: this server says so every five seconds, and hears which accounts the bridges have.

Values at the broker go by themselves; we hear the puts themselves, as they pass, and let an account go when three were
missed. So a broker that is away for a moment takes no account away, and nothing has to be kept up over a reconnect.
"""

import asyncio
import json
import logging
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeAlias

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.errors import NotFoundError

from qq_api.broker.keys import Keys, is_gone, untoken_key
from qq_api.broker.layout import Layout
from qq_api.events import as_id
from qq_api.texts import Texts

BEAT_SECONDS, LIFE_SECONDS = 5.0, 15.0

GRACE_SECONDS = 1.0
"""An account that was signed off may be with another bridge a moment later."""

_log = logging.getLogger(__name__)


class Accounts:
    """The accounts that bridges have.

    Args:
        came: called with an account that is new.
        went: called with one that is gone.
        clock: seconds that only grow.
    """

    def __init__(
        self, came: Callable[[int], None], went: Callable[[int], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._came, self._went, self._clock = came, went, clock
        self._until: dict[int, float] = {}

    def there(self) -> list[int]:
        """Those that are there now."""
        return list(self._until)

    def heard(self, self_id: int, seconds: float = LIFE_SECONDS) -> None:
        """A bridge said that it has it."""
        is_new = self_id not in self._until
        self._until[self_id] = max(self._until.get(self_id, 0.0), self._clock() + seconds)
        if is_new:
            self._came(self_id)

    def signed_off(self, self_id: int) -> None:
        """A bridge said that it no longer has it."""
        if self_id in self._until:
            self._until[self_id] = min(self._until[self_id], self._clock() + GRACE_SECONDS)

    def tick(self) -> None:
        """Let those go that nobody spoke of; called now and then."""
        now = self._clock()
        for self_id in [one for one, until in self._until.items() if until <= now]:
            del self._until[self_id]
            self._went(self_id)


About: TypeAlias = Callable[[], dict[str, Any]]


class Presence:
    """This server's own value, and what bridges say of theirs, over one connection.

    Args:
        client: the connection.
        layout: the names there.
        server: ours.
        about: what our value says, besides `name` and `boot`.
        accounts: told what is heard.
        texts: the words for the log.
    """

    def __init__(
        self, client: Client, layout: Layout, server: str, about: About, accounts: Accounts, texts: Texts
    ) -> None:
        self._client, self._server, self._about, self._accounts = client, server, about, accounts
        self._texts, self._boot = texts, uuid.uuid4().hex
        self._broker = client.jetstream(timeout=2.0)
        self._keys = Keys(self._broker, layout.presence)
        self._prefix = f"$KV.{layout.presence}."
        self._now = asyncio.Event()
        self._revision: int | None = None
        self._told = False

    async def run(self) -> None:
        """Be there until cancelled."""
        await self._client.subscribe(f"{self._prefix}bot.>", cb=self._heard)
        while True:
            self._now.clear()
            next_one = asyncio.get_running_loop().call_later(BEAT_SECONDS, self._now.set)
            try:
                if self._client.is_connected:
                    await self._beat()
                await self._now.wait()
            finally:
                next_one.cancel()

    def anew(self) -> None:
        """The connection came back: say at once that we are there."""
        self._now.set()

    async def leave(self) -> None:
        """Sign off, if the broker can be reached."""
        if self._client.is_connected:
            with suppress(nats.errors.Error, asyncio.TimeoutError):
                await asyncio.wait_for(self._keys.delete(self._key), 1.0)

    @property
    def _key(self) -> str:
        return f"srv.{self._server}"

    async def _beat(self) -> None:
        try:
            if not self._accounts.there():
                await self._list()
            await self._put()
        except (nats.errors.Error, asyncio.TimeoutError, ValueError) as error:
            _log.debug("presence: %s: %s", type(error).__name__, error)

    async def _put(self) -> None:
        value = json.dumps({"name": self._server, "boot": self._boot, **self._about()}).encode()
        revision = await self._keys.put(self._key, value, ttl=LIFE_SECONDS, last=self._revision)
        if revision is None:  # ours expired, or somebody else writes it
            await self._look()
            revision = await self._keys.put(self._key, value, ttl=LIFE_SECONDS)
        self._revision = revision

    async def _look(self) -> None:
        other = await self._keys.get(self._key)
        if other is not None and not self._told and json.loads(other.data).get("boot") != self._boot:
            self._told = True
            _log.error(self._texts("broker.same_name", server=self._server))

    async def _list(self) -> None:
        """The accounts as they are known to the broker; who has one says so again within five seconds."""
        try:
            info = await self._broker.stream_info(self._keys.name, subjects_filter=f"{self._prefix}bot.>")
        except NotFoundError:  # no bridge yet
            return
        for subject in info.state.subjects or {}:
            self._note(subject, BEAT_SECONDS + 1)

    async def _heard(self, message: Msg) -> None:
        self._note(message.subject, None if is_gone(message) else LIFE_SECONDS)

    def _note(self, subject: str, seconds: float | None) -> None:
        """`$KV.QQ_PRES.bot.10001`: there for so many seconds, or signed off."""
        self_id = as_id(untoken_key(subject.removeprefix(self._prefix)).removeprefix("bot."))
        if not isinstance(self_id, int):
            return
        if seconds is None:
            self._accounts.signed_off(self_id)
        else:
            self._accounts.heard(self_id, seconds)
