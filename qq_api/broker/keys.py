"""A bucket of values that expire: who is there, who executes, what was done.

JetStream's key-value store, by its own rules (ADR-8, TTL of ADR-43): a stream `KV_<bucket>`, the last message of
`$KV.<bucket>.<key>` is the value.
"""

from collections.abc import AsyncIterator
from typing import NamedTuple

from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RawStreamMsg, StorageType, StreamConfig
from nats.js.errors import BadRequestError, NotFoundError

from qq_api.broker.layout import token, untoken

_OTHER_LAST = (10071, 10164)
"""The broker's codes for "somebody else was faster" (2.11; 2.12 and newer)."""


class Value(NamedTuple):
    """What a key holds, and the number of its change."""

    data: bytes
    revision: int


class Keys:
    """One bucket.

    Args:
        stream: how the broker is spoken to.
        bucket: its name.
    """

    def __init__(self, stream: JetStreamContext, bucket: str) -> None:
        self._stream, self.bucket = stream, bucket

    @property
    def name(self) -> str:
        """Of the stream behind it."""
        return f"KV_{self.bucket}"

    def subject(self, key: str) -> str:
        """`srv.a b` -> `$KV.QQ_PRES.srv.a=20b`."""
        return f"$KV.{self.bucket}." + ".".join(map(token, key.split(".", 1)))

    async def open(self, *, memory: bool, ttl: float | None = None, replicas: int = 1) -> None:
        """Make the bucket, if it is not there; values live at most `ttl` seconds, or as long as each says."""
        config = StreamConfig(
            name=self.name,
            subjects=[f"$KV.{self.bucket}.>"],
            storage=StorageType.MEMORY if memory else StorageType.FILE,
            max_msgs_per_subject=1,
            max_age=ttl,
            num_replicas=replicas,
            discard=DiscardPolicy.NEW,
            allow_rollup_hdrs=True,
            allow_direct=True,
            allow_msg_ttl=True,
            subject_delete_marker_ttl=1.0,
        )
        await made(self._stream, config)

    async def get(self, key: str) -> Value | None:
        """What a key holds now; what expired is not there."""
        value, _ = await self._last(key)
        return value

    async def claim(self, key: str, data: bytes, *, ttl: float | None = None) -> int | None:
        """Set a key that is not there; None when somebody else was first. What went by itself is not there."""
        value, revision = await self._last(key)
        return None if value is not None else await self.put(key, data, ttl=ttl, last=revision)

    async def _last(self, key: str) -> tuple[Value | None, int]:
        """The value, and the number of its change; where the value went, that of its going."""
        try:
            found = await self._stream.get_last_msg(self.name, self.subject(key))
        except NotFoundError:
            return None, 0
        revision = found.seq or 0
        return (None if is_gone(found) else Value(found.data or b"", revision)), revision

    async def put(self, key: str, data: bytes, *, ttl: float | None = None, last: int | None = None) -> int | None:
        """Set a key; the number of the change, or None when `last` is not the number of the change before.

        Args:
            key: which one.
            data: the value.
            ttl: seconds until it goes by itself.
            last: 0 for "must not be there"; None for anything.

        Raises:
            nats.errors.Error: the broker did not answer, or refused.
        """
        headers = {} if last is None else {"Nats-Expected-Last-Subject-Sequence": str(last)}
        try:
            ack = await self._stream.publish(self.subject(key), data, headers=headers, msg_ttl=ttl, timeout=3)
        except BadRequestError as error:
            if error.err_code in _OTHER_LAST:
                return None
            raise
        return ack.seq

    async def delete(self, key: str) -> None:
        """Take a key away; those who watch hear of it."""
        headers = {"KV-Operation": "PURGE", "Nats-Rollup": "sub"}
        await self._stream.publish(self.subject(key), b"", headers=headers, msg_ttl=1.0, timeout=3)

    async def all(self) -> dict[str, bytes]:
        """All values that are there."""
        try:
            info = await self._stream.stream_info(self.name, subjects_filter=f"$KV.{self.bucket}.>")
        except NotFoundError:
            return {}
        keys = [untoken_key(subject.removeprefix(f"$KV.{self.bucket}.")) for subject in info.state.subjects or {}]
        return {key: value.data async for key, value in self._values(keys)}

    async def _values(self, keys: list[str]) -> AsyncIterator[tuple[str, Value]]:
        for key in sorted(keys):
            value = await self.get(key)
            if value is not None:
                yield key, value


def is_gone(message: Msg | RawStreamMsg) -> bool:
    """Whether it says that a value went, by itself or not."""
    return bool((message.headers or {}).keys() & {"Nats-Marker-Reason", "KV-Operation"})


def untoken_key(key: str) -> str:
    """`srv.a=20b` -> `srv.a b`."""
    return ".".join(map(untoken, key.split(".", 1)))


async def made(stream: JetStreamContext, config: StreamConfig) -> None:
    """Make a stream, or bring one that is there to this configuration."""
    try:
        await stream.add_stream(config)
    except BadRequestError as error:
        if error.err_code != 10058:  # it is there, with another configuration
            raise
        await stream.update_stream(config)
