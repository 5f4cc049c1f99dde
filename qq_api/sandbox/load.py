"""Members of groups who talk by themselves: `--load 200/s`."""

import asyncio
import random
import re
from collections.abc import Collection
from typing import Any

from pydantic_core import PydanticCustomError

from qq_api import message
from qq_api.sandbox.world import Refused, World
from qq_api.types import Segment

MOST = 10_000
"""Messages a second, at most."""

TICK = 0.02
"""Seconds between two looks at the clock."""

_SECONDS = {"s": 1, "m": 60, "h": 3600}

_LINES = (
    "hi",
    "有人在吗",
    "gg",
    "谁有多余的铁锭?",
    "who wants to build a castle?",
    "末地传送门在 (1200, 30, -640) [坐标]",
    "服务器又卡了, 是不是刷怪塔开着",
    "🎉🎉🎉",
    "brb",
    "明天晚上八点打龙, 来的扣 1",
)

_PICTURE = "base64://iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def rate_of(given: Any) -> float:
    """Messages a second: `200/s` -> 200, `30/m` -> 0.5; a bare number is one already.

    Raises:
        PydanticCustomError: it is no rate, or a larger one than 10000/s; the words are in `lang/`.
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*/\s*([smh])", str(given).strip())
    rate = float(match[1]) / _SECONDS[match[2]] if match else given
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate <= MOST:
        raise PydanticCustomError("rate", "a rate", {"most": MOST})
    return float(rate)


class Load:
    """Lets members of the groups talk: text, Chinese, mentions, and now and then an image. The same seed says the same.

    Args:
        world: where they are.
        rate: messages a second, of all of them together.
        quiet: those who do not talk, as accounts with bots, unless there is nobody else.
        seed: of what is said by whom.

    Attributes:
        said: messages so far.
    """

    def __init__(self, world: World, rate: float, quiet: Collection[int] = (), seed: int = 0) -> None:
        self._world, self._rate, self._quiet = world, rate, quiet
        self._random = random.Random(seed)  # noqa: S311  (chatter, no secret)
        self.said = 0

    async def run(self) -> None:
        """Talk at the rate that is wanted, for ever; after a pause at most a second is made up for."""
        loop = asyncio.get_running_loop()
        due, before = 0.0, loop.time()
        while True:
            now = loop.time()
            due, before = min(due + (now - before) * self._rate, max(self._rate, 1)), now
            while due >= 1:
                due -= 1
                self.say_one()
            await asyncio.sleep(max(TICK, min((1 - due) / self._rate, 1)))

    def say_one(self) -> None:
        """Somebody says something; who is muted does not."""
        groups = [group for group in self._world.groups.values() if group.members]
        if not groups:
            return
        group = self._random.choice(groups)
        talkers = [user_id for user_id in group.members if user_id not in self._quiet] or [*group.members]
        try:
            self._world.say(self._random.choice(talkers), self._words([*group.members]), group_id=group.group_id)
            self.said += 1
        except Refused:
            pass

    def _words(self, members: list[int]) -> list[Segment]:
        chance, words = self._random.random(), message.text(self._random.choice(_LINES))
        if chance < 0.1:
            return [message.at(self._random.choice(members)), message.text(" "), words]
        if chance < 0.13:
            return [words, message.image(_PICTURE)]
        return [words]
