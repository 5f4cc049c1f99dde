"""Pictures, voices, videos, files and big faces. Computes only; no I/O."""

import re
from typing import Any

from mcdreforged.api.rtext import RColor

from qq_chat.relay.rendering import clicks
from qq_chat.relay.rendering.fields import link_of, number_of, text_of
from qq_chat.relay.rendering.known import View
from qq_chat.relay.rendering.pieces import Piece, words
from qq_chat.text.words import name_for_game

Data = dict[str, Any]
_UNITS = ("B", "KB", "MB", "GB")
_MARKS = re.compile(r"[\[\],=]")


def tag(*parts: str) -> str:
    """`tag("文件", "a.zip", "")` -> `[文件 a.zip]`."""
    return f"[{' '.join(filter(None, parts))}]"


def size_words(data: Data) -> str:
    """`{"file_size": "52428800"}` -> `50 MB`; "" when it is not known."""
    size = number_of(data, "file_size", "size", "fileSize")
    step = min(max(size.bit_length() - 1, 0) // 10, len(_UNITS) - 1)
    amount = min(size, 2**60) / 1024**step
    return f"{amount:.{int(step > 0 and amount < 9.95)}f} {_UNITS[step]}" if size else ""


def duration_words(data: Data) -> str:
    """`{"duration": 65}` -> `1:05`; most implementations do not say how long."""
    seconds = number_of(data, "duration", "seconds", "length")
    return f"{seconds // 60}:{seconds % 60:02}" if seconds else ""


def image(data: Data, view: View) -> Piece:
    """`[图片]`, or what stands for the picture in lists of chats; a click opens it."""
    return _picture(_picture_name(data, view), data, view)


def mface(data: Data, view: View) -> Piece:
    """A face of QQ's shop, by its name: `[赞]`."""
    return _picture(_in_brackets(data) or tag(view.texts("shown.sticker")), data, view)


def _picture_name(data: Data, view: View) -> str:
    if text_of(data, "type") == "flash":
        return tag(view.texts("shown.flash"))
    is_sticker = number_of(data, "sub_type", "subType") > 0
    return _in_brackets(data) or tag(view.texts("shown.sticker" if is_sticker else "shown.picture"))


def _in_brackets(data: Data) -> str:
    """`动画表情` or `[动画表情]` -> `[动画表情]`; "" for what shows nothing, and for QQ's own `[图片]`."""
    name = name_for_game(text_of(data, "summary").strip("[]"))
    return tag(name) if name and name != "图片" else ""


def _picture(name: str, data: Data, view: View) -> Piece:
    wishes, url = view.wishes.pictures, picture_url(data)
    if url and wishes.show == "chatimage":
        return Piece(cicode(url, name), is_code=True)
    hover = [*filter(None, [size_words(data), view.texts("shown.open") if url else ""])]
    thumbnail = view.known.thumbnails.get(text_of(data, "file"), ())
    run = f"/imagepreview preview {url}" if url and wishes.show == "imagepreviewer" else ""
    ask = clicks.picture(view.message_id) if wishes.click == "ask" else ""
    return Piece(name, RColor.gold, hover, suggest=ask, run=run, url="" if run or ask else url, thumbnail=thumbnail)


def picture_url(data: Data) -> str:
    """Where a picture lies: Lagrange and OneBot 11 may have it in `file`."""
    return link_of(data.get("url")) or link_of(data.get("file"))


def cicode(url: str, name: str) -> str:
    """The code that the mod ChatImage shows as a picture (ChatImageCode: `[[CICode,url=…,name=…]]`).

    >>> cicode("https://a.cn/?a=1,2", "[赞]")
    '[[CICode,url=https://a.cn/?a=1%2C2,name=赞]]'
    """
    safe = url.replace(",", "%2C")
    return f"[[CICode,url={safe},name={_MARKS.sub('', words(name))}]]"


def record(data: Data, view: View) -> Piece:
    """`[语音 0:05]`."""
    return _media(tag(view.texts("shown.record"), duration_words(data)), data, view)


def video(data: Data, view: View) -> Piece:
    """`[视频 0:12]`."""
    return _media(tag(view.texts("shown.video"), duration_words(data)), data, view)


def file(data: Data, view: View) -> Piece:
    """`[文件 world.zip 50 MB]`; each implementation has its own keys."""
    name = name_for_game(text_of(data, "name", "file_name", "fileName", "title", "file"))
    return _media(tag(view.texts("shown.file"), name, size_words(data)), data, view, sized=True)


def _media(shown: str, data: Data, view: View, *, sized: bool = False) -> Piece:
    url = link_of(data.get("url"))
    hover = [*filter(None, ["" if sized else size_words(data), view.texts("shown.open") if url else ""])]
    return Piece(shown, RColor.gold, hover, url=url)
