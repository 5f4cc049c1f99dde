"""The World as a `Transport`: a bot in the same process reaches it without any network."""

import asyncio
from contextlib import ExitStack
from typing import Any

from qq_api.events import as_id
from qq_api.sandbox.actions import act
from qq_api.sandbox.storage import Desk
from qq_api.sandbox.world import Refused, World
from qq_api.types import Emit


class WorldTransport:
    """One account of the World, or all that are online.

    Args:
        world: the World.
        self_id: the account; None for all.
        desk: fetches the files of actions; without it, they stay as they are given.
    """

    def __init__(self, world: World, self_id: int | None = None, desk: Desk | None = None) -> None:
        self._world, self._self_id, self._desk = world, self_id, desk

    def accounts(self) -> list[int]:
        """The accounts this transport speaks for."""
        if self._self_id is not None:
            return [self._self_id]
        return [person.user_id for person in self._world.people.values() if person.online]

    async def run(self, emit: Emit) -> None:
        """Hand on events until cancelled."""
        with ExitStack() as listening:
            for self_id in self.accounts():
                listening.enter_context(self._world.listening(self_id, emit))
            await asyncio.Event().wait()

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
        if self._desk is None:
            return act(self._world, as_id(given), action, params)
        async with self._desk.ready(as_id(given), action, params) as ready:
            return act(self._world, as_id(given), action, ready)
