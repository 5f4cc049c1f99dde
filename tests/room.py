"""What tests of the room do: bind players, read what a line of the game holds, speak as an account of QQ."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from mcdr import House, plain
from qq_api.sandbox.run import GROUP_ID
from support import until

ALICE, WANG, NOTCH, BOLD = 10002, 10003, 10004, 10005
OTHER = 20002
"""A second group."""


def bind(folder: Path, **players: int) -> None:
    """Who plays as whom, before MCDR starts: `bind(tmp_path, Steve=10003)`."""
    path = folder / "config" / "qq_chat" / "data.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"data": {str(qq): player for player, qq in players.items()}}), encoding="utf-8")


async def configure(home: House, config: dict[str, Any]) -> None:
    """Another `config.yml` of qq_chat from now on."""
    path = home.folder / "config" / "qq_chat" / "config.yml"
    path.write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    await home.mcdr.command("!!MCDR plugin reload qq_chat", r"Plugin qq_chat.* (re)?loaded|Reloaded")


def in_group(home: House, group_id: int = GROUP_ID) -> list[list[dict[str, Any]]]:
    """What the bot said in a group, in segments."""
    said = home.qq.world.messages.values()
    return [one.segments for one in said if one.user_id == 10001 and one.group_id == group_id]


def texts(messages: list[list[dict[str, Any]]]) -> list[str]:
    """The same as text; what is none by its kind."""
    return ["".join(part["data"].get("text", f"[{part['type']}]") for part in message) for message in messages]


async def shown(home: House, words: str, after: int = 0, seconds: float = 30) -> dict[str, Any]:
    """The first line of the game that holds some words: its `component` and its `target`."""

    def found() -> list[dict[str, Any]]:
        return [line for line in list(home.qq.page.game.lines)[after:] if words in plain(line["component"])]

    line: dict[str, Any] = (await until(found, seconds, lambda: (words, home.game()[-9:])))[0]
    return line


def parts(component: Any) -> Iterator[dict[str, Any]]:
    """All that a component is made of."""
    if isinstance(component, list):
        for one in component:
            yield from parts(one)
    elif isinstance(component, dict):
        yield component
        yield from parts(component.get("extra", []))


def part(line: dict[str, Any], words: str) -> dict[str, Any]:
    """The piece of a line whose own text holds some words."""
    return next(one for one in parts(line["component"]) if words in str(one.get("text", "")))


def click(piece: dict[str, Any]) -> tuple[str, str]:
    """What a click on a piece does: `("open_url", "https://a.cn")`."""
    event = piece["clickEvent"]
    return event["action"], event["value"]


def hover(piece: dict[str, Any]) -> str:
    """What shows when the pointer rests on a piece."""
    return plain(piece["hoverEvent"].get("contents", piece["hoverEvent"].get("value")))


class Account:
    """An account of QQ whose every event and answer the test writes.

    Attributes:
        calls: what it was asked to do: `{"action", "params"}`.
        answers: action -> what is answered; actions without one are answered with null.
    """

    def __init__(self, link: ClientConnection, self_id: int) -> None:
        self._link, self._self_id = link, self_id
        self.calls: list[dict[str, Any]] = []
        self.answers: dict[str, Callable[[dict[str, Any]], Any]] = {}

    async def say(self, message: Any, user_id: int = 777, name: str = "七", **fields: Any) -> None:
        """Somebody says something in the group."""
        sender = {"user_id": user_id, "nickname": name}
        head = {"post_type": "message", "message_type": "group", "sub_type": "normal", "message_id": 1}
        await self.tell(**{**head, "user_id": user_id, "sender": sender, "message": message, **fields})

    async def tell(self, **event: Any) -> None:
        """Something happens in the group."""
        await self._link.send(json.dumps({"time": 1, "self_id": self._self_id, "group_id": GROUP_ID, **event}))

    def asked(self, action: str) -> list[dict[str, Any]]:
        """The parameters of all calls of an action."""
        return [call["params"] for call in self.calls if call["action"] == action]

    async def answer_all(self) -> None:
        """Answer until the connection ends."""
        async for frame in self._link:
            call = json.loads(frame)
            self.calls.append(call)
            answer = self.answers.get(call["action"], lambda _: None)(call["params"])
            await self._link.send(json.dumps({"status": "ok", "retcode": 0, "data": answer, "echo": call["echo"]}))


@asynccontextmanager
async def account(home: House, self_id: int = 10077) -> AsyncIterator[Account]:
    """An account of the test's own, connected as NapCat connects."""
    headers = {"Authorization": "Bearer secret", "X-Self-ID": str(self_id), "X-Client-Role": "Universal"}
    async with connect(f"ws://127.0.0.1:{home.port}/ws", additional_headers=headers) as link:
        one = Account(link, self_id)
        answering = asyncio.create_task(one.answer_all())
        await home.mcdr.line(f"QQ {self_id} connected")
        try:
            yield one
        finally:
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)
