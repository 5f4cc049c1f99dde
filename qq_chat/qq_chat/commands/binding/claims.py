"""Who has only said who they are: let in by the whitelist, so that they can prove it in the game in time."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qq_chat.commands.binding.common import Who
from qq_chat.commands.feature import Feature
from qq_chat.people.bound import CLAIM, Bound
from qq_chat.people.known_players import KnownPlayers

LOOK_SECONDS = 60.0
HOUR = 3600.0
VANILLA = "whitelist add"
"""Where the whitelist is the server's own, its file says who is on it."""


class Claims(Feature):
    """Lets newcomers in on their word, for a while.

    Args:
        who: who is who.
        clock: seconds since 1970.
    """

    def __init__(self, who: Who, clock: Callable[[], float] = time.time) -> None:
        self._who, self._common, self._clock = who, who.common, clock
        config = who.common.config
        self._whitelist, self.hours = config.community.whitelist, config.binding.claim_hours
        self._is_on = self._whitelist.with_binding and config.binding.proof == "code" and self.hours > 0
        self._looking = None
        if self._is_on or self._all():
            self._looking = asyncio.run_coroutine_threadsafe(self._look_on(), who.common.loop)

    def close(self) -> None:
        """Look no more."""
        if self._looking is not None:
            self._looking.cancel()

    def claim(self, user_id: int, player: str) -> bool:
        """Let somebody in who could not come in otherwise; what they claimed before is undone. Whether it was done."""
        bindings = self._common.bindings
        if not self._is_on or bindings.would(user_id, player) is not None or self._can_come_in(player):
            return False
        for bound in self._all():
            if bound.user_id == user_id:
                bindings.unbind(user_id, bound.player, CLAIM)
        return isinstance(bindings.bind(user_id, player, CLAIM, False), Bound)

    def look(self) -> None:
        """Undo what was not proved in time."""
        for bound in self._all():
            if self._clock() - bound.since >= self.hours * HOUR:
                self._common.bindings.unbind(bound.user_id, bound.player, CLAIM)

    async def _look_on(self) -> None:
        while True:
            self._common.server.schedule_task(self.look)
            await asyncio.sleep(LOOK_SECONDS)

    def _all(self) -> list[Bound]:
        return [bound for bound in self._common.bindings.everybody() if bound.is_claim]

    def _can_come_in(self, player: str) -> bool:
        """Whoever is on the whitelist already must not be taken off it because somebody else used the name."""
        if self._whitelist.add.removeprefix("/").startswith(VANILLA):
            return self._is_listed(player)
        return player.lower() in {name.lower() for name in KnownPlayers(self._common.database).names()}

    def _is_listed(self, player: str) -> bool:
        folder = Path(self._common.server.get_mcdr_config().get("working_directory") or ".")
        try:
            rows: Any = json.loads((folder / "whitelist.json").read_text("utf-8"))
        except FileNotFoundError:
            return False
        except (OSError, ValueError):
            return True  # nobody knows, so nothing is changed
        return player.lower() in {str(row.get("name")).lower() for row in rows if isinstance(row, dict)}
