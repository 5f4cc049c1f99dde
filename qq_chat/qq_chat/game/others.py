"""Deaths and advancements as mg_events 1.x and More APIs tell them; then ours are not told. Pure, but for `register`.

mg_events dispatches `PlayerDeathEvent` and `PlayerAdvancementEvent` with (server, player, key, contents): a list of
objects with `locale`, `raw` and `killer` and `weapon`, or `advancement`. More APIs dispatches `more_apis.death_message`
and `more_apis.player_made_advancement` with the line as last argument.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Protocol

from qq_chat.game.clean import plain
from qq_chat.game.deaths import in_order
from qq_chat.game.events import Advancement, Death, GameEvent, Kind
from qq_chat.game.lexicon import Lexicon
from qq_chat.game.reader import Reader

MG_EVENTS, MORE_APIS = "mg_events", "more_apis"

_KINDS: dict[str, Kind] = {
    "chat.type.advancement.task": "task",
    "chat.type.advancement.challenge": "challenge",
    "chat.type.advancement.goal": "goal",
}


class Server(Protocol):
    """What is needed of MCDR's `PluginServerInterface`."""

    def get_plugin_metadata(self, plugin_id: str) -> Any:
        """A loaded plugin's metadata, or None."""

    def register_event_listener(self, event: str, callback: Callable[..., Any]) -> None:
        """Listen to an event of another plugin; it may not exist."""


class Others:
    """Listens to the others, as far as they are there.

    Args:
        reader: reads the lines that More APIs passes on.
        lexicon: knows titles.
        online: gives the players online.
        language: whose sentences are taken for keys that we do not know, as `zh_cn`.
        tell: takes what happened.
    """

    def __init__(
        self,
        reader: Reader,
        lexicon: Lexicon,
        online: Callable[[], Collection[str]],
        language: str,
        tell: Callable[[GameEvent], None],
    ) -> None:
        self._reader, self._lexicon, self._online, self._tell = reader, lexicon, online, tell
        self._language = language

    def use(self, reader: Reader, lexicon: Lexicon) -> None:
        """Another reader and other words from now on."""
        self._reader, self._lexicon = reader, lexicon

    def register(self, server: Server) -> None:
        """Listen; listening to what does not exist costs nothing."""
        server.register_event_listener("PlayerDeathEvent", self._on_death)
        server.register_event_listener("PlayerAdvancementEvent", self._on_advancement)
        server.register_event_listener("more_apis.death_message", self._on_line)
        server.register_event_listener("more_apis.player_made_advancement", self._on_line)

    @staticmethod
    def speak(server: Server) -> str:
        """Whose events count now: the plugin's id, or "" for our own; never two at once."""
        return next((plugin for plugin in (MG_EVENTS, MORE_APIS) if server.get_plugin_metadata(plugin)), "")

    def _on_death(self, server: Server, player: str, key: str, contents: Any, *_: Any) -> None:
        if self.speak(server) == MG_EVENTS and player in self._online():
            self._tell(death(player, key, contents, self._online(), self._language))

    def _on_advancement(self, server: Server, player: str, key: str, contents: Any, *_: Any) -> None:
        made = advancement(player, key, contents, self._lexicon)
        if self.speak(server) == MG_EVENTS and player in self._online() and made.title:
            self._tell(made)

    def _on_line(self, server: Server, *said: Any) -> None:
        """`(server, line)`, or `(server, player, line)` of later versions."""
        if self.speak(server) != MORE_APIS or not said:
            return
        event = self._reader.read(str(said[-1]), self._online())
        if isinstance(event, Death | Advancement):
            self._tell(event)


def death(player: str, key: str, contents: Any, online: Collection[str], language: str) -> Death:
    """A death as mg_events has it."""
    killer, weapon = _first(contents, "killer"), _first(contents, "weapon")
    arguments = in_order(player, killer, weapon)
    sentence = _first(contents, "raw", language) or _first(contents, "raw")
    return Death(player, key, arguments, by_player=killer in online, sentence=sentence)


def advancement(player: str, key: str, contents: Any, lexicon: Lexicon) -> Advancement:
    """An advancement as mg_events has it; an unknown kind counts as the plainest."""
    title = (_first(contents, "advancement", "en_us") or _first(contents, "advancement")).strip("[]")
    return Advancement(player, _KINDS.get(key, "task"), title, lexicon.key("title", title))


def _first(contents: Any, name: str, language: str = "") -> str:
    """What the first content, or the first of a language, says under a name; "" when none does."""
    rows: Sequence[Any] = contents if isinstance(contents, list | tuple) else []
    values = (_get(row, name) for row in rows if not language or _get(row, "locale") == language)
    return next((plain(value).strip() for value in values if isinstance(value, str)), "")


def _get(row: Any, name: str) -> Any:
    return row.get(name) if isinstance(row, dict) else getattr(row, name, None)
