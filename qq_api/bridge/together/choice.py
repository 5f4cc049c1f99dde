"""Who chose which server, kept over restarts."""

import json
import logging
from collections import Counter
from pathlib import Path
from typing import Any

from qq_api.config.disk import write_text
from qq_api.texts import Texts

_log = logging.getLogger(__name__)


class Choices:
    """The choices of all people, in a small JSON file: `{"10002": "creative"}`.

    Args:
        file: where they are kept; None for this run only.
        texts: the words for the log.
    """

    def __init__(self, file: Path | None, texts: Texts) -> None:
        self._file, self._texts = file, texts
        self._names = self._read()

    def of(self, user_id: Any) -> str | None:
        """What somebody chose; None where they never did."""
        return self._names.get(str(user_id))

    def choose(self, user_id: Any, name: str) -> None:
        """Keep a choice; where it cannot be written it holds for this run."""
        if self.of(user_id) == name:
            return
        self._names[str(user_id)] = name
        try:
            if self._file is not None:
                write_text(self._file, json.dumps(self._names, ensure_ascii=False, indent=0) + "\n")
        except OSError as error:
            _log.warning(self._texts("together.not_kept", path=self._file, reason=error.strerror))

    def counts(self) -> Counter[str]:
        """How many people chose each server."""
        return Counter(self._names.values())

    def _read(self) -> dict[str, str]:
        if self._file is None or not self._file.exists():
            return {}
        try:
            return _names(json.loads(self._file.read_text("utf-8")))
        except (OSError, ValueError) as error:
            self._set_aside(self._file, error)
            return {}

    def _set_aside(self, file: Path, why: Exception) -> None:
        aside = file.with_name(f"{file.name}.broken")
        try:
            file.replace(aside)
        except OSError:
            aside = file
        _log.warning(self._texts("together.broken", path=file, reason=why, aside=aside))


def _names(tree: Any) -> dict[str, str]:
    if not isinstance(tree, dict) or not all(isinstance(name, str) for name in tree.values()):
        raise ValueError("names of servers by QQ numbers were expected")
    return tree
