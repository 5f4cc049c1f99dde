"""Our own bot and the sandbox, each at one end of a wire on which things go wrong; what passes is counted."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

from qq_api import Bot, Texts, plain
from qq_api.config import Config, ForwardWebSocket, ReverseWebSocket
from qq_api.onebot.peers import Faults
from qq_api.report import report
from qq_api.runtime import Runtime, running
from qq_api.sandbox.python import Sandbox
from support import free_port, until

SELF, ALICE, BOB, GROUP = 10001, 10002, 10003, 20001
BOTH = ("forward", "reverse")


@dataclass(frozen=True)
class Counts:
    """What became of numbered lines."""

    sent: int
    delivered: int
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0

    @staticmethod
    def of(sent: list[str], delivered: list[str]) -> "Counts":
        order = [sent.index(line) for line in dict.fromkeys(delivered)]
        late = sum(one < before for before, one in pairwise(order))
        lost, doubled = len({*sent} - {*delivered}), len(delivered) - len({*delivered})
        return Counts(len(sent), len({*delivered}), lost, doubled, late)


class House:
    """The sandbox, our bot, and what went both ways."""

    def __init__(self, qq: Sandbox, bot: Bot, runtime: Runtime, texts: Texts) -> None:
        self.qq, self.bot, self.runtime, self.texts = qq, bot, runtime, texts
        self.faults: Faults = qq.endpoints[0].faults
        self.said: list[str] = []
        self.events: list[Any] = []
        bot.listeners.append(self.events.append)

    async def say(self, lines: int = 20) -> None:
        """Bob says numbered lines in the group."""
        for _ in range(lines):
            self.said.append(f"line {len(self.said)}")
            await self.qq.group(GROUP).say(BOB, self.said[-1])

    def heard(self) -> list[str]:
        messages = (event for event in self.events if event["post_type"] == "message")
        return [plain(event.message).partition("[")[0] for event in messages]

    async def hears_all(self, **but: int) -> None:
        """The bot has heard every line once, in order."""
        await until(lambda: {*self.heard()} == {*self.said}, what=self)
        await self.bot.call_action("get_status")  # what comes twice was before this answer
        assert Counts.of(self.said, self.heard()) == Counts(len(self.said), len(self.said), **but)

    def __repr__(self) -> str:
        return f"lost {sorted({*self.said} - {*self.heard()})} of {len(self.said)}"

    async def send(self, text: str, **params: Any) -> Any:
        return await self.bot.send_group_msg(group_id=GROUP, message=text, **params)

    def delivered(self) -> list[str]:
        """What the bot said in the group."""
        return [plain(one.segments) for one in self.qq.world.messages.values() if one.user_id == SELF]

    async def is_there(self) -> None:
        await until(lambda: self.bot.accounts() == [SELF] and self.qq.is_connected(SELF), 20, "the account")

    async def comes_back(self) -> None:
        """The account went, and is there again."""
        await until(lambda: self.connections()[-2:] == ["closed", "open"], 20, "back")
        await self.is_there()

    def connections(self) -> list[str]:
        return [event["connection_type"] for event in self.events if event["post_type"] == "connection"]

    async def status(self) -> str:
        return await report(self.bot, self.runtime, self.texts)


@asynccontextmanager
async def meet(way: str, *, there: bool = True, heartbeat: float = 0, token: str = "", **faults: Any) -> Any:
    port, bot, texts = free_port(), Bot(), Texts.load("qq_api", "en_us")
    if way == "reverse":
        connection: Any = ReverseWebSocket(port=port, token=token)
        endpoint = {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/ws"}
    else:
        connection = ForwardWebSocket(url=f"ws://127.0.0.1:{port}", token=token)
        endpoint = {"type": "websocket", "port": port}
    account = {"user_id": SELF, "endpoints": [endpoint | {"heartbeat": heartbeat, "token": token, "faults": faults}]}
    group = {"group_id": GROUP, "name": "Survival", "owner": ALICE, "members": [ALICE, SELF, BOB]}
    async with (
        Sandbox({"page": None, "accounts": [account], "groups": [group]}) as qq,
        running(bot, Config(connections=[connection]), texts) as runtime,
    ):
        house = House(qq, bot, runtime, texts)
        if there:
            await house.is_there()
        yield house


def read(caplog: pytest.LogCaptureFixture) -> str:
    """What the owner reads."""
    return "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("qq_api"))


@pytest.fixture(params=BOTH)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    async with meet(request.param) as one:
        yield one


@pytest.fixture(autouse=True)
def words(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "qq_api")
