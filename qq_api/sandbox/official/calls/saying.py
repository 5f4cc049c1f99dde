"""Whether something may be said, and saying it: what all places share. Computes only; no I/O."""

from collections.abc import Callable
from typing import Any

from qq_api import message
from qq_api.sandbox.official.calls.model import Call, why
from qq_api.sandbox.official.ids import Place, Scene
from qq_api.sandbox.official.office import Office
from qq_api.sandbox.official.refusals import Refusal, invalid
from qq_api.sandbox.official.rules import LONGEST, Anchor, check_text, window
from qq_api.sandbox.official.words import keyboard
from qq_api.sandbox.world import Message, Refused
from qq_api.types import Segment

_NO_WAY: dict[Scene, int] = {"group": 40054002, "channel": 40054002, "c2c": 40054004, "dms": 304034}

Book = Callable[[], None]
"""Counts a message, after it was said."""


def allowance(office: Office, call: Call, place: Place) -> Book:
    """What a message is said on: an answer to a message or an event, or on its own.

    Raises:
        Refusal: it cannot be said.
    """
    seq, now = call.number("msg_seq", 1), office.clock.now()
    msg_id, event_id = call.given.get("msg_id"), call.given.get("event_id")
    if msg_id:
        return _answer(office.anchors.message(str(msg_id), place, seq, now), seq)
    if event_id:
        return _answer(office.anchors.event(str(event_id), place, seq, now), seq)
    if call.given.get("is_wakeup"):
        return _wakeup(office, place)
    return alone(office, place)


def alone(office: Office, place: Place) -> Book:
    """What answers nothing; `Refusal` where it may not be said."""
    if not place.is_guild:
        office.check_active(place)
    office.quota.check(place, office.clock.now())
    return lambda: office.quota.spend(place, office.clock.now())


def _answer(anchor: Anchor, seq: int) -> Book:
    return lambda: anchor.seqs.add(seq)


def _wakeup(office: Office, place: Place) -> Book:
    """Somebody who has talked in private before is called back: once a window."""
    last = office.desk.last_word.get(place.number)
    number = None if last is None else window((office.clock.now() - last) / 86_400)
    if place.scene != "c2c" or last is None or number is None:
        raise Refusal(40034102)
    key = (place.number, last, number)
    if key in office.desk.woken:
        raise Refusal(40034100)
    return lambda: office.desk.woken.add(key)


def check_voice(office: Office, place: Place) -> None:
    """Can the bot speak there? `Refusal` where it is muted."""
    if place.scene not in ("group", "channel"):
        return
    group, member = office.world.group(place.number), office.world.member(place.number, office.bot.self_id)
    if member.muted_until > office.bot.now() or (group.muted and member.role == "member"):
        raise Refusal(40054002)


def say(office: Office, place: Place, segments: list[Segment]) -> Message:
    """Say it in the World.

    Raises:
        Refusal: QQ does not let it: nobody there, no way to them, nothing in it.
    """
    home = office.shapes.posts.home()
    where = {
        "group": {"group_id": place.number},
        "channel": {"group_id": place.number},
        "c2c": {"to": place.number},
        "dms": {"to": place.number, "via": home},
    }[place.scene]
    try:
        number = office.world.say(office.bot.self_id, segments, **where)
    except Refused as refused:
        raise Refusal(_NO_WAY[place.scene], why(refused)) from None
    said = office.world.messages[number]
    if place.scene == "dms":  # two who are friends need no group to talk by; here it was meant so
        said.via = home
    return said


def quote(office: Office, call: Call, kind: Any) -> list[Segment]:
    """The quote that `message_reference` asks for, by a REFIDX or, in the guild, by a message's id.

    Raises:
        Refusal: nobody said that.
    """
    given = call.given.get("message_reference")
    if not given:
        return []
    if not isinstance(given, dict) or not isinstance(given.get("message_id"), str):
        raise invalid('message_reference: {"message_id": …} expected')
    number = office.ids.number(kind, given["message_id"])
    if number in office.world.messages:
        return [message.reply(number or 0)]
    if given.get("ignore_get_message_error"):
        return []
    raise Refusal(50039)


def text(office: Office, call: Call, place: Place, empty: int) -> list[Segment]:
    """The text of a message.

    Raises:
        Refusal: there is none (with the code `empty`), it is too long, or a link where none may be.
    """
    content = str(call.given.get("content") or "")
    check_text(place, content)
    if not content.strip():
        raise Refusal(empty)
    return office.bot.words.segments(place, content)


def markdown(call: Call) -> list[Segment]:
    """Markdown and a keyboard, or one of them.

    Raises:
        Refusal: neither is there, or there is text besides.
    """
    given = call.given.get("markdown")
    pieces: list[Segment] = []
    if str(call.given.get("content") or "").strip():
        raise Refusal(50037)
    if given is not None:
        pieces.append(message.markdown(_content(given)))
    if call.given.get("keyboard") is not None:
        pieces.append(keyboard(call.given["keyboard"]))
    if not pieces:
        raise Refusal(22006)
    return pieces


def _content(given: Any) -> str:
    """Markdown as it is shown; a template is shown as its number and its parameters."""
    if not isinstance(given, dict):
        raise invalid("markdown: an object expected")
    if isinstance(given.get("content"), str) and given["content"].strip():
        content = given["content"]
    elif given.get("custom_template_id"):
        lines = [f"{one.get('key')}: {''.join(one.get('values') or [])}" for one in given.get("params") or []]
        content = "\n".join([f"[{given['custom_template_id']}]", *lines])
    else:
        raise Refusal(22006)
    if len(content) > LONGEST:
        raise Refusal(40054018)
    return str(content)
