"""What the platform knows and does about one bot: what it is told, what it may do.

Computes only; no I/O.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeVar

from qq_api.sandbox.official.bot import Bot
from qq_api.sandbox.official.ids import Place
from qq_api.sandbox.official.refusals import Refusal
from qq_api.sandbox.official.rules import Anchor, Anchors, Quota
from qq_api.sandbox.official.settings import OfficialOf
from qq_api.sandbox.official.shapes import Shapes, Told
from qq_api.sandbox.world import Message, World
from qq_api.types import Payload, Segment

T = TypeVar("T")

Tell = Callable[[str, str, Payload], None]
"""Hands on an event: its id, `t` and `d`."""


MOST = 1000
"""Files, and messages that wait, that lie about at once; of more, the oldest is thrown away."""

MOST_PARTS = 8
"""Files that come in parts, at once."""


def put(desk: dict[str, T], name: str, what: T, most: int = MOST) -> None:
    """Keep something, and forget the oldest of too many."""
    desk[name] = what
    if len(desk) > most:
        del desk[next(iter(desk))]


@dataclass
class Upload:
    """A file that a bot has sent and can say.

    Attributes:
        place: where alone.
        segment: what is said.
        until: seconds since 1970.
    """

    place: Place
    segment: Segment
    until: float


@dataclass
class Parts:
    """A file that comes in parts."""

    place: Place
    kind: int
    name: str
    size: int
    md5: str
    parts: dict[int, bytes] = field(default_factory=dict)
    finished: set[int] = field(default_factory=set)


@dataclass
class Held:
    """A message that waits for somebody who looks at it."""

    place: Place
    segments: list[Segment]
    at: float


@dataclass
class Desk:
    """What lies about.

    Attributes:
        uploads: `file_info` -> a file.
        parts: `upload_id` -> a file that comes in parts.
        held: `audit_id` -> a message.
        schedules: channel -> id -> a schedule.
        threads: channel -> id -> a thread.
        streams: messages that come bit by bit, and are not whole yet: id -> in how many bits so far.
        roles: what was added to the guild's roles, id -> role.
        wearing: who has which of them.
        blocked: whom groups keep out, by group.
        interactions: id -> with which code it was answered; None while it was not.
        woken: who was called back since which last word, and in which window.
        last_word: who said something in private last when.
    """

    uploads: dict[str, Upload] = field(default_factory=dict)
    parts: dict[str, Parts] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    schedules: dict[int, dict[str, Payload]] = field(default_factory=dict)
    threads: dict[int, dict[str, Payload]] = field(default_factory=dict)
    streams: dict[str, int] = field(default_factory=dict)
    roles: dict[str, Payload] = field(default_factory=dict)
    wearing: dict[str, set[int]] = field(default_factory=dict)
    permissions: dict[tuple[str, str], str] = field(default_factory=dict)
    interactions: dict[str, int | None] = field(default_factory=dict)
    woken: set[tuple[int, float, int]] = field(default_factory=set)
    last_word: dict[int, float] = field(default_factory=dict)


class Office:
    """One bot on the platform.

    Attributes:
        bot: who it is.
        shapes: writes what it is told.
        anchors: what it can answer.
        quota: what it said that answers nothing.
        desk: what else the platform keeps for it.
        withheld: calls that it has no right to, as `GET /v2/groups/{group_openid}/info`; they answer 11253.
        identified: how often it has begun a session today.

    Args:
        world: where it is.
        settings: how the platform treats it.
        self_id: its account.
    """

    def __init__(self, world: World, settings: OfficialOf, self_id: int) -> None:
        self.bot = Bot(world, settings, self_id)
        self.world, self.settings, self.ids, self.clock = world, settings, self.bot.ids, self.bot.clock
        self.shapes = Shapes(self.bot, self.hears_all)
        self.anchors, self.quota, self.desk = Anchors(), Quota(), Desk()
        self.withheld: set[str] = set()
        self.tells: list[Tell] = []
        self._hears_all: dict[int, bool] = {}
        self._takes: dict[Place, bool] = {}
        self._numbers = 0
        self.identified = 0

    # -- events

    def heard(self, event: Payload) -> None:
        """Something happened in the World that the account is told of."""
        for told in self.shapes.of(event):
            self.tell(told)

    def noted(self, event: Payload) -> None:
        """Something happened that QQ tells accounts nothing of; the platform tells when somebody removes a bot."""
        if event.get("change_type") == "unfriend" and event.get("target_id") == self.bot.self_id:
            self.tell(self.shapes.friend("FRIEND_DEL", event["user_id"]))

    def tell(self, told: Told) -> str:
        """Tell the bot something, and remember that it can answer it; returns the event's id."""
        event_id, now = f"{told.type}:{self.new_name('event')}", self.clock.now()
        if told.place is not None:
            self.anchors.put(event_id, Anchor(told.place, now, told.type))
        if told.is_message:
            self.anchors.put(told.data["id"], Anchor(told.place, now))
        if told.type == "C2C_MESSAGE_CREATE" and told.place is not None:
            self.desk.last_word[told.place.number] = now
        for tell in self.tells:
            tell(event_id, told.type, told.data)
        return event_id

    def new_name(self, kind: str) -> str:
        """A name that nothing else has, of 32 hexadecimal digits."""
        self._numbers += 1
        return sha256(f"{self.settings.app_id}/{kind}/{self._numbers}/{self.world.started}".encode()).hexdigest()[:32]

    # -- switches that people have

    def hears_all(self, group_id: int) -> bool:
        """Whether a group hands on all that is said in it (获取群内全部消息)."""
        return self._hears_all.get(group_id, self.settings.all_messages)

    def hear_all(self, group_id: int, enable: bool) -> None:
        """A group's owner moves that switch."""
        self._hears_all[group_id] = enable

    def check_active(self, place: Place) -> None:
        """Does a group, or somebody, take what answers nothing? `Refusal` if not."""
        takes = self._takes.get(place)
        if takes is False:
            raise Refusal(40054013 if place.scene == "c2c" else 40034105)
        if takes is None and not self.settings.active:
            raise Refusal(40034102)

    def is_active(self, group_id: int) -> bool:
        """Whether a group takes what answers nothing."""
        return self._takes.get(Place("group", group_id), self.settings.active)

    def take_active(self, place: Place, enable: bool, operator_id: int = 0) -> str:
        """A group's owner, or somebody in private, moves that switch; returns the event's id."""
        self._takes[place] = enable
        end = "RECEIVE" if enable else "REJECT"
        if place.scene == "c2c":
            return self.tell(self.shapes.friend(f"C2C_MSG_{end}", place.number))
        return self.tell(self.shapes.robot(f"GROUP_MSG_{end}", place.number, operator_id))

    # -- what calls name

    def group(self, openid: str) -> int:
        """The group of an openid that the bot is in; `Refusal` for none."""
        group_id = self.ids.number("group", openid)
        if group_id is None or not self.bot.is_in(group_id) or group_id in self.settings.channels:
            raise Refusal(40034101)
        return group_id

    def user(self, openid: str) -> int:
        """Who has an openid; `Refusal` for nobody."""
        user_id = self.ids.number("user", openid)
        if user_id is None:
            raise Refusal(40054004)
        return user_id

    def member(self, group_id: int, openid: str) -> int:
        """A member of a group by openid; `Refusal` for none."""
        user_id = self.ids.number("user", openid)
        if user_id not in self.world.members_of(group_id):
            raise Refusal(301006)
        return user_id

    def said(self, place: Place, name: str, otherwise: int) -> Message:
        """A message by its id, in its place; `Refusal` of this code for none."""
        number = self.ids.number("post" if place.is_guild else "message", name)
        said = self.world.messages.get(number) if number is not None else None
        if said is None or self.bot.place_of(said) != place or said.recalled:
            raise Refusal(otherwise)
        return said

    # -- buttons

    def pressed(self, user_id: int, message_id: int, button_id: str) -> Told:
        """Somebody presses a button of a message; KeyError where it has none of this id."""
        said = self.world.messages[message_id]
        place, name = self.bot.place_of(said), self.new_name("interaction")
        action = _buttons(said)[button_id]["action"]
        put(self.desk.interactions, name, None)
        resolved = {"button_id": button_id, "button_data": str(action.get("data", ""))}
        where, who = self._pressed_where(place, user_id)
        scene = {"group": 1, "c2c": 2}.get(place.scene, 0)
        data = {
            "id": name,
            "type": 11,
            "scene": {0: "guild", 1: "group", 2: "c2c"}[scene],
            "chat_type": scene,
            "timestamp": self.clock.iso(self.clock.now()),
            "version": 1,
            "application_id": self.settings.app_id,
            "data": {"type": 11, "resolved": resolved | who},
        }
        return Told("INTERACTION_CREATE", data | where, place)

    def _pressed_where(self, place: Place, user_id: int) -> tuple[Payload, Payload]:
        """Where and by whom; in the guild, who it was is said beside the button."""
        openid = self.ids.of("user", user_id)
        if place.scene == "group":
            return {"group_openid": self.ids.of("group", place.number), "group_member_openid": openid}, {}
        if place.scene == "c2c":
            return {"user_openid": openid}, {}
        channel = {"channel_id": self.ids.of("channel", place.number)} if place.scene == "channel" else {}
        return {"guild_id": self.shapes.posts.guild_id(), **channel}, {"user_id": self.ids.of("person", user_id)}


def _buttons(said: Message) -> dict[str, Payload]:
    """The buttons below a message, by id; without one, they are counted."""
    boards = [one["data"] for one in said.segments if one["type"] == "keyboard"]
    rows = [row for board in boards for row in board.get("content", {}).get("rows", [])]
    buttons = [button for row in rows for button in row["buttons"]]
    return {str(button.get("id") or number): button for number, button in enumerate(buttons, 1)}
