"""Messages to groups and to people in private (消息收发). Computes only; no I/O."""

from collections.abc import Callable
from typing import Any

from qq_api import message
from qq_api.sandbox.official.calls import saying
from qq_api.sandbox.official.calls.model import Call, why
from qq_api.sandbox.official.ids import Place
from qq_api.sandbox.official.office import Office
from qq_api.sandbox.official.refusals import Refusal, invalid
from qq_api.sandbox.official.rules import RECALL_SECONDS
from qq_api.sandbox.world import Message, Refused, friends, talk
from qq_api.types import Payload, Segment


def to_group(office: Office, call: Call) -> Any:
    """`POST /v2/groups/{group_openid}/messages`."""
    return _send(office, call, Place("group", office.group(call.params["group_openid"])))


def to_user(office: Office, call: Call) -> Any:
    """`POST /v2/users/{openid}/messages`."""
    return _send(office, call, Place("c2c", office.user(call.params["openid"])))


def _send(office: Office, call: Call, place: Place) -> Payload:
    kind = call.number("msg_type", 0)
    if kind not in _KINDS:
        raise invalid(f"msg_type: {kind}")
    saying.check_voice(office, place)
    segments = _KINDS[kind](office, call, place)
    quoted = saying.quote(office, call, "reference")
    book = saying.allowance(office, call, place)
    if not segments:  # a notice that the bot types
        return {"id": "", "timestamp": office.clock.iso(office.clock.now())}
    said = saying.say(office, place, [*quoted, *segments])
    book()
    return receipt(office, said)


def receipt(office: Office, said: Message) -> Payload:
    """What the sender of a message gets."""
    place, now, year = office.bot.place_of(said), office.clock.now(), office.settings.shape
    answer: Payload = {"id": office.ids.message(place, said.message_id)}
    answer["timestamp"] = int(now) if year == 2024 else office.clock.iso(now)
    if year == 2026:
        answer["ext_info"] = {"ref_idx": office.ids.of("reference", said.message_id)}
    return answer


def _text(office: Office, call: Call, place: Place) -> list[Segment]:
    return saying.text(office, call, place, 304061)


def _markdown(_office: Office, call: Call, _place: Place) -> list[Segment]:
    return saying.markdown(call)


def _ark(office: Office, call: Call, _place: Place) -> list[Segment]:
    if not office.settings.ark:
        raise Refusal(304004)
    if not isinstance(call.given.get("ark"), dict):
        raise Refusal(22006)
    return [message.json_card({"app": "ark", "prompt": "[ark]", "meta": call.given["ark"]})]


def _embed(_office: Office, _call: Call, _place: Place) -> list[Segment]:
    """Only the guild has them."""
    raise Refusal(22006)


def _typing(office: Office, call: Call, place: Place) -> list[Segment]:
    """The bot shows somebody that it types; nothing is said."""
    if place.scene != "c2c" or not isinstance(call.given.get("input_notify"), dict):
        raise Refusal(22006)
    friends.show_typing(office.world, office.bot.self_id, place.number, 1)
    return []


def _media(office: Office, call: Call, place: Place) -> list[Segment]:
    """A file that was uploaded, behind a text that may stand with it."""
    media = call.given.get("media")
    if not isinstance(media, dict):
        raise Refusal(22006)
    upload = office.desk.uploads.get(str(media.get("file_info")))
    if upload is None or upload.place != place or upload.until <= office.clock.now():
        raise Refusal(40034004)
    has_text = str(call.given.get("content") or "").strip()
    return [*(_text(office, call, place) if has_text else []), upload.segment]


_KINDS: dict[int, Callable[[Office, Call, Place], list[Segment]]] = {
    0: _text,
    2: _markdown,
    3: _ark,
    4: _embed,
    6: _typing,
    7: _media,
}


# -- taking back


def recall_in_group(office: Office, call: Call) -> None:
    """`DELETE /v2/groups/{group_openid}/messages/{message_id}`: own ones, and others' as an admin."""
    place = Place("group", office.group(call.params["group_openid"]))
    _recall(office, call, place, others=office.bot.is_admin(place.number))


def recall_in_private(office: Office, call: Call) -> None:
    """`DELETE /v2/users/{openid}/messages/{message_id}`."""
    _recall(office, call, Place("c2c", office.user(call.params["openid"])), others=False)


def _recall(office: Office, call: Call, place: Place, *, others: bool) -> None:
    said = office.said(place, call.params["message_id"], 40061002)
    if said.user_id != office.bot.self_id and not others:
        raise Refusal(40062003)
    if office.clock.now() - said.time > RECALL_SECONDS:
        raise Refusal(40064004)
    try:
        talk.recall(office.world, office.bot.self_id, said.message_id)
    except Refused as refused:
        raise Refusal(40062003, why(refused)) from None
