"""Where the messages were said that came by: what `recall` and others must name today. Computes only; no I/O."""

from typing import Any

from qq_api.types import Payload

KEPT = 5000
"""Messages remembered; mirai-api-http itself remembers 1024."""


class Targets:
    """Remembers, for each message number, the friend or group it was said in; of equal numbers the newest counts."""

    def __init__(self) -> None:
        self._targets: dict[int, int] = {}

    def see(self, packet: Payload) -> None:
        """Take note of what came: `{"type": "GroupMessage", "messageChain": [{"type": "Source", "id": 7}, …], …}`."""
        chain, target = packet.get("messageChain"), target_of(packet)
        if target is not None and isinstance(chain, list) and chain and isinstance(chain[0], dict):
            self.put(chain[0].get("id"), target)

    def said(self, content: Payload, answer: Payload) -> None:
        """Take note of what we said: `{"target": 20001, …}` was answered `{"messageId": 8, …}`."""
        target = next((content[key] for key in ("target", "qq", "group") if isinstance(content.get(key), int)), None)
        if target is not None:
            self.put(message_id_of(answer), target)

    def put(self, message_id: Any, target: int) -> None:
        """Remember where a message was said."""
        if isinstance(message_id, int) and message_id > 0:
            self._targets.pop(message_id, None)
            self._targets[message_id] = target
            if len(self._targets) > KEPT:
                del self._targets[next(iter(self._targets))]

    def get(self, message_id: int) -> int | None:
        """Where a message was said; None when it was not seen."""
        return self._targets.get(message_id)


def target_of(packet: Payload) -> int | None:
    """The group of a group's message, else whoever the conversation is with; None when it says neither."""
    who = packet.get("subject") or packet.get("sender")
    if not isinstance(who, dict):
        return None
    if packet.get("type") == "GroupMessage":
        who = who.get("group")
    number = who.get("id") if isinstance(who, dict) else None
    return number if isinstance(number, int) else None


def message_id_of(answer: Payload) -> int:
    """`{"code": 0, "messageId": 8}` -> 8; NapCat's plug-in has it in `data`. -1 where it has none."""
    data = answer.get("data")
    found = answer.get("messageId", data.get("messageId") if isinstance(data, dict) else None)
    return found if isinstance(found, int) else -1
