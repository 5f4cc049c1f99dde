"""Voice messages: texts that are spoken in made voices, and what they say."""

import io
import wave
from itertools import chain

from qq_api.sandbox.world.core import World
from qq_api.sandbox.world.state import Message, Refused
from qq_api.sandbox.world.stored import arrived

CHARACTERS = {"voice-1": "小新", "voice-2": "晓晓"}
"""The made voices: id -> name."""

RATE = 8000
"""Samples a second of what they say."""

LONGEST = 300
"""Characters that they say at once."""


def speak(world: World, user_id: int, group_id: int, character: str, text: str) -> int:
    """Say a text in a group as a voice message; returns the message's number."""
    source = spoken(world, user_id, group_id, character, text)
    record = arrived("record", {}, world.store.about(source), world.store.url(source))
    message_id = world.say(user_id, [record], group_id=group_id)
    world.messages[message_id].spoken = text
    return message_id


def spoken(world: World, user_id: int, group_id: int, character: str, text: str) -> str:
    """Speak a text for a member of a group, without saying it there; returns the source of the sound."""
    world.member(group_id, user_id)
    if character not in CHARACTERS:
        raise Refused(f"no character {character}")
    if not text:
        raise Refused("text: something to say is needed", 1400)
    return world.store.keep(_sound([*CHARACTERS].index(character), text), f"{character}.wav")


def _sound(voice: int, text: str) -> bytes:
    """A beep for each character of a text, as a WAV file: higher or lower by the character and the voice."""
    lengths = (30 - 8 * voice - ord(character) % 16 for character in text[:LONGEST])
    beeps = chain.from_iterable((b"\xa0" * half + b"\x60" * half) * (480 // half) for half in lengths)
    with io.BytesIO() as content:
        with wave.open(content, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(1)
            sound.setframerate(RATE)
            sound.writeframes(bytes(beeps))
        return content.getvalue()


def transcript(said: Message) -> str:
    """What a voice message says, or `Refused` when it is none."""
    if not any(segment["type"] == "record" for segment in said.segments):
        raise Refused(f"message {said.message_id} is no voice message")
    return said.spoken
