"""What somebody said on the platform, as OneBot's segments. Computes only; no I/O."""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Protocol

from qq_api import message
from qq_api.official.mapping.faces import face_name, is_face
from qq_api.official.mapping.fields import clean, number_of, object_of, objects_of, text_of
from qq_api.official.mapping.incoming import CARD, CHAT_RECORD, PARALLEL, QUOTE, Person, Said, person_of
from qq_api.types import Payload, Segment

_TAG = re.compile(
    r'<@!?(?P<at>[\w-]{1,128})>|<qqbot-at-user\s+id="(?P<user>[\w-]{1,128})"\s*/?>|(?P<all><qqbot-at-everyone\s*/?>)'
    r'|<faceType=(?P<type>\d{1,4}),faceId="(?P<face>\d{0,10})",ext="(?P<ext>[\w+/=-]*)">|<emoji:(?P<emoji>\d{1,10})>'
    r"|(?P<everyone>@everyone)",
    re.ASCII,
)
_DEEPEST = 3
_MOST_ELEMENTS = 100


class Numbers(Protocol):
    """What the bot knows of who and what is named in a message."""

    def user(self, person: Person) -> int:
        """The number of somebody who is named."""

    def quoted(self, said: Said) -> int | None:
        """The number of the message that is quoted, if it is known."""


def segments_of(said: Said, numbers: Numbers) -> list[Segment]:
    """A message as segments; the mention that the platform left out stands in front again."""
    spoken = [*_content(said, numbers), *_media(said.attachments), *_extra(said)]
    quoted = numbers.quoted(said)
    front = [] if quoted is None else [message.reply(quoted)]
    if not said.to_me and not _mentions_me_silently(said):
        return _joined([*front, *spoken])
    me = message.at(numbers.user(Person("", is_me=True)))
    return _joined([*front, *([] if me in spoken else [me]), *_without_first_blank(spoken)])


def _mentions_me_silently(said: Said) -> bool:
    return any(one.is_me and one.openid not in said.text for one in said.mentions)


def _without_first_blank(spoken: list[Segment]) -> list[Segment]:
    """The platform cuts a mention out of the text, but not the blank behind it."""
    if not spoken or spoken[0]["type"] != "text":
        return spoken
    return [message.text(spoken[0]["data"]["text"].lstrip(" ")), *spoken[1:]]


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Texts beside each other become one; empty ones go."""
    joined: list[Segment] = []
    for one in segments:
        if one["type"] == "text" and joined and joined[-1]["type"] == "text":
            joined[-1] = message.text(joined[-1]["data"]["text"] + one["data"]["text"])
        elif one != message.text(""):
            joined.append(one)
    return joined


def _content(said: Said, numbers: Numbers) -> Iterator[Segment]:
    """`hi <@32AB…>` -> text, at."""
    known = {one.openid: one for one in said.mentions}
    in_guild = said.where.in_guild
    end = 0
    for match in _TAG.finditer(said.text):
        if match["everyone"] and not (in_guild and said.everyone):
            continue
        yield message.text(_plain(said.text[end : match.start()], in_guild))
        yield _tag(match, known, numbers)
        end = match.end()
    yield message.text(_plain(said.text[end:], in_guild))


def _plain(text: str, in_guild: bool) -> str:
    """Only guilds escape their text."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if in_guild else text


def _tag(match: re.Match[str], known: dict[str, Person], numbers: Numbers) -> Segment:
    if match["all"] or match["everyone"]:
        return message.at_all()
    if openid := match["at"] or match["user"]:
        return message.at(numbers.user(known.get(openid) or Person(openid)))
    number = match["emoji"] or match["face"] or ""
    if match["emoji"] or is_face(number):
        return message.face(number)
    return message.text(f"[{_name_in(match['ext'] or '') or face_name(number) or '表情'}]")


def _name_in(ext: str) -> str:
    """The name of a face: base64 of `{"text":"微笑"}`."""
    try:
        return text_of(json.loads(base64.b64decode(ext, validate=False)), "text").strip("[]/")
    except (ValueError, binascii.Error, RecursionError):
        return ""


def _media(attachments: Iterable[Payload]) -> Iterator[Segment]:
    return (segment for one in attachments if (segment := attached(one)))


def address(written: str) -> str:
    """The address of a file: some come without `https:`."""
    if not written or re.match(r"[a-z]+://", written, re.IGNORECASE):
        return written
    return f"https://{written.lstrip('/')}"


def kind_of(attachment: Payload) -> str:
    """image, video, record or file."""
    content_type = text_of(attachment, "content_type").lower()
    kinds = {"image": "image", "video": "video", "voice": "record", "audio": "record"}
    return kinds.get(content_type.partition("/")[0], "file")


def attached(attachment: Payload) -> Segment | None:
    """An attachment as a segment; a file, for which OneBot 11 has none, as text."""
    kind, name = kind_of(attachment), text_of(attachment, "filename")
    url = address(text_of(attachment, "url"))
    if kind == "file":
        return message.text(f"[文件] {name}".rstrip()) if name or url else None
    if kind == "record":
        url = address(text_of(attachment, "voice_wav_url")) or url
    if not url and not name:
        return None
    data: dict[str, Any] = {"file": name or url, "url": url}
    if kind == "image" and (size := number_of(attachment, "size")):
        data["file_size"] = str(size)
    if kind == "record" and (heard := text_of(attachment, "asr_refer_text")):
        data["text"] = heard
    return {"type": kind, "data": data}


def _extra(said: Said) -> Iterator[Segment]:
    """Cards and chat records, which are no text."""
    card = object_of(said.raw, "ark_data")
    if card or said.message_type == CARD:
        yield {
            "type": "json",
            "data": {"data": json.dumps(card, ensure_ascii=False), "prompt": text_of(card, "prompt")},
        }
    if said.message_type == PARALLEL and not said.text.strip() and not said.attachments:
        for one in said.elements[:_MOST_ELEMENTS]:
            yield message.text(_words(one))
            yield from _media(objects_of(one, "attachments"))
    if said.message_type == CHAT_RECORD:
        yield message.text("\n".join(["[聊天记录]", *_lines(said.elements)]))


def _lines(elements: Iterable[Payload], depth: int = 0) -> Iterator[str]:
    """`Steve: hi`, a line for each message in a chat record, and in those in it."""
    for one in islice(elements, _MOST_ELEMENTS):
        name, said = person_of(object_of(one, "author")).name, words_of(one)
        if said:
            yield f"{name}: {said}" if name else said
        if depth < _DEEPEST:
            yield from _lines(objects_of(one, "msg_elements"), depth + 1)


def words_of(element: Payload) -> str:
    """What a message in a message says, as plain text."""
    return "".join([_words(element), *(message.plain([one]) for one in _media(objects_of(element, "attachments")))])


def _words(element: Payload) -> str:
    content = element.get("content")
    return _TAG.sub(_shown, clean(content)) if isinstance(content, str) else ""


def _shown(match: re.Match[str]) -> str:
    if match["face"]:
        return f"[{_name_in(match['ext'] or '') or face_name(match['face']) or '表情'}]"
    return "[@]" if match["at"] or match["user"] else "[@全体成员]" if match["all"] else match[0]


def quoted_of(said: Said) -> Payload | None:
    """What a message quotes, where the platform sends it along: `{"text": …, "nickname": …}`."""
    first = next(iter(said.elements), None) if said.message_type == QUOTE else None
    if first is None:
        return None
    return {"text": words_of(first), "nickname": person_of(object_of(first, "author")).name}
