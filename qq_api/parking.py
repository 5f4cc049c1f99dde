"""What one life of the plugin leaves for the next: open sockets and plain data, for a few seconds.

MCDR reloads a plugin by unloading it and loading it anew, and drops its modules in between. What is left here outlives
that in `sys.modules` under a name of its own; nothing in it may be of our own classes. Nobody takes it: it is closed.
"""

import contextlib
import socket
import sys
import threading
from types import ModuleType
from typing import Any, TypeAlias

NAME = "_left_by_qq_api"

SECONDS = 3.0
"""How long it is kept for a next life that does not come."""

LOADING_SECONDS = 30.0
"""How long it is kept once the next life began (`hold`): on a busy machine imports alone may take seconds."""

Connections: TypeAlias = dict[str, tuple[socket.socket | None, list[Any]]]
"""By a key of their configuration: the listening socket, and what the transport left (`park`)."""

_GOODBYE = {"SERVER": b"\x88\x02\x03\xf4", "CLIENT": b"\x88\x82\0\0\0\0\x03\xf4"}
"""A WebSocket's close frame with code 1012 (service restart), as a server says it and, masked, a client."""


def leave(version: str, things: dict[str, Any]) -> None:
    """Leave things for the next life.

    Args:
        version: of qq_api; another one does not take the connections.
        things: plain data, and `connections`.
    """
    lot = ModuleType(NAME)
    vars(lot).update(version=version, things=things, timer=_timer(SECONDS))
    sys.modules[NAME] = lot


def _timer(seconds: float) -> threading.Timer:
    timer = threading.Timer(seconds, _drop)
    timer.name, timer.daemon = "QQ API (left open)", True
    timer.start()
    return timer


def hold() -> None:
    """The next life begins: keep what was left until it is taken."""
    lot: Any = sys.modules.get(NAME)
    if lot is not None:
        lot.timer.cancel()
        lot.timer = _timer(LOADING_SECONDS)


def take(version: str) -> tuple[dict[str, Any], str]:
    """What the life before left, and its version; nothing and "" when nothing is there.

    Things of another version come without their connections: those are closed.
    """
    lot: Any = sys.modules.pop(NAME, None)
    if lot is None:
        return {}, ""
    lot.timer.cancel()
    if lot.version != version:
        close(lot.things.pop("connections"))
    return lot.things, lot.version


def _drop() -> None:
    lot: Any = sys.modules.pop(NAME, None)
    if lot is not None:
        close(lot.things["connections"])


def close(connections: Connections) -> None:
    """Say goodbye and close."""
    for sock, left in connections.values():
        if sock is not None:
            sock.close()
        for open_sock, conn, *_ in [detached for _, detached in left if isinstance(detached, tuple)]:
            with contextlib.suppress(OSError):
                open_sock.setblocking(False)
                open_sock.send(_GOODBYE[conn.side.name])
            open_sock.close()
