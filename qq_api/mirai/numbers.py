"""The numbers of messages, kept in a file: a message of yesterday can be quoted and taken back today."""

import json
import logging
from pathlib import Path
from typing import IO, Any

from qq_api.mirai.mapping.context import KEPT, Numbers, Ref

_log = logging.getLogger(__name__)


class KeptNumbers(Numbers):
    """Numbers of messages, each written to a file as it is given; a line each: `[12, "group", 20001, 7]`.

    Args:
        path: the file; None keeps them in memory only.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: IO[str] | None = None
        super().__init__(_read(path) if path is not None else ())
        self._open()

    def put(self, message_id: int, ref: Ref) -> None:
        """Tie a number to a message, and write that down."""
        super().put(message_id, ref)
        if self._file is None:
            return
        try:
            self._file.write(json.dumps([message_id, *ref]) + "\n")
            self._file.flush()
        except (OSError, ValueError) as error:
            self._give_up(error)

    def close(self) -> None:
        """Write no more."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> None:
        """Begin the file anew, with what is still remembered: so it never grows for long."""
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new = self._path.with_suffix(".new")
            new.write_text("".join(json.dumps(one) + "\n" for one in self.saved()), "utf-8")
            new.replace(self._path)
            self._file = self._path.open("a", encoding="utf-8")
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self.close()
        _log.warning("%s cannot be written (%s): messages from before a restart cannot be quoted", self._path, error)


def _read(path: Path) -> list[Any]:
    """What a file holds; a line that was cut off, or is none of ours, is left out."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    return [one for line in lines[-KEPT:] if (one := _line(line)) is not None]


def _line(line: str) -> list[Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(found, list) and [type(part) for part in found] == [int, str, int, int]
    return found if is_ours and found[1] in ("group", "private") else None
