"""Every kind of event that the sandbox's World can send to an account, each made by what people do."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qq_api.onebot.peers import Faults
from qq_api.onebot.peers.link import meta_event
from qq_api.sandbox.flavours import Flavour
from qq_api.sandbox.run import GROUP_ID, SELF_ID, small_world
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.world import World, boards, files, flash, friends, groups, notices, requests, talk

BOT, OWNER, ADMIN, NOTCH, BOLD, OUTSIDER = SELF_ID, 10002, 10003, 10004, 10005, 10009

SEGMENTS = (
    ("at", {"qq": "10001"}),
    ("at", {"qq": "all"}),
    ("face", {"id": "178"}),
    ("image", {"file": "a.png", "url": "https://example.test/a.png"}),
    ("record", {"file": "a.amr"}),
    ("video", {"file": "a.mp4"}),
    ("reply", {"id": "1"}),
    ("dice", {"result": "6"}),
    ("rps", {}),
    ("share", {"url": "https://example.test", "title": "t"}),
    ("json", {"data": "{}"}),
    ("file", {"file": "a.zip"}),
    ("forward", {"id": "1"}),
    ("no_such_segment", {"x": 1}),
)


def every_event(flavour: Flavour | None = None) -> list[dict[str, Any]]:
    """What the account 10001 hears in a long day; as an implementation writes it, where one is given."""
    world = small_world()
    heard: list[dict[str, Any]] = []
    shown = flavour and WorldTransport(world, BOT, flavour=flavour)
    with shown.listening(heard.append) if shown else world.listening(BOT, heard.append):
        _messages(world)
        _notices(world)
        _comings_and_goings(world)
    heard += [meta_event(BOT, "lifecycle", sub_type=kind) for kind in ("connect", "enable", "disable")]
    heard.append(meta_event(BOT, "heartbeat", status={"online": True, "good": True}, interval=5000))
    faults = Faults()
    faults.heard_by(BOT, heard.append)
    faults.bot_offline()
    return heard


def _messages(world: World) -> None:
    for kind, data in SEGMENTS:
        world.say(OWNER, [{"type": kind, "data": data}, {"type": "text", "data": {"text": "我"}}], group_id=GROUP_ID)
    world.say(OWNER, "private", to=BOT, via=GROUP_ID)
    friends.befriend(world, OWNER, BOT)
    world.say(OWNER, "private", to=BOT)
    world.say(ADMIN, "\ud83d\ud83d [CQ:at,qq=1]", group_id=GROUP_ID)


def _notices(world: World) -> None:
    said = world.say(NOTCH, "hm", group_id=GROUP_ID)
    talk.react(world, BOLD, said, "178", True)
    talk.react(world, BOLD, said, "178", False)
    boards.mark(world, OWNER, said)
    talk.recall(world, OWNER, said)
    talk.recall(world, OWNER, world.say(OWNER, "oh", to=BOT))
    talk.poke(world, NOTCH, BOT, GROUP_ID)
    talk.poke(world, OWNER, BOT, None, BOT)
    friends.like(world, OWNER, BOT, 3)
    files.upload(world, NOTCH, GROUP_ID, "map.zip", "base64://aGk=")
    groups.set_card(world, ADMIN, GROUP_ID, NOTCH, "N")
    groups.set_title(world, OWNER, GROUP_ID, NOTCH, "builder")
    for enable in (True, False):
        groups.set_admin(world, OWNER, GROUP_ID, NOTCH, enable)
        groups.mute_all(world, OWNER, GROUP_ID, enable)
    for seconds in (60, 0):
        groups.mute(world, OWNER, GROUP_ID, BOLD, seconds)
    flash.download(world, BOT, flash.share(world, BOT, ["a.zip"], "a"))


def _comings_and_goings(world: World) -> None:
    world.add_person(OUTSIDER, "Outsider")
    requests.ask_friend(world, OUTSIDER, BOT, "hi")
    groups.set_admin(world, OWNER, GROUP_ID, BOT, True)
    requests.ask_to_join(world, OUTSIDER, GROUP_ID, "let me in")
    for how in ("approve", "invite"):
        groups.join(world, GROUP_ID, OUTSIDER, OWNER, how)
        groups.kick(world, OWNER, GROUP_ID, OUTSIDER)
    groups.leave(world, NOTCH, GROUP_ID)
    groups.kick(world, OWNER, GROUP_ID, BOT)
    requests.invite(world, OWNER, GROUP_ID, BOT)
    groups.join(world, GROUP_ID, BOT, OWNER)
    groups.leave(world, OWNER, GROUP_ID, dismiss=True)


def name(event: dict[str, Any]) -> str:
    """`notice.group_ban.lift_ban`."""
    kind = event[f"{event['post_type']}_type"]
    return ".".join(part for part in (event["post_type"], kind, event.get("sub_type")) if part)


def kinds_in_the_source() -> Iterator[str]:
    """`notice_type` of everything that `notices` can write."""
    yield from re.findall(r'_notice\(\s*"(\w+)"', Path(notices.__file__).read_text("utf-8"))


__all__ = ["BOT", "SEGMENTS", "every_event", "kinds_in_the_source", "name"]
