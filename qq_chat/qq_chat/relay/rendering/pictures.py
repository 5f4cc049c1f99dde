"""Pictures from QQ: links that still open, and small ones to look at. On the bot's loop."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from qq_api import Bot, Error
from qq_chat.config.rendering import Pictures as Wishes
from qq_chat.relay.rendering import thumbnail as blocks
from qq_chat.relay.rendering.download import Refused, download
from qq_chat.relay.rendering.fields import link_of, number_of, text_of
from qq_chat.relay.rendering.known import Thumbnail
from qq_chat.relay.rendering.media import picture_url
from qq_chat.relay.rendering.said import Said, said_of
from qq_chat.relay.rendering.store import Store

LINK_SECONDS = 3000.0
"""QQ's links with an `rkey` open for about an hour; a little less, so that nobody clicks in vain."""

MEGABYTE = 2**20
_RKEY = re.compile(r"([?&]rkey=)[^&#]*")
_PRIVATE, _GROUP = 10, 20  # NapCat's `type` of an rkey; `appid` of a link: 1406 private, 1407 group

Download = Callable[[str, int], Awaitable[bytes]]


class Pictures:
    """Fetches pictures and their links.

    Args:
        bot: asked for fresh links.
        wishes: the owner's.
        folder: where pictures may be kept.
        log: hears of what failed, at debug level.
        fetch: gets a picture; guarded by default.
    """

    def __init__(self, bot: Bot, wishes: Wishes, folder: Path, log: logging.Logger, fetch: Download = download) -> None:
        self._bot, self._wishes, self._log, self._fetch = bot, wishes, log, fetch
        self._store = Store(folder, wishes.keep_mb * MEGABYTE, wishes.keep_days * 86400.0)

    async def links(self, said: Said, self_id: int | None = None) -> list[str]:
        """Links to the pictures of a message that open now; those that QQ has no more are left out."""
        pictures = [segment["data"] for segment in said.segments if segment["type"] in ("image", "mface")]
        if all(not has_ended(picture_url(picture), said.time) for picture in pictures):
            return [*filter(None, map(picture_url, pictures))]
        fresh = await self._from_message(said.message_id, self_id)
        found = [await self._fresh_link(picture, said.time, fresh, self_id) for picture in pictures]
        return [*filter(None, found)]

    async def thumbnail(self, picture: dict[str, Any]) -> Thumbnail | None:
        """A picture in a message as coloured blocks; None when there is none to be had."""
        most, url = self._wishes.most_mb * MEGABYTE, picture_url(picture)
        if not url or number_of(picture, "file_size") > most or not blocks.is_possible():
            return None
        try:
            content = await self._content(text_of(picture, "file") or url, url, most)
            return await asyncio.to_thread(blocks.draw_small, content)
        except (Refused, asyncio.TimeoutError) as error:
            self._log.debug("no thumbnail of %s: %s", url, str(error) or type(error).__name__)
        except Exception:  # noqa: BLE001  (the net's errors, and Pillow's of any kind for what is broken)
            self._log.debug("no thumbnail of %s", url, exc_info=True)
        return None

    async def _content(self, key: str, url: str, most: int) -> bytes:
        kept = await asyncio.to_thread(self._store.get, key)
        if kept is not None:
            return kept
        content = await self._fetch(url, most)
        if self._wishes.keep_mb:
            await asyncio.to_thread(self._store.put, key, content)
        return content

    async def _fresh_link(self, picture: dict[str, Any], said: float, fresh: Said | None, self_id: int | None) -> str:
        """From the message told anew, else from `get_image`, else with a new `rkey`, in this order."""
        url, file = picture_url(picture), text_of(picture, "file")
        if not has_ended(url, said):
            return url
        told_anew = [segment["data"] for segment in fresh.segments if segment["type"] == "image"] if fresh else []
        links = (picture_url(one) for one in told_anew if text_of(one, "file") == file)
        link = next((link for link in links if link and link != url), "")
        return link or await self._from_image(file, url, self_id) or await self._with_rkey(url, self_id)

    async def _from_message(self, message_id: str, self_id: int | None) -> Said | None:
        """NapCat and LLOneBot make the links anew whenever they tell a message."""
        number = int(message_id) if message_id.lstrip("-").isdecimal() else message_id
        answer = await self._call("get_msg", self_id, message_id=number) if message_id else None
        return said_of(answer) if isinstance(answer, dict) else None

    async def _from_image(self, file: str, url: str, self_id: int | None) -> str:
        link = link_of(text_of(await self._call("get_image", self_id, file=file) if file else None, "url"))
        return link if link != url else ""

    async def _with_rkey(self, url: str, self_id: int | None) -> str:
        """`&rkey=old` -> `&rkey=new`: `nc_get_rkey` of NapCat, `get_rkey` of LLOneBot and Lagrange."""
        if not _RKEY.search(url):
            return ""
        is_private = parse_qs(urlsplit(url).query).get("appid") == ["1406"]
        for action in ("nc_get_rkey", "get_rkey"):
            rkey = rkey_in(await self._call(action, self_id), is_private=is_private)
            if rkey:
                return link_of(_RKEY.sub(lambda match, new=rkey: match[1] + new, url))  # type: ignore[misc]
        return ""

    async def _call(self, action: str, self_id: int | None, **params: Any) -> Any:
        """An answer, or None: each implementation lacks some of these actions."""
        if self_id is not None:
            params["self_id"] = self_id
        try:
            return await self._bot.call_action(action, **params)
        except Error as error:
            self._log.debug("%s: %s", action, error)
            return None


def has_ended(url: str, said: float) -> bool:
    """Whether a link that came at a time (in `time.time()` seconds) opens no more."""
    return not url or (_RKEY.search(url) is not None and time.time() - said > LINK_SECONDS)


def rkey_in(answer: Any, *, is_private: bool) -> str:
    """The key in an answer, without `&rkey=`.

    NapCat: `[{"type": 10, "rkey": "&rkey=a"}, {"type": 20, "rkey": "&rkey=b"}]`; LLOneBot: `{"private_key": …,
    "group_key": …}`; Lagrange: `{"rkeys": [{"type": "private", "rkey": …}]}`.
    """
    kinds = (str(_PRIVATE), "private") if is_private else (str(_GROUP), "group")
    if isinstance(answer, dict) and not isinstance(answer.get("rkeys"), list):
        found = text_of(answer, f"{kinds[1]}_key", f"{kinds[1]}_rkey")
    else:
        rows = answer.get("rkeys") if isinstance(answer, dict) else answer
        rows = rows if isinstance(rows, list) else []
        found = next((text_of(row, "rkey") for row in rows if text_of(row, "type") in kinds), "")
    return found.removeprefix("&rkey=")
