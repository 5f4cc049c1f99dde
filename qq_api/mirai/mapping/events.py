"""Packets of mirai-api-http -> OneBot's events ("EventType", "MessageType"), and back. Computes only; no I/O.

What OneBot has no event for makes none; nothing in a packet raises. `time` is now, but for messages: the `time` of a
recall is that of the message.
"""

from typing import Any

from qq_api.mirai.mapping.context import Context
from qq_api.mirai.mapping.messages import MESSAGES
from qq_api.mirai.mapping.notices import NOTICES
from qq_api.mirai.mapping.packets import to_mirai
from qq_api.mirai.mapping.values import mapping, string
from qq_api.types import Payload

__all__ = ["KNOWN", "is_online", "to_mirai", "to_onebot"]


def to_onebot(packet: Any, context: Context) -> list[Payload]:
    """The events of a packet, in their order; none where OneBot has none.

    Args:
        packet: the `data` of a push, whatever it is.
        context: of the account; it learns who is in which group, and remembers messages.
    """
    packet = mapping(packet)
    kind = packet.get("type")
    make = _MADE.get(kind) if isinstance(kind, str) else None
    return make(packet, context) if make else []


def is_online(packet: Any) -> bool | None:
    """Whether a packet says that the account is logged in, or no longer; None for any other packet."""
    kind = string(mapping(packet).get("type"))
    if kind in ("BotOnlineEvent", "BotReloginEvent"):
        return True
    return False if kind.startswith("BotOfflineEvent") else None


_MADE = {**MESSAGES, **NOTICES}

WITHOUT_EVENT = (
    "OtherClientMessage",
    "BotOnlineEvent",
    "BotReloginEvent",
    "BotOfflineEventActive",
    "BotOfflineEventForce",
    "BotOfflineEventDropped",
    "FriendDeleteEvent",
    "FriendNickChangedEvent",
    "FriendInputStatusChangedEvent",
    "GroupAllowAnonymousChatEvent",
    "GroupAllowConfessTalkEvent",
    "GroupAllowMemberInviteEvent",
    "GroupEntranceAnnouncementChangeEvent",
    "OtherClientOnlineEvent",
    "OtherClientOfflineEvent",
    "CommandExecutedEvent",
)

KNOWN = (*_MADE, *WITHOUT_EVENT)
"""Every packet that mirai-api-http 2.x has."""
