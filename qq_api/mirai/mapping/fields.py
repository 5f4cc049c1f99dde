"""What the rows of the table of commands are made of: a field, as either side writes it. Computes only; no I/O."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from qq_api.mirai.mapping.context import Context, Ref, Request
from qq_api.mirai.mapping.values import mapping, number, string, truth
from qq_api.types import Payload


@dataclass(frozen=True)
class Refusal(Exception):
    """An action that is not carried out, and why.

    Attributes:
        retcode: 1400 for what is missing or wrong, 1404 for what mirai-api-http cannot do, 100 for an empty message,
            1200 for what is not known.
        words: why.
    """

    retcode: int
    words: str


class Field(Protocol):
    """One part of a row."""

    def fits(self, params: Payload, context: Context) -> bool:
        """Whether an action with these parameters is this row."""

    def out(self, params: Payload, context: Context) -> Payload:
        """Its part of the content, or `Refusal`."""

    def tells(self, content: Payload) -> bool:
        """Whether a command with this content is this row."""

    def back(self, content: Payload, context: Context) -> Payload:
        """Its part of the parameters; `Refusal` (1400) where it is missing, 1200 where nothing is known of it."""


Read = Callable[[Any], Any]

_NONE = -(1 << 63)


def an_id(value: Any) -> int | None:
    """A number of QQ's; None for none."""
    return number(value) or None


def a_number(value: Any) -> int | None:
    """A number, 0 too; None for none."""
    made = number(value, _NONE)
    return None if made == _NONE else made


def a_string(value: Any) -> str | None:
    """A string; None for none."""
    return string(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


def a_truth(value: Any) -> bool | None:
    """Yes or no; None for neither."""
    return None if value is None else truth(value)


@dataclass(frozen=True)
class Same:
    """A field that is the same on both sides but for its name.

    Attributes:
        mah: its name in the content; `info.name` is inside `info`.
        onebot: the parameter's.
        read: takes what is given; None for what is no such thing.
        default: where it may be left out; None where it may not.
    """

    mah: str
    onebot: str
    read: Read = an_id
    default: Any = None

    def fits(self, params: Payload, context: Context) -> bool:
        """Always: an action is known by its name."""
        return True

    def out(self, params: Payload, context: Context) -> Payload:
        """`{"user_id": "7"}` -> `{"memberId": 7}`."""
        return inside(self.mah, self._taken(self.onebot, params.get(self.onebot)))

    def tells(self, content: Payload) -> bool:
        """One that is inside something is only told of where it is there."""
        return "." not in self.mah or found(content, self.mah) is not None

    def back(self, content: Payload, context: Context) -> Payload:
        """`{"memberId": 7}` -> `{"user_id": 7}`."""
        return {self.onebot: self._taken(self.mah, found(content, self.mah))}

    def _taken(self, name: str, given: Any) -> Any:
        value = None if given is None else self.read(given)
        if value is None and self.default is None:
            raise Refusal(1400, f"{name} is needed")
        if value is None and given is not None and given != "":
            raise Refusal(1400, f"{name}: {string(given)!r:.40} is no such thing")
        return self.default if value is None else value


@dataclass(frozen=True)
class Given:
    """A field that has one value in this row: in the content, or among the parameters."""

    mah: str = ""
    onebot: str = ""
    value: Any = None
    default: Any = None

    def fits(self, params: Payload, context: Context) -> bool:
        """Whether the parameter has the value."""
        given = params.get(self.onebot, self.default)
        same = truth(given) is self.value if isinstance(self.value, bool) else number(given) == self.value
        return not self.onebot or same

    def out(self, params: Payload, context: Context) -> Payload:
        """The value."""
        return {self.mah: self.value} if self.mah else {}

    def tells(self, content: Payload) -> bool:
        """Whether the content has the value, where it matters: `kind` may be `Group` or `group`."""
        return self.mah != "kind" or string(content.get("kind")).lower() == string(self.value).lower()

    def back(self, content: Payload, context: Context) -> Payload:
        """The parameter."""
        return {self.onebot: self.value} if self.onebot else {}


class Message:
    """A message: one number for OneBot; `messageId` and `target` for mirai-api-http."""

    def fits(self, params: Payload, context: Context) -> bool:
        """Always."""
        return True

    def out(self, params: Payload, context: Context) -> Payload:
        """`{"message_id": 1}` -> `{"messageId": 7, "target": 20001}`."""
        ref = context.numbers.ref(number(params.get("message_id")))
        if ref is None:
            raise Refusal(1200, f"no message {string(params.get('message_id'))!r}")
        return {"messageId": ref.id, "target": ref.target}

    def tells(self, content: Payload) -> bool:
        """Always."""
        return True

    def back(self, content: Payload, context: Context) -> Payload:
        """The other way; a target is a group or somebody."""
        for key in ("messageId", "target"):
            if a_number(content.get(key)) is None:
                raise Refusal(1400, f"{key} is needed")
        return {"message_id": message_at(number(content["messageId"]), number(content["target"]), context)}


def message_at(id: int, target: int, context: Context) -> int:
    """The number of a message that was said or heard at a target, or `Refusal` (1200)."""
    for kind in ("group", "private"):
        message_id = context.numbers.known(Ref(kind, target, id))
        if message_id is not None:
            return message_id
    raise Refusal(1200, f"no message {id} at {target}")


@dataclass(frozen=True)
class Asked:
    """A request: one flag for OneBot; `eventId`, `fromId` and `groupId` for mirai-api-http."""

    kind: str

    def fits(self, params: Payload, context: Context) -> bool:
        """Whether the flag is of this kind."""
        asked = context.request(string(params.get("flag")))
        return asked is not None and asked.kind == self.kind

    def out(self, params: Payload, context: Context) -> Payload:
        """`mah:n:5:10003:0` -> `{"eventId": 5, "fromId": 10003, "groupId": 0, "operate": 0}`."""
        asked = context.request(string(params.get("flag")))
        if asked is None:
            raise Refusal(1400, "flag: no request of mirai-api-http")
        refused = not truth(params.get("approve", True))
        ids = {"eventId": asked.event_id, "fromId": asked.from_id, "groupId": asked.group_id}
        return {**ids, "operate": int(refused)}

    def tells(self, content: Payload) -> bool:
        """Always: every kind has a command of its own."""
        return True

    def back(self, content: Payload, context: Context) -> Payload:
        """The other way; whatever is not 0 refuses."""
        for key in ("eventId", "fromId", "groupId", "operate"):
            if a_number(content.get(key)) is None:
                raise Refusal(1400, f"{key} is needed")
        asked = Request(self.kind, *(number(content[key]) for key in ("eventId", "fromId", "groupId")))
        return {"flag": context.flag(asked), "approve": number(content["operate"]) == 0}


def inside(path: str, value: Any) -> Payload:
    """`("info.name", "x")` -> `{"info": {"name": "x"}}`."""
    head, _, rest = path.partition(".")
    return {head: inside(rest, value) if rest else value}


def found(content: Payload, path: str) -> Any:
    """What stands at a path; None for nothing."""
    head, _, rest = path.partition(".")
    return found(mapping(content.get(head)), rest) if rest else content.get(head)
