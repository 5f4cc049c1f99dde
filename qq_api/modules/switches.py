"""Which modules are off, and where: one small file."""

import json
import logging
import threading
from pathlib import Path
from typing import Any

from qq_api.config.disk import read_text, write_text
from qq_api.errors import ConfigError
from qq_api.texts import Texts

EVERYWHERE = 0
"""In place of a group's number."""

_log = logging.getLogger(__name__)


class Switches:
    """Modules are on until they are switched off; switches that modules keep for themselves are off until switched on.

    May be used from any thread. A file that cannot be read is left alone, and all is as it was at the beginning.

    Args:
        path: `switches.json`; made when the first switch is turned.
        texts: the words for the log.
    """

    def __init__(self, path: Path, texts: Texts) -> None:
        self._path, self._texts, self._lock = path, texts, threading.Lock()
        self._kept: dict[str, dict[str, Any]] = {}
        self._broken = False
        if path.exists():
            self._read()

    def _read(self) -> None:
        try:
            kept = json.loads(read_text(self._path, self._texts))
            self._kept = {kind: {**kept[kind]} for kind in ("off", "own") if kind in kept}
        except (ConfigError, ValueError, TypeError) as error:
            self._broken = True
            _log.error(self._texts("modules.switches_broken", path=self._path, reason=error))

    def is_on(self, module: str, group_id: Any = EVERYWHERE) -> bool:
        """Whether a module is on in a group, or at all (`EVERYWHERE`)."""
        off = self._kept.get("off", {}).get(module, ())
        return not off or (EVERYWHERE not in off and group_id not in off)

    def turn(self, module: str, on: bool, group_id: int = EVERYWHERE) -> None:
        """Switch a module on or off in a group, or everywhere."""
        with self._lock:
            off = self._kept.setdefault("off", {})
            places = {*off.get(module, ())} - {group_id} | (set() if on else {group_id})
            off[module] = sorted(places, key=str)
            if not places:
                del off[module]
            self._save()

    def own(self, group_id: Any, key: str) -> bool:
        """A switch that a module keeps for itself."""
        return bool(self._kept.get("own", {}).get(str(group_id), {}).get(key, False))

    def turn_own(self, group_id: Any, key: str, value: Any) -> None:
        """Turn a switch that a module keeps for itself."""
        with self._lock:
            self._kept.setdefault("own", {}).setdefault(str(group_id), {})[key] = bool(value)
            self._save()

    def _save(self) -> None:
        if self._broken:  # it is not ours to overwrite
            return
        try:
            write_text(self._path, json.dumps(self._kept, ensure_ascii=False, indent=2) + "\n")
        except OSError as error:
            _log.error(self._texts("not_saved", path=self._path, reason=error.strerror))
