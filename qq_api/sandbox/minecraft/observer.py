"""What the lines of a real server tell about it: who is online, what players see, whether it is up. Pure.

Vanilla's log is understood, and those that differ in the head of the line only:

    [12:00:00] [Server thread/INFO]: <Steve> hi                                     vanilla, Fabric
    [12:00:00] [Server thread/INFO] [minecraft/DedicatedServer]: <Steve> hi         Forge
    [12:00:00 INFO]: <Steve> hi                                                     Paper
"""

import re
from collections.abc import Callable
from typing import Any, Final

from qq_api.sandbox.minecraft.selectors import split_target
from qq_api.sandbox.minecraft.syntax import CommandError, Component, parse_component, split_execute
from qq_api.sandbox.minecraft.wording import DEATHS

_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")
_HEAD: Final = re.compile(r"(?:\[[^\]]*\] ?)+: ")
_NAME: Final = r"(?P<name>[^\s<>\[\]]{1,40})"
_SYSTEM: Final = r"(?:System chat: )?"  # from Minecraft 26.3 on

_DONE: Final = re.compile(r"Done \([0-9.,]+s\)! For help, type .*")
_CHAT: Final = re.compile(rf"(?:\[Not Secure\] )?(?P<text><{_NAME}> .*)")
_JOINED: Final = re.compile(rf"{_SYSTEM}(?P<text>{_NAME}(?: \(formerly known as \S+\))? joined the game)")
_LEFT: Final = re.compile(rf"{_SYSTEM}(?P<text>{_NAME} left the game)")
_FRAMES: Final = "made the advancement|completed the challenge|reached the goal"
_ADVANCED: Final = re.compile(rf"{_SYSTEM}(?P<text>{_NAME} has (?:{_FRAMES}) \[.+\])")


def _death(sentence: str) -> str:
    # "{player} was slain by {killer}" -> "was\ slain\ by\ .+"
    return (
        re.escape(sentence.removeprefix("{player} "))
        .replace(re.escape("{killer}"), ".+")
        .replace(re.escape("{weapon}"), ".+")
    )


# Steve was slain by Zombie using Sword; Steve drowned whilst trying to escape Zombie
_DIED: Final = re.compile(rf"{_SYSTEM}(?P<text>{_NAME} (?:{'|'.join(map(_death, DEATHS.values()))})(?: .+)?)")


class Observer:
    """Watches a real server's lines and tells the page what they mean.

    Args:
        tell: called with each frame for the page, as `link` lists them.
    """

    def __init__(self, tell: Callable[[dict[str, Any]], None]) -> None:
        self._tell = tell
        self._online: dict[str, str] = {}  # {"steve": "Steve"}
        self.ready = False
        self._printed: list[tuple[re.Pattern[str], Callable[[re.Match[str]], None]]] = [
            (_CHAT, self._spoke),
            (_JOINED, self._joined),
            (_LEFT, self._left),
            (_ADVANCED, self._happened),
            (_DIED, self._happened),
            (_DONE, self._done),
        ]
        self._typed: dict[str, Callable[[str], None]] = {"tellraw": self._tellraw, "say": self._say}

    @property
    def players(self) -> list[str]:
        """The names online, in the order they joined."""
        return list(self._online.values())

    def printed(self, line: str) -> None:
        """Take a line of the server's stdout."""
        self._tell({"type": "console", "text": line})
        plain = _COLOUR.sub("", line)
        if head := _HEAD.match(plain):
            content = plain[head.end() :]
            for pattern, act in self._printed:
                if found := pattern.fullmatch(content):
                    return act(found)
        return None

    def typed(self, line: str) -> None:
        """Take a line that went to the server's stdin."""
        _, command = split_execute(line.strip().removeprefix("/"))
        name, _, argument = command.partition(" ")
        if name in self._typed and self._online:
            self._typed[name](argument.strip())

    def _done(self, _found: re.Match[str]) -> None:
        self.ready = True
        self._tell({"type": "ready"})

    def _spoke(self, found: re.Match[str]) -> None:
        self._see("@a", {"text": found["text"]})

    def _joined(self, found: re.Match[str]) -> None:
        self._online[found["name"].lower()] = found["name"]
        self._changed(found["text"])

    def _left(self, found: re.Match[str]) -> None:
        if self._online.pop(found["name"].lower(), None):
            self._changed(found["text"])

    def _happened(self, found: re.Match[str]) -> None:
        # A villager's death is logged too; players do not see it.
        if found["name"].lower() in self._online:
            self._see("@a", {"text": found["text"]})

    def _changed(self, text: str) -> None:
        self._tell({"type": "players", "players": self.players})
        self._see("@a", {"text": text, "color": "yellow"})

    def _tellraw(self, argument: str) -> None:
        target, json = split_target(argument)
        try:
            component = parse_component(json.strip())
        except CommandError:
            return  # the server itself will say so
        if target.startswith("@"):
            self._see("@a", component)  # whom @p or @a[team=red] means, only the server knows
        elif target.lower() in self._online:
            self._see(self._online[target.lower()], component)

    def _say(self, argument: str) -> None:
        self._see("@a", {"text": f"[Server] {argument}"})

    def _see(self, target: str, component: Component) -> None:
        self._tell({"type": "line", "target": target, "component": component})
