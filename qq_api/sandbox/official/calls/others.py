"""What is used seldom: sound and microphones, guides to settings, messages bit by bit. Computes only; no I/O."""

from typing import Any

from qq_api import message
from qq_api.sandbox.official.calls import saying
from qq_api.sandbox.official.calls.channel import dms_of
from qq_api.sandbox.official.calls.guild import channel_of
from qq_api.sandbox.official.calls.messages import receipt
from qq_api.sandbox.official.calls.model import Call
from qq_api.sandbox.official.ids import Place
from qq_api.sandbox.official.office import Office, put
from qq_api.sandbox.official.refusals import Refusal, invalid
from qq_api.sandbox.official.rules import check_text
from qq_api.sandbox.official.shapes import Told
from qq_api.sandbox.world.notices import change
from qq_api.types import Payload

_AUDIO = {0: "AUDIO_START", 3: "AUDIO_FINISH"}
"""`status` -> the event; 1 pauses and 2 goes on without one."""

_ENDS = (10, 20)
"""`state` of the last bit of a message."""


def audio(office: Office, call: Call) -> Any:
    """`POST /channels/{channel_id}/audio`: `status` is 0 start, 1 pause, 2 go on, 3 stop."""
    channel_of(office, call)
    status = call.number("status", -1)
    if status not in range(4) or (status == 0 and not call.given.get("audio_url")):
        raise invalid("status: 0 to 3 expected, and an audio_url to start")
    if status in _AUDIO:
        given = {key: str(call.given[key]) for key in ("audio_url", "text") if call.given.get(key)}
        _tell(office, call, _AUDIO[status], given)
    return {}


def on_mic(office: Office, call: Call) -> Any:
    """`PUT /channels/{channel_id}/mic`."""
    channel_of(office, call)
    _tell(office, call, "AUDIO_ON_MIC", {})
    return {}


def off_mic(office: Office, call: Call) -> Any:
    """`DELETE /channels/{channel_id}/mic`."""
    channel_of(office, call)
    _tell(office, call, "AUDIO_OFF_MIC", {})
    return {}


def _tell(office: Office, call: Call, kind: str, more: Payload) -> None:
    about = {"guild_id": office.shapes.posts.guild_id(), "channel_id": call.params["channel_id"]}
    office.tell(Told(kind, about | more))


def guide(office: Office, call: Call) -> Any:
    """`POST /channels/{channel_id}/settingguide`: a card that leads admins to the bot's settings."""
    return _guide(office, call, Place("channel", channel_of(office, call)))


def guide_directly(office: Office, call: Call) -> Any:
    """`POST /dms/{guild_id}/settingguide`."""
    return _guide(office, call, dms_of(office, call))


def _guide(office: Office, call: Call, place: Place) -> Payload:
    prompt = str(call.given.get("content") or "[消息设置引导]")
    said = saying.say(office, place, [message.json_card({"app": "settingguide", "prompt": prompt})])
    return office.shapes.posts.post(said)


def stream(office: Office, call: Call) -> Any:
    """`POST /v2/users/{openid}/stream_messages`: the first bit is a new message, the next ones go behind it."""
    place, given = Place("c2c", office.user(call.params["openid"])), call.want("stream", dict)
    text, name = str(call.given.get("content") or ""), given.get("id")
    check_text(place, text)
    if name:
        return _append(office, place, str(name), text, given)
    book = saying.allowance(office, call, place)
    said = saying.say(office, place, [message.text(text)])
    book()
    told = receipt(office, said)
    put(office.desk.streams, told["id"], 1)
    return told


def _append(office: Office, place: Place, name: str, text: str, given: dict[str, Any]) -> Payload:
    said = office.said(place, name, 40034024)
    if name not in office.desk.streams:
        raise Refusal(40034024)
    office.desk.streams[name] += 1
    before = "" if given.get("reset") else said.segments[0]["data"]["text"]
    said.segments = [message.text(before + text)]
    office.world.note(change("stream", user_id=office.bot.self_id, message_id=said.message_id))
    if given.get("state") in _ENDS:
        del office.desk.streams[name]
    return receipt(office, said)
