"""Which events Tencent's gateway sends: an intent is a bit, asked for by name. One that a bot was not granted and
nothing works (close code 4014).

Source: Tencent's docs v1.28.0, "事件订阅Intents". A table that is widely copied has two names at the wrong bits.
"""

from collections.abc import Iterable

INTENTS = {
    "GUILDS": 1 << 0,
    "GUILD_MEMBERS": 1 << 1,
    "GUILD_MESSAGES": 1 << 9,
    "GUILD_MESSAGE_REACTIONS": 1 << 10,
    "DIRECT_MESSAGE": 1 << 12,
    "OPEN_FORUM_EVENT": 1 << 18,
    "AUDIO_OR_LIVE_CHANNEL_MEMBER": 1 << 19,
    "ENTER_AIO": 1 << 23,
    "GROUP_MEMBER_EVENT": 1 << 24,
    "GROUP_AND_C2C_EVENT": 1 << 25,
    "INTERACTION": 1 << 26,
    "MESSAGE_AUDIT": 1 << 27,
    "FORUMS_EVENT": 1 << 28,
    "AUDIO_ACTION": 1 << 29,
    "PUBLIC_GUILD_MESSAGES": 1 << 30,
}

_GUILDS = ("GUILDS", "GUILD_MEMBERS", "DIRECT_MESSAGE", "PUBLIC_GUILD_MESSAGES")

PRESETS = {
    "groups": ("GROUP_AND_C2C_EVENT", "INTERACTION"),
    "guilds_public": _GUILDS,
    "guilds_private": (*_GUILDS, "GUILD_MESSAGES"),
}
"""Names for what belongs together. `guilds_private` is for bots that Tencent calls 私域."""


def names_of(wanted: Iterable[str]) -> list[str]:
    """The intents behind names and presets, each once, in the order of their bits.

    Raises:
        KeyError: one is unknown; which.
    """
    names: set[str] = set()
    for one in wanted:
        if one not in INTENTS and one not in PRESETS:
            raise KeyError(one)
        names.update(PRESETS.get(one, (one,)))
    return sorted(names, key=INTENTS.__getitem__)


def bits_of(wanted: Iterable[str]) -> int:
    """The number to identify with: `["groups"]` -> 1<<25 | 1<<26."""
    return sum(INTENTS[name] for name in names_of(wanted))
