"""Pictures from QQ: links that still open, and small ones to look at. On the bot's loop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from weakref import WeakValueDictionary

from qq_api import Bot, Error, Texts
from qq_chat.config.rendering import Pictures as Wishes
from qq_chat.relay.rendering import thumbnail as blocks
from qq_chat.relay.rendering.download import Refused, download
from qq_chat.relay.rendering.fields import link_of, number_of, text_of
from qq_chat.relay.rendering.known import Found, Thumbnail
from qq_chat.relay.rendering.media import RKEY, has_ended, picture_url
from qq_chat.relay.rendering.said import Said, pictures_of, said_of
from qq_chat.relay.rendering.store import Store

MEGABYTE = 2**20
_PRIVATE, _GROUP = 10, 20  # NapCat's `type` of an rkey; `appid` of a link: 1406 private, 1407 group

Download = Callable[[str, int], Awaitable[bytes]]


class Pictures:
    """Fetches pictures and their links.

    Args:
        bot: asked for fresh links.
        wishes: the owner's.
        folder: where pictures may be kept.
        texts, log: the words, and where they go; what failed is heard at debug level.
        fetch: gets a picture; guarded by default.
    """

    def __init__(
        self,
        bot: Bot,
        wishes: Wishes,
        folder: Path,
        texts: Texts,
        log: logging.Logger,
        fetch: Download = download,
    ) -> None:
        self._bot, self._wishes, self._log, self._fetch = bot, wishes, log, fetch
        self._store = Store(folder, wishes.keep_mb * MEGABYTE, wishes.keep_most, wishes.keep_days * 86400.0)
        self._getting: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        if (wishes.thumbnails or wishes.keep_mb) and not blocks.is_possible():
            log.warning(texts("no_pillow"))

    async def links(self, said: Said, self_id: int | None = None) -> list[Found]:
        """The pictures of a message: links that open now, and copies that are kept; what has neither is left out."""
        pictures = [*pictures_of(said)]
        links = await self._links(said, pictures, self_id)
        found = [Found(link, await self._kept(picture)) for picture, link in zip(pictures, links, strict=True)]
        return [one for one in found if one.link or one.small]

    async def _links(self, said: Said, pictures: list[dict[str, Any]], self_id: int | None) -> list[str]:
        ended = [has_ended(picture_url(picture), said.time) for picture in pictures]
        fresh = await self._from_message(said.message_id, self_id) if any(ended) else None
        return [
            await self._fresh_link(picture, fresh, self_id) if is_old else picture_url(picture)
            for picture, is_old in zip(pictures, ended, strict=True)
        ]

    async def link(self, picture: dict[str, Any], message_id: str, self_id: int | None = None) -> str:
        """A link to one picture of a message, made anew; "" when QQ has it no more."""
        return await self._fresh_link(picture, await self._from_message(message_id, self_id), self_id)

    async def thumbnail(self, picture: dict[str, Any]) -> Thumbnail | None:
        """A picture in a message as coloured blocks; None when there is none to be had."""
        content = await self._content(picture) if blocks.is_possible() else None
        return await self._drawn(content)

    async def keep(self, picture: dict[str, Any]) -> bool:
        """Keep a picture in a message, for when QQ has it no more; whether that is done."""
        return bool(self._wishes.keep_mb) and await self._content(picture) is not None

    async def _kept(self, picture: dict[str, Any]) -> Thumbnail:
        if not self._wishes.keep_mb or not blocks.is_possible():
            return ()
        return await self._drawn(await asyncio.to_thread(self._store.get, _key(picture))) or ()

    async def _drawn(self, content: bytes | None) -> Thumbnail | None:
        try:
            return await asyncio.to_thread(blocks.draw_small, content) if content else None
        except Exception:  # noqa: BLE001  (Pillow's errors, of any kind for what is broken)
            self._log.debug("a picture cannot be drawn", exc_info=True)
            return None

    async def _content(self, picture: dict[str, Any]) -> bytes | None:
        """What a picture holds, from the cache or from QQ; None when it is not to be had."""
        url = picture_url(picture)
        if not url or number_of(picture, "file_size") > self._wishes.most_mb * MEGABYTE:
            return None
        try:
            return await self._got(_key(picture), url)
        except (Refused, asyncio.TimeoutError) as error:
            self._log.debug("no picture from %s: %s", url, str(error) or type(error).__name__)
        except Exception:  # noqa: BLE001  (the net's errors, and a disk's)
            self._log.debug("no picture from %s", url, exc_info=True)
        return None

    async def _got(self, key: str, url: str) -> bytes:
        """Two who want the same picture at once fetch it once, where it is kept."""
        lock = self._getting.setdefault(key, asyncio.Lock()) if self._wishes.keep_mb else asyncio.Lock()
        async with lock:
            kept = await asyncio.to_thread(self._store.get, key)
            if kept is not None:
                return kept
            content = await self._fetch(url, self._wishes.most_mb * MEGABYTE)
            if self._wishes.keep_mb:
                await asyncio.to_thread(self._store.put, key, content)
            return content

    async def _fresh_link(self, picture: dict[str, Any], fresh: Said | None, self_id: int | None) -> str:
        """From the message told anew, else from `get_image`, else with a new `rkey`, in this order."""
        url, file = picture_url(picture), text_of(picture, "file")
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
        if not RKEY.search(url):
            return ""
        is_private = parse_qs(urlsplit(url).query).get("appid") == ["1406"]
        for action in ("nc_get_rkey", "get_rkey"):
            rkey = rkey_in(await self._call(action, self_id), is_private=is_private)
            if rkey:
                return link_of(RKEY.sub(lambda match, new=rkey: match[1] + new, url))  # type: ignore[misc]
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


def _key(picture: dict[str, Any]) -> str:
    """By what a picture is kept: QQ's name of the file, which is made from what is in it."""
    return text_of(picture, "file") or picture_url(picture)


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
