"""The half that speaks OneBot, over a platform that answers as a test says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qq_api import Texts
from qq_api.official.actions import Actions
from qq_api.official.database import Database
from qq_api.official.memory import Memory
from qq_api.official.problems import PlatformError
from qq_api.official.sending import Sender
from qq_api.official.settings import Settings
from qq_api.official.translator import Translator
from support import DATA

APP_ID, SELF = "102000001", 102000001
GROUP, STEVE, ALEX = (
    "C9F778FE6ADF9D1D1DBE395BF744A33A",
    "E4F4AEA33253A2797FB897C50B81D7ED",
    "0D1B2A3C4E5F60718293A4B5C6D7E8F9",
)
TEXTS = Texts.load("qq_api", "en_us")

Answer = Callable[[dict[str, Any]], Any]


def frames(name: str) -> list[dict[str, Any]]:
    """Frames in the shapes of one year, or about one thing."""
    found: list[dict[str, Any]] = json.loads((DATA / "official" / f"frames_{name}.json").read_text("utf-8"))
    return found


def frame(name: str, kind: str) -> dict[str, Any]:
    return next(one for one in frames(name) if one["t"] == kind)


def said(text: str, message_id: str = "ROBOT1.0_1", **fields: Any) -> dict[str, Any]:
    """Steve says something to the bot in the group."""
    author = {"id": STEVE, "member_openid": STEVE, "member_role": "member", "username": "Steve", "bot": False}
    d = {"id": message_id, "content": text, "group_openid": GROUP, "author": author, **fields}
    return {"op": 0, "t": "GROUP_AT_MESSAGE_CREATE", "id": f"ev:{message_id}", "d": d}


def whispered(text: str, message_id: str = "ROBOT1.0_c1", **fields: Any) -> dict[str, Any]:
    """Steve says something to the bot in private."""
    author = {"id": STEVE, "user_openid": STEVE, "username": "Steve", "bot": False}
    d = {"id": message_id, "content": text, "author": author, **fields}
    return {"op": 0, "t": "C2C_MESSAGE_CREATE", "id": f"ev:{message_id}", "d": d}


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class FakePlatform:
    """Answers calls: what a test put in `script` first, then as if all went well.

    Attributes:
        calls: every call that was made: method, path, body or query.
        script: answers to messages (POST …/messages): an error is raised, a function called.
        others: answers to other calls, by method and path.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self.files: list[Any] = []
        self.put_parts: list[tuple[str, bytes]] = []
        self.script: list[Any] = []
        self.others: dict[tuple[str, str], Any] = {}

    async def call(self, method: str, path: str, *, json: Any = None, params: Any = None, files: Any = None) -> Any:
        self.calls.append((method, path, dict(json if json is not None else params or {})))
        if files is not None:
            self.files.append(files)
        if method == "POST" and path.endswith("/messages"):
            return self._played(self.script.pop(0) if self.script else self._fine())
        return self._played(self.others.get((method, path), self._default(path)))

    def _played(self, answer: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer(self.calls[-1][2]) if callable(answer) else answer

    def _fine(self) -> dict[str, Any]:
        number = len(self.calls)
        return {"id": f"ROBOT1.0_sent{number}", "timestamp": 1, "ext_info": {"ref_idx": f"REFIDX_sent{number}"}}

    def _default(self, path: str) -> Any:
        return {"file_uuid": "u", "file_info": f"info{len(self.calls)}", "ttl": 0} if path.endswith("/files") else None

    async def put(self, url: str, content: bytes) -> None:
        self.put_parts.append((url, content))

    @property
    def sent(self) -> list[dict[str, Any]]:
        """The bodies of messages that were tried."""
        return [body for method, path, body in self.calls if method == "POST" and path.endswith("/messages")]


class Half:
    """One bot's half."""

    def __init__(self, path: Path | None = None, settings: Settings | None = None, app_id: str = APP_ID) -> None:
        self.clock, self.platform, self.slept = Clock(), FakePlatform(), list[float]()
        self.database = Database(path, TEXTS)
        self.memory = Memory(app_id, self.database, settings, clock=self.clock)
        self.translator = Translator(self.memory, TEXTS)
        self.sender = Sender(self.platform, self.memory, self._sleep)
        self.actions = Actions(self.platform, self.memory, TEXTS, self.sender)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def hear(self, frame: Any) -> list[dict[str, Any]]:
        return self.translator.to_onebot(frame)

    async def do(self, action: str, **params: Any) -> Any:
        return await self.actions.call(action, params)


def refusal(code: int, status: int = 400) -> PlatformError:
    return PlatformError(code, "no", status, "trace")
