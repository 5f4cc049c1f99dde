"""Messages: sending, reading, taking back, reacting."""

from typing import Any

from qq_api import message as code
from qq_api.sandbox.actions import quick
from qq_api.sandbox.actions.saying import place_of, said_by
from qq_api.sandbox.actions.table import action, number
from qq_api.sandbox.forwarding import with_cards
from qq_api.sandbox.world import Message, Refused, World, talk, voices
from qq_api.types import Payload


@action("send_group_msg")
def send_group_msg(world: World, self_id: int, group_id: int, message: Any, auto_escape: bool) -> Payload:
    """Say something in a group."""
    return {"message_id": world.say(self_id, said_by(world, message, auto_escape), group_id=group_id)}


@action("send_private_msg")
def send_private_msg(
    world: World, self_id: int, user_id: int, message: Any, auto_escape: bool, group_id: int | None = None
) -> Payload:
    """Say something to one person; to one who is no friend, by way of a group."""
    return {"message_id": world.say(self_id, said_by(world, message, auto_escape), to=user_id, via=group_id)}


@action("send_msg")
def send_msg(
    world: World,
    self_id: int,
    message: Any,
    auto_escape: bool,
    message_type: str = "",
    user_id: int = 0,
    group_id: int = 0,
) -> Payload:
    """Say something wherever the parameters lead."""
    place = place_of(message_type, user_id, group_id)
    return {"message_id": world.say(self_id, said_by(world, message, auto_escape), **place)}


@action("send_group_forward_msg")
def send_group_forward_msg(world: World, self_id: int, group_id: int, messages: Any) -> Payload:
    """Say a card of forwarded messages in a group."""
    return _send_card(world, self_id, messages, group_id=group_id)


@action("send_private_forward_msg")
def send_private_forward_msg(world: World, self_id: int, user_id: int, messages: Any) -> Payload:
    """Say a card of forwarded messages to one person."""
    return _send_card(world, self_id, messages, to=user_id)


@action("send_forward_msg")
def send_forward_msg(
    world: World, self_id: int, messages: Any, message_type: str = "", user_id: int = 0, group_id: int = 0
) -> Payload:
    """Say a card of forwarded messages wherever the parameters lead."""
    return _send_card(world, self_id, messages, **place_of(message_type, user_id, group_id))


def _send_card(world: World, self_id: int, messages: Any, **place: int) -> Payload:
    nodes = code.parse(messages)
    if not nodes or any(segment["type"] != "node" for segment in nodes):
        raise Refused("messages: node segments are needed", 1400)
    card = with_cards(world, nodes)
    return {"message_id": world.say(self_id, card, **place), "forward_id": card[0]["data"]["id"]}


@action("forward_friend_single_msg")
def forward_friend_single_msg(world: World, self_id: int, message_id: int, user_id: int = 0) -> Payload:
    """Send a message on to somebody."""
    said = talk.heard(world, self_id, message_id)
    return {"message_id": world.say(self_id, said.segments, **place_of("private", user_id, 0))}


@action("forward_group_single_msg")
def forward_group_single_msg(world: World, self_id: int, message_id: int, group_id: int = 0) -> Payload:
    """Send a message on to a group."""
    said = talk.heard(world, self_id, message_id)
    return {"message_id": world.say(self_id, said.segments, **place_of("group", 0, group_id))}


@action("get_forward_msg")
def get_forward_msg(world: World, self_id: int, id: str = "", message_id: str = "") -> Payload:
    """What is in a card of forwarded messages."""
    card = world.cards.get(id or message_id)
    if card is None:
        raise Refused("no such card")
    return {"messages": card}


@action("get_msg")
def get_msg(world: World, self_id: int, message_id: int) -> Payload:
    """A message by number."""
    said = talk.heard(world, self_id, message_id)
    return world.message_event(self_id, said) | {"status": "deleted" if said.recalled else "normal"}


@action("delete_msg")
def delete_msg(world: World, self_id: int, message_id: int) -> None:
    """Take a message back."""
    talk.recall(world, self_id, message_id)


@action("set_msg_emoji_like")
def set_msg_emoji_like(world: World, self_id: int, message_id: int, emoji_id: int, set: bool) -> None:
    """React to a message with a face, or take that back."""
    talk.react(world, self_id, message_id, str(emoji_id), set)


@action("unset_msg_emoji_like")
def unset_msg_emoji_like(world: World, self_id: int, message_id: int, emoji_id: int) -> None:
    """Take a reaction back."""
    talk.react(world, self_id, message_id, str(emoji_id), False)


@action("fetch_emoji_like")
def fetch_emoji_like(
    world: World, self_id: int, message_id: int, count: int, cookie: str, emoji_id: int | None = None
) -> Payload:
    """Who reacted to a message with a face, page by page; the cookie is where the next page begins."""
    if emoji_id is None:
        raise Refused("emoji_id is missing", 1400)
    who = talk.heard(world, self_id, message_id).reactions.get(str(emoji_id), [])
    start = number("cookie", cookie or 0)
    end = start + count
    people = [{"tinyId": str(one), "nickName": world.name(one), "headUrl": ""} for one in who[start:end]]
    last = end >= len(who)
    return {
        "emojiLikesList": people,
        "cookie": "" if last else str(end),
        "isLastPage": last,
        "isFirstPage": start == 0,
    }


@action("get_group_msg_history")
def get_group_msg_history(
    world: World,
    self_id: int,
    group_id: int,
    count: int,
    reverseOrder: bool,  # noqa: N803 - LLOneBot's own name
    message_seq: int = 0,
) -> Payload:
    """Earlier messages of a group, oldest first."""
    world.member(group_id, self_id)
    said = talk.history(world, self_id, "group", group_id, count, message_seq, reverseOrder)
    return {"messages": [world.message_event(self_id, one) for one in said]}


@action("get_friend_msg_history")
def get_friend_msg_history(
    world: World,
    self_id: int,
    user_id: int,
    count: int,
    reverseOrder: bool,  # noqa: N803 - LLOneBot's own name
    message_seq: int = 0,
) -> Payload:
    """Earlier messages with somebody, oldest first."""
    world.person(user_id)
    said = talk.history(world, self_id, "private", user_id, count, message_seq, reverseOrder)
    return {"messages": [world.message_event(self_id, one) for one in said]}


@action("mark_msg_as_read")
def mark_msg_as_read(world: World, self_id: int, message_id: int) -> None:
    """Mark a conversation as read up to a message."""
    talk.read(world, self_id, talk.heard(world, self_id, message_id))


@action("mark_group_msg_as_read")
def mark_group_msg_as_read(world: World, self_id: int, group_id: int) -> None:
    """Mark a group as read."""
    world.member(group_id, self_id)
    _read_all(world, self_id, talk.between(world, self_id, "group", group_id))


@action("mark_private_msg_as_read")
def mark_private_msg_as_read(world: World, self_id: int, user_id: int) -> None:
    """Mark a conversation as read."""
    world.person(user_id)
    _read_all(world, self_id, talk.between(world, self_id, "private", user_id))


@action("_mark_all_as_read")
def mark_all_as_read(world: World, self_id: int) -> None:
    """Mark everything as read."""
    _read_all(world, self_id, [said for said in world.messages.values() if self_id in world.audience(said)])


def _read_all(world: World, self_id: int, messages: list[Message]) -> None:
    for said in messages:
        talk.read(world, self_id, said)


@action("get_recommend_face")
def get_recommend_face(world: World, self_id: int, word: str) -> Payload:
    """Pictures that QQ suggests for a word."""
    return {"url": [*world.faces.get(word, [])]}


@action("get_ai_characters")
def get_ai_characters(world: World, self_id: int) -> list[Payload]:
    """The voices that `send_group_ai_record` knows."""
    characters = [
        {"character_id": key, "character_name": name, "preview_url": ""} for key, name in voices.CHARACTERS.items()
    ]
    return [{"type": "推荐", "characters": characters}]


@action("send_group_ai_record")
def send_group_ai_record(world: World, self_id: int, group_id: int, character: str, text: str) -> Payload:
    """Say a text in a group, in a made voice."""
    return {"message_id": voices.speak(world, self_id, group_id, character, text)}


@action("get_ai_record")
def get_ai_record(world: World, self_id: int, group_id: int, character: str, text: str) -> str:
    """Where a text can be downloaded, spoken in a made voice."""
    return world.store.url(voices.spoken(world, self_id, group_id, character, text))


@action("voice_msg_to_text", "fetch_ptt_text")
def voice_msg_to_text(world: World, self_id: int, message_id: int) -> Payload:
    """What a voice message says."""
    return {"text": voices.transcript(talk.heard(world, self_id, message_id))}


@action(".handle_quick_operation")
def handle_quick_operation(world: World, self_id: int, context: Payload, operation: Payload) -> None:
    """What a handler answered to an event (OneBot 11, "Hidden API")."""
    quick.operate(world, self_id, context, operation)
