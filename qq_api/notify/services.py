"""The services that carry messages, by Apprise, which is imported only here and only when it is needed."""

import importlib
import importlib.util
import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from pydantic import SecretStr

from qq_api.errors import QQError
from qq_api.notify.words import Letter


class NotSent(QQError):
    """A service cannot be used, or did not take a message; says why, without secrets."""


def is_installed() -> bool:
    """Whether Apprise can be imported, also when it came after the start."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("apprise") is not None


class Service:
    """One way of telling the owner. Its methods wait, so they are called on a thread of their own.

    Args:
        place: of its URL in the configuration, from 1.
        url: Apprise's, as `dingtalk://secret@token`.

    Attributes:
        name: for the log, without secrets: `1 (dingtalk://)`.
        hide: takes the URL's secrets out of a text.
    """

    def __init__(self, place: int, url: SecretStr) -> None:
        known = re.match(r"([a-z][a-z0-9]{1,15})://", url.get_secret_value().strip(), re.IGNORECASE)
        self.name = f"{place} ({known[1].lower() if known else '?'}://)"
        self.hide = hiding(url.get_secret_value().strip())
        self._url = url
        self._courier: Any = None

    def open(self) -> None:
        """Make it ready.

        Raises:
            NotSent: Apprise does not understand the URL.
        """
        apprise: Any = importlib.import_module("apprise")
        asset = _asset(apprise)
        with _overheard() as heard:
            plugin = apprise.Apprise.instantiate(self._url.get_secret_value().strip(), asset=asset)
        if plugin is None:
            raise NotSent(self.hide(heard[0] if heard else ""))
        self._courier = apprise.Apprise(asset=asset)
        self._courier.add(plugin)

    def send(self, letter: Letter) -> None:
        """Send, and wait for it.

        Raises:
            NotSent: the service did not take it.
        """
        with _overheard() as heard:
            taken = self._courier.notify(
                title=letter.title, body=letter.body, body_format="text", notify_type="warning"
            )
        if not taken:
            raise NotSent(self.hide("; ".join(heard)))


def _asset(apprise: Any) -> Any:
    """Settings by which Apprise works on the thread that calls it: its own threads would outlive us."""
    try:
        return apprise.AppriseAsset(async_mode=False, service_timeout=0)
    except AttributeError:  # Apprise 1 has no such time-out, and no threads for it
        return apprise.AppriseAsset(async_mode=False)


_URL = re.compile(r"\S+://\S*")


def hiding(url: str) -> Callable[[str], str]:
    """A function that puts `***` in a text where there is a URL, or any part of this one but its scheme."""
    raw = re.findall(r"[^/:@?&=#]+", url.partition("://")[2] or url)
    parts = {part for some in raw for part in (some, unquote(some)) if len(part) > 2}
    longest_first = map(re.escape, sorted(parts, key=len, reverse=True))
    pattern = re.compile("|".join(longest_first) or "(?!)", re.IGNORECASE)
    return lambda text: _URL.sub("***", pattern.sub("***", text))


_TALKATIVE = ("apprise", "urllib3.connectionpool")
_filters_lock = threading.Lock()


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """Keep what this thread logs in the block, and out of every log: Apprise's lines may hold whole URLs."""
    heard: list[str] = []
    here = threading.get_ident()

    def keep(record: logging.LogRecord) -> bool:
        if threading.get_ident() != here:
            return True
        if record.levelno >= logging.WARNING:
            heard.append(record.getMessage())
        return False

    _change_filters(lambda filters: [*filters, keep])
    try:
        yield heard
    finally:
        _change_filters(lambda filters: [one for one in filters if one is not keep])


def _change_filters(change: Callable[[list[Any]], list[Any]]) -> None:
    """With new lists, because another thread may be going through the old ones: it must not skip its own."""
    with _filters_lock:
        for logger in map(logging.getLogger, _TALKATIVE):
            logger.filters = change(logger.filters)
