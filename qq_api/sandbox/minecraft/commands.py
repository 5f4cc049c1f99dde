"""Vanilla's console commands, as far as the stand-in needs them: a table of names and methods. Pure."""

from collections.abc import Callable
from math import prod
from typing import Final, TypeAlias

from qq_api.sandbox.minecraft.player_list import MAX_PLAYERS
from qq_api.sandbox.minecraft.refused import BadName
from qq_api.sandbox.minecraft.selectors import select, split_target
from qq_api.sandbox.minecraft.server import MinecraftServer
from qq_api.sandbox.minecraft.syntax import (
    CommandError,
    incomplete,
    incorrect,
    parse_component,
    split_execute,
    unknown,
)
from qq_api.sandbox.minecraft.wording import HELP, NO_PLAYER, TITLES

Command: TypeAlias = Callable[[str, str], list[str]]
"""Carries out a command: the sender's name and the argument in, the feedback's lines out."""

CONSOLE: Final = "Server"
"""What vanilla calls the console where it speaks or acts."""

MAX_FORKS: Final = 65_536
"""How often one `execute` chain may run its command, as vanilla's game rule has it."""


_TITLES: Final = {
    "title": "Showing new title",
    "subtitle": "Showing new subtitle",
    "actionbar": "Showing new actionbar title",
}


class Commands:
    """What can be typed at a server's console.

    Args:
        server: the server the commands act on.
    """

    def __init__(self, server: MinecraftServer) -> None:
        self._server = server
        self._table: dict[str, Command] = {
            "advancement": self._advancement,
            "ban": self._ban,
            "help": self._help,
            "kick": self._kick,
            "kill": self._kill,
            "list": self._list,
            "me": self._me,
            "say": self._say,
            "stop": self._stop,
            "playsound": self._playsound,
            "tellraw": self._tellraw,
            "tick": self._tick,
            "title": self._title,
            "whitelist": self._whitelist,
        }
        self._whitelist_table: dict[str, Command] = {
            "add": self._whitelist_add,
            "list": self._whitelist_list,
            "off": self._whitelist_off,
            "on": self._whitelist_on,
            "reload": self._whitelist_reload,
            "remove": self._whitelist_remove,
        }

    def run(self, line: str, sender: str = CONSOLE) -> list[str]:
        """Carry out one command, with or without its `execute at … run`.

        Returns:
            The feedback's lines; an error's are `Unknown or incomplete command, …` and `…<--[HERE]`.
        """
        command = line.strip().removeprefix("/")
        try:
            targets, rest = split_execute(command)
            forks = min(MAX_FORKS, prod(len(self._select(target)) for target in targets))
            return [text for _ in range(forks) for text in self._dispatch(sender, rest)]
        except CommandError as error:
            return error.lines(command)

    def _dispatch(self, sender: str, command: str) -> list[str]:
        name, _, argument = command.partition(" ")
        if name not in self._table:
            raise unknown(command)
        return self._table[name](sender, argument.strip())

    def _help(self, _sender: str, argument: str) -> list[str]:
        # "/say <message>" is what `help say` answers
        lines = [line for line in HELP if not argument or line[1:].split()[0] == argument]
        if not lines:
            raise CommandError("Unknown command or insufficient permissions")
        return lines

    def _list(self, _sender: str, argument: str) -> list[str]:
        _nothing(argument)
        online = self._server.players
        return [f"There are {len(online)} of a max of {MAX_PLAYERS} players online: {', '.join(online)}"]

    def _tick(self, _sender: str, argument: str) -> list[str]:
        if argument != "query":
            raise incorrect(argument)
        return [
            "The game is running normally",
            "Target tick rate: 20.0 per second.",
            "Average time per tick: 2.5ms (Target: 50.0ms)",
        ]

    def _say(self, sender: str, argument: str) -> list[str]:
        return self._speak(f"[{sender}] {_something(argument)}")

    def _me(self, sender: str, argument: str) -> list[str]:
        return self._speak(f"* {sender} {_something(argument)}")

    def _speak(self, text: str) -> list[str]:
        # Consoles sign nothing, so vanilla marks their lines, in the log only.
        self._server.note(f"[Not Secure] {text}")
        self._server.show("@a", {"text": text})
        return []

    def _tellraw(self, _sender: str, argument: str) -> list[str]:
        target, json = split_target(argument)
        component = parse_component(_something(json))
        names = self._someone(target)
        for name in ["@a"] if target == "@a" else names:
            self._server.show(name, component)
        return []

    def _title(self, sender: str, argument: str) -> list[str]:
        target, rest = split_target(argument)
        kind, _, json = rest.partition(" ")
        if kind not in _TITLES:
            raise incorrect(argument)
        parse_component(_something(json.strip()))
        return [line for name in self._someone(target) for line in self._done(sender, f"{_TITLES[kind]} for {name}")]

    def _playsound(self, sender: str, argument: str) -> list[str]:
        sound, _, rest = _something(argument).partition(" ")
        target, _ = split_target(_something(rest.partition(" ")[2]))
        return [
            line for name in self._someone(target) for line in self._done(sender, f"Played sound {sound} to {name}")
        ]

    def _ban(self, sender: str, argument: str) -> list[str]:
        # Whoever is off line is banned, too; coming back is not refused here.
        target, _, reason = _something(argument).partition(" ")
        reason = reason.strip() or "Banned by an operator."
        if target in self._server.players:
            self._server.disconnect(target, "You are banned from this server")
        return self._done(sender, f"Banned {target}: {reason}")

    def _kick(self, sender: str, argument: str) -> list[str]:
        target, _, reason = _something(argument).partition(" ")
        reason = reason.strip() or "Kicked by an operator"
        names = self._someone(target)
        for name in names:
            self._server.disconnect(name, reason)
        return [line for name in names for line in self._done(sender, f"Kicked {name}: {reason}")]

    def _kill(self, sender: str, argument: str) -> list[str]:
        target, _, rest = _something(argument).partition(" ")  # without a target, neither console nor RCON can die
        _nothing(rest)
        names = self._someone(target)
        for name in names:
            self._server.die(name, "genericKill")
        killed = names[0] if len(names) == 1 else f"{len(names)} entities"
        return self._done(sender, f"Killed {killed}")

    def _advancement(self, sender: str, argument: str) -> list[str]:
        # advancement grant Steve only minecraft:story/mine_stone
        words = _something(argument).split()
        if len(words) != 4 or words[0] != "grant" or words[2] != "only":
            raise incorrect(argument)
        kind, title = TITLES.get(words[3].removeprefix("minecraft:"), ("", ""))
        if not kind:
            raise CommandError(f"Unknown advancement: {words[3]}")
        names = self._someone(words[1])
        for name in names:
            self._server.advance(name, title, kind)
        whom = names[0] if len(names) == 1 else f"{len(names)} players"
        return self._done(sender, f"Granted the advancement [{title}] to {whom}")

    def _stop(self, sender: str, argument: str) -> list[str]:
        _nothing(argument)
        self._server.stopping()
        return self._done(sender, "Stopping the server")

    def _whitelist(self, sender: str, argument: str) -> list[str]:
        name, _, rest = _something(argument).partition(" ")
        if name not in self._whitelist_table:
            raise incorrect(argument)
        return self._whitelist_table[name](sender, rest.strip())

    def _whitelist_add(self, sender: str, argument: str) -> list[str]:
        try:
            added = self._server.whitelist.add(_something(argument))
        except BadName as error:
            raise CommandError("That player does not exist") from error
        if not added:
            raise CommandError("Player is already whitelisted")
        return self._done(sender, f"Added {argument} to the whitelist")

    def _whitelist_remove(self, sender: str, argument: str) -> list[str]:
        removed = self._server.whitelist.remove(_something(argument))
        if removed is None:
            raise CommandError("Player is not whitelisted")
        return self._done(sender, f"Removed {removed} from the whitelist")

    def _whitelist_list(self, _sender: str, argument: str) -> list[str]:
        _nothing(argument)
        names = self._server.whitelist.names()
        if not names:
            return ["There are no whitelisted players"]
        return [f"There are {len(names)} whitelisted player(s): {', '.join(names)}"]

    def _whitelist_on(self, sender: str, argument: str) -> list[str]:
        return self._switch_whitelist(sender, argument, on=True)

    def _whitelist_off(self, sender: str, argument: str) -> list[str]:
        return self._switch_whitelist(sender, argument, on=False)

    def _switch_whitelist(self, sender: str, argument: str, *, on: bool) -> list[str]:
        _nothing(argument)
        word = "on" if on else "off"
        if self._server.whitelist.enabled == on:
            raise CommandError(f"Whitelist is already turned {word}")
        self._server.whitelist.enabled = on
        return self._done(sender, f"Whitelist is now turned {word}")

    def _whitelist_reload(self, sender: str, argument: str) -> list[str]:
        _nothing(argument)
        return self._done(sender, "Reloaded the whitelist")

    def _done(self, sender: str, feedback: str) -> list[str]:
        # What someone else did is told to the console as well: [Rcon: Added Steve to the whitelist]
        if sender != CONSOLE:
            self._server.note(f"[{sender}: {feedback}]")
        return [feedback]

    def _someone(self, target: str) -> list[str]:
        names = self._select(target)
        if not names:
            raise CommandError(NO_PLAYER)
        return names

    def _select(self, target: str) -> list[str]:
        if not target.startswith("@"):
            return self._server.find(target)
        return select(target, self._server.players)


def _something(argument: str) -> str:
    if not argument:
        raise incomplete()
    return argument


def _nothing(argument: str) -> None:
    if argument:
        raise incorrect(argument)
