"""A message of the platform in one form, whatever its place and the year its shape is of. Computes only; no I/O.

2024: `author` has ids only. 2025: `message_type`, `message_scene`. 2026: names, roles, `mentions`, `msg_elements`.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from qq_api.official.mapping.fields import clean, number_of, object_of, objects_of, seconds_of, text_of
from qq_api.official.scenes import Scene, Target
from qq_api.types import Payload

Role: TypeAlias = Literal["owner", "admin", "member"]

SCENES: dict[str, Scene] = {
    "C2C_MESSAGE_CREATE": "c2c",
    "GROUP_AT_MESSAGE_CREATE": "group",
    "GROUP_MESSAGE_CREATE": "group",
    "AT_MESSAGE_CREATE": "channel",
    "MESSAGE_CREATE": "channel",
    "DIRECT_MESSAGE_CREATE": "dms",
}
"""The events that are messages, and where they are said."""

CARD, PARALLEL, CHAT_RECORD, QUOTE = 3, 101, 102, 103
"""Values of `message_type`; 0 is text, 101 several at once."""

_ROLES: dict[str, Role] = {"owner": "owner", "admin": "admin"}
_GUILD_ROLES: list[tuple[str, Role]] = [("4", "owner"), ("2", "admin"), ("5", "admin")]


@dataclass(frozen=True)
class Person:
    """Somebody as the platform names them."""

    openid: str
    name: str = ""
    role: Role = "member"
    is_bot: bool = False
    is_me: bool = False
    """Only a mention knows."""


@dataclass(frozen=True)
class Said:
    """One message.

    Attributes:
        guild: the guild's id, of channels and direct messages.
        to_me: the platform left the mention of the bot out of the text.
        everyone: all were mentioned.
        reference: how it is quoted, `REFIDX_…`; in guilds its id.
        quotes: what it quotes, in the same way.
        elements: the messages in it, of a quote and a chat record.
        raw: all of it.
    """

    kind: str
    scene: Scene
    target: str
    platform_id: str
    event_id: str
    author: Person
    text: str
    time: int
    guild: str = ""
    to_me: bool = False
    everyone: bool = False
    message_type: int = 0
    mentions: tuple[Person, ...] = ()
    attachments: tuple[Payload, ...] = ()
    reference: str = ""
    quotes: str = ""
    elements: tuple[Payload, ...] = ()
    raw: Payload = field(default_factory=dict)

    @property
    def where(self) -> Target:
        """The place it was said at, and an answer goes to."""
        return Target(self.scene, self.target)


def read(frame: Payload) -> Said | None:
    """The message in a frame of the gateway; None when there is none, or nobody or no place is named."""
    kind, d = text_of(frame, "t"), object_of(frame, "d")
    scene = SCENES.get(kind)
    if scene is None:
        return None
    author = _author(scene, d)
    target = _target(scene, d)
    if not target or not author.openid:
        return None
    return Said(
        kind, scene, target, text_of(d, "id"), text_of(frame, "id"), author, _text(d), seconds_of(d),
        guild=text_of(d, "guild_id"),
        to_me=kind in ("GROUP_AT_MESSAGE_CREATE", "AT_MESSAGE_CREATE"),
        everyone=d.get("mention_everyone") is True or any(_is_all(one) for one in objects_of(d, "mentions")),
        message_type=number_of(d, "message_type"),
        mentions=tuple(person_of(one) for one in objects_of(d, "mentions") if not _is_all(one)),
        attachments=tuple(objects_of(d, "attachments")),
        reference=_reference(scene, d),
        quotes=_quotes(scene, d),
        elements=tuple(objects_of(d, "msg_elements")),
        raw=d,
    )  # fmt: skip


def _target(scene: Scene, d: Payload) -> str:
    if scene == "c2c":
        return _c2c(object_of(d, "author"))
    fields = {"group": ("group_openid", "group_id"), "channel": ("channel_id",), "dms": ("guild_id",)}
    return text_of(d, *fields[scene])


def _author(scene: Scene, d: Payload) -> Person:
    author, member = object_of(d, "author"), object_of(d, "member")
    if scene in ("channel", "dms"):
        name = text_of(member, "nick") or text_of(author, "username")
        return Person(text_of(author, "id"), name, _guild_role(member), author.get("bot") is True)
    openid = _c2c(author) if scene == "c2c" else text_of(author, "member_openid", "id")
    role = _ROLES.get(text_of(author, "member_role"), "member")
    return Person(openid, text_of(author, "username"), role, author.get("bot") is True)


def _c2c(author: Payload) -> str:
    return text_of(author, "user_openid", "id")


def _guild_role(member: Payload) -> Role:
    roles = member.get("roles")
    held = [str(one) for one in roles] if isinstance(roles, list) else []
    return next((role for number, role in _GUILD_ROLES if number in held), "member")


def person_of(one: Payload) -> Person:
    """Somebody in a list of mentions, or of members."""
    openid = text_of(one, "member_openid", "user_openid", "id")
    role = _ROLES.get(text_of(one, "member_role", "role"), "member")
    name = text_of(one, "username", "nickname", "nick")
    return Person(openid, name, role, one.get("bot") is True, one.get("is_you") is True)


def _is_all(one: Payload) -> bool:
    return text_of(one, "scope") == "all"


def _text(d: Payload) -> str:
    content = d.get("content")
    return clean(content) if isinstance(content, str) else ""


def _ext(d: Payload, name: str) -> str:
    """One of `message_scene.ext`, which are written `msg_idx=REFIDX_…`."""
    ext = object_of(d, "message_scene").get("ext")
    written = [one for one in ext if isinstance(one, str)] if isinstance(ext, list) else []
    return next((clean(one.partition("=")[2]) for one in written if one.startswith(f"{name}=")), "")


def _reference(scene: Scene, d: Payload) -> str:
    return text_of(d, "id") if scene in ("channel", "dms") else _ext(d, "msg_idx")


def _quotes(scene: Scene, d: Payload) -> str:
    if scene in ("channel", "dms"):
        return text_of(object_of(d, "message_reference"), "message_id")
    first = next(iter(objects_of(d, "msg_elements")), {}) if number_of(d, "message_type") == QUOTE else {}
    return _ext(d, "ref_msg_idx") or text_of(first, "msg_idx")
