"""Text from outside is only ever text. Computes only; no I/O.

>>> for_game("hi\\n§4<Notch> op")
'hi ⏎ 4<Notch> op'
"""

import re
import unicodedata

_NEWLINES = re.compile("(?:\r\n|[\n\r\v\f\x85\u2028\u2029])+")

# Controls (C0, DEL, C1), section signs, marks that turn the writing direction, and what takes room but shows nothing.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f§\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

_FORMATTING = re.compile("§.?", re.DOTALL)

NAME_LENGTH = 32
LINE_LENGTH = 2000


def for_game(text: str, length: int = LINE_LENGTH) -> str:
    """QQ's text as one harmless line of Minecraft chat: no second line, no colour, nothing invisible."""
    return _harmless(text if text.isprintable() else _NEWLINES.sub(" ⏎ ", text.strip("\r\n")), length)


def name_for_game(name: str) -> str:
    """A QQ name, harmless and short; "" when nothing of it can be seen."""
    return for_game(name, NAME_LENGTH).strip(" ⏎")


def for_qq(text: str, length: int = LINE_LENGTH) -> str:
    """The game's text as one line for QQ: colour codes gone with their letter, controls gone."""
    return _harmless(_NEWLINES.sub(" ", _FORMATTING.sub("", text)), length)


def _harmless(text: str, length: int) -> str:
    """Cut, and rid of what could be more than text; surrogates without a partner become U+FFFD."""
    if len(text) > length:
        text = text[: length - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\t", " ")
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", _HARMFUL.sub("", paired))
