"""The World as a `Transport`: a bot in the same process reaches it without any network."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from qq_api.events import as_id
from qq_api.onebot.peers.recent import Recent
from qq_api.sandbox.flavours import FLAVOURS, Flavour, Format
from qq_api.sandbox.storage import Desk
from qq_api.sandbox.world import Refused, World
from qq_api.types import Emit, Payload


class WorldTransport:
    """One account of the World, or all that are online; all that it tells and answers has the form of a flavour.

    Args:
        world: the World.
        self_id: the account; None for all.
        desk: fetches the files of actions; without it, they stay as they are given.
        flavour: whose form.
        message_format: `array` or `string`; None for the flavour's.
        report_self: whether the account is told of its own messages.
    """

    def __init__(
        self,
        world: World,
        self_id: int | None = None,
        desk: Desk | None = None,
        *,
        flavour: Flavour = FLAVOURS["llonebot"],
        message_format: Format | None = None,
        report_self: bool = False,
    ) -> None:
        self._world, self._self_id, self._desk, self._flavour = world, self_id, desk, flavour
        self._format, self._report_self = message_format, report_self
        self._recent = Recent()

    def accounts(self) -> list[int]:
        """The accounts this transport speaks for."""
        if self._self_id is not None:
            return [self._self_id]
        return [person.user_id for person in self._world.people.values() if person.online]

    async def run(self, emit: Emit) -> None:
        """Hand on events until cancelled."""
        with self.listening(emit):
            await asyncio.Event().wait()

    @contextmanager
    def listening(self, emit: Emit) -> Iterator[None]:
        """Hand on events while the block runs."""

        def hand_on(event: Payload) -> None:
            shown = self._flavour.event(self._world, event, self._format)
            if shown is not None:
                self._recent.put(shown)
                emit(shown)

        with ExitStack() as listening:
            for self_id in self.accounts():
                listening.enter_context(self._world.listening(self_id, hand_on, own=self._report_self))
            yield

    async def park(self) -> list[Any]:
        """Nothing: the World is in this process."""
        return []

    def connection_of(self, self_id: Any) -> None:
        """None: no call goes past the loop."""

    async def call_action(self, action: str, /, **params: Any) -> Any:
        """Do an action, as `self_id` or as the first account."""
        given = params.pop("self_id", None) or self.accounts()[0]
        if as_id(given) not in ([*self._world.people] if self._self_id is None else [self._self_id]):
            raise Refused(f"no account {given}")
        name = self._flavour.name_of(action)
        if name == "get_event":
            return await self._recent.asked(params)
        if self._desk is None:
            return self._flavour.do(self._world, as_id(given), action, params, self._format)
        async with self._desk.ready(as_id(given), name, params) as ready:
            return self._flavour.do(self._world, as_id(given), action, ready, self._format)
