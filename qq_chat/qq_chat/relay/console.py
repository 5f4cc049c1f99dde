"""What MCDR and the server's console tell of the game, made events and handed on. On MCDR's threads."""

import asyncio
import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from mcdreforged.api.types import Info

from qq_chat.game.events import GameEvent, Joined, Left
from qq_chat.game.files import owner_lexicon
from qq_chat.game.lexicon import Lexicon, load_lexicon
from qq_chat.game.life import ASK_EVERY, Life
from qq_chat.game.names import Names
from qq_chat.game.newcomers import Newcomers, usercache_names
from qq_chat.game.others import Others
from qq_chat.game.reader import Reader
from qq_chat.game.silence import Silence
from qq_chat.game.telling import Telling
from qq_chat.game.watch import Watch
from qq_chat.people.known_players import KnownPlayers
from qq_chat.relay.common import Common
from qq_chat.relay.from_game import FromGame
from qq_chat.relay.outbox import Outbox

TICK_SECONDS = 1.0


class Console:
    """Hears the game.

    Attributes:
        from_game: gets what happened.
        other_lines: hear the lines that tell of nothing that happened: answers to commands, mostly.

    Args:
        common: the relay.
        outbox: takes the lines.
        folder: where the owner may put language files.
        known: everybody who ever played here.
        turns_away: whether a player who comes is sent away at once.
    """

    def __init__(
        self, common: Common, outbox: Outbox, folder: Path, known: KnownPlayers, turns_away: Callable[[str], bool]
    ) -> None:
        settings = common.config.game
        self._common, self._folder, self._settings = common, folder, settings
        self._has_told = False
        silent = settings.silent
        self._silence = Silence(
            silent.fake, local=silent.carpet, commands=silent.vanish_commands, announced=silent.announced_only
        )
        common.online.is_hidden = self._silence.is_vanished
        lexicon = load_lexicon(common.texts.language)
        telling = Telling(settings, lexicon, common.texts, self._silence)
        self.from_game = FromGame(common, outbox, telling, self._silence)
        reader = self._reader_of(lexicon)
        self._watch = Watch(
            reader,
            Life(time.monotonic, settings.hanging.after, min(ASK_EVERY, settings.hanging.after / 2)),
            self._silence,
            self._known(known),
            self._online,
            self._others_tell,
            announced_only=silent.announced_only,
            turns_away=turns_away,
        )
        self._others = Others(reader, lexicon, self._online, common.texts.language, self.from_game.happened)
        if settings.other_plugins:
            self._others.register(common.server)
        if common.server.is_server_startup():
            self._watch.server_is_up()
        self.other_lines: list[Callable[[str], None]] = []
        self._asking = threading.Lock()
        self._ticking = asyncio.run_coroutine_threadsafe(self._tick_on(), common.loop)
        threading.Thread(target=self._learn_words, name="QQChat words", daemon=True).start()

    @property
    def silence(self) -> Silence:
        """Of whom nothing is told."""
        return self._silence

    def close(self) -> None:
        """Hear no more."""
        self._ticking.cancel()

    # -- what MCDR tells

    def info(self, info: Info) -> None:
        """A line of the server that no player said."""
        content = info.content or ""
        self._common.online.read(content)
        events = self._watch.line(content)
        self._tell(events)
        for hear in self.other_lines if not events else ():
            hear(content)

    def chatted(self, info: Info) -> None:
        """A player said something."""
        if info.player is not None and info.content:
            self.from_game.chat(info.player, info.content, self._common.server.get_permission_level(info))

    def joined(self, player: str, line: str) -> None:
        """A player came; `line` is what the console said."""
        self._tell(self._watch.joined(player, line))

    def left(self, player: str) -> None:
        """A player went."""
        self._tell(self._watch.left(player))

    def starting(self) -> None:
        """MCDR starts the server."""
        self._common.online.clear()
        self._tell(self._watch.server_starts())

    def started(self) -> None:
        """The server is up."""
        self._tell(self._watch.server_is_up())

    def stopped(self, code: int | None) -> None:
        """The server's process is gone."""
        self._common.online.clear()
        self._tell(self._watch.server_ended(code))

    def _tell(self, events: list[GameEvent]) -> None:
        for event in events:
            if isinstance(event, Joined):
                self._common.online.joined(event.player)
            elif isinstance(event, Left):
                self._common.online.left(event.player)
            self.from_game.happened(event)

    def _online(self) -> list[str]:
        return self._common.online.players

    def _others_tell(self) -> bool:
        return self._settings.other_plugins and bool(Others.speak(self._common.server))

    # -- whether it answers

    async def _tick_on(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self._common.server.schedule_task(self._tick)

    def _tick(self) -> None:
        tick = self._watch.tick()
        self._tell(tick.events)
        if tick.ask and self._settings.hanging.ask == "rcon" and self._common.server.is_rcon_running():
            if self._asking.locked():
                return  # the last question is still open
            threading.Thread(target=self._ask, name="QQChat asks", daemon=True).start()
        elif tick.ask:
            self._watch.unasked()

    def _ask(self) -> None:
        """On a thread of its own: a server that hangs does not answer for long."""
        with self._asking:
            if self._common.server.rcon_query("list") is not None:
                self._common.server.schedule_task(lambda: self._tell(self._watch.answered()))

    # -- what is known before anything happened

    def _known(self, kept: KnownPlayers) -> Newcomers:
        names = kept.names()
        if not names:
            names = self._usercache()
            self._save(kept, names)
        return Newcomers(names, lambda every: self._save(kept, every))

    def _save(self, kept: KnownPlayers, names: Iterable[str]) -> None:
        """A full disk takes nobody's joining away; whoever could not be kept is new again after the next start."""
        try:
            kept.save(names)
        except sqlite3.Error as error:
            if not self._has_told:
                self._common.server.logger.error(self._common.texts("database.not_kept", reason=error))
            self._has_told = True

    def _usercache(self) -> list[str]:
        """Who was on the server before qq_chat was: nobody of them is greeted as new."""
        with contextlib.suppress(OSError, ValueError, json.JSONDecodeError):
            return usercache_names((self._server_folder() / "usercache.json").read_text("utf-8"))
        return []

    def _server_folder(self) -> Path:
        return Path(self._common.server.get_mcdr_config().get("working_directory") or ".")

    def _learn_words(self) -> None:
        """On a thread of its own: every jar of the server is opened."""
        if not self._settings.language_files:
            return
        common = self._common
        lexicon = owner_lexicon(
            common.texts.language, self._server_folder(), self._folder, common.texts, common.server.logger
        )
        common.server.schedule_task(lambda: self._use(lexicon))

    def _use(self, lexicon: Lexicon) -> None:
        telling = Telling(self._settings, lexicon, self._common.texts, self._silence)
        reader = self._reader_of(lexicon)
        self._watch.use(reader)
        self.from_game.use(telling)
        self._others.use(reader, lexicon)

    def _reader_of(self, lexicon: Lexicon) -> Reader:
        names = self._settings.names
        return Reader(lexicon, Names(names.prefixes, names.suffixes, names.players, names.speakers), names.chat)
