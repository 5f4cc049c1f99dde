"""What every flavour is made of: a table of events, a table of actions, and manners for the wire. Computes only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
        segments: of a received message; None for those that stay away.
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
    segments: Callable[[Segment], Segment] = lambda segment: segment
    message_format: Format = "array"
    names_format: bool = True
    unknown: str = "不支持的API {action}"
    signed: bool = False
    put_off: bool = True

    def event(self, event: Payload, message_format: Format | None = None) -> Payload | None:
        """An event of the World as this flavour tells it; None for one that it has not."""
        if event["post_type"] in ("message", "message_sent"):
            return self.message(event, message_format)
        return _found(self.events, kind(event))(event)

    def message(self, event: Payload, message_format: Format | None = None) -> Payload | None:
        """A message, wherever it stands."""
        segments = [self.segments(segment) for segment in event["message"]]
        raw = message.to_cq(segments)
        how = message_format or self.message_format
        event = {**event, "message": segments if how == "array" else raw, "raw_message": raw}
        event |= {"message_format": how} if self.names_format else {}
        return _found(self.events, kind(event))(event)

    def do(self, world: World, self_id: int, action: str, params: Payload, message_format: Format | None = None) -> Any:
        """Do an action as an account and return its `data`.

        Raises:
            Refused: it is not there, its parameters are wrong, or QQ would not do it.
        """
        name = self.name_of(action)
        call = Call(world, self_id, name, params, lambda event: self.message(event, message_format) or event)
        return self.answers.get(name, Call.do)(call)

    def name_of(self, action: str) -> str:
        """`send_msg_async` -> `send_msg`.

        Raises:
            Refused: there is no such action (retcode 1404).
        """
        name = action.removesuffix("_async")
        name = name.removesuffix("_rate_limited") if self.put_off else name
        known = actions.ACTIONS.get(name)
        if known is None or known.has[self.name].level == "no":
            raise Refused(self.unknown.format(action=action), 1404)
        return name


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
