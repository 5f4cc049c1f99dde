"""The whole of QQ for the page: all there is, then each change."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TypeAlias

from qq_api.sandbox.view import shapes
from qq_api.sandbox.view.deeds import do
from qq_api.sandbox.view.media import Media
from qq_api.sandbox.view.traffic import Traffic
from qq_api.sandbox.world import Message, Person, World
from qq_api.types import Emit, Payload

SHOWN = 300
"""Messages of each conversation that a newly opened page gets."""

NOTICES = 200
"""Notices that a newly opened page gets."""

Listening: TypeAlias = Callable[[int, Emit], AbstractContextManager[None]]
"""Hands on what the bots of an account are told."""

_PEOPLE = ("user_id", "target_id", "operator_id")


class QQView:
    """What is and happens in a World, and what passes between it and bots, as frames for the page.

    Args:
        world: what is shown.
        show: gets each change.
        stored: what is kept elsewhere is known by there, from a segment's `file` or `url`.

    Attributes:
        official: accounts that are bots of the official platform.
    """

    def __init__(
        self,
        world: World,
        show: Callable[[Payload], None],
        stored: Callable[[str], str | None] = lambda _name: None,
    ) -> None:
        self._world, self._show = world, show
        self.official: set[int] = set()
        self._connected: dict[int, bool] = {}
        self._shown: dict[tuple[str, int], Payload | None] = {}
        self._notices: deque[Payload] = deque(maxlen=NOTICES)
        self.media, self.traffic = Media(stored), Traffic()

    @contextmanager
    def watching(self, listening: Listening | None = None) -> Iterator[None]:
        """Show what happens while the block runs, and what the bots of each account are told.

        Args:
            listening: hands on what the bots of an account are told; as the World tells it where it is not given.
        """
        listening = listening or self._world.listening
        with ExitStack() as life:
            life.enter_context(self._world.watching(self._happened))
            for person in self._world.people.values():
                if person.online:
                    life.enter_context(listening(person.user_id, self.told))
            yield

    # -- what comes from bots and pages

    def connection(self, self_id: int, connected: bool) -> None:
        """An account's connection to the bot came or went."""
        self._connected[self_id] = connected
        self._show({"type": "connection", "self_id": self_id, "connected": connected})

    def is_connected(self, self_id: int) -> bool:
        """Whether an account is connected to the bot."""
        return self._connected.get(self_id, False)

    def told(self, event: Payload) -> None:
        """An account's bots were told something."""
        self._show_entry(self.traffic.event(event))

    def acted(self, self_id: int, action: str, params: Payload, answer: Payload) -> None:
        """An action was called; shows it, and what it changed without a word."""
        self._show_entry(self.traffic.action(self_id, action, params, answer, self._world.now()))
        group_id = str(params.get("group_id"))
        self._refresh_groups([int(group_id)] if group_id.isdecimal() else [])
        self._refresh_people([self_id])

    def do(self, frame: Payload) -> bool:
        """A page does something as somebody (`deeds`); False when it is nothing that is done in the World.

        Raises:
            Refused: QQ would not let them.
            KeyError, TypeError, ValueError: the frame is none.
        """
        return do(self._world, frame)

    def card(self, forward_id: str) -> Payload:
        """The frame with what is in a card of forwarded messages; None where it is forgotten."""
        entries = self._world.cards.get(forward_id)
        messages = None if entries is None else shapes.card(entries, self.media)
        return {"type": "card", "id": forward_id, "messages": messages}

    # -- what goes to pages

    def state(self) -> Payload:
        """All there is, for a newly opened page."""
        for user_id in self._world.people:
            self._shown["person", user_id] = self._person(user_id)
        for group_id in self._world.groups:
            self._shown["group", group_id] = shapes.group(self._world, group_id)
        return {
            "accounts": [self._account(one) for one in self._world.people.values() if one.online],
            "people": [self._shown["person", user_id] for user_id in self._world.people],
            "groups": [self._shown["group", group_id] for group_id in self._world.groups],
            "requests": [shapes.request(one) for one in self._world.requests.values()],
            "messages": [self._message(said) for said in self._newest()],
            "notices": [*self._notices],
            "traffic": self.traffic.shown(),
        }

    def _account(self, one: Person) -> Payload:
        about = {"self_id": one.user_id, "nickname": one.nickname, "connected": self.is_connected(one.user_id)}
        return about | ({"official": True} if one.user_id in self.official else {})

    def _newest(self) -> Iterator[Message]:
        conversations: defaultdict[object, deque[int]] = defaultdict(lambda: deque(maxlen=SHOWN))
        for said in self._world.messages.values():
            pair = frozenset((said.user_id, said.peer_id))
            conversations[said.group_id or pair].append(said.message_id)
        kept = {number for numbers in conversations.values() for number in numbers}
        return (said for said in self._world.messages.values() if said.message_id in kept)

    def _message(self, said: Message) -> Payload:
        return shapes.message(self._world, said, self.media)

    def _person(self, user_id: int) -> Payload | None:
        person = self._world.people.get(user_id)
        return shapes.person(person) if person else None

    def _show_entry(self, entry: Payload) -> None:
        self._show({"type": "traffic", "entry": entry})

    def _happened(self, event: Payload) -> None:
        if event["post_type"] == "message":
            self._show({"type": "message", "message": self._message(self._world.messages[event["message_id"]])})
            return
        self._refresh_people(event[key] for key in _PEOPLE if event.get(key))
        self._refresh_groups([event["group_id"]] if event.get("group_id") else [])
        self._refresh_message(event)
        self._refresh_request(event)
        self._notice(event)

    def _refresh_message(self, event: Payload) -> None:
        said = self._world.messages.get(event.get("message_id", 0))
        if said is not None:
            self._show({"type": "changed", "message": self._message(said)})

    def _refresh_request(self, event: Payload) -> None:
        asked = self._world.requests.get(event.get("flag", ""))
        if asked is not None:
            self._show({"type": "request", "request": shapes.request(asked)})

    def _refresh_groups(self, numbers: Iterable[int]) -> None:
        for group_id in numbers:
            self._refresh("group", group_id, shapes.group(self._world, group_id))

    def _refresh_people(self, numbers: Iterable[int]) -> None:
        for user_id in numbers:
            self._refresh("person", user_id, self._person(user_id))

    def _refresh(self, kind: str, number: int, now: Payload | None) -> None:
        if self._shown.get((kind, number)) != now:
            self._shown[kind, number] = now
            self._show({"type": kind, "number": number, kind: now})

    def _notice(self, event: Payload) -> None:
        notice = {"time": self._world.now(), "after": next(reversed(self._world.messages), 0), "event": event}
        self._notices.append(notice)
        self._show({"type": "notice", "notice": notice})
