"""What a row of the table of actions is made of, and the few words that rows are written with. Computes only; no I/O.

A type is written as Python writes it, in a string: `Id`, `Message` and `Segment` (`qq_api.actions.results`), the
name of a `Shape`, or a list of one: `"list[Friend]"`.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, NamedTuple, TypeAlias

Topic: TypeAlias = Literal["user", "group", "message", "file", "system"]
Level: TypeAlias = Literal["yes", "differs", "no"]
Unit: TypeAlias = Literal["", "s", "ms", "%"]

IMPLEMENTATIONS = {"llonebot": "LLOneBot", "napcat": "NapCat", "gocqhttp": "go-cqhttp", "standard": "OneBot 11"}
"""Who is asked about each action: key in `Action.has` -> name."""


class Words(NamedTuple):
    """One text for people, in both languages."""

    en: str = ""
    zh: str = ""


NOTHING = Words()


class Absent(Enum):
    """What a parameter has instead of a default."""

    REQUIRED = "required"
    UNSET = "may be left out"


@dataclass(frozen=True)
class Parameter:
    """One parameter of an action.

    Attributes:
        default: what QQ's side takes when it is left out; it is never sent by us.
    """

    name: str
    type: str
    words: Words
    default: Any = Absent.REQUIRED
    unit: Unit = ""

    @property
    def required(self) -> bool:
        """Whether the action cannot be called without it."""
        return self.default is Absent.REQUIRED


@dataclass(frozen=True)
class Field:
    """One field of a result; not `always`: some implementations, or some answers, leave it out."""

    name: str
    type: str
    words: Words = NOTHING
    always: bool = True


@dataclass(frozen=True)
class Shape:
    """The fields of an object in a result."""

    name: str
    words: Words
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Support:
    """Whether an implementation has an action, and in what it differs."""

    level: Level
    note: Words = NOTHING


@dataclass(frozen=True)
class Action:
    """One OneBot 11 action.

    Attributes:
        result: the type of the answer's `data`; `"None"` when it says nothing.
        source: the page that describes it.
        has: for each of `IMPLEMENTATIONS`.
    """

    name: str
    summary: Words
    parameters: tuple[Parameter, ...]
    result: str
    source: str
    topic: Topic
    has: dict[str, Support]


YES, NO = Support("yes"), Support("no")


def differs(en: str, zh: str) -> Support:
    """It is there, but not quite the same."""
    return Support("differs", Words(en, zh))


def lacks(en: str, zh: str) -> Support:
    """It is not there; what to use instead."""
    return Support("no", Words(en, zh))


def need(name: str, kind: str, en: str, zh: str, unit: Unit = "") -> Parameter:
    """A parameter that must be given."""
    return Parameter(name, kind, Words(en, zh), Absent.REQUIRED, unit)


def may(name: str, kind: str, en: str, zh: str, default: Any = Absent.UNSET, unit: Unit = "") -> Parameter:
    """A parameter that may be left out."""
    return Parameter(name, kind, Words(en, zh), default, unit)


def row(
    topic: Topic,
    name: str,
    en: str,
    zh: str,
    *parameters: Parameter,
    result: str = "None",
    llonebot: Support = YES,
    napcat: Support = YES,
    gocqhttp: Support = NO,
    standard: Support = NO,
    source: str = "",
) -> Action:
    """One row. Without a `source`: OneBot's own page if it is in the standard, else LLOneBot's, named as `zh` is."""
    has = {"llonebot": llonebot, "napcat": napcat, "gocqhttp": gocqhttp, "standard": standard}
    found = "OneBot 11: api/public.md" if standard.level != "no" else f"LLOneBot: {zh}"
    return Action(name, Words(en, zh), parameters, result, source or found, topic, has)


def shape(name: str, en: str, zh: str, lines: str) -> Shape:
    """A shape, from lines such as `user_id: int, nickname: str` or `age?: int # in years # 周岁`."""
    written = (line.strip() for line in lines.strip().splitlines())
    return Shape(name, Words(en, zh), tuple(field for line in written for field in _fields(line)))


def _fields(line: str) -> list[Field]:
    fields, *words = line.split(" # ")
    return [_field(field, Words(*words)) for field in fields.split(", ")]


def _field(written: str, words: Words) -> Field:
    name, kind = written.split(": ")
    return Field(name.rstrip("?"), kind, words, always=not name.endswith("?"))


GROUP = need("group_id", "Id", "the group", "群号")
USER = need("user_id", "Id", "the QQ account", "QQ 号")
MEMBER = need("user_id", "Id", "the member's QQ account", "群成员的 QQ 号")
MESSAGE_ID = need("message_id", "Id", "the message", "消息 ID")
NO_CACHE = may("no_cache", "bool", "ask QQ afresh instead of using what is remembered", "不使用缓存，重新查询", False)
FILE = need(
    "file",
    "str",
    "a path, or a file://, http(s):// or base64:// address",
    "路径，或 file://、http(s)://、base64:// 地址",
)
