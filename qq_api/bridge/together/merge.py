"""Several servers' answers to one message become one message."""

import asyncio
import contextlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from qq_api.errors import Error
from qq_api.message import parse, text
from qq_api.types import CallAction, Payload, Segment

KEPT = 200
"""Of so many messages it is remembered who was to answer them."""

LONGEST = 3000
"""Characters of a merged message; more are several. QQ takes some 4,500."""

Answer: TypeAlias = tuple[str, list[Segment]]
"""A server's name, and what it answers."""

_PLACES = {"send_group_msg": "group", "send_private_msg": "private", "send_msg": ""}
"""The actions that answer a message, and where they say it; `send_msg` tells by its parameters."""


class Gathering:
    """The answers to one message.

    Args:
        event: the message.
        names: of the servers that are to answer it, in the order in which their answers stand.
        call_action: says the merged answer.
        wait: for so many seconds the first answer waits for the others.
    """

    def __init__(self, event: Payload, names: Sequence[str], call_action: CallAction, wait: float) -> None:
        self.accounts = {event.get("self_id")}
        self._event, self._names, self._wait = event, names, wait
        self._call_action = call_action
        self._said: dict[str, list[Segment]] = {}
        self._is_whole = asyncio.Event()
        self._sending: asyncio.Task[dict[str, Any]] | None = None

    def is_answered_by(self, action: str, params: Mapping[str, Any]) -> bool:
        """Whether a call says something where the message was said."""
        group_id = params.get("group_id")
        place = _PLACES[action] or params.get("message_type") or ("group" if group_id else "private")
        said_to = group_id if place == "group" else params.get("user_id")
        asked_by = self._event.get("group_id" if place == "group" else "user_id")
        return place == self._event.get("message_type") and str(said_to) == str(asked_by)

    async def take(self, name: str, action: str, params: dict[str, Any], answer: list[Segment]) -> Any:
        """Take a server's answer; returns, or raises, what comes of the message in which it was said.

        What comes too late, or second, is said on its own, behind it.
        """
        if name not in self._names or name in self._said or self._is_whole.is_set():
            return await self._alone(name, action, params, answer)
        self._said[name] = answer
        if self._sending is None:
            self._sending = asyncio.create_task(self._send(action, params))
            self._sending.add_done_callback(_look_at)
        if self._said.keys() == {*self._names}:
            self._is_whole.set()
        outcome = (await asyncio.shield(self._sending))[name]
        if isinstance(outcome, Error):
            raise outcome
        return outcome

    def cancel(self) -> None:
        """Say nothing more."""
        if self._sending is not None:
            self._sending.cancel()

    async def _send(self, action: str, params: dict[str, Any]) -> dict[str, Any]:
        """Say them, and return for each server what came of it: the `data` or the error."""
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._is_whole.wait(), self._wait)
        self._is_whole.set()
        outcomes: dict[str, Any] = {}
        for answers in parted([(name, self._said[name]) for name in self._names if name in self._said]):
            outcome = await self._outcome(action, _with(params, merged(answers)))
            outcomes |= {name: outcome for name, _ in answers}
        self._said = {name: [] for name in self._said}  # pictures are large
        return outcomes

    async def _outcome(self, action: str, params: dict[str, Any]) -> Any:
        try:
            return await self._call_action(action, **params)
        except Error as error:
            return error

    async def _alone(self, name: str, action: str, params: dict[str, Any], answer: list[Segment]) -> Any:
        if self._sending is not None:
            await asyncio.wait({self._sending})
        return await self._call_action(action, **_with(params, merged([(name, answer)])))


class Gatherings:
    """The gatherings of the newest messages.

    Args:
        call_action: says what was merged.
    """

    def __init__(self, call_action: CallAction) -> None:
        self._call_action = call_action
        self._by_key: dict[object, Gathering] = {}
        self._by_message: dict[tuple[str, str], Gathering] = {}

    def expect(self, event: Payload, key: object, names: Sequence[str], wait: float) -> None:
        """A message was heard that several servers answer.

        Args:
            event: the message.
            key: the same for the same message, whichever account heard it.
            names: of those servers.
            wait: for so many seconds the first answer waits for the others.
        """
        self_id, gathering = event.get("self_id"), self._by_key.get(key)
        message = str(self_id), str(event.get("message_id"))
        if message in self._by_message:
            return
        if gathering is None or self_id in gathering.accounts:  # somebody says it again within the same second
            gathering = Gathering(event, names, self._call_action, wait)
            _put(self._by_key, key, gathering)
        gathering.accounts.add(self_id)
        _put(self._by_message, message, gathering)

    async def call(self, name: str, action: str, params: dict[str, Any]) -> Any:
        """Make a server's call; an answer to one of the messages becomes part of the merged one."""
        if action in _PLACES and self._by_message and not params.get("auto_escape"):
            message = parse(params.get("message"))
            for gathering in self._answered(params.get("self_id"), message):
                if gathering.is_answered_by(action, params):
                    return await gathering.take(name, action, params, message)
        return await self._call_action(action, **params)

    def cancel(self) -> None:
        """Say nothing more."""
        for gathering in self._by_key.values():
            gathering.cancel()

    def _answered(self, self_id: Any, message: Iterable[Segment]) -> Iterable[Gathering]:
        quoted = (str(segment["data"].get("id")) for segment in message if segment["type"] == "reply")
        return [self._by_message[str(self_id), one] for one in quoted if (str(self_id), one) in self._by_message]


def parted(answers: Iterable[Answer]) -> list[list[Answer]]:
    """The answers of so many servers at a time as one message of QQ can hold."""
    parts: list[list[Answer]] = []
    room = 0
    for answer in answers:
        length = sum(len(str(segment["data"].get("text", ""))) for segment in answer[1])
        if not parts or length > room:
            parts.append([])
            room = LONGEST
        parts[-1].append(answer)
        room -= length
    return parts


def merged(answers: Iterable[Answer]) -> list[Segment]:
    """One message of several servers' answers, each under its name.

        >>> merged([("a", [reply(5), text("one")]), ("b", [reply(5), text("[b] two")])])
        [{'type': 'reply', …}, {'type': 'text', 'data': {'text': '[a]\\none\\n[b] two'}}]

    Args:
        answers: of each server its name and its answer; the first one's quote stays, the others go.
    """
    message: list[Segment] = []
    for name, answer in answers:
        quotes = [segment for segment in answer if segment["type"] == "reply"]
        said = [segment for segment in answer if segment["type"] != "reply"]
        head = [text("\n")] if message else quotes[:1]
        message += [*head, *_under_name(name, said)]
    return [*_joined(message)]


def _under_name(name: str, said: list[Segment]) -> list[Segment]:
    mark = f"[{name}]"
    words = str(said[0]["data"].get("text", "")) if said and said[0]["type"] == "text" else ""
    return said if words.lstrip().lower().startswith(mark.lower()) else [text(f"{mark}\n"), *said]


def _joined(message: Iterable[Segment]) -> list[Segment]:
    """The same with neighbouring texts in one segment."""
    whole: list[Segment] = []
    for part in message:
        if whole and part["type"] == whole[-1]["type"] == "text":
            whole[-1] = text(str(whole[-1]["data"].get("text", "")) + str(part["data"].get("text", "")))
        else:
            whole.append(part)
    return whole


def _with(params: dict[str, Any], message: list[Segment]) -> dict[str, Any]:
    return params | {"message": message}


def _put(kept: dict[Any, Gathering], key: object, gathering: Gathering) -> None:
    kept.pop(key, None)
    kept[key] = gathering
    if len(kept) > KEPT:
        del kept[next(iter(kept))]


def _look_at(task: "asyncio.Task[Any]") -> None:
    """Its error is its callers'; when all of them are gone, nobody's."""
    if not task.cancelled():
        task.exception()
