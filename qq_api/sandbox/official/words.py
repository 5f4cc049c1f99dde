"""What people say, as the platform writes it, and what a bot writes, as people see it. Computes only; no I/O."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from qq_api import message
from qq_api.sandbox.official.ids import Ids, Place
from qq_api.sandbox.official.refusals import Refusal
from qq_api.sandbox.world import Refused, World
from qq_api.types import Payload, Segment

_TAG = re.compile(
    r'<qqbot-at-user id="(?P<user>\w+)" ?/>|<@!?(?P<at>\w+)>|(?P<all><qqbot-at-everyone ?/>|@everyone)'
    r'|<emoji:(?P<emoji>\d+)>|<faceType=\d+,faceId="(?P<face>\d+)"[^>]*>'
)

_FACES = {"14": "微笑", "178": "斜眼笑", "179": "doge", "277": "汪汪", "66": "爱心", "76": "赞"}

_KINDS = {"image": "image/jpeg", "record": "voice", "video": "video/mp4", "file": "file"}

_CARDS = ("json", "share", "music", "location", "contact")


class Words:
    """Turns segments into contents, and contents into segments.

    Args:
        world: whose people are mentioned.
        ids: by what the bot knows them.
        self_id: the bot's account.
        tags: whether mentions are `<qqbot-at-user id="…" />`, else `<@…>`.
    """

    def __init__(self, world: World, ids: Ids, self_id: int, *, tags: bool) -> None:
        self._world, self._ids, self._self_id, self._tags = world, ids, self_id, tags

    # -- what people say

    def content(self, place: Place, segments: list[Segment], *, without_me: bool = False) -> str:
        """A message's text: `[at me][text " hi"]` -> `" hi"` where mentions of the bot are left out."""
        kept = [one for one in segments if not (without_me and self.is_me(one))]
        text = "".join(self._piece(place, one) for one in kept)
        return f" {text.lstrip()}" if without_me and len(kept) < len(segments) else text

    def is_me(self, segment: Segment) -> bool:
        """Whether a segment mentions the bot."""
        return segment["type"] == "at" and str(segment["data"].get("qq")) == str(self._self_id)

    def _piece(self, place: Place, segment: Segment) -> str:
        kind, data = segment["type"], segment["data"]
        if kind == "text":
            text = str(data.get("text", ""))
            return _escape(text) if place.is_guild else text
        if kind == "at":
            return self._mention(place, str(data.get("qq", "")))
        if kind == "face":
            return _face(place, str(data.get("id", "")))
        return ""

    def _mention(self, place: Place, who: str) -> str:
        if who == "all":
            return "@everyone" if place.is_guild else "<qqbot-at-everyone />"
        if not who.isdecimal():
            return ""
        if place.is_guild:
            return f"<@!{self._ids.of('person', int(who))}>"
        openid = self._ids.of("user", int(who))
        return f'<qqbot-at-user id="{openid}" />' if self._tags else f"<@{openid}>"

    def attachments(self, segments: list[Segment]) -> list[Payload]:
        """The files of a message."""
        return [*self._attachments(segments)]

    def _attachments(self, segments: list[Segment]) -> Iterator[Payload]:
        for segment in segments:
            kind, data = segment["type"], segment["data"]
            if kind in _KINDS:
                mime, name, size = self._about(str(data.get("file") or ""))
                shown = mime if kind == "image" and mime else _KINDS[kind]
                url = self._world.store.url(str(data.get("file") or "")) if "url" not in data else data["url"]
                yield {"content_type": shown, "url": url, "filename": name, "size": size} | _heard(kind, url)

    def _about(self, file: str) -> tuple[str, str, int]:
        try:
            stored = self._world.store.about(file)
        except Refused:
            return "", file, 0
        return stored.mime, stored.name, stored.size

    # -- what a bot writes

    def segments(self, place: Place, content: str) -> list[Segment]:
        """A bot's text as people see it: mentions and faces are such, where the scene has them."""
        return [*self._segments(place, content)] if place.scene != "c2c" else [message.text(content)]

    def _segments(self, place: Place, content: str) -> Iterator[Segment]:
        end = 0
        for tag in _TAG.finditer(content):
            segment = self._tag(place, tag)
            if segment is not None:
                if tag.start() > end:
                    yield _text(place, content[end : tag.start()])
                yield segment
                end = tag.end()
        if end < len(content):
            yield _text(place, content[end:])

    def _tag(self, place: Place, tag: "re.Match[str]") -> Segment | None:
        if tag["all"]:
            return message.at_all() if place.is_guild else None
        if tag["emoji"] or tag["face"]:
            return message.face(tag["emoji"] or tag["face"])
        number = self._ids.number("person" if place.is_guild else "user", tag["user"] or tag["at"])
        return None if number is None else message.at(number)


def _heard(kind: str, url: str) -> Payload:
    """A voice message is there as WAV, too."""
    return {"voice_wav_url": url} if kind == "record" else {}


def _face(place: Place, face_id: str) -> str:
    if place.is_guild:
        return f"<emoji:{face_id}>"
    name = json.dumps({"text": _FACES.get(face_id, "表情")}, ensure_ascii=False, separators=(",", ":"))
    return f'<faceType=1,faceId="{face_id}",ext="{b64encode(name.encode()).decode()}">'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _text(place: Place, text: str) -> Segment:
    if place.is_guild:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return message.text(text)


def card_of(segments: list[Segment]) -> Payload | None:
    """What `ark_data` says of a card among the segments; None where there is none."""
    card = next((one for one in segments if one["type"] in _CARDS), None)
    if card is None:
        return None
    data = card["data"]
    inside = _json(data.get("data")) if card["type"] == "json" else data
    prompt = inside.get("prompt") or data.get("title") or "[卡片]"
    return {"prompt": prompt, "ark_type": card["type"], "ark_name": str(inside.get("app", "")), "fields": []}


def _json(text: Any) -> dict[str, Any]:
    try:
        made = json.loads(str(text))
    except ValueError:
        return {}
    return made if isinstance(made, dict) else {}


def keyboard(given: Any) -> Segment:
    """A keyboard as it was sent, as a segment.

    Raises:
        Refusal: 304039, it is none: more than five rows or five buttons in one, or a button without a label.
    """
    rows = given.get("content", {}).get("rows") if isinstance(given, dict) and "content" in given else []
    try:
        buttons = [row["buttons"] for row in rows]
        fits = len(buttons) <= 5 and all(0 < len(row) <= 5 for row in buttons)
        labelled = all(one["render_data"]["label"] and "action" in one for row in buttons for one in row)
    except (KeyError, TypeError):
        raise Refusal(304039) from None
    if not isinstance(given, dict) or not fits or not labelled or not (rows or given.get("id")):
        raise Refusal(304039)
    return {"type": "keyboard", "data": given}
