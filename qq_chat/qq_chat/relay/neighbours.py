"""The other servers behind the same bridge: they are told what happens here, and players see what happens there."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from mcdreforged.api.rtext import RColor, RText, RTextList

from qq_api import ActionFailed, Error, text
from qq_chat.config.routing import LIFE
from qq_chat.relay.common import Common
from qq_chat.relay.mentions import named
from qq_chat.relay.rendering.known import View
from qq_chat.relay.rendering.line import render
from qq_chat.relay.saying import Saying
from qq_chat.text.words import name_for_game

_KINDS: dict[str, str] = {"first_join": "join", **dict.fromkeys(LIFE, "life")}
"""Kinds of the routing table that have another name here."""


class Neighbours:
    """Chat between servers.

    Args:
        common: the relay.
    """

    def __init__(self, common: Common) -> None:
        self._common, self._settings = common, common.config.other_servers
        self._saying = Saying(common)
        self._account: int | None = None
        self._is_refused = False

    def heed(self, event: Mapping[str, Any]) -> None:
        """An event of QQ, on the bot's loop: what a bridge hands on names the server that it is for."""
        kind, self_id = event.get("post_type"), event.get("self_id")
        if kind == "connection":  # of a bridge, too; it may be another one than before
            self._account, self._is_refused = None, False
        elif isinstance(event.get("server"), str) and isinstance(self_id, int):
            self._account = self_id
        elif kind == "message" and self_id == self._account:
            self._account = None

    # -- to them

    def tell(self, kind: str, player: str, words: str) -> None:
        """Something happened here; from any thread, never waits.

        Args:
            kind: by its name in the routing table.
            player: who, if anybody.
            words: what was said, or the whole sentence, cleaned.
        """
        kind = _KINDS.get(kind, kind)
        account, groups = self._account, self._common.config.told_groups()
        if account is None or self._is_refused or not words or not groups or not getattr(self._settings, kind, False):
            return
        told = {"kind": kind, "player": player, "text": words, "group_ids": groups, "self_id": account}
        if self._common.loop.is_running():  # else qq_api was unloaded
            asyncio.run_coroutine_threadsafe(self._tell(told), self._common.loop)

    async def _tell(self, told: dict[str, Any]) -> None:
        try:
            await self._common.bot.call_action("tell_servers", **told)
        except ActionFailed as error:  # QQBridge, or the owner does not want it
            if not self._is_refused:
                self._common.server.logger.debug(f"The bridge tells the other servers nothing: {error}")
            self._is_refused = True
        except Error as error:  # talk that comes late is no talk
            self._common.server.logger.debug(f"The other servers were not told: {error}")

    # -- from them

    def heard(self, event: Mapping[str, Any]) -> None:
        """Something happened on another server, says the bridge."""
        groups = event.get("group_ids")
        if not self._settings.show or not isinstance(groups, list) or not self._common.server.is_server_startup():
            return
        server, player = (name_for_game(str(event.get(name) or "")) for name in ("from_server", "player"))
        words = self._allowed(str(event.get("text") or "").removeprefix(f"[{server}] "))
        shown = render([text(words)], View(self._common.texts, self._common.config.rendering))
        if server and shown.children and any(one in groups for one in self._common.config.told_groups()):
            is_chat = event.get("sub_type") == "chat" and player
            line = RTextList(self._head(server), RText(f"<{player}> ") if is_chat else RText(""), *shown.children)
            self._saying.put(line, self._ring(server, player, words) if is_chat else ())

    def _head(self, server: str) -> RText:
        hover = self._common.texts("neighbours.from", server=server)
        return RText(f"[{server}] ", RColor.gray).h(hover)

    def _allowed(self, words: str) -> str:
        settings = self._common.config.blocked
        return self._common.blocked.left(words, settings.action, settings.mask)

    def _ring(self, server: str, player: str, words: str) -> Iterator[str]:
        meant = named(words, self._common.online.players)
        return self._saying.ring(meant, self._common.texts("neighbours.ring", name=player, server=server))
