"""Messages without strings: one function for each kind of segment (OneBot 11, "Message segments").

A message is a list of them: `[text("hi "), at(10001), image(Path("map.png"))]`. What is not given is not sent. Where an
implementation differs, it is named, as read in LLOneBot 7 and NapCat 4; what they cannot send they leave out or refuse.
"""

import json
from typing import Any, Literal, TypeAlias, get_args

from qq_api.message.files import File, address_of
from qq_api.types import Segment

Id: TypeAlias = int | str
"""A number of QQ's, or the same as a string of digits."""

MusicKind: TypeAlias = Literal["qq", "163", "kugou", "kuwo", "migu"]
"""Where a song is: QQ 音乐, 网易云音乐, 酷狗, 酷我, 咪咕."""

ContactKind: TypeAlias = Literal["qq", "group"]


def text(value: str) -> Segment:
    """A text segment: whatever is in `value` stays text, CQ codes included."""
    return {"type": "text", "data": {"text": value}}


def at(user_id: Id, *, name: str | None = None) -> Segment:
    """A mention of one QQ account, in a group.

    Args:
        user_id: the account.
        name: what is shown behind the `@` (LLOneBot; go-cqhttp for who is not in the group).
    """
    return _segment("at", qq=_id(user_id), name=name)


def at_all() -> Segment:
    """A mention of everybody; the bot must be an admin of the group and have some left for today."""
    return _segment("at", qq="all")


def reply(message_id: Id) -> Segment:
    """A quote of an earlier message; belongs in front of the others."""
    return _segment("reply", id=_id(message_id))


def face(face_id: Id, *, sub_type: int | None = None) -> Segment:
    """One of QQ's own faces.

    Args:
        face_id: its number, as 178 for 斜眼笑.
        sub_type: 1 small, 3 big and moving (LLOneBot).
    """
    return _segment("face", id=_id(face_id), sub_type=sub_type)


def mface(emoji_id: str, emoji_package_id: int, key: str, *, summary: str | None = None) -> Segment:
    """A face from QQ's shop; the parameters are those of one that was received. `summary`: shown in lists of chats."""
    return _segment("mface", emoji_id=emoji_id, emoji_package_id=emoji_package_id, key=key, summary=summary)


def dice(result: int | None = None) -> Segment:
    """QQ's dice; `result`, 1 to 6, is decided by QQ except on LLOneBot."""
    return _segment("dice", result=_one_of("dice", result, range(1, 7)))


def rps(result: int | None = None) -> Segment:
    """Rock, paper, scissors; `result`, 1 to 3, is decided by QQ except on LLOneBot."""
    return _segment("rps", result=_one_of("rps", result, range(1, 4)))


def image(file: File, *, summary: str | None = None, sticker: bool = False, flash: bool = False) -> Segment:
    """A picture.

    Args:
        file: a `Path` or bytes of this machine, or an address (`qq_api.message.files`).
        summary: shown in lists of chats instead of `[图片]`.
        sticker: shown small, as a sticker.
        flash: gone after it was looked at (go-cqhttp; a plain picture elsewhere).

    Raises:
        OSError, ValueError, TypeError: the file cannot be sent, and why.
    """
    kind = 1 if sticker else None  # LLOneBot reads subType, NapCat sub_type
    shown = "flash" if flash else None
    return _segment("image", file=address_of(file), summary=summary, sub_type=kind, subType=kind, type=shown)


def record(file: File) -> Segment:
    """A voice message, as amr, silk, mp3 or wav; QQ sends it alone. `file` and errors as for `image`."""
    return _segment("record", file=address_of(file))


def video(file: File, *, thumb: File | None = None) -> Segment:
    """A video; QQ sends it alone. `thumb` is the picture shown before it plays; files and errors as for `image`."""
    return _segment("video", file=address_of(file), thumb=None if thumb is None else address_of(thumb))


def file(source: File, *, name: str | None = None) -> Segment:
    """A file to download; QQ sends it alone. To choose a group's folder, use `bot.upload_group_file`.

    Args:
        source: as `file` of `image`.
        name: what it is called in QQ; that of the path, if there is one.
    """
    return _segment("file", file=address_of(source), name=name or getattr(source, "name", None))


def music(kind: MusicKind, song_id: Id) -> Segment:
    """The card of a song; LLOneBot needs its setting musicSignUrl for it.

    Args:
        kind: where the song is, as `"163"`.
        song_id: its number there.

    Raises:
        ValueError: no such kind.
    """
    if kind not in get_args(MusicKind):
        known = ", ".join(get_args(MusicKind))
        raise ValueError(f"music: {kind!r} is none of {known}; a card of your own is music_custom(…)")
    return _segment("music", type=kind, id=_id(song_id))


def music_custom(url: str, audio: str, title: str, *, content: str | None = None, image: str | None = None) -> Segment:
    """A music card of your own.

    Args:
        url: what a click opens.
        audio: the sound, a URL.
        title: the title.
        content: the line below it, as the singer.
        image: the cover, a URL; NapCat sends no card without one.

    Raises:
        ValueError: url, audio or title is empty.
    """
    filled = _filled("music_custom", url=url, audio=audio, title=title)
    return _segment("music", type="custom", **filled, content=content, image=image)


def share(url: str, title: str, *, content: str | None = None, image: str | None = None) -> Segment:
    """A card that opens a link; not LLOneBot, NapCat. `content`: the line below the title, `image`: a picture's URL."""
    return _segment("share", **_filled("share", url=url, title=title), content=content, image=image)


def contact(kind: ContactKind, contact_id: Id) -> Segment:
    """The card of an account (`"qq"`) or of a group (`"group"`).

    Raises:
        ValueError: no such kind.
    """
    if kind not in get_args(ContactKind):
        raise ValueError(f"contact: {kind!r} is neither 'qq' nor 'group'")
    return _segment("contact", type=kind, id=_id(contact_id))


def location(lat: float, lon: float, *, title: str | None = None, content: str | None = None) -> Segment:
    """A place on the map, latitude and longitude in degrees; not LLOneBot, NapCat.

    Raises:
        ValueError: no such place on earth.
    """
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"location: {lat}, {lon} is nowhere; lat is -90 to 90, lon -180 to 180")
    return _segment("location", lat=str(lat), lon=str(lon), title=title, content=content)


def json_card(data: str | dict[str, Any]) -> Segment:
    """A card as QQ's own JSON; QQ shows only what it knows and has signed.

    Raises:
        ValueError: a string that is no JSON.
    """
    if isinstance(data, dict):
        return _segment("json", data=json.dumps(data, ensure_ascii=False))
    try:
        json.loads(data)
    except ValueError as error:
        raise ValueError(f"json_card: not JSON: {error}") from error
    return _segment("json", data=data)


def xml_card(data: str) -> Segment:
    """A card as QQ's own XML; not LLOneBot, NapCat."""
    return _segment("xml", **_filled("xml_card", data=data))


def markdown(content: str) -> Segment:
    """A text in Markdown; ordinary accounts may send it inside a forwarded card only; not LLOneBot."""
    return _segment("markdown", content=content)


def poke(poke_type: int = 1, poke_id: int = -1) -> Segment:
    """QQ's old poke, as a message; not LLOneBot, NapCat. To nudge somebody: `bot.group_poke`, `bot.friend_poke`."""
    return _segment("poke", type=str(poke_type), id=str(poke_id))


def shake() -> Segment:
    """Shakes the other's window, in private; not NapCat."""
    return _segment("shake")


def anonymous(*, ignore: bool = False) -> Segment:
    """In front of others: says them anonymously; not LLOneBot, NapCat. `ignore`: say them openly if that fails."""
    return _segment("anonymous", ignore="1" if ignore else None)


def forward(forward_id: str) -> Segment:
    """A card of forwarded messages that exists already: the id of one received, or the `forward_id` of one sent."""
    return _segment("forward", **_filled("forward", id=forward_id))


def node(user_id: Id, nickname: str, content: str | Segment | list[Segment]) -> Segment:
    """One message in a card of forwarded ones, said by whomever you like; for `bot.send_group_forward_msg`.

    Args:
        user_id: whose picture is shown.
        nickname: whose name is shown.
        content: a string is plain text, not CQ code; nodes inside make a card in the card, three deep at most (NapCat).

    Raises:
        ValueError: nothing is said.
    """
    if not content:
        raise ValueError(f"node: {nickname} says nothing")
    inside = [text(content)] if isinstance(content, str) else [content] if isinstance(content, dict) else content
    return _segment("node", user_id=_id(user_id), nickname=nickname, content=inside)


def node_of(message_id: Id) -> Segment:
    """A message that was really said, in a card of forwarded ones."""
    return _segment("node", id=_id(message_id))


def _segment(kind: str, /, **data: Any) -> Segment:
    return {"type": kind, "data": {key: value for key, value in data.items() if value is not None}}


def _id(value: object) -> str:
    """`10001` -> `"10001"`; `event.get("user_id")` of an event without one is told, not sent."""
    if isinstance(value, bool) or not isinstance(value, (int, str)) or not str(value).strip():
        raise ValueError(f"{value!r} is no id")
    return str(value)


def _one_of(kind: str, result: int | None, allowed: range) -> str | None:
    if result is not None and result not in allowed:
        raise ValueError(f"{kind}: {result} is none of {allowed[0]} to {allowed[-1]}")
    return None if result is None else str(result)


def _filled(kind: str, /, **given: str) -> dict[str, str]:
    empty = [key for key, value in given.items() if not (value or "").strip()]
    if empty:
        raise ValueError(f"{kind}: {', '.join(empty)} must not be empty")
    return given
