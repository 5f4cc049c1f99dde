"""What is made ready before an action: its files are fetched and kept, so that the World only computes.

Whoever sends waits for its own files alone. What one account says in one conversation stays in the order in which it
was said, though the first picture comes slowly; everybody else goes on meanwhile. A file that cannot be had fails the
whole action, before anything of it was done.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any
from weakref import WeakValueDictionary

from qq_api import message as code
from qq_api.sandbox.storage.records import converted
from qq_api.sandbox.storage.references import is_web, paths_of
from qq_api.sandbox.storage.store import FolderStore
from qq_api.sandbox.world import Refused
from qq_api.sandbox.world.stored import MEDIA, arrived
from qq_api.types import Payload, Segment

FILES = {
    "upload_private_file": ("file", "file"),
    "upload_group_file": ("file", "file"),
    "upload_flash_file": ("paths", "file"),
    "create_flash_task": ("files", "file"),
    "upload_group_album": ("files", "image"),
    "upload_image_to_qun_album": ("file", "image"),
    "set_qq_avatar": ("file", "image"),
    "set_group_portrait": ("file", "image"),
    "_send_group_notice": ("image", "image"),
}
"""Action -> which parameter holds a file, or several, and what it has to be."""

MESSAGES = {
    "send_msg": "message",
    "send_private_msg": "message",
    "send_group_msg": "message",
    "send_forward_msg": "messages",
    "send_private_forward_msg": "messages",
    "send_group_forward_msg": "messages",
}
"""Action -> which parameter holds a message."""

ALSO_SAY = ("forward_friend_single_msg", "forward_group_single_msg", "send_flash_msg", "send_group_ai_record")
"""Actions that say something without a file, in their turn."""

_KINDS = {"image": ("image/",), "record": ("audio/", "video/"), "video": ("video/",), "file": ("",)}


class Desk:
    """Makes actions ready.

    Args:
        store: keeps their files.
    """

    def __init__(self, store: FolderStore) -> None:
        self._store = store
        self._turns: WeakValueDictionary[tuple[Any, ...], asyncio.Lock] = WeakValueDictionary()
        self._ways: dict[str, Callable[[str, Payload], Awaitable[Payload]]] = {
            **dict.fromkeys(MESSAGES, self._with_message),
            **dict.fromkeys(FILES, self._with_files),
            **dict.fromkeys(ALSO_SAY, self._as_it_is),
            **dict.fromkeys(("ocr_image", ".ocr_image"), self._with_picture),
            ".handle_quick_operation": self._with_reply,
            "get_record": self._with_record,
            "download_file": self._with_download,
        }

    @asynccontextmanager
    async def ready(self, self_id: int, action: str, params: Payload) -> AsyncIterator[Payload]:
        """The parameters with which an action can be done, in the block: it is the account's turn there.

        Args:
            self_id: the account.
            action: as it was called.
            params: as they came; they stay as they are.

        Raises:
            Refused: a file cannot be had; says which and why.
        """
        name = action.removesuffix("_async").removesuffix("_rate_limited")
        if name not in self._ways:
            yield params
            return
        async with self._turn(self_id, params):
            yield await self._ways[name](name, params)

    def _turn(self, self_id: int, params: Payload) -> AbstractAsyncContextManager[None]:
        place = _place(params)
        if not any(place):
            return nullcontext()
        return self._turns.setdefault((self_id, *place), asyncio.Lock())

    async def _as_it_is(self, _: str, params: Payload) -> Payload:
        return params

    # -- messages

    async def _with_message(self, name: str, params: Payload) -> Payload:
        key = MESSAGES[name]
        if isinstance(params.get(key), str) and _truth(params.get("auto_escape", False)):
            return params
        return {**params, key: await self.message(params[key])} if key in params else params

    async def _with_reply(self, _: str, params: Payload) -> Payload:
        operation = params.get("operation")
        if not isinstance(operation, dict) or _truth(operation.get("auto_escape", False)):
            return params
        return {**params, "operation": {**operation, "reply": await self.message(operation.get("reply"))}}

    async def message(self, said: Any) -> Any:
        """A message with its files kept, as receivers get them; one without files stays as it is.

        Args:
            said: segments, or a CQ string.

        Raises:
            Refused: a file cannot be had.
        """
        segments = code.parse(said)
        if not any(segment["type"] in (*MEDIA, "node") for segment in segments):
            return said
        return [await self._segment(segment) for segment in segments]

    async def _segment(self, segment: Segment) -> Segment:
        kind, data = segment["type"], segment["data"]
        if kind == "node" and data.get("content") is not None:
            return {"type": "node", "data": {**data, "content": await self.message(data["content"])}}
        if kind not in MEDIA:
            return segment
        source = await self._source(kind, self._reference(data), str(data.get("name") or ""))
        return arrived(kind, data, self._store.about(source), self._store.url(source), source)

    def _reference(self, data: dict[str, Any]) -> Any:
        """`file`; or `url`, where `file` is a name that nobody knows here, as in a message from elsewhere."""
        file, url = data.get("file") or data.get("file_id"), data.get("url")
        if not isinstance(url, str) or not is_web(url) or not isinstance(file, str | None):
            return file
        known = file and (self._store.find(file) or is_web(file) or ":" in file or paths_of(file, windows=False))
        return file if known else url

    # -- other parameters

    async def _with_files(self, name: str, params: Payload) -> Payload:
        key, kind = FILES[name]
        given = params.get(key)
        if not given:
            return params
        called = str(params.get("name") or "") if name.startswith("upload_") else ""
        if isinstance(given, list):
            return {**params, key: [await self._source(kind, one) for one in given]}
        return {**params, key: await self._source(kind, given, called)}

    async def _source(self, kind: str, reference: Any, name: str = "") -> str:
        if not isinstance(reference, str) or not reference:
            raise Refused(f"{kind}: a path or an address is needed", 1400)
        source = await self._store.take(reference, name)
        mime = self._store.about(source).mime
        if not mime.startswith(_KINDS[kind]):
            raise Refused(f"the file is no {kind} but {mime}")
        return source

    async def _with_picture(self, _: str, params: Payload) -> Payload:
        """A picture to be read; one that only the World knows stays as it is."""
        given = params.get("image")
        if not isinstance(given, str) or not (is_web(given) or ":" in given or paths_of(given, windows=False)):
            return params
        return {**params, "image": self._store.about(await self._source("image", given)).file}

    async def _with_record(self, _: str, params: Payload) -> Payload:
        file = params.get("file")
        if not isinstance(file, str):
            return params
        return {**params, "file": await converted(self._store, file, str(params.get("out_format") or "mp3"))}

    async def _with_download(self, _: str, params: Payload) -> Payload:
        """What is to be downloaded is afterwards named by `url`."""
        reference = params.get("url") or _with_scheme(params.get("base64"))
        if not isinstance(reference, str) or not reference:
            return {**params, "url": None}
        name, headers = str(params.get("name") or ""), _headers(params.get("headers"))
        return {**params, "url": await self._store.take(reference, name, headers)}


def _truth(value: Any) -> bool:
    return str(value).lower() in {"true", "1", ""}


def _place(params: Payload) -> tuple[str, str]:
    """Where something is said: the same for `send_msg` and `upload_group_file`."""
    context = params.get("context")
    ids = context if isinstance(context, dict) else params
    group_id = ids.get("group_id") or ""
    return str(group_id), "" if group_id else str(ids.get("user_id") or "")


def _with_scheme(content: Any) -> Any:
    """LLOneBot takes Base64 with and without the `base64://`."""
    if not isinstance(content, str) or not content or content.startswith("base64://"):
        return content
    return f"base64://{content}"


def _headers(given: Any) -> dict[str, str]:
    """`["Referer=https://x"]` or `"Referer=https://x[\\r\\n]A=b"` -> `{"Referer": "https://x", …}`."""
    lines = given if isinstance(given, list) else re.split(r"\[?(?:\\r\\n|\r\n|\n)\]?", str(given or ""))
    pairs = (str(line).partition("=") for line in lines)
    return {name.strip(): value.strip() for name, equals, value in pairs if equals and name.strip()}
