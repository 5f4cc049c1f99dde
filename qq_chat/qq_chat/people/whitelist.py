"""The server's whitelist, as far as we change it: what is done is written down, and waits where the server is off."""

from collections.abc import Callable

from qq_chat.config.community import Community
from qq_chat.gate import Gate, is_player_name
from qq_chat.people.journal import Deed, Entry, Journal
from qq_chat.text.template import Template

OPPOSITE: dict[Deed, Deed] = {"add": "remove", "remove": "add", "ban": "pardon", "pardon": "ban"}


class Whitelist:
    """Puts players on the whitelist and takes them off.

    Args:
        gate: types the commands.
        is_up: whether the server takes commands.
        settings: which commands.
        journal: gets every change.
    """

    def __init__(self, gate: Gate, is_up: Callable[[], bool], settings: Community, journal: Journal) -> None:
        self._gate, self._is_up, self._settings, self.journal = gate, is_up, settings, journal

    def change(self, deed: Deed, player: str, user_id: int | None, why: str) -> Entry | None:
        """Do something about a player, now or when the server starts; None where the name is none."""
        if not is_player_name(player):
            return None
        if self._settings.whitelist.dry_run:
            return self.journal.entry(self.journal.note(deed, player, user_id, why, "dry"))
        number = self.journal.note(deed, player, user_id, why, "waiting")
        self.catch_up()
        return self.journal.entry(number)

    def catch_up(self) -> None:
        """Do what waits, in its order, where the server runs."""
        for entry in self.journal.waiting() if self._is_up() else ():
            self._gate.run(self.command(entry.deed, entry.player))
            self.journal.set_state(entry.number, "done")

    def undo(self, number: int, who: str) -> Entry | None:
        """Take back what was done; None where there is nothing to take back."""
        entry = self.journal.entry(number)
        if entry is None or entry.state == "undone" or entry.deed not in OPPOSITE:
            return None
        self.journal.set_state(number, "undone")
        if entry.state != "done":  # it was not done yet
            return self.journal.entry(number)
        return self.change(OPPOSITE[entry.deed], entry.player, entry.user_id, who)

    def command(self, deed: Deed, player: str) -> str:
        """How the server is told."""
        settings = self._settings
        templates = {"add": settings.whitelist.add, "remove": settings.whitelist.remove, "ban": settings.bans.command}
        return Template(templates.get(deed, "pardon {player}")).fill({"player": player})
