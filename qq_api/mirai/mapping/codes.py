r"""Mirai codes: a message as one string, as `MiraiCode` has it. Computes only; no I/O.

>>> elements_of(r"hi [mirai:at:12] a\[b\]")[1:]
[{'type': 'At', 'target': 12}, {'type': 'Plain', 'text': ' a[b]'}]
"""

import re
from collections.abc import Callable, Iterator

from qq_api.mirai.mapping.values import number
from qq_api.types import Payload

# Linear on any input: inside a code every character is an escaped one, or one that is no bracket and no backslash.
_CODE = re.compile(r"\[mirai:(\w+)(?::((?:[^\[\]\\]|\\.)*))?\]", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r"}

_MADE: dict[str, Callable[[str], Payload]] = {
    "at": lambda rest: {"type": "At", "target": number(rest)},
    "atall": lambda _: {"type": "AtAll"},
    "face": lambda rest: {"type": "Face", "faceId": number(rest)},
    "superface": lambda rest: {"type": "Face", "faceId": number(rest.split(",")[0]), "isSuperFace": True},
    "image": lambda rest: {"type": "Image", "imageId": rest.split(",")[0]},
    "flash": lambda rest: {"type": "FlashImage", "imageId": rest.split(",")[0]},
    "dice": lambda rest: {"type": "Dice", "value": number(rest, 1)},
    "app": lambda rest: {"type": "App", "content": rest},
    "service": lambda rest: {"type": "Xml", "xml": rest.partition(",")[2]},
}


def elements_of(code: str) -> list[Payload]:
    """The elements that a string of codes stands for; a code that is not known stays text."""
    return list(_scan(code))


def _scan(code: str) -> Iterator[Payload]:
    end = 0
    for match in _CODE.finditer(code):
        made = _MADE.get(match[1])
        if made is None:
            continue
        yield from _text(code[end : match.start()])
        yield made(_plain(match[2] or ""))
        end = match.end()
    yield from _text(code[end:])


def _text(source: str) -> Iterator[Payload]:
    if source:
        yield {"type": "Plain", "text": _plain(source)}


def _plain(source: str) -> str:
    return _ESCAPED.sub(lambda match: _LETTERS.get(match[1], match[1]), source)
