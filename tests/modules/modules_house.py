"""The sandbox's World, our bot and a folder of modules, all in this process; what modules heard is counted."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from textwrap import dedent
from typing import Any

from qq_api import Bot, Texts
from qq_api.config import Config, Notify
from qq_api.loop import beside
from qq_api.modules.host import Host, hosting
from qq_api.modules.worker import Limits
from qq_api.sandbox.config import SandboxConfig
from qq_api.sandbox.furnish import world_of
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.world import World
from support import until

SELF, ALICE, BOB, GROUP, OTHER = 10001, 10002, 10003, 20001, 20002

LISTENS = """
    import json
    from qq_api.modules import on_message

    @on_message
    def note(bot, event):
        with open({file!r}, "a", encoding="utf-8") as file:
            file.write(json.dumps(event.content) + "\\n")
"""
"""A module that writes down what it hears."""


def world() -> World:
    """A bot, its owner Alice and Bob, in two groups; all are friends."""
    groups = [
        {"group_id": number, "name": str(number), "owner": ALICE, "members": [ALICE, SELF, BOB]}
        for number in (GROUP, OTHER)
    ]
    config = {"page": None, "accounts": [{"user_id": SELF}], "groups": groups, "friends": [[SELF, ALICE], [SELF, BOB]]}
    return world_of(SandboxConfig.model_validate(config))


class Room:
    """A folder of modules, and the QQ they are in."""

    def __init__(self, folder: Path, bot: Bot, qq: World) -> None:
        self.folder, self.bot, self.qq = folder, bot, qq
        self.told: list[tuple[str, str]] = []
        self.said: list[str] = []
        self.host: Host

    def write(self, name: str, source: str) -> Path:
        """Write a module, `name.py` or `name/file.py`."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(source), "utf-8")
        return path

    def listener(self, name: str) -> None:
        """A module that writes down what it hears."""
        self.write(f"{name}.py", LISTENS.format(file=str(self.folder / f"{name}.heard")))

    def heard(self, name: str) -> list[str]:
        """What a listener has heard."""
        file = self.folder / f"{name}.heard"
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []

    def say(self, words: str, user_id: int = BOB, **place: int) -> None:
        """Somebody says something, in the group if nowhere else."""
        self.qq.say(user_id, words, **(place or {"group_id": GROUP}))

    def say_lines(self, count: int) -> None:
        """Bob says numbered lines."""
        for _ in range(count):
            self.said.append(f"line {len(self.said)}")
            self.say(self.said[-1])

    async def hears_all(self, *names: str) -> None:
        """Each of the listeners has heard every line once, in order."""
        for name in names:
            await until(lambda name=name: len(self.heard(name)) >= len(self.said), 20, name)  # type: ignore[misc]
            assert self.heard(name) == self.said, f"{name}: lost, doubled or out of order"

    def answers(self) -> list[str]:
        """What the bot said."""
        mine = (one.segments for one in self.qq.messages.values() if one.user_id == SELF)
        return ["".join(str(part["data"].get("text", "")) for part in segments) for segments in mine]

    async def answer(self, words: str) -> str:
        """The first thing the bot said that holds these words."""
        return (await until(lambda: [one for one in self.answers() if words in one], 10, words))[0]

    async def ready(self, *names: str) -> None:
        """These modules are imported, or are known not to be."""
        workers = self.host.workers
        await until(
            lambda: all(name in workers and (workers[name].loaded or workers[name].problem) for name in names),
            10,
            names,
        )

    def tell(self, name: str, words: str) -> None:
        self.told.append((name, words))


LIMITS = Limits(blocks=30, failures=3, poll=0.05, leave=30)
IMPATIENT = Limits(blocks=0.3, failures=3, poll=0.05, leave=1)
"""A busy machine may look like a module that blocks: only for tests of those."""


@asynccontextmanager
async def room(
    tmp_path: Path, *listeners: str, limits: Limits = LIMITS, waiting: Any = None, **modules: str
) -> AsyncIterator[Room]:
    """A room with listeners and other modules, name -> source."""
    bot, qq, texts = Bot(), world(), Texts.load("qq_api", "en_us")
    here = Room(tmp_path / "modules", bot, qq)
    here.folder.mkdir(exist_ok=True)
    for name in listeners:
        here.listener(name)
    for name, source in modules.items():
        here.write(f"{name}.py", source)
    transport: Any = WorldTransport(qq, SELF)
    bot.transports.append(transport)
    await bot.server_app.startup()
    config = Config(connections=[], notify=Notify(owners=[ALICE]))
    async with (
        hosting(here.folder, bot, config, texts, tell=here.tell, limits=limits, waiting=waiting) as here.host,
        beside(transport.run(bot.emit)),
    ):
        await here.ready(*listeners, *modules)
        yield here
    bot.closed = True
    await bot.server_app.shutdown()
