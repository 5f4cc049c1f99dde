"""Messages in channels and direct ones, and what is done about them (频道消息). Guild only."""

from typing import Any

from qq_api import message
from qq_api.sandbox.official.calls import saying
from qq_api.sandbox.official.calls.guild import channel_of, person_of, run_by_me
from qq_api.sandbox.official.calls.media import fetched
from qq_api.sandbox.official.calls.model import Call, why
from qq_api.sandbox.official.ids import Place
from qq_api.sandbox.official.office import Held, Office, put
from qq_api.sandbox.official.refusals import Refusal, invalid
from qq_api.sandbox.world import Message, Refused, boards, talk
from qq_api.sandbox.world.stored import arrived
from qq_api.types import Payload, Segment


async def send(office: Office, call: Call) -> Any:
    """`POST /channels/{channel_id}/messages`, as JSON or as a form with a picture."""
    return await _send(office, call, Place("channel", channel_of(office, call)))


async def send_direct(office: Office, call: Call) -> Any:
    """`POST /dms/{guild_id}/messages`."""
    return await _send(office, call, dms_of(office, call))


def open_direct(office: Office, call: Call) -> Any:
    """`POST /users/@me/dms`: where somebody of a guild can be talked to."""
    if call.given.get("source_guild_id") != office.shapes.posts.guild_id():
        raise Refusal(10004)
    who = person_of(office, office.shapes.posts.home(), str(call.given.get("recipient_id")))
    dms = office.ids.of("dms", who)
    return {"guild_id": dms, "channel_id": dms, "create_time": str(office.bot.now())}


def dms_of(office: Office, call: Call) -> Place:
    """Where somebody of the guild is talked to directly; `Refusal` for nowhere."""
    who = office.ids.number("dms", call.params["guild_id"])
    if who is None or who not in office.world.members_of(office.shapes.posts.home()):
        raise Refusal(304032)
    return Place("dms", who)


async def _send(office: Office, call: Call, place: Place) -> Payload:
    saying.check_voice(office, place)
    quoted = saying.quote(office, call, "post")
    segments = await _segments(office, call, place)
    book = saying.allowance(office, call, place)
    if office.settings.audit:
        book()
        raise _waits(office, call, Held(place, [*quoted, *segments], office.clock.now()))
    said = saying.say(office, place, [*quoted, *segments])
    book()
    return office.shapes.posts.post(said)


def _waits(office: Office, call: Call, held: Held) -> Refusal:
    """It is neither said nor refused: somebody looks at it first."""
    audit_id = office.new_name("audit")
    put(office.desk.held, audit_id, held)
    is_answer = call.given.get("msg_id") or call.given.get("event_id")
    return Refusal(304024 if is_answer else 304023, data={"message_audit": {"audit_id": audit_id}})


async def _segments(office: Office, call: Call, place: Place) -> list[Segment]:
    if call.given.get("markdown") is not None or call.given.get("keyboard") is not None:
        return saying.markdown(call)
    segments = [*_cards(office, call), *await _pictures(call)]
    if str(call.given.get("content") or "").strip() or not segments:
        segments = [*saying.text(office, call, place, 50006), *segments]
    return segments


def _cards(office: Office, call: Call) -> list[Segment]:
    ark, embed = call.given.get("ark"), call.given.get("embed")
    if ark is not None and not office.settings.ark:
        raise Refusal(304004)
    cards = [(app, card) for app, card in (("ark", ark), ("embed", embed)) if isinstance(card, dict)]
    return [message.json_card({"app": app, "prompt": card.get("prompt", ""), "meta": card}) for app, card in cards]


async def _pictures(call: Call) -> list[Segment]:
    """`image`, an address, or `file_image`, the file itself."""
    sources = []
    if call.given.get("image"):
        sources.append(await _kept(call, str(call.given["image"])))
    if "file_image" in call.pictures:
        sources.append(call.files.keep(call.pictures["file_image"]))
    stored = [(call.files.about(one), call.files.url(one)) for one in sources]
    return [arrived("image", {}, about, url) for about, url in stored]


async def _kept(call: Call, url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise Refusal(304021)
    try:
        return await fetched(call, url)
    except Refusal as refusal:
        raise Refusal(304021, refusal.words) from None


# -- reading and taking back


def _place(office: Office, call: Call) -> Place:
    return Place("channel", channel_of(office, call))


def _said(office: Office, call: Call, otherwise: int) -> Message:
    return office.said(_place(office, call), call.params["message_id"], otherwise)


def read(office: Office, call: Call) -> Any:
    """`GET /channels/{channel_id}/messages/{message_id}`."""
    return {"message": office.shapes.posts.post(_said(office, call, 50039))}


def recall(office: Office, call: Call) -> None:
    """`DELETE /channels/{channel_id}/messages/{message_id}`."""
    _recall(office, _said(office, call, 306002))


def recall_direct(office: Office, call: Call) -> None:
    """`DELETE /dms/{guild_id}/messages/{message_id}`."""
    _recall(office, office.said(dms_of(office, call), call.params["message_id"], 306002))


def _recall(office: Office, said: Message) -> None:
    try:
        talk.recall(office.world, office.bot.self_id, said.message_id)
    except Refused as refused:
        raise Refusal(306004, why(refused)) from None


# -- reactions


def react(office: Office, call: Call) -> None:
    """`PUT /channels/{channel_id}/messages/{message_id}/reactions/{type}/{id}`."""
    said, face = _said(office, call, 50039), call.params["id"]
    if office.bot.self_id in said.reactions.get(face, []):
        raise Refusal(620003)
    talk.react(office.world, office.bot.self_id, said.message_id, face, is_add=True)


def unreact(office: Office, call: Call) -> None:
    """`DELETE …/reactions/{type}/{id}`: the bot's own."""
    said, face = _said(office, call, 50039), call.params["id"]
    if office.bot.self_id not in said.reactions.get(face, []):
        raise Refusal(620004)
    talk.react(office.world, office.bot.self_id, said.message_id, face, is_add=False)


def reactions(office: Office, call: Call) -> Any:
    """`GET …/reactions/{type}/{id}`: who reacted so."""
    who = _said(office, call, 50039).reactions.get(call.params["id"], [])
    return {"users": [office.shapes.posts.user(one) for one in who], "cookie": "", "is_end": True}


# -- pins and announcements


def pins(office: Office, call: Call) -> Any:
    """`GET /channels/{channel_id}/pins`."""
    group_id = channel_of(office, call)
    ids = [office.ids.of("post", one) for one in office.world.group(group_id).essence]
    about = {"guild_id": office.shapes.posts.guild_id(), "channel_id": call.params["channel_id"]}
    return about | {"message_ids": ids}


def pin(office: Office, call: Call) -> Any:
    """`PUT /channels/{channel_id}/pins/{message_id}`."""
    said = _said(office, call, 501008)
    try:
        boards.mark(office.world, office.bot.self_id, said.message_id)
    except Refused:
        raise Refusal(501017) from None
    return pins(office, call)


def unpin(office: Office, call: Call) -> None:
    """`DELETE /channels/{channel_id}/pins/{message_id}`, or `all`."""
    group_id, name = channel_of(office, call), call.params["message_id"]
    marked = [*office.world.group(group_id).essence]
    numbers = marked if name == "all" else [_said(office, call, 501008).message_id]
    try:
        for number in numbers:
            boards.unmark(office.world, office.bot.self_id, number)
    except Refused as refused:
        raise Refusal(501017, why(refused)) from None


def announce(office: Office, call: Call) -> Any:
    """`POST /guilds/{guild_id}/announces`: a message of a channel, or recommended channels."""
    home = run_by_me(office, call)
    recommended, name = call.given.get("recommend_channels"), call.given.get("message_id")
    if not recommended and not (name and call.given.get("channel_id")):
        raise Refusal(501001)
    text = ", ".join(str(one.get("introduce", "")) for one in recommended or [])
    if name:
        call.params |= {"channel_id": str(call.given["channel_id"]), "message_id": str(name)}
        said = _said(office, call, 501008)
        text = office.bot.words.content(office.bot.place_of(said), said.segments)
    boards.announce(office.world, office.bot.self_id, home, text)
    keys = ("channel_id", "message_id", "announces_type", "recommend_channels")
    return {"guild_id": call.params["guild_id"], **{key: call.given[key] for key in keys if key in call.given}}


def unannounce(office: Office, call: Call) -> None:
    """`DELETE /guilds/{guild_id}/announces/{message_id}`, or `all`: what the bot has put up last, or all of it."""
    home = run_by_me(office, call)
    own = [one.notice_id for one in office.world.group(home).announcements.values()]
    for notice_id in own if call.params["message_id"] == "all" else own[-1:]:
        boards.unannounce(office.world, office.bot.self_id, home, notice_id)


# -- schedules


def schedules(office: Office, call: Call) -> Any:
    """`GET /channels/{channel_id}/schedules`."""
    return [*office.desk.schedules.get(channel_of(office, call), {}).values()]


def schedule(office: Office, call: Call) -> Any:
    """`GET /channels/{channel_id}/schedules/{schedule_id}`."""
    found = office.desk.schedules.get(channel_of(office, call), {}).get(call.params["schedule_id"])
    if found is None:
        raise Refusal(302003)
    return found


def add_schedule(office: Office, call: Call) -> Any:
    """`POST /channels/{channel_id}/schedules`; times are milliseconds, as strings."""
    group_id, about = channel_of(office, call), call.want("schedule", dict)
    start, end = (call.number(key, 0, about) for key in ("start_timestamp", "end_timestamp"))
    if not about.get("name"):
        raise invalid("schedule.name is needed")
    if start < office.clock.now() * 1000:
        raise Refusal(302015)
    if end <= start:
        raise Refusal(302016)
    creator = {"user": office.shapes.posts.user(office.bot.self_id)}
    creator |= office.shapes.posts.member(group_id, office.bot.self_id)
    made = {**about, "id": office.new_name("schedule"), "creator": creator}
    office.desk.schedules.setdefault(group_id, {})[made["id"]] = made
    return made


def change_schedule(office: Office, call: Call) -> Any:
    """`PATCH /channels/{channel_id}/schedules/{schedule_id}`."""
    found = schedule(office, call)
    found.update({key: value for key, value in call.want("schedule", dict).items() if key not in ("id", "creator")})
    return found


def remove_schedule(office: Office, call: Call) -> None:
    """`DELETE /channels/{channel_id}/schedules/{schedule_id}`."""
    found = schedule(office, call)
    del office.desk.schedules[channel_of(office, call)][found["id"]]
