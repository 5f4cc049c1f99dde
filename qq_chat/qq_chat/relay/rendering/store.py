"""Pictures kept on disk, within bounds. Blocks: call it on a thread of its own."""

import contextlib
import hashlib
import os
import tempfile
import time
from pathlib import Path


class Store:
    """A folder of pictures; the oldest go when it is full, and all that are too old.

    Args:
        folder: its own; made when the first picture is kept.
        most_bytes: of all together; 0: nothing is kept.
        most: how many.
        seconds: how long a picture is kept.
    """

    def __init__(self, folder: Path, most_bytes: int, most: int, seconds: float) -> None:
        self._folder, self._most_bytes, self._most, self._seconds = folder, most_bytes, most, seconds

    def get(self, key: str) -> bytes | None:
        """A picture, or None when it is not kept (any more)."""
        path = self._path(key)
        try:
            is_fresh = time.time() - path.stat().st_mtime < self._seconds
            return path.read_bytes() if is_fresh and self._most_bytes else None
        except OSError:
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keep a picture.

        Raises:
            OSError: the folder cannot be written.
        """
        if len(content) > self._most_bytes:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(self._path(key))
        self._tidy()

    def _path(self, key: str) -> Path:
        """A name that no foreign text has a part in."""
        return self._folder / f"{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}.picture"

    def _tidy(self) -> None:
        found = []
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                found.append((path.stat().st_mtime, path.stat().st_size, path))
        room = self._most_bytes
        for place, (when, size, path) in enumerate(sorted(found, reverse=True)):
            room -= size
            if room < 0 or place >= self._most or time.time() - when > self._seconds:
                with contextlib.suppress(OSError):
                    path.unlink()
