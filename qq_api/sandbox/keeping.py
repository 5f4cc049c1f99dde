"""A World in a file: read when the sandbox begins, saved at its end and every minute in between."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from qq_api.config.disk import read_text, write_text
from qq_api.errors import ConfigError
from qq_api.sandbox.world import World
from qq_api.sandbox.world.saved import Unreadable, loaded, saved
from qq_api.texts import Texts

_log = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds between two savings."""


def load_world(path: Path, texts: Texts) -> World:
    """The World of a file, which is never changed by this.

    Args:
        path: the file.
        texts: qq_api's, for what is wrong with it.

    Raises:
        ConfigError: it cannot be read, or holds no World; says why and what to do.
    """
    text = read_text(path, texts)
    try:
        return loaded(json.loads(text))
    except json.JSONDecodeError as error:
        raise ConfigError(path, texts("config_error.world", reason=error.msg), error.lineno) from None
    except (Unreadable, ValueError, RecursionError) as error:
        raise ConfigError(path, texts("config_error.world", reason=error)) from None


@asynccontextmanager
async def kept(world: World, path: Path, every: float = EVERY) -> AsyncIterator[None]:
    """Save a World every so many seconds while the block runs, and at its end; whole or not at all."""
    over = asyncio.Event()
    saving = asyncio.create_task(_save_again_and_again(world, path, every, over))
    try:
        yield
    finally:
        over.set()  # the last saving waits for the one that is under way
        await saving


async def _save_again_and_again(world: World, path: Path, every: float, over: asyncio.Event) -> None:
    is_last = False
    while not is_last:
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(over.wait(), every)
        is_last = over.is_set()
        await _save(world, path)


async def _save(world: World, path: Path) -> None:
    data = saved(world)
    try:
        await asyncio.to_thread(lambda: write_text(path, json.dumps(data, ensure_ascii=False) + "\n"))
    except OSError as error:
        _log.warning("%s: the World could not be saved: %s", path, error)
