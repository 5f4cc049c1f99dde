"""What every flavour is made of: a table of events, a table of actions, and manners for the wire. Computes only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from qq_api import actions, message
from qq_api.onebot.peers.manners import Manners
from qq_api.sandbox.actions import act
from qq_api.sandbox.world import Refused, World
from qq_api.types import Payload, Segment

Format = Literal["array", "string"]


@dataclass
class Call:
    """An action that a bot called, before it is done.

    Attributes:
        shape: writes a message as the flavour does.
    """

    world: World
    self_id: int
    name: str
    params: Payload
    shape: Callable[[Payload], Payload]

    def do(self, **params: Any) -> Any:
        """Do it and return its `data`; `params` win over those that were given."""
        return act(self.world, self.self_id, self.name, {**self.params, **params})


EventShape = Callable[[Payload], Payload | None]
"""An event as the World tells it -> as the flavour does; None where it has no such event."""

SegmentShape = Callable[[Segment, Callable[[Any], str]], Segment]
"""A segment, and what tells somebody's name by number -> the segment as the flavour writes it."""

Answer = Callable[[Call], Any]
"""Does an action, and returns its `data` as the flavour does."""


@dataclass(frozen=True)
class Flavour:
    """How one implementation writes what happens, what it answers, and how it behaves on the wire.

    Attributes:
        name: as in `qq_api.actions.IMPLEMENTATIONS`.
        manners: on the wire.
        events: `"notice.notify.poke"`, or what that begins with -> its shape. What is not there stays as it is.
        answers: action -> how it is done. What is not there is done as the World does it.
        segments: how a segment of a received message is written.
        message_format: of messages, where the owner does not say.
        names_format: whether messages have `message_format`.
        unknown: the words for an action that is not there.
        signed: whether numbers of messages may be below zero.
        put_off: whether actions may be called by `…_rate_limited`.
    """

    name: str
    manners: Manners
    events: Mapping[str, EventShape] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    segments: SegmentShape = lambda segment, _: segment
    message_format: Format = "array"
    names_format: bool = True
    unknown: str = "不支持的API {action}"
    signed: bool = False
    put_off: bool = True

    def event(self, world: World, event: Payload, message_format: Format | None = None) -> Payload | None:
        """An event of the World as this flavour tells it; None for one that it has not."""
        if event["post_type"] in ("message", "message_sent"):
            return self.message(world, event, message_format)
        return _found(self.events, kind(event))(event)

    def message(self, world: World, event: Payload, message_format: Format | None = None) -> Payload | None:
        """A message, wherever it stands."""
        segments = [self.segments(one, partial(_name, world, event)) for one in event["message"]]
        event = {**event, "message": segments, "raw_message": message.to_cq(segments)}
        shown = _found(self.events, kind(event))(event)
        return shown if shown is None or "message" not in shown else self._formatted(shown, message_format)

    def _formatted(self, event: Payload, message_format: Format | None) -> Payload:
        how = message_format or self.message_format
        event |= {"message": event["raw_message"]} if how == "string" else {}
        return event | ({"message_format": how} if self.names_format else {})

    def do(self, world: World, self_id: int, action: str, params: Payload, message_format: Format | None = None) -> Any:
        """Do an action as an account and return its `data`.

        Raises:
            Refused: it is not there, its parameters are wrong, or QQ would not do it.
        """
        name = self.name_of(action)
        call = Call(world, self_id, name, params, lambda event: self.message(world, event, message_format) or event)
        return self.answers.get(name, Call.do)(call)

    def name_of(self, action: str) -> str:
        """`send_msg_async` -> `send_msg`.

        Raises:
            Refused: there is no such action (retcode 1404).
        """
        name = action.removesuffix("_async")
        name = name.removesuffix("_rate_limited") if self.put_off else name
        known = actions.ACTIONS.get(name)
        if known is None or (self.name and known.has[self.name].level == "no"):
            raise Refused(self.unknown.format(action=action), 1404)
        return name


def _name(world: World, event: Payload, user_id: Any) -> str:
    """How somebody is shown where a message is; "" for nobody."""
    number = int(user_id) if str(user_id).isdecimal() else 0
    return world.name(number, event.get("group_id")) if number in world.people else ""


def kind(event: Payload) -> str:
    """`notice.notify.poke`."""
    detail = "message" if event["post_type"] == "message_sent" else event["post_type"]
    parts = (event["post_type"], event.get(f"{detail}_type"), event.get("sub_type"))
    return ".".join(part for part in parts if part)


def _found(events: Mapping[str, EventShape], name: str) -> EventShape:
    """The shape of `notice.notify.poke`, of `notice.notify`, of `notice`, or none."""
    while name:
        if name in events:
            return events[name]
        name = name.rpartition(".")[0]
    return lambda event: event


# -- words that the tables are written with


def absent(_: Payload) -> None:
    """The flavour has no such event."""


def less(*keys: str) -> EventShape:
    """Without these fields."""
    return lambda event: without(event, *keys)


def without(data: Payload, *keys: str) -> Payload:
    """`{"a": 1, "b": 2}` without `a` -> `{"b": 2}`."""
    return {key: value for key, value in data.items() if key not in keys}


def only(data: Payload, *keys: str) -> Payload:
    """What of these keys there is."""
    return {key: data[key] for key in keys if key in data}


def each(change: Callable[[Payload], Payload]) -> Answer:
    """An action whose `data` is a list, each item changed."""
    return lambda call: [change(one) for one in call.do()]


def changed(change: Callable[[Payload], Payload]) -> Answer:
    """An action whose `data` is an object, changed."""
    return lambda call: change(call.do())


def instead(data: Any) -> Answer:
    """An action that is done and says this."""

    def answer(call: Call) -> Any:
        call.do()
        return data

    return answer


def with_default(**params: Any) -> Answer:
    """An action some of whose parameters mean something else when they are left out."""
    return lambda call: call.do(**(params | without(call.params, *_unset(call.params))))


def needing(*names: str) -> Answer:
    """An action that needs what others may leave out; one of the names is enough."""

    def answer(call: Call) -> Any:
        if all(call.params.get(name) is None for name in names):
            raise Refused(f"{names[0]} is needed", 1400)
        return call.do()

    return answer


def _unset(params: Payload) -> list[str]:
    return [name for name, value in params.items() if value is None]


def without_results(segments: list[Segment]) -> list[Segment]:
    """Dice and the like are thrown by QQ, whatever the sender says."""
    thrown = ("dice", "rps")
    return [{**one, "data": without(one["data"], "result")} if one["type"] in thrown else one for one in segments]


def sending(change: Callable[[list[Segment]], list[Segment]]) -> Answer:
    """An action that sends a `message`: changed, and without quotes of what nobody said."""

    def answer(call: Call) -> Any:
        given = call.params.get("message")
        if given is None or (isinstance(given, str) and _truth(call.params.get("auto_escape"))):
            return call.do()
        segments = [one for one in message.parse(given) if _is_there(call.world, one)]
        return call.do(message=change(segments))

    return answer


def _truth(value: Any) -> bool:
    return value in (True, 1, "1", "true", "")


def _is_there(world: World, segment: Segment) -> bool:
    if segment["type"] != "reply":
        return True
    message_id = str(segment["data"].get("id", ""))
    return message_id.lstrip("-").isdecimal() and int(message_id) in world.messages


def numbered(event: Payload) -> Payload:
    """A request whose flag is only its number."""
    return event | {"flag": event["flag"].split("|")[1]}


def messages(call: Call) -> Payload:
    """`{"messages": […]}`, each as the flavour writes messages."""
    data: Payload = call.do()
    return {**data, "messages": [call.shape(one) for one in data["messages"]]}


def fetched(call: Call) -> Payload:
    """`get_msg`: a message as the flavour writes it, and its place in the conversation as `real_id`."""
    data: Payload = call.do()
    return call.shape(data) | {"real_id": data["message_seq"]}


def cleanly(at_sender: bool = False, reply: Callable[[Payload], bool] = lambda _: False, *ignored: str) -> Answer:
    """`.handle_quick_operation`.

    Args:
        at_sender: whether a reply in a group mentions whom it answers, where the handler does not say.
        reply: whether a reply to such an event quotes it.
        ignored: what of an operation is passed over.
    """

    def answer(call: Call) -> Any:
        context, operation = call.params.get("context"), call.params.get("operation")
        if not isinstance(context, dict) or not isinstance(operation, dict):
            return call.do()
        given = {"at_sender": at_sender, **without(operation, *ignored)}
        if given.get("reply") and reply(context) and context.get("message_id") is not None:
            given["quote"] = context["message_id"]
        return call.do(operation=given)

    return answer
