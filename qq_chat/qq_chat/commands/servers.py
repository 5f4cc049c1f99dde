"""`/server`: which of several servers somebody speaks to."""

from collections.abc import Sequence

from qq_chat.commands.asked import Asked, Command
from qq_chat.commands.feature import Feature
from qq_chat.relay.common import Common


class Servers(Feature):
    """Who chose which server; kept in the database.

    Args:
        common: the relay.
    """

    def __init__(self, common: Common) -> None:
        self._common, self._texts, self._settings = common, common.texts, common.config.multi_server
        self._own = common.config.server_name
        self._names = list(dict.fromkeys([*self._settings.servers, self._own]))
        self._chosen: dict[int, str] = dict(common.database.read("SELECT user_id, server FROM chosen"))

    def commands(self) -> Sequence[Command]:
        """The one; it is heard by every server."""
        return [Command("server", self._server, args="[name]", aliases=("服务器",), enabled=self._settings.enabled)]

    def is_for_us(self, user_id: int, name: str) -> bool:
        """Whether a command is this server's to answer: `server` is everybody's."""
        return not self._settings.enabled or name == "server" or self._of(user_id) == self._own

    def _of(self, user_id: int) -> str:
        return self._chosen.get(user_id, self._names[0])

    def _server(self, asked: Asked) -> str | None:
        user_id, wanted = asked.person.user_id, " ".join(asked.words)
        before = self._of(user_id)
        if not wanted:
            names = ", ".join(self._names)
            return self._texts("servers.now", server=before, servers=names) if before == self._own else None
        known = {name.lower(): name for name in self._names}.get(wanted.lower())
        if known is None:  # a mistyped name leaves everything as it is, and one server says so
            names = ", ".join(self._names)
            return self._texts("servers.unknown", name=wanted, servers=names) if before == self._own else None
        self._chosen[user_id] = known
        self._common.database.write("REPLACE INTO chosen VALUES (?, ?)", (user_id, known))
        if known != self._own:
            return None
        return self._texts("servers.already" if before == known else "servers.chosen", server=known)
