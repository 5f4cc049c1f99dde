"""Modules written for W1ndys' Module-Loader run as they are: `app.api`, `app.config` and `app.switch`, on our bot.

    from app.api import *
    from app.switch import load_switch

    async def handle_Echo_group_message(websocket, msg):
        if load_switch(msg["group_id"], "echo"):
            await send_group_msg(websocket, msg["group_id"], msg["raw_message"])

Its public source (github.com/W1ndys-bot/Module-Loader) shows the names; nothing of it is in here. What differs: the
functions of `app.api` return what QQ answered, and there is one for each action in `qq_api.actions`.
"""

import asyncio
import datetime
import inspect
import json
import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from types import FunctionType, ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from qq_api.actions import ACTIONS
from qq_api.bot import Bot
from qq_api.calls import reason
from qq_api.config import Config, ForwardWebSocket
from qq_api.errors import Error
from qq_api.events import as_id
from qq_api.modules.declare import Handler, Kind, Place
from qq_api.modules.switches import Switches
from qq_api.texts import Texts

_log = logging.getLogger(__name__)

_KINDS: tuple[tuple[str, tuple[Kind, ...], Place], ...] = (
    ("group_message", ("message",), "group"),
    ("private_message", ("message",), "private"),
    ("group_notice", ("notice",), "group"),
    ("message", ("message",), ""),
    ("notice", ("notice",), ""),
    ("request", ("request",), ""),
    ("events", ("message", "notice", "request"), ""),
)
"""A part of a function's name -> what it hears; the first that fits."""

_ORDERS = {
    "send_msg": ("message_type", "user_id", "group_id", "message"),
    "send_forward_msg": ("group_id", "messages"),
    "get_forward_msg": ("message_id",),
    "get_group_msg_history": ("group_id", "count"),
    "set_group_anonymous_ban": ("group_id", "anonymous_flag", "duration"),
}
"""Where that loader has another order of parameters than our table."""

_OTHER_NAMES = {"content": "message", "type": "sub_type"}
"""Its names of parameters -> OneBot's."""


@dataclass(frozen=True)
class Known:
    """What `app.config` says, out of our own configuration.

    Attributes:
        owners: `owner_id`, from `notify.owners`.
        ws_url, token: of the first connection of the type `websocket`; else the first token.
        dingtalk: `DD_BOT_TOKEN` and `DD_BOT_SECRET`, from the first `dingtalk://` in `notify.urls`.
    """

    owners: tuple[int, ...] = ()
    ws_url: str = ""
    token: str | None = None
    dingtalk: tuple[str, str] = ("", "")


class Owners(list[str]):
    """`"1" in owners` and `1 in owners` are the same."""

    def __contains__(self, who: object) -> bool:
        return super().__contains__(str(who))


class Link:
    """What such modules call `websocket`.

    Args:
        bot: does it.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._answers: asyncio.Queue[str] = asyncio.Queue()

    async def call(self, action: str, params: dict[str, Any]) -> Any:
        """Call an action and return its `data`; None where it failed, which is told in the log, as that loader does."""
        try:
            return await self._bot.call_action(action, **dict(map(_numbered, params.items())))
        except Error as error:
            _log.warning("%s: %s", action, reason(error))
            return None

    async def send(self, frame: str) -> None:
        """Call the action in a JSON frame; its answer can be received."""
        asked = json.loads(frame)
        data = await self.call(asked["action"], asked.get("params") or {})
        state = {"status": "ok", "retcode": 0} if data is not None else {"status": "failed", "retcode": -1}
        self._answers.put_nowait(json.dumps({**state, "data": data, "echo": asked.get("echo")}))

    async def recv(self) -> str:
        """The next answer to what was sent by `send`."""
        return await self._answers.get()


def _numbered(item: tuple[str, Any]) -> tuple[str, Any]:
    """`("group_id", "1")` -> `("group_id", 1)`; such modules keep ids as text."""
    name, value = item
    return name, as_id(value) if name.endswith("_id") else value


def known_of(config: Config) -> Known:
    """What `app.config` is to say."""
    forward = [one for one in config.connections if isinstance(one, ForwardWebSocket)]
    secrets = [getattr(one, "token", None) for one in (*forward, *config.connections)]
    tokens = [one.get_secret_value() for one in secrets if one]
    urls = [url.get_secret_value() for url in config.notify.urls]
    robots = [url for url in urls if url.lower().startswith("dingtalk://")]
    return Known(
        tuple(config.notify.owners),
        str(forward[0].url) if forward else "",
        tokens[0] if tokens else None,
        _robot(robots[0]) if robots else ("", ""),
    )


def _robot(url: str) -> tuple[str, str]:
    """`dingtalk://secret@token/` -> `("token", "secret")`"""
    secret, _, token = urlsplit(url).netloc.rpartition("@")
    return unquote(token), unquote(secret)


@contextmanager
def served(known: Known, switches: Switches, texts: Texts) -> Iterator[None]:
    """Let `app` and what is in it be imported while the block runs; not where somebody else's `app` is already."""
    if "app" in sys.modules:
        _log.warning(texts("modules.name_taken"))
        yield
        return
    app = ModuleType("app")
    parts = {"config": _config(known), "api": _api(known), "switch": _switch(switches)}
    names = {"app": app} | {f"app.{name}": _module(f"app.{name}", holds) for name, holds in parts.items()}
    app.__path__ = []
    vars(app).update({name: names[f"app.{name}"] for name in parts})
    sys.modules.update(names)
    try:
        yield
    finally:
        for name, module in names.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _module(name: str, holds: dict[str, Any]) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(holds)
    return module


def _config(known: Known) -> dict[str, Any]:
    token, secret = known.dingtalk
    return {
        "owner_id": Owners(map(str, known.owners)),
        "ws_url": known.ws_url,
        "token": known.token,
        "DD_BOT_TOKEN": token,
        "DD_BOT_SECRET": secret,
        "test_group_id": [],
        "report_group_id": "",
        "os": os,
    }


def _switch(switches: Switches) -> dict[str, Any]:
    return {"load_switch": switches.own, "save_switch": switches.turn_own}


def _api(known: Known) -> dict[str, Any]:
    """All that `from app.api import *` brings, the standard library's names that modules take from there included."""
    library = {"json": json, "logging": logging, "os": os, "sqlite3": sqlite3, "datetime": datetime.datetime}
    actions = {name: _action(name, _order(name)) for name in ACTIONS}
    return {**library, **_config(known), **actions, **_sending(), **_roles(Owners(map(str, known.owners)))}


def _order(name: str) -> tuple[str, ...]:
    return _ORDERS.get(name) or tuple(parameter.name for parameter in ACTIONS[name].parameters)


def _action(
    name: str, order: tuple[str, ...], take: Callable[[Any], Any] = lambda data: data, **fixed: Any
) -> Callable[..., Coroutine[Any, Any, Any]]:
    async def call(websocket: Link, *given: Any, **named: Any) -> Any:
        params = {_OTHER_NAMES.get(key, key) if key not in order else key: value for key, value in named.items()}
        return take(await websocket.call(name, {**fixed, **dict(zip(order, given, strict=False)), **params}))

    call.__name__ = call.__qualname__ = name
    return call


def _sending() -> dict[str, Any]:
    found = {}
    for name, whom in (("send_private_msg", "user_id"), ("send_group_msg", "group_id")):
        found[f"{name}_no_cq"] = _action(name, (whom, "message", "auto_escape"), auto_escape=True)
        found[f"{name}_with_reply"] = _action(name, (whom, "message"), lambda data: data and data["message_id"])
    return found


def _roles(owners: Owners) -> dict[str, Any]:
    return {
        "is_group_owner": lambda role: role == "owner",
        "is_group_admin": lambda role: role == "admin",
        "is_authorized": lambda role, user_id: role in ("owner", "admin") or user_id in owners,
    }


def handlers_of(module: ModuleType) -> Iterator[Handler]:
    """What the functions `handle_…(websocket, msg)` of a module hear, by their names."""
    for name, function in [*vars(module).items()]:
        if _is_handler(name, function, module):
            kinds, place = next(((kinds, place) for part, kinds, place in _KINDS if part in name), ((), ""))
            for kind in kinds:
                yield Handler(kind, _wrapped(function), place=place)


def _is_handler(name: str, function: Any, module: ModuleType) -> bool:
    if not isinstance(function, FunctionType) or function.__module__ != module.__name__:
        return False
    takes = [*inspect.signature(function).parameters]
    return name.startswith("handle_") and inspect.iscoroutinefunction(function) and takes == ["websocket", "msg"]


def _wrapped(function: FunctionType) -> Callable[..., Coroutine[Any, Any, None]]:
    @wraps(function)
    async def heard(bot: Bot, event: dict[str, Any]) -> None:
        await function(Link(bot), dict(event))

    return heard
