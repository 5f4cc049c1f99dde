"""From the game to QQ: what players say and what happens, on its way to the groups."""

from collections.abc import Iterable
from functools import partial

from qq_api import Segment, reply
from qq_chat.game import events
from qq_chat.game.clean import chat_text, plain
from qq_chat.game.events import GameEvent
from qq_chat.game.silence import Silence
from qq_chat.game.telling import Telling
from qq_chat.relay.common import Common
from qq_chat.relay.mentions import with_mentions
from qq_chat.relay.neighbours import Neighbours
from qq_chat.relay.outbox import Outbox
from qq_chat.relay.rendering.said import Said
from qq_chat.relay.to_qq import segments, worded
from qq_chat.text.template import Template
from qq_chat.text.words import for_qq

_KINDS: dict[type[GameEvent], str] = {
    events.Chat: "chat",
    events.Say: "say",
    events.Me: "me",
    events.Joined: "join",
    events.Left: "leave",
    events.Death: "death",
    events.Advancement: "advancement",
    events.Starting: "starting",
    events.Started: "started",
    events.Stopping: "stopping",
    events.Stopped: "stopped",
    events.Crashed: "crashed",
    events.Hanging: "hanging",
    events.Answering: "hanging",
}
"""By what names the routing table knows what happens."""


class FromGame:
    """Tells groups what concerns them.

    Args:
        common: the relay.
        outbox: takes the lines.
        telling: puts events into words.
        silence: whom not to speak of.

    Attributes:
        neighbours: the other servers.
    """

    def __init__(self, common: Common, outbox: Outbox, telling: Telling, silence: Silence) -> None:
        self._common, self._outbox, self._telling, self._silence = common, outbox, telling, silence
        self._settings, self.neighbours = common.config.game, Neighbours(common)

    def use(self, telling: Telling) -> None:
        """Other words from now on."""
        self._telling = telling

    def happened(self, event: GameEvent) -> None:
        """Tell what happened to whoever is to hear it."""
        if isinstance(event, events.Chat):
            self.chat(event.player, event.text)
            return
        words = self._telling.words(event, self._common.always())
        if words is None or not words.text:
            return
        kind = "first_join" if isinstance(event, events.Joined) and event.first else _KINDS[type(event)]
        who = getattr(event, "player", getattr(event, "who", ""))
        self.neighbours.tell(kind, who, self._allowed(words.text))
        usual = words.text if words.is_own else self._common.tagged(words.text)
        for group_id, goes in self._common.routes.to_qq(kind, [who], getattr(event, "text", words.text)):
            values = {**self._fields(group_id, who), "text": goes.text}
            line = self._allowed(goes.template.fill(values) if goes.template else usual)
            if line and (not words.groups or group_id in words.groups) and not self._common.quiet.holds(group_id):
                self._outbox.put(group_id, line, kind="notice")

    def chat(self, player: str, said: str, level: int = 0) -> None:
        """A player said something in the game's chat.

        Args:
            player: who.
            said: as the console has it.
            level: their MCDR permission level.
        """
        told = self._settings.chat
        if self._settings.is_command(said) or self._silence.is_silent(player):
            return
        self.neighbours.tell("chat", player, self._allowed(chat_text(said)))
        if told.enabled:
            self._say("chat", player, said, level, told.groups)

    def say(self, player: str, said: str, level: int) -> None:
        """Somebody typed `!!qq <msg>`."""
        self._say("qq", player, said, level, ())

    def answer(self, player: str, said: str, level: int, to: tuple[int, Said]) -> bool:
        """Somebody typed `!!qq reply <id> <msg>`: an answer to that very message; whether it may be said there."""
        group_id, quoted = to
        goes = self._common.routes.answer(group_id, [player], for_qq(plain(said)))
        words = self._words(group_id, goes.text, level) if goes else []
        if goes and words:
            worded = self._worded(group_id, goes.template, player, words)
            self._put(group_id, player, [reply(int(quoted.message_id)), *worded])
        return bool(words)

    def _say(self, kind: str, player: str, said: str, level: int, groups: Iterable[int]) -> None:
        only = {*groups}
        for group_id, goes in self._common.routes.to_qq(kind, [player], for_qq(plain(said))):
            heard = (not only or group_id in only) and not self._common.quiet.holds(group_id)
            words = self._words(group_id, goes.text, level) if heard else []
            if words:
                self._put(group_id, player, self._worded(group_id, goes.template, player, words))

    def _words(self, group_id: int, said: str, level: int) -> list[Segment]:
        """What somebody said, cleaned, mentions and pictures real where they may be; empty for what nobody may say."""
        text, settings = self._allowed(chat_text(said)), self._common.config
        if not text:
            return []
        names = self._names(group_id) if settings.mentions.from_game and "@" in text else {}
        everybody = settings.mentions.from_game and level >= settings.mentions.everybody
        mentioned = partial(with_mentions, names=names, everybody=everybody)
        return segments(text, mentioned, pictures=level >= settings.pictures_from_game)

    def _allowed(self, line: str) -> str:
        """A line for QQ without words that nobody shall say; "" where the whole of it must not be said."""
        settings = self._common.config.blocked
        return self._common.blocked.left(for_qq(line), settings.action, settings.mask)

    def _fields(self, group_id: int, player: str) -> dict[str, str]:
        """What a template for QQ may name besides the text."""
        owner = self._common.bindings.owner_of(player)
        qq = str(owner.user_id) if owner else ""
        card = self._common.members.name(group_id, owner.user_id) if owner else ""
        named = {"player": for_qq(player), "qq": qq, "card": for_qq(card), "group": str(group_id)}
        return {**self._common.always(), **named}

    def _names(self, group_id: int) -> dict[str, int]:
        players = ((bound.player, bound.user_id) for bound in self._common.bindings.everybody())
        return self._common.members.names(group_id, players)

    def _worded(self, group_id: int, template: Template | None, player: str, words: list[Segment]) -> list[Segment]:
        usual = self._settings.chat.template or "[{server}] " + (self._common.texts.get("game.chat") or "")
        return worded(template or Template(usual), self._fields(group_id, player), words)

    def _put(self, group_id: int, player: str, message: list[Segment]) -> None:
        remember = partial(self._sent, group_id, player, message)
        self._outbox.put(group_id, message, on_sent=remember)

    def _sent(self, group_id: int, player: str, message: list[Segment], message_id: int) -> None:
        """On the bot's loop: who answers it means the player."""
        said = Said(str(message_id), 0, player, message)
        self._common.server.schedule_task(lambda: self._common.memory.remember(group_id, said))
