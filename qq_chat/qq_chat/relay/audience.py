"""Players, as those who see lines from QQ and are rung for. Says which console commands do it; computes only."""

import json
import re
from collections.abc import Iterable, Iterator

from qq_chat.config.mentions import Mentions
from qq_chat.text.template import Template

_PLAYER = re.compile(r"[A-Za-z0-9_.\-*+]{1,40}")
"""What may stand in a command as a player's name without quotes; others are not rung for."""


def everybody_but(players: Iterable[str]) -> str:
    """The target of a command: all players, or all but those.

    >>> everybody_but(["Steve", "Alex"])
    '@a[name=!Steve,name=!Alex]'
    """
    names = [player if _PLAYER.fullmatch(player) else json.dumps(player, ensure_ascii=False) for player in players]
    return f"@a[{','.join(f'name=!{name}' for name in names)}]" if names else "@a"


def ringing(player: str, ways: Iterable[str], words: str, settings: Mentions) -> Iterator[str]:
    """The console commands that ring for a player.

    Args:
        player: whom.
        ways: in which ways.
        words: what they read: `老王 mentioned you in QQ`.
        settings: the owner's.
    """
    if not _PLAYER.fullmatch(player):
        return
    component = json.dumps({"text": words, "color": "yellow"}, ensure_ascii=False)
    if "sound" in ways:
        yield Template(settings.sound).fill({"player": player})
    if "title" in ways:
        yield f"title {player} subtitle {component}"
        yield f"title {player} title {json.dumps({'text': ''})}"
    if "actionbar" in ways:
        yield f"title {player} actionbar {component}"
