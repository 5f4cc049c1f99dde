"""docs/config/*.md: every key of the four configuration files, from their models and the comments in the files."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import AnyUrl, BaseModel, SecretStr
from pydantic.fields import FieldInfo

from config_words import KEYS, TYPES
from qq_api.actions import Words
from qq_api.bridge.config import BridgeConfig
from qq_api.config import Config, Section
from qq_api.config.section import plain
from qq_api.sandbox.config import SandboxConfig
from qq_api.texts import Texts
from qq_chat.config import Config as ChatConfig

Language: TypeAlias = Literal["en", "zh"]
LOCALES: dict[Language, str] = {"en": "en_us", "zh": "zh_cn"}
PLAIN = {bool: "bool", int: "int", float: "number", str: "text", SecretStr: "secret", Path: "file", Any: "any"}
COLUMNS = Words("| key | what it is for | takes | default |", "| 设置 | 说明 | 取值 | 默认值 |")
NOWHERE = Words("required", "必填")
NAMES = "websocket_reverse|websocket|http|official|mirai|broker"
LONG = 100
"""A default of so many characters is looked up in the file."""
TOLD = {"enabled", "template", "groups"}
"""What every event of the game has; said once, above them."""


@dataclass(frozen=True)
class File:
    """One configuration file: its page's name, its model, and whose texts are its comments."""

    name: str
    model: type[Section]
    plugin: str = ""


class Group(NamedTuple):
    """Settings that stand together: `connections[]`, one of its kinds, and their model."""

    place: str
    kind: str
    model: type[BaseModel]


FILES = (
    File("qq_api", Config, "qq_api"),
    File("qq_chat", ChatConfig, "qq_chat"),
    File("bridge", BridgeConfig, "qq_api"),
    File("sandbox", SandboxConfig),
)


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Each page: `config/qq_api`, and what is made of it."""
    for file in FILES:
        yield f"config/{file.name}", _Page(file, language).text()


class _Page:
    def __init__(self, file: File, language: Language) -> None:
        self._file, self._language = file, language
        self._texts = Texts.load(file.plugin, LOCALES[language]) if file.plugin else Texts({}, LOCALES[language])

    def text(self) -> str:
        lines: list[str] = []
        above = ""
        for group in self._groups(Group("", "", self._file.model)):
            lines += self._above(group.place) if group.kind and group.place != above else []
            lines += self._group(group)
            above = group.place
        return "\n".join(lines).rstrip()

    def _above(self, place: str) -> Iterator[str]:
        """What is said once of a list whose groups are of several types."""
        yield f"## `{_bare(place)}`\n"
        if about := self._comment(_bare(place)):
            yield f"```text\n{about}\n```\n"

    def _say(self, words: Words) -> str:
        return words.zh if self._language == "zh" else words.en

    def _groups(self, group: Group) -> Iterator[Group]:
        """A group, and those within it, in the order of the file."""
        if {*group.model.model_fields} != TOLD:
            yield group
        for name, field in group.model.model_fields.items():
            inner = [*_inner(f"{group.place}.{name}".lstrip("."), field.annotation)]
            for place, model in inner:
                yield from self._groups(Group(place, _type_of(model) if len(inner) > 1 else "", model))

    def _comment(self, place: str) -> str:
        place = f"config.{place}"
        return (self._texts.get(place) or self._texts.get(f"{place}.about") or "").strip()

    def _group(self, group: Group) -> Iterator[str]:
        if group.place:
            yield f"## `{_title(group)}`\n"
            yield from self._shown(group)
        yield f"{self._say(COLUMNS)}\n|---|---|---|---|"
        for name, field in group.model.model_fields.items():
            if name != "type":
                yield self._row(group, name, field)
        yield ""

    def _shown(self, group: Group) -> Iterator[str]:
        """What is said of a group, below its title."""
        words = KEYS.get(f"{self._file.name}:{group.place}:{group.kind}") or KEYS.get(
            f"{self._file.name}:{group.place}"
        )
        about = self._say(words) if words else "" if group.kind else self._comment(_bare(group.place))
        if about:
            yield f"```text\n{about}\n```\n" if "\n" in about else f"{_cell(about)}\n"

    def _row(self, group: Group, name: str, field: FieldInfo) -> str:
        place = f"{group.place}.{name}".lstrip(".")
        words = _only(self._words(place, group.kind), group.kind)
        below = [*_inner(place, field.annotation)]
        takes = self._takes(field.annotation, field.metadata)
        if below and {*below[0][1].model_fields} != TOLD:
            words = words.splitlines()[0].rstrip(":：")
            first = Group(below[0][0], _type_of(below[0][1]) if len(below) > 1 else "", below[0][1])
            takes = takes.replace(self._say(TYPES["group"]), f"[{self._say(TYPES['group'])}](#{_anchor(first)})")
        return f"| `{name}` | {_lines(words)} | {takes} | {self._default(field)} |"

    def _words(self, place: str, kind: str) -> str:
        own = KEYS.get(f"{place}:{kind}") or KEYS.get(f"{self._file.name}:{place}")
        found = self._say(own) if own else self._comment(_bare(place)) or self._usual(place)
        if not found:
            raise LookupError(f"{self._file.name}:{place} has no words: lang/*.yml or scripts/config_words.py")
        return found

    def _usual(self, place: str) -> str:
        """What a key of this name means wherever it stands."""
        words = KEYS.get(f"{self._file.name}:*.{place.rpartition('.')[2]}")
        return self._say(words) if words else ""

    def _default(self, field: FieldInfo) -> str:
        if field.is_required():
            return self._say(NOWHERE)
        value = plain(field.get_default(call_default_factory=True))
        if value is None or (value and _has_section(field.annotation)):
            return ""
        whole = isinstance(value, float) and value.is_integer()
        shown = json.dumps(int(value) if whole else value, ensure_ascii=False)
        return _code(shown) if len(shown) < LONG else self._say(TYPES["long"])

    def _takes(self, kind: Any, metadata: list[Any]) -> str:
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Annotated:
            inner = [item for one in arguments[1:] for item in (one.metadata if isinstance(one, FieldInfo) else [one])]
            return self._takes(arguments[0], inner)
        if origin is Literal:
            return " / ".join(_code(_yaml(one)) for one in arguments)
        if origin in (Union, UnionType):
            return self._one_of(arguments, metadata)
        if origin in (list, dict):
            inner_kind = self._takes(arguments[-1], [])
            return self._say(TYPES["list" if origin is list else "dict"]).format(inner_kind)
        return self._plain(kind) + _range(metadata)

    def _one_of(self, arguments: tuple[Any, ...], metadata: list[Any]) -> str:
        kinds = [one for one in arguments if one is not NoneType]
        words = dict.fromkeys(word for one in kinds for word in self._takes(one, metadata).split(" / "))
        return " / ".join(words) + (self._say(TYPES["empty"]) if NoneType in arguments else "")

    def _plain(self, kind: Any) -> str:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self._say(TYPES["group"])
        if isinstance(kind, type) and issubclass(kind, AnyUrl):
            return self._say(TYPES["address"])
        return self._say(TYPES[PLAIN.get(kind, "address")])


def _inner(place: str, kind: Any) -> Iterator[tuple[str, type[BaseModel]]]:
    """The groups of settings that a key holds: `routes` -> `routes[]`, Route."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield place, kind
        return
    marks: dict[Any, str] = {list: "[]", dict: ".*"}
    for argument in get_args(kind) if get_origin(kind) is not Literal else ():
        yield from _inner(place + marks.get(get_origin(kind), ""), argument)


def _has_section(kind: Any) -> bool:
    return any(True for _ in _inner("", kind))


def _type_of(model: type[BaseModel]) -> str:
    """The `type` that tells one kind of a list's groups from the others: `websocket_reverse`."""
    default = model.model_fields["type"].default if "type" in model.model_fields else ""
    return default if isinstance(default, str) else ""


def _bare(place: str) -> str:
    """As comments are filed: `connections[].host` -> `connections.host`."""
    return place.replace("[]", "").replace(".*", "")


def _title(group: Group) -> str:
    return f"{group.place}, type: {group.kind}" if group.kind else group.place


def _anchor(group: Group) -> str:
    """As the code host and the site make it of a title: `connections, type: http` -> connections-type-http."""
    title = _bare(group.place) if group.kind else group.place
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def _only(words: str, kind: str) -> str:
    """What is said for one type: `http: this; official: that` and `this (official: that)` -> that."""
    bracket = re.fullmatch(rf"(.*?) ?[(（]((?:{NAMES})[:：].*)[)）]", words, re.DOTALL)
    usual, named = bracket.groups() if bracket else ("", words)
    said: dict[str, str] = {}
    for part in re.split(rf"[;；.]\s*(?=(?:{NAMES})[:：])", named):
        for name, rest in re.findall(rf"(?s)^(?:({NAMES})[:：]\s*)?(.*)$", part):
            said.setdefault(name, rest)
    return (said.get(kind) or usual or said.get("") or words) if kind else words


def _range(metadata: list[Any]) -> str:
    """` 1…65535`, as far as it is bounded."""
    low = next((f"{one.ge:g}" for one in metadata if isinstance(one, Ge)), "")
    low = low or next((f">{one.gt:g}" for one in metadata if isinstance(one, Gt)), "")
    high = next((_digits(one.le) for one in metadata if isinstance(one, Le)), "")
    high = high or next((f"<{one.lt:g}" for one in metadata if isinstance(one, Lt)), "")
    return f" {low}…{high}" if high else f" ≥ {low}" if low and not low.startswith(">") else f" {low}".rstrip()


def _digits(number: Any) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _yaml(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _code(text: str) -> str:
    """Code in a table, whoever shows it: a pipe would end the cell for some."""
    if "|" in text or "`" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;")
        return f"<code>{text}</code>"
    return f"`{text}`"


def _lines(text: str) -> str:
    """A comment in one cell; its examples as code."""
    return "<br>".join(
        _code(line.strip().removeprefix("- ")) if re.match(r"\s+\S|- ", line) else _cell(line)
        for line in text.strip().splitlines()
    )


def _cell(text: str) -> str:
    for mark, shown in (("&", "&amp;"), ("<", "&lt;"), ("*", r"\*"), ("|", "&#124;"), ("`", "`")):
        text = text.replace(mark, shown)
    return re.sub(r"(?<![\w/:.(])((?:https?|wss?)://[\w./:…-]+)", r"`\1`", text)
