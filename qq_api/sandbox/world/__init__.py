"""World: a make-believe QQ. Computes only; no I/O.

`state` is what there is, `core` who is there and what is said; the rest is what people do, by topic, each a
function `(world, who, ...)` that checks their rights, changes the state and tells whoever would notice:

>>> world = World()
>>> _ = world.add_person(1, "Alice"), world.add_person(2, "Bob")
>>> _ = world.add_group(7, "Survival", owner=1, members={2: ""})
>>> groups.mute(world, 1, 7, 2, seconds=60)
>>> world.say(2, "hm", group_id=7)
Traceback (most recent call last):
qq_api.sandbox.world.state.Refused: ...
"""

from qq_api.sandbox.world import albums, boards, files, flash, friends, groups, requests, talk, voices
from qq_api.sandbox.world.core import KEPT, World
from qq_api.sandbox.world.state import Group, Member, Message, Person, Refused

__all__ = [
    "KEPT",
    "Group",
    "Member",
    "Message",
    "Person",
    "Refused",
    "World",
    "albums",
    "boards",
    "files",
    "flash",
    "friends",
    "groups",
    "requests",
    "talk",
    "voices",
]
