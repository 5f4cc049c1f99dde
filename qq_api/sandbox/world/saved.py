"""A World as plain data, for a file, and back. Computes only; no I/O.

>>> again = loaded(saved(world))
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from qq_api.sandbox.world.core import World
from qq_api.sandbox.world.state import Flash, Group, Message, Person, Request
from qq_api.types import Payload

LAYOUT: Literal[1] = 1
"""The layout of the data; a World of another one is not read."""


class Unreadable(Exception):
    """Data that is no World; says where and why."""


@dataclass
class _Saved:
    """What of a World is kept: all of it but who listens."""

    started: int
    numbers: int
    signed: bool
    chance: tuple[int, tuple[int, ...], float | None]
    people: dict[int, Person]
    groups: dict[int, Group]
    messages: dict[int, Message]
    seqs: dict[str, int]
    cards: dict[str, list[Payload]]
    requests: dict[str, Request]
    flash: dict[str, Flash]
    private_files: dict[str, str]
    faces: dict[str, list[str]]
    pictures: dict[str, list[str]]
    layout: Literal[1] = LAYOUT


@cache
def _adapter() -> TypeAdapter[_Saved]:
    """Made at its first use: it takes some milliseconds."""
    return TypeAdapter(_Saved)


def saved(world: World) -> Payload:
    """All that is in a World, as JSON can hold it."""
    kept = {one.name: getattr(world, one.name) for one in fields(_Saved) if one.name not in ("chance", "layout")}
    data: Payload = _adapter().dump_python(_Saved(chance=world.random.getstate(), **kept), mode="json")
    return data


def loaded(data: Any, clock: Callable[[], float] = time.time) -> World:
    """The World that was saved, which goes on as the saved one would have.

    Raises:
        Unreadable: it is of another layout, or something is missing or wrong.
    """
    if isinstance(data, dict) and data.get("layout") != LAYOUT:
        raise Unreadable(f"layout: expected {LAYOUT}, found {data.get('layout')!r}")
    try:
        kept = _adapter().validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise Unreadable(f"{'.'.join(map(str, first['loc'])) or 'all of it'}: {first['msg']}") from None
    _check_people(kept)
    world = World(clock)
    for one in fields(_Saved):
        if one.name not in ("chance", "layout"):
            setattr(world, one.name, getattr(kept, one.name))
    world.random.setstate(kept.chance)
    return world


def _check_people(kept: _Saved) -> None:
    """Whoever is a member, a friend or a speaker must be somebody."""
    named = {user_id for group in kept.groups.values() for user_id in group.members}
    named |= {user_id for person in kept.people.values() for user_id in person.friends}
    named |= {said.user_id for said in kept.messages.values()}
    for user_id in sorted(named - kept.people.keys()):
        raise Unreadable(f"people: nobody has the number {user_id}")
