r"""Colours, codes and tags off a text of the game. Computes only; no I/O.

>>> plain("\x1b[33m§6Steve§r")
'Steve'
>>> chat_text('look: {id:"minecraft:diamond_sword",Count:1b}', {"diamond_sword": "Diamond Sword"}.get)
'look: [Diamond Sword]'
"""

import re
from collections.abc import Callable, Iterator

_ANSI = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.?)", re.DOTALL)
_SECTION = re.compile("§.?", re.DOTALL)  # §6, and §x§f§f§0§0§0§0 as well
_AMPERSAND = re.compile(r"&(?:#[0-9a-fA-F]{6}|[0-9a-fk-or])(?![a-z]{1,5};)")  # but not &amp; and its like
_STARTS_COLOURED = re.compile(rf"(?:^|\s)(?:{_AMPERSAND.pattern})\S")
_LINK = re.compile(r"(\S+://\S+)")

# {id:"minecraft:stone",…} of older versions and {"id": "minecraft:stone"} of newer ones
_ITEM_ID = re.compile(r"""["']?\bid["']?\s*:\s*["']?(?:[a-z0-9_.-]+:)?([a-z0-9_./-]+)["']?""")
# xaero-waypoint:Home:H:10:64:-20:5:false:0:Internal-overworld-waypoints
_WAYPOINT = re.compile(r"xaero[-_]waypoint:([^:]*):[^:]*:(-?\d+):(-?\d+|~):(-?\d+):\S*")
# <chat=f7a8…:[item]:> of InteractiveChat
_PLACEHOLDER = re.compile(r"<(?:chat|cmd)=[0-9a-f-]{36}:(.*?):>")
_LONGEST_TAG = 4000

FindName = Callable[[str], str | None]
"""Gives the name of an item id without its namespace, or None."""


def plain(text: str) -> str:
    """A text without the colours of terminals (ANSI) and of Minecraft (`§6`)."""
    return _SECTION.sub("", _ANSI.sub("", text))


def chat_text(text: str, find_name: FindName = lambda _id: None) -> str:
    """What a player said, without colours, `&` codes and the tags of items and waypoints.

    Args:
        text: as the console has it.
        find_name: names items.
    """
    text = _PLACEHOLDER.sub(lambda found: found[1].replace("\\", ""), plain(text))
    text = _WAYPOINT.sub(lambda found: f"[{found[1]} ({found[2]}, {found[3]}, {found[4]})]", text)
    return _without_ampersands("".join(_items_named(text, find_name)))


def _without_ampersands(text: str) -> str:
    """`&6Gold&r` loses its codes; `R&D`, `a & b` and links keep their every character."""
    if not _STARTS_COLOURED.search(text):
        return text
    parts = _LINK.split(text)  # every second one is a link
    return "".join(part if number % 2 else _AMPERSAND.sub("", part) for number, part in enumerate(parts))


def _items_named(text: str, find_name: FindName) -> Iterator[str]:
    at = 0
    for start, end in _braces(text):
        item = _ITEM_ID.search(text, start, end)
        if item:
            yield text[at:start] + f"[{find_name(item[1]) or item[1]}]"
            at = end
    yield text[at:]


def _braces(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost `{…}` of a text stand."""
    depth = start = 0
    for at, letter in enumerate(text[:_LONGEST_TAG]):
        if letter == "{":
            start, depth = (at if depth == 0 else start), depth + 1
        elif letter == "}" and depth:
            depth -= 1
            if depth == 0:
                yield start, at + 1
