"""Minecraft's translation keys, in the console's English and in the language of those who read. Computes only; no I/O.

>>> lexicon = load_lexicon("zh_cn")
>>> lexicon.name("entity", "Creeper"), lexicon.title("Stone Age")
('苦力怕', '石器时代')
>>> fill("%1$s被%2$s杀死了", ["Steve", "僵尸"])
'Steve 被僵尸杀死了'
"""

import json
import pkgutil
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

Family: TypeAlias = Literal["entity", "item", "title", "link"]
"""What a name names; names of items and blocks are one family."""

_FAMILIES: list[tuple[Family, re.Pattern[str]]] = [
    ("entity", re.compile(r"entity\..+")),
    ("item", re.compile(r"(?:item|block)\..+")),
    ("title", re.compile(r".*(?:advancement|achievement).*\.title")),
    ("link", re.compile(r"death\..+\.link")),
]
_DEATH = re.compile(r"death\.(?!.*\.link$|attack\.message_too_long).+")

_FIELD = re.compile(r"%(?:(\d)\$)?[sd]|%%")
_CJK, _LATIN = "[\u3400-\u9fff\uff10-\uff5a]", "[A-Za-z0-9_.]"
_BORDER = re.compile(f"(?<={_CJK})(?={_LATIN})|(?<={_LATIN})(?={_CJK})")


def is_wanted(key: str) -> bool:
    """Whether a key is of use here; language files hold thousands of others."""
    return _family(key) is not None or bool(_DEATH.fullmatch(key))


class Lexicon:
    """Words by key.

    Args:
        english: what the console may say, key -> texts, the newest last.
        wanted: key -> text in the language of those who read.
    """

    def __init__(self, english: Mapping[str, Sequence[str]], wanted: Mapping[str, str]) -> None:
        self._english, self._wanted = english, wanted
        self._keys: dict[tuple[Family | None, str], str] = {}
        for key, texts in english.items():
            for text in texts:
                self._keys.setdefault((_family(key), text), key)

    def deaths(self) -> dict[str, Sequence[str]]:
        """The English texts of all death messages, by key."""
        return {key: texts for key, texts in self._english.items() if _DEATH.fullmatch(key)}

    def key(self, family: Family, text: str) -> str:
        """The key of an English name; "" when nobody knows."""
        return self._keys.get((family, text), "")

    def text(self, key: str) -> str | None:
        """What a key says, in English where the wanted language lacks it; None for an unknown key."""
        return self._wanted.get(key) or next(reversed(self._english.get(key, ())), None)

    def name(self, family: Family, text: str) -> str:
        """An English name in the wanted language; one that nobody knows (given by a player) stays as it is."""
        return self.text(self.key(family, text)) or text

    def title(self, text: str) -> str:
        """The title of an advancement in the wanted language."""
        return self.name("title", text)

    def item(self, item_id: str) -> str | None:
        """The name of an item by its id, `diamond_sword`."""
        return self.text(f"item.minecraft.{item_id}") or self.text(f"block.minecraft.{item_id}")


def _family(key: str) -> Family | None:
    return next((family for family, pattern in _FAMILIES if pattern.fullmatch(key)), None)


def load_lexicon(
    language: str, english: Iterable[Mapping[str, str]] = (), wanted: Iterable[Mapping[str, str]] = ()
) -> Lexicon:
    """Our words, and the owner's before them.

    Args:
        language: as `zh_cn`; of languages that we do not have, the words are English.
        english: language files of the owner's server and mods, English.
        wanted: the same in the wanted language, the most important one last.
    """
    texts: dict[str, list[str]] = {key: list(said) for key, said in _data("former").items()}
    for file in (_data("en_us"), *english):
        for key, text in file.items():
            said = texts.setdefault(key, [])
            said[:] = [*(one for one in said if one != text), text]
    ours = _data("zh_cn") if language == "zh_cn" else {}
    merged = {key: text for file in (ours, *wanted) for key, text in file.items()}
    return Lexicon(texts, merged)


def _data(name: str) -> dict[str, Any]:
    data = pkgutil.get_data("qq_chat.game", f"data/{name}.json")
    return dict(json.loads(data or b"{}"))


def fill(template: str, arguments: Sequence[str]) -> str:
    """A text of Minecraft's with its `%1$s`, `%s` filled in; Chinese and Latin letters stand apart.

    Raises:
        IndexError: the text names more than there is.
    """
    numbers = iter(range(len(arguments) + 1))

    def value(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        return f"\0{arguments[int(found[1]) - 1 if found[1] else next(numbers)]}\0"

    return _spaced(_FIELD.sub(value, template))


def _spaced(text: str) -> str:
    """`\\0Steve\\0被\\0僵尸\\0` -> `Steve 被僵尸`; what was filled in is not changed within."""
    parts = text.split("\0")
    done = parts[0]
    for part in parts[1:]:
        needs = done and part and _BORDER.search(done[-1] + part[0])
        done += (" " if needs else "") + part
    return done
