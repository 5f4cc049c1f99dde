"""Which player a QQ number is."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Bindings:
    """QQ number -> player.

    Args:
        players: who is who.
    """

    def __init__(self, players: dict[int, str] | None = None) -> None:
        self._players = players or {}

    @classmethod
    def load(cls, path: Path, log: logging.Logger) -> "Bindings":
        """Read the `data.json` of QQChat (`{"data": {"<qq>": "<player>"}}`); bad rows are named and left out."""
        if not path.exists():
            return cls()
        try:
            rows = json.loads(path.read_text("utf-8-sig"))["data"].items()
        except (ValueError, AttributeError, TypeError, KeyError) as error:
            log.error("%s: %s: %s", path, type(error).__name__, error)
            return cls()
        for user_id, player in rows:
            if not _is_row(user_id, player):
                log.warning("%s: left out: %r: %r", path, user_id, player)
        return cls({int(user_id): player for user_id, player in rows if _is_row(user_id, player)})

    def players(self) -> Mapping[int, str]:
        """QQ number -> bound player."""
        return self._players

    def player_of(self, user_id: int) -> str | None:
        """The player bound to a QQ number."""
        return self._players.get(user_id)


def _is_row(user_id: str, player: Any) -> bool:
    return user_id.isdecimal() and isinstance(player, str)
