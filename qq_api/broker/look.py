"""How a fleet does, asked of the broker."""

import json
import time
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from nats.aio.client import Client

from qq_api.broker.keys import Keys
from qq_api.broker.layout import Layout
from qq_api.broker.overview import Overview, Stream


async def look(client: Client, layout: Layout) -> Overview:
    """Ask the broker.

    Args:
        client: the connection to it.
        layout: the names there.

    Raises:
        nats.errors.Error: it did not answer, or refused.
    """
    names = {"events": layout.events, "chat": layout.chat, "outbox": layout.outbox}
    streams = [await _stream(client, name, of) for name, of in names.items()]
    there = await Keys(client.jetstream(), layout.presence).all()
    owners = await Keys(client.jetstream(), layout.owners).all()
    return Overview(
        [one for one in streams if one is not None],
        _with(there, "srv."),
        _with(there, "gw."),
        _with(there, "bot."),
        {key: _bridge(data) for key, data in owners.items()},
    )


async def _stream(client: Client, name: str, of: str) -> Stream | None:
    """Asked by hand: nats-py does not tell when the first message came."""
    answer = await client.request(f"$JS.API.STREAM.INFO.{of}", b"", timeout=5)
    state = json.loads(answer.data).get("state")
    return Stream(name, state["messages"], state["bytes"], _age(state)) if state else None


def _age(state: Mapping[str, Any]) -> float | None:
    """Since `2026-11-22T12:00:00.123456789Z`."""
    if not state["messages"]:
        return None
    came = datetime.strptime(state["first_ts"][:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    return max(time.time() - came.timestamp(), 0.0)


def _bridge(data: bytes) -> str:
    """`nas-3f9a/7d1c`, a bridge and its life -> `nas-3f9a`."""
    said = data.decode(errors="replace")
    return said.rpartition("/")[0] or said


def _with(there: Mapping[str, bytes], kind: str) -> dict[str, dict[str, Any]]:
    return {key.removeprefix(kind): _said(data) for key, data in there.items() if key.startswith(kind)}


def _said(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
