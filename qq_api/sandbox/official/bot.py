"""One bot on the platform: who it is in the World, and what it knows others by. Computes only; no I/O."""

from qq_api.sandbox.official.clock import Clock
from qq_api.sandbox.official.ids import Ids, Place
from qq_api.sandbox.official.settings import OfficialOf
from qq_api.sandbox.official.words import Words
from qq_api.sandbox.world import Message, World
from qq_api.sandbox.world.groups import RANKS
from qq_api.types import Payload


class Bot:
    """What everything about a bot needs.

    Attributes:
        world: where it is.
        settings: how the platform treats it.
        self_id: its account.
        clock: the platform's.
        ids: by what it knows people, groups and messages.
        words: writes what is said.
    """

    def __init__(self, world: World, settings: OfficialOf, self_id: int) -> None:
        self.world, self.settings, self.self_id = world, settings, self_id
        self.clock, self.ids = Clock(world.now), Ids(world, settings.app_id)
        self.words = Words(world, self.ids, self_id, tags=settings.shape == 2026)

    def place_of(self, said: Message) -> Place:
        """Where a message was said, as the bot has it: what comes by way of a channel's group is a direct message."""
        if said.group_id is not None:
            return Place("channel" if said.group_id in self.settings.channels else "group", said.group_id)
        peer = said.user_id if said.user_id != self.self_id else said.peer_id or 0
        return Place("dms" if said.via in self.settings.channels else "c2c", peer)

    def is_in(self, group_id: int) -> bool:
        """Whether the bot is in a group."""
        return self.self_id in self.world.members_of(group_id)

    def is_admin(self, group_id: int) -> bool:
        """Whether it is an admin there, or the owner."""
        return self.is_in(group_id) and RANKS[self.world.member(group_id, self.self_id).role] > 0

    def user(self) -> Payload:
        """The bot, as READY and `/users/@me` have it."""
        name = self.world.people[self.self_id].nickname
        return {"id": self.ids.of("person", self.self_id), "username": name, "bot": True}

    def now(self) -> int:
        """The time, in whole seconds since 1970."""
        return int(self.clock.now())
