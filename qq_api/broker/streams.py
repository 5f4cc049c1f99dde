"""The streams and buckets of a fleet: made where they are missing, brought to what is wanted where they are there."""

import asyncio
from dataclasses import dataclass
from typing import Any

import nats.errors
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StoreCompression, StreamConfig

from qq_api.broker.keys import Keys, made
from qq_api.broker.layout import Layout

TROUBLE = (nats.errors.Error, asyncio.TimeoutError, OSError)
"""What the broker, or its absence, may raise; later it may go well."""

DUPLICATE_SECONDS = 600.0
"""How long the broker knows a message that comes twice (`Nats-Msg-Id`)."""

DONE_SECONDS = 600.0
"""How long it is known that a call was executed."""

_MESSAGE_BYTES = 8 << 20


@dataclass(frozen=True)
class Limits:
    """How much the broker keeps.

    Attributes:
        replicas: on how many nodes of a cluster: 1, 3 or 5.
        max_age: seconds that an event is kept.
        max_bytes: of all events; beyond it the oldest go.
    """

    replicas: int = 1
    max_age: float = 72 * 3600.0
    max_bytes: int = 1 << 30


async def make_streams(stream: JetStreamContext, layout: Layout, limits: Limits = Limits()) -> None:
    """Make, or bring up to date, all that a fleet needs; harmless when it is there.

    Args:
        stream: how the broker is spoken to.
        layout: the names.
        limits: how much is kept.

    Raises:
        nats.errors.Error: the broker did not answer, or refused.
    """
    for config in configs(layout, limits):
        await made(stream, config)
    for bucket, memory, ttl in (
        (layout.presence, True, None),
        (layout.owners, False, None),
        (layout.done, False, DONE_SECONDS),
    ):
        await Keys(stream, bucket).open(memory=memory, ttl=ttl, replicas=limits.replicas)


def configs(layout: Layout, limits: Limits) -> list[StreamConfig]:
    """What the streams are to be: events, talk between servers, lines that wait."""
    shared: dict[str, Any] = {
        "storage": StorageType.FILE,
        "num_replicas": limits.replicas,
        "max_msg_size": _MESSAGE_BYTES,
        "duplicate_window": min(DUPLICATE_SECONDS, limits.max_age),
    }
    kept: dict[str, Any] = {
        **shared,
        "retention": RetentionPolicy.LIMITS,
        "discard": DiscardPolicy.OLD,
        "max_age": limits.max_age,
        "compression": StoreCompression.S2,
        "allow_direct": True,
    }
    queue: dict[str, Any] = {
        "retention": RetentionPolicy.WORK_QUEUE,
        "discard": DiscardPolicy.NEW,
        "allow_msg_ttl": True,
    }
    prefix, size = layout.prefix, limits.max_bytes
    return [
        StreamConfig(name=layout.events, subjects=[f"{prefix}.ev.>"], max_bytes=size, **kept),
        StreamConfig(name=layout.chat, subjects=[f"{prefix}.mc.>"], max_bytes=size // 4, **kept),
        StreamConfig(name=layout.outbox, subjects=[f"{prefix}.out.>"], max_bytes=size // 8, **queue),
    ]
