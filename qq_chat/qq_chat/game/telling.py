"""An event: its words, and the groups that hear them. Computes only; no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import singledispatchmethod

from qq_api import Texts
from qq_chat.game import events
from qq_chat.game.clean import chat_text, plain
from qq_chat.game.events import GameEvent
from qq_chat.game.lexicon import Lexicon, fill
from qq_chat.game.settings import GameEvents, Told
from qq_chat.game.silence import Silence
from qq_chat.text.words import for_qq

_MADE = {"task": "game.made.task", "challenge": "game.made.challenge", "goal": "game.made.goal"}


@dataclass(frozen=True)
class Words:
    """What is to be said, and where; no groups: where such things are said by default.

    `is_own`: in the owner's own wording.
    """

    text: str
    groups: tuple[int, ...] = ()
    is_own: bool = False


_Filled = tuple[Told, dict[str, str]]


class Telling:
    """Puts events into the owner's words.

    Args:
        settings: which events, how, and for whom.
        lexicon: Minecraft's words.
        texts: ours.
        silence: whom not to speak of.
    """

    def __init__(self, settings: GameEvents, lexicon: Lexicon, texts: Texts, silence: Silence) -> None:
        self._settings, self._lexicon, self._texts, self._silence = settings, lexicon, texts, silence

    def words(self, event: GameEvent, always: Mapping[str, str]) -> Words | None:
        """The words for an event, or None when it is not told.

        Args:
            event: what happened.
            always: the fields that every template has: `server`, `time` and `online`.
        """
        player = getattr(event, "player", "")
        filled = None if player and self._silence.is_silent(player) else self._fields(event)
        if filled is None or not filled[0].enabled:
            return None
        told, fields = filled
        template = told.template or self._texts.get(told.words) or ""
        values = {name: for_qq(value) for name, value in fields.items()}
        text = template.format_map({**always, **values}).strip()
        return Words(text, tuple(told.groups), bool(told.template)) if text else None

    def sentence(self, death: events.Death) -> str:
        """`Steve 被僵尸杀死了`: by its key, else as somebody else said it, else as the console has it."""
        template = self._lexicon.text(death.key)
        try:
            return plain(fill(template, self._arguments(death)) if template else death.sentence)
        except IndexError:  # an owner's text that names more than there is
            return plain(death.sentence or " ".join(death.arguments))

    def _arguments(self, death: events.Death) -> list[str]:
        """`Zombie` -> `僵尸`, `[Diamond Sword]` -> `[钻石剑]`; players and what they named stay."""
        player, *rest = death.arguments
        killer = rest[:1] if death.by_player else [self._named(text) for text in rest[:1]]
        return [player, *killer, *map(self._named, rest[1:])]

    def _named(self, text: str) -> str:
        if not (text.startswith("[") and text.endswith("]")):
            return self._lexicon.name("entity", text)
        link = self._lexicon.key("link", text[1:-1])
        return f"[{self._lexicon.text(link) if link else self._lexicon.name('item', text[1:-1])}]"

    @singledispatchmethod
    def _fields(self, _event: GameEvent) -> _Filled | None:
        return None

    @_fields.register
    def _(self, event: events.Chat) -> _Filled | None:
        if self._settings.is_command(event.text):
            return None
        return self._settings.chat, {"player": event.player, "text": self._clean(event.text)}

    @_fields.register
    def _(self, event: events.Say) -> _Filled | None:
        silent = self._silence.is_silent(event.who)
        return None if silent else (self._settings.say, {"who": event.who, "text": self._clean(event.text)})

    @_fields.register
    def _(self, event: events.Me) -> _Filled:
        return self._settings.me, {"player": event.player, "text": self._clean(event.text)}

    @_fields.register
    def _(self, event: events.Joined) -> _Filled:
        first = event.first and self._settings.first_join.enabled
        return (self._settings.first_join if first else self._settings.join), {"player": event.player}

    @_fields.register
    def _(self, event: events.Left) -> _Filled:
        return self._settings.leave, {"player": event.player}

    @_fields.register
    def _(self, event: events.Death) -> _Filled:
        _, killer, weapon = (*self._arguments(event), "", "")[:3]
        fields = {"player": event.player, "killer": killer, "weapon": weapon, "key": event.key}
        return self._settings.death, {**fields, "death": self.sentence(event)}

    @_fields.register
    def _(self, event: events.Advancement) -> _Filled:
        title = self._lexicon.text(event.key) or event.title
        made = self._texts.get(_MADE[event.kind]) or ""
        return self._settings.advancement, {
            "player": event.player,
            "advancement": plain(title),
            "made": made,
            "key": event.key,
        }

    @_fields.register
    def _(self, event: events.Starting) -> _Filled:
        return self._settings.starting, {"version": event.version}

    @_fields.register
    def _(self, event: events.Started) -> _Filled:
        return self._settings.started, {"seconds": _shown(event.seconds)}

    @_fields.register
    def _(self, _event: events.Stopping) -> _Filled:
        return self._settings.stopping, {}

    @_fields.register
    def _(self, _event: events.Stopped) -> _Filled:
        return self._settings.stopped, {}

    @_fields.register
    def _(self, event: events.Crashed) -> _Filled:
        return self._settings.crashed, {"code": str(event.code), "report": event.report}

    @_fields.register
    def _(self, event: events.Hanging) -> _Filled:
        return self._settings.hanging, {"seconds": _shown(event.seconds)}

    @_fields.register
    def _(self, event: events.Answering) -> _Filled:
        return self._settings.answering, {"seconds": _shown(event.seconds)}

    def _clean(self, text: str) -> str:
        return chat_text(text, self._lexicon.item)


def _shown(seconds: float) -> str:
    """`3.5`, `60`."""
    return f"{seconds:.1f}".removesuffix(".0")
