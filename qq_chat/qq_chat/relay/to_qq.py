"""From the game to QQ: a player's words become segments. Computes only; no I/O."""

import re
from collections.abc import Callable, Iterator, Mapping

from qq_api import Segment, image, text
from qq_chat.text.template import Field, Template

Words = Callable[[str], list[Segment]]
"""Makes segments of plain words: mentions, where somebody is meant."""

# [[CICode,url=https://x.y/a.png,name=cat]], as the mod ChatImage writes it; a link that ends as pictures do
_PICTURE = re.compile(
    r"\[\[CICode,(?=[^\[\]]*?\burl=(?P<url>https?://[^,\[\]\s]+))[^\[\]]*\]\]"
    r"|(?P<link>https?://[^\s\[\]]+\.(?:png|jpe?g|gif|webp)(?:\?[^\s\[\]]*)?)(?=\s|$)",
    re.IGNORECASE,
)

_CODE = re.compile(r"\[\[CICode,[^\[\]]*\]\]")


def segments(words: str, said: Words, *, pictures: bool) -> list[Segment]:
    """What a player said, as it goes to QQ.

    Args:
        words: as they were said, cleaned.
        said: what becomes of the words between pictures.
        pictures: whether links to pictures become pictures; else a ChatImage code is only named.
    """
    if not pictures:
        return said(_CODE.sub("[图片]", words))
    return [*_with_pictures(words, said)]


def _with_pictures(words: str, said: Words) -> Iterator[Segment]:
    end = 0
    for picture in _PICTURE.finditer(words):
        yield from said(words[end : picture.start()])
        yield image(picture["url"] or picture["link"])
        end = picture.end()
    yield from said(words[end:])


def worded(template: Template, values: Mapping[str, str], said: list[Segment]) -> list[Segment]:
    """A template filled: `text` by segments, the other fields by plain values.

    >>> worded(Template("<{player}> {text}"), {"player": "Steve"}, [text("hi")])
    [{'type': 'text', 'data': {'text': '<Steve> hi'}}]
    """
    parts: list[Segment] = []
    for part in template.parts:
        if isinstance(part, str):
            parts.append(text(part))
        elif part == Field("text"):
            parts += said
        elif values.get(part.name):
            parts.append(text(values[part.name]))
    return joined(parts)


def joined(parts: list[Segment]) -> list[Segment]:
    """The same with neighbouring texts in one segment."""
    whole: list[Segment] = []
    for part in parts:
        if whole and part["type"] == whole[-1]["type"] == "text":
            whole[-1] = text(whole[-1]["data"]["text"] + part["data"]["text"])
        else:
            whole.append(part)
    return whole
