"""Several Minecraft servers behind the bridge, ready to ask, to answer and to tell each other things."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fleet import Fleet, Raw, fleet, raw, reverse

from our_bot import BOB, GROUP
from qq_api import text
from support import until

A, B = "survival", "creative"
"""What the servers are called."""


class Two:
    """The bridge, and servers by name."""

    def __init__(self, net: Fleet, servers: dict[str, Raw], stacks: dict[str, AsyncExitStack]) -> None:
        self.net, self.servers, self.stacks = net, servers, stacks
        self.numbers = iter(range(1000, 9999))

    def __getitem__(self, name: str) -> Raw:
        return self.servers[name]

    async def asks(self, words: Any, *, by: int = BOB, group: int = GROUP) -> None:
        await self.net.qq.group(group).say(by, words)

    async def heard(self, name: str, words: str) -> dict[str, Any]:
        """The message with these words, as a server got it."""
        found = [one for one in self[name].events if one.get("raw_message") == words]
        return found[-1] if found else await until(lambda: self._find(name, words), what=f"{name}: {words}")

    def _find(self, name: str, words: str) -> Any:
        return next((one for one in self[name].events if one.get("raw_message") == words), None)

    async def answers(self, name: str, event: dict[str, Any], *message: Any) -> dict[str, Any]:
        """A server answers a message, quoting it."""
        quote = {"type": "reply", "data": {"id": str(event["message_id"])}}
        segments = [text(one) if isinstance(one, str) else one for one in message]
        params = {"group_id": event["group_id"], "message": [quote, *segments], "self_id": event["self_id"]}
        return await self[name].calls("send_group_msg", next(self.numbers), **params)

    def said(self) -> list[str]:
        """What the bridge's accounts said in QQ."""
        return [words.removeprefix("[回复]") for _, words in self.net.delivered()]

    async def end(self, name: str) -> None:
        """A server goes."""
        await self.stacks[name].aclose()
        await until(lambda: name not in self.net.connected())


@asynccontextmanager
async def servers(*names: str, more: Sequence[dict[str, Any]] = (), **keys: Any) -> AsyncIterator[Two]:
    """The bridge with some servers that are there; `rights` are keys of single peers, `more` are further ones."""
    rights = keys.pop("rights", {})
    async with AsyncExitStack() as stack:
        stacks = {name: await stack.enter_async_context(AsyncExitStack()) for name in names}
        them = {name: await own.enter_async_context(raw()) for name, own in stacks.items()}
        peers = [reverse(name, one.port, **rights.get(name, {})) for name, one in them.items()]
        net = await stack.enter_async_context(fleet(*peers, *more, **keys))
        await net.there(*names)
        yield Two(net, them, stacks)
