"""What a page may do in the World, as anybody in it: each a frame `{"type": "mute", "user_id": 10002, …}`.

`user_id` is who does it; QQ's rules hold, so that what they may not do is `Refused`.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from qq_api import message
from qq_api.sandbox.forwarding import with_cards
from qq_api.sandbox.world import World, boards, friends, groups, requests, talk
from qq_api.types import Payload

Deed: TypeAlias = Callable[[World, int, Payload], Any]


def do(world: World, frame: Payload) -> bool:
    """Do what a page asks; False when it is nothing that is done in the World.

    Raises:
        Refused: QQ would not let them.
        KeyError, TypeError, ValueError: the frame is none.
    """
    deed = _DEEDS.get(frame["type"])
    if deed is not None:
        deed(world, int(frame["user_id"]), frame)
    return deed is not None


def _place(frame: Payload) -> dict[str, int]:
    keys = ("group_id",) if frame.get("group_id") is not None else ("to", "via")
    return {key: int(frame[key]) for key in keys if frame.get(key) is not None}


def _say(world: World, who: int, frame: Payload) -> None:
    said = str(frame["text"]) if "text" in frame else with_cards(world, message.parse(frame["segments"]))
    world.say(who, said, **_place(frame))


def _forward(world: World, who: int, frame: Payload) -> None:
    for number in frame["message_ids"]:
        talk.heard(world, who, int(number))
    nodes = [{"type": "node", "data": {"id": number}} for number in frame["message_ids"]]
    world.say(who, with_cards(world, nodes), **_place(frame))


def _poke(world: World, who: int, frame: Payload) -> None:
    group_id, peer_id = frame.get("group_id"), frame.get("peer_id")
    talk.poke(world, who, int(frame["target_id"]), group_id and int(group_id), peer_id and int(peer_id))


def _answer(world: World, who: int, frame: Payload) -> None:
    flag, approve = str(frame["flag"]), bool(frame["approve"])
    if frame["kind"] == "friend":
        requests.answer_friend(world, who, flag, approve)
    else:
        requests.answer_group(world, who, flag, approve)


def _in_group(deed: Callable[..., Any], **fields: Callable[[Any], Any]) -> Deed:
    """`deed(world, who, group_id, …)`, with further fields of the frame, each made what it must be."""

    def done(world: World, who: int, frame: Payload) -> None:
        deed(world, who, int(frame["group_id"]), *(make(frame[key]) for key, make in fields.items()))

    return done


def _essence(world: World, who: int, frame: Payload) -> None:
    (boards.mark if frame["enable"] else boards.unmark)(world, who, int(frame["message_id"]))


def _kick(world: World, who: int, frame: Payload) -> None:
    groups.kick(world, who, int(frame["group_id"]), int(frame["target_id"]), for_good=bool(frame.get("for_good")))


_DEEDS: dict[str, Deed] = {
    "say": _say,
    "forward": _forward,
    "recall": lambda world, who, frame: talk.recall(world, who, int(frame["message_id"])),
    "react": lambda world, who, frame: talk.react(
        world, who, int(frame["message_id"]), str(frame["emoji_id"]), bool(frame["is_add"])
    ),
    "poke": _poke,
    "mute": _in_group(groups.mute, target_id=int, seconds=int),
    "mute_all": _in_group(groups.mute_all, enable=bool),
    "kick": _kick,
    "admin": _in_group(groups.set_admin, target_id=int, enable=bool),
    "card": _in_group(groups.set_card, target_id=int, card=str),
    "title": _in_group(groups.set_title, target_id=int, title=str),
    "rename": _in_group(groups.rename, name=str),
    "announce": _in_group(boards.announce, text=str),
    "leave": _in_group(groups.leave),
    "essence": _essence,
    "answer": _answer,
    "ask_friend": lambda world, who, frame: requests.ask_friend(
        world, who, int(frame["to"]), str(frame.get("comment", ""))
    ),
    "ask_to_join": _in_group(requests.ask_to_join, comment=str),
    "invite": _in_group(requests.invite, to=int),
    "befriend": lambda world, who, frame: friends.befriend(world, who, int(frame["to"])),
    "unfriend": lambda world, who, frame: friends.unfriend(world, who, int(frame["to"])),
}
