"""The names of everything at the broker, and how much it keeps. Computes only; no I/O.

>>> layout = Layout("qq.v1")
>>> layout.event_subject({"self_id": 1, "group_id": 2, "post_type": "message"})
'qq.v1.ev.1.group.2.message'
>>> layout.calls("生存", 1)
'qq.v1.act.=e7=94=9f=e5=ad=98.1'
"""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from qq_api.types import Payload

VERSION_FLOOR = (2, 11, 16)
"""Older brokers lack what expires by itself, or let strangers in (advisories 2026-16 and 2026-18)."""

FOR_SERVERS = "for_servers"
"""The field of an event that names who is to hear it; where it is missing, all are."""

_PLAIN = re.compile(r"[^A-Za-z0-9_-]")


def token(name: Any) -> str:
    """A name as one word of a subject: `a.b` -> `a=2eb`; the same for no two names."""
    return _PLAIN.sub(lambda found: "".join(f"={byte:02x}" for byte in found[0].encode()), str(name)) or "="


def untoken(word: str) -> str:
    """`a=2eb` -> `a.b`."""
    plain = re.sub(rb"=([0-9a-f]{2})", lambda found: bytes([int(found[1], 16)]), word.encode())
    return "" if word == "=" else plain.decode(errors="replace")


@dataclass(frozen=True)
class Layout:
    """The names below a prefix.

    Args:
        prefix: in front of all subjects; a fleet of its own has one of its own.
    """

    prefix: str = "qq.v1"

    def _stream(self, kind: str) -> str:
        return "QQ_" + kind if self.prefix == "qq.v1" else re.sub(r"\W", "_", self.prefix).upper() + "_" + kind

    # -- streams and buckets

    @property
    def events(self) -> str:
        """The stream of what QQ said."""
        return self._stream("EV")

    @property
    def chat(self) -> str:
        """The stream of what servers tell each other."""
        return self._stream("MC")

    @property
    def outbox(self) -> str:
        """The stream of what may wait to be said in QQ."""
        return self._stream("OUT")

    @property
    def presence(self) -> str:
        """The bucket of who is there: `srv.<name>`, `bot.<self_id>`, `gw.<bridge>`."""
        return self._stream("PRES")

    @property
    def owners(self) -> str:
        """The bucket of which bridge executes for an account: `<self_id>`."""
        return self._stream("OWNER")

    @property
    def done(self) -> str:
        """The bucket of which calls were executed: `<req_id>`."""
        return self._stream("DONE")

    # -- subjects

    def event_subject(self, event: Payload) -> str:
        """Where an event is published; heartbeats and other meta events are not kept (`meta`)."""
        if event.get("group_id") is not None:
            place = f"group.{token(event['group_id'])}"
        else:
            place = f"private.{token(event.get('user_id') or 0)}"
        return f"{self.prefix}.ev.{token(event.get('self_id'))}.{place}.{token(event.get('post_type'))}"

    def meta(self, self_id: Any) -> str:
        """Heartbeats of an account; heard by those who are there."""
        return f"{self.prefix}.meta.{token(self_id)}"

    def heard(self, groups: list[Any] | None, *, private: bool = True) -> list[str]:
        """The subjects of events that a server wants to read; all for None."""
        if groups is None:
            # one filter: with two the broker searches all subjects at each message, for a reader that lags behind
            return [f"{self.prefix}.ev.>" if private else f"{self.prefix}.ev.*.group.>"]
        wanted = [f"{self.prefix}.ev.*.group.{token(group_id)}.>" for group_id in groups]
        return wanted + ([f"{self.prefix}.ev.*.private.>"] if private else [])

    def calls(self, server: str, self_id: Any) -> str:
        """Where a server calls actions of an account; the broker's permissions vouch for its name."""
        return f"{self.prefix}.act.{token(server)}.{token(self_id)}"

    def calls_for(self, self_id: Any) -> str:
        """Where the bridge that executes for an account listens."""
        return f"{self.prefix}.act.*.{token(self_id)}"

    def told(self, server: str, kind: str) -> str:
        """Where a server tells the others what happens in its game."""
        return f"{self.prefix}.mc.{token(server)}.{token(kind)}"

    def waits(self, server: str, self_id: Any, group_id: Any) -> str:
        """Where a line for QQ waits for its turn."""
        return f"{self.prefix}.out.{token(server)}.{token(self_id)}.{token(group_id)}"


def message_id(event: Payload) -> str:
    """The same for the same event, whichever account or bridge heard it (`Nats-Msg-Id`).

    Of messages NapCat tells the number that is the group's own (`real_seq`); others only the account's.
    """
    self_id, group_id = event.get("self_id"), event.get("group_id")
    if event.get("post_type") == "message":
        if group_id is not None and event.get("real_seq"):
            return f"g:{group_id}:{event['real_seq']}:{event.get('user_id')}"
        return f"m:{self_id}:{event.get('message_id')}:{event.get('time')}"
    plain = json.dumps(event, sort_keys=True, ensure_ascii=True, default=str)
    return f"n:{self_id}:{event.get('time')}:{hashlib.blake2b(plain.encode(), digest_size=12).hexdigest()}"
