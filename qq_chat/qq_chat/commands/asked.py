"""A command that somebody in QQ gave."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from qq_api import MessageEvent, Segment
from qq_chat.commands.parse import words_of
from qq_chat.people.rights import Level, Person

Answer: TypeAlias = "str | list[Segment] | None"
"""What is said to the person: text, segments, or nothing."""

Place: TypeAlias = Literal["chat", "main", "manage", "private"]
"""Where a command is given: the groups of `message_sync_groups`, `main_group`, `manage_groups`; a private chat."""

EVERYWHERE: frozenset[Place] = frozenset(("chat", "main", "manage", "private"))
IN_GROUPS = EVERYWHERE - {"private"}


@dataclass(frozen=True)
class Asked:
    """What was asked for, and by whom.

    Attributes:
        person: who.
        event: the message.
        message: what stands behind the command's name.
        reply: answers; from any thread, as often and as late as you like.
        usage: how the command is typed: `/bound check <QQ>`.
        help: all commands of its topic that the person may give there, a line each.
    """

    person: Person
    event: MessageEvent
    message: Sequence[Segment]
    reply: Callable[[Answer], None]
    usage: str = ""
    help: str = ""

    @property
    def words(self) -> list[str]:
        """The words behind the name; a mention is `@10001`."""
        return words_of(self.message)

    @property
    def text(self) -> str | None:
        """What stands behind the name, to the letter; None where anything but text is in it, such as a picture."""
        if any(segment["type"] != "text" for segment in self.message):
            return None
        return "".join(str(segment["data"].get("text", "")) for segment in self.message).strip()


Answers: TypeAlias = "Answer | Awaitable[Answer]"
"""An answer, or one that takes a while: it is awaited on the bot's loop."""

Run: TypeAlias = Callable[[Asked], Answers]


@dataclass(frozen=True)
class Command:
    """One command of groups and private chats.

    Attributes:
        name: what is typed behind the prefix, one word or more: `bound check`. What it is for says `help.bound_check`.
        run: does it, on MCDR's thread, and returns the answer, or what is to be awaited for it.
        level: from which on it may be given.
        places: where.
        aliases: other names.
        cooldown: seconds until the same person may give it again.
        args: what is typed behind the name: `<QQ>`.
        enabled: whether it is there at all.
        bare: a regular expression; in a private chat, a whole message that looks so is this command without its name.
    """

    name: str
    run: Run = field(compare=False)
    level: Level = Level.EVERYONE
    places: frozenset[Place] = EVERYWHERE
    aliases: tuple[str, ...] = ()
    cooldown: float = 0.0
    args: str = ""
    enabled: bool = True
    bare: str = ""

    @property
    def key(self) -> str:
        """As texts and settings name it: `bound_check`."""
        return self.name.replace(" ", "_")

    @property
    def topic(self) -> str:
        """The first word of its name: `bound`."""
        return self.name.split()[0]
