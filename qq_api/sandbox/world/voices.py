"""Voice messages: texts that are spoken in made voices, and what they say."""

from qq_api.sandbox.world.core import World
from qq_api.sandbox.world.state import Message, Refused

CHARACTERS = {"voice-1": "小新", "voice-2": "晓晓"}
"""The made voices: id -> name."""


def speak(world: World, user_id: int, group_id: int, character: str, text: str) -> int:
    """Say a text in a group as a voice message; returns the message's number."""
    if character not in CHARACTERS:
        raise Refused(f"no character {character}")
    if not text:
        raise Refused("text: something to say is needed", 1400)
    record = {"type": "record", "data": {"file": f"{character}-{world.next_number()}.amr"}}
    message_id = world.say(user_id, [record], group_id=group_id)
    world.messages[message_id].spoken = text
    return message_id


def transcript(said: Message) -> str:
    """What a voice message says, or `Refused` when it is none."""
    if not any(segment["type"] == "record" for segment in said.segments):
        raise Refused(f"message {said.message_id} is no voice message")
    return said.spoken
