"""Which events a bot asked for: the bits of `intents` (gateway, "事件订阅 Intents"). Computes only; no I/O."""

from collections.abc import Iterable

from qq_api.sandbox.official.settings import Intent

BITS: dict[Intent, int] = {
    "GUILDS": 0,
    "GUILD_MEMBERS": 1,
    "GUILD_MESSAGES": 9,
    "GUILD_MESSAGE_REACTIONS": 10,
    "DIRECT_MESSAGE": 12,
    "OPEN_FORUM_EVENT": 18,
    "AUDIO_OR_LIVE_CHANNEL_MEMBER": 19,
    "ENTER_AIO": 23,
    "GROUP_MEMBER_EVENT": 24,
    "GROUP_AND_C2C_EVENT": 25,
    "INTERACTION": 26,
    "MESSAGE_AUDIT": 27,
    "FORUMS_EVENT": 28,
    "AUDIO_ACTION": 29,
    "PUBLIC_GUILD_MESSAGES": 30,
}

KNOWN = sum(1 << bit for bit in BITS.values())
"""All bits that mean something."""

_BELONGS: dict[Intent, tuple[str, ...]] = {
    "GUILDS": (
        *("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE"),
        *("CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE"),
    ),
    "GUILD_MEMBERS": ("GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"),
    "GUILD_MESSAGES": ("MESSAGE_CREATE", "MESSAGE_DELETE"),
    "GUILD_MESSAGE_REACTIONS": ("MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"),
    "DIRECT_MESSAGE": ("DIRECT_MESSAGE_CREATE", "DIRECT_MESSAGE_DELETE"),
    "GROUP_MEMBER_EVENT": ("GROUP_MEMBER_ADD", "GROUP_MEMBER_REMOVE", "GROUP_JOIN_REQUEST"),
    "GROUP_AND_C2C_EVENT": (
        *("C2C_MESSAGE_CREATE", "GROUP_AT_MESSAGE_CREATE", "GROUP_MESSAGE_CREATE"),
        *("FRIEND_ADD", "FRIEND_DEL", "C2C_MSG_REJECT", "C2C_MSG_RECEIVE"),
        *("GROUP_ADD_ROBOT", "GROUP_DEL_ROBOT", "GROUP_MSG_REJECT", "GROUP_MSG_RECEIVE"),
    ),
    "INTERACTION": ("INTERACTION_CREATE",),
    "MESSAGE_AUDIT": ("MESSAGE_AUDIT_PASS", "MESSAGE_AUDIT_REJECT"),
    "OPEN_FORUM_EVENT": ("OPEN_FORUM_THREAD_CREATE", "OPEN_FORUM_THREAD_DELETE"),
    "FORUMS_EVENT": ("FORUM_THREAD_CREATE", "FORUM_THREAD_DELETE"),
    "AUDIO_ACTION": ("AUDIO_START", "AUDIO_FINISH", "AUDIO_ON_MIC", "AUDIO_OFF_MIC"),
    "PUBLIC_GUILD_MESSAGES": ("AT_MESSAGE_CREATE", "PUBLIC_MESSAGE_DELETE"),
}

_BIT_OF = {event: 1 << BITS[intent] for intent, events in _BELONGS.items() for event in events}


def mask(intents: Iterable[Intent]) -> int:
    """`["GUILDS", "GUILD_MEMBERS"]` -> `0b11`."""
    return sum(1 << BITS[intent] for intent in {*intents})


def wants(intents: int, event: str) -> bool:
    """Whether an event of this type goes to whoever asked for these."""
    return bool(intents & _BIT_OF.get(event, 0))
