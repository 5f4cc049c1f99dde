"""`/say`, `/announce`, and what is said again and again."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from mcdreforged.api.rtext import RColor, RStyle, RText, RTextList

from qq_chat.commands.asked import Asked, Command
from qq_chat.commands.feature import Feature
from qq_chat.config.automation import Announcement
from qq_chat.people.rights import Level
from qq_chat.relay.common import Common
from qq_chat.relay.outbox import Outbox
from qq_chat.text.words import for_game, for_qq


class Announcing(Feature):
    """Says things to everybody.

    Args:
        common: the relay.
        outbox: takes the lines for QQ.
    """

    def __init__(self, common: Common, outbox: Outbox) -> None:
        self._common, self._texts, self._outbox = common, common.texts, outbox
        plans = [*_planned(common)]
        self._running = [asyncio.run_coroutine_threadsafe(self._repeat(one, when), common.loop) for one, when in plans]

    def commands(self) -> Sequence[Command]:
        """Both."""
        on = self._common.config.commands
        return [
            Command("say", self._say, level=Level.HELPER, args="<msg>", aliases=("喊话",), enabled=on.say),
            Command(
                "announce", self._announce, level=Level.ADMIN, args="<msg>", aliases=("公告",), enabled=on.announce
            ),
        ]

    def close(self) -> None:
        """Say nothing more."""
        for running in self._running:
            running.cancel()

    def _say(self, asked: Asked) -> str:
        words = for_game(asked.text or " ".join(asked.words))
        if not words:
            return asked.usage
        if not self._common.server.is_server_startup():
            return self._common.tagged(self._texts("list.stopped"))
        self._in_game(words)
        return self._texts("announce.said")

    def _announce(self, asked: Asked) -> str:
        words = for_game(asked.text or " ".join(asked.words))
        if not words:
            return asked.usage
        self.announce(words, to_game=True, groups=self._common.config.told_groups())
        return self._texts("announce.said")

    def announce(self, words: str, *, to_game: bool, groups: Iterable[int]) -> None:
        """Say something in the game, if wanted and if it runs, and in groups."""
        if to_game and self._common.server.is_server_startup():
            self._in_game(for_game(words))
        for group_id in groups:
            self._outbox.put(group_id, self._texts("announce.line", text=for_qq(words)), kind="notice")

    def _in_game(self, words: str) -> None:
        mark = RText(self._texts("announce.mark"), RColor.gold, RStyle.bold)
        self._common.server.say(RTextList(mark, RText(f" {words}", RColor.yellow)))

    async def _repeat(self, what: Announcement, moments: Any) -> None:
        groups = what.groups or self._common.config.told_groups()
        for moment in moments:
            await asyncio.sleep(max(0.0, (moment - datetime.now()).total_seconds()))
            self.announce(what.text, to_game=what.to != "qq", groups=() if what.to == "game" else groups)


def _planned(common: Common) -> Iterable[tuple[Announcement, Any]]:
    """Announcements with their moments; those that cannot be had are told."""
    announcements = common.config.announcements
    if not announcements:
        return
    try:
        from cronsim import CronSim, CronSimError  # noqa: PLC0415  (optional)
    except ImportError:
        common.server.logger.error(common.texts("announce.not_installed"))
        return
    for one in announcements:
        try:
            yield one, CronSim(one.cron, datetime.now())
        except CronSimError as error:
            common.server.logger.error(common.texts("announce.no_cron", cron=one.cron, reason=error))
