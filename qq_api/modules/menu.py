"""What people type about modules in QQ: `/menu` for all, `/modules` for owners. Computes only, but for the switches."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from aiocqhttp import Event

from qq_api.message import parse
from qq_api.modules.declare import PREFIX
from qq_api.modules.switches import EVERYWHERE, Switches
from qq_api.modules.worker import Worker
from qq_api.texts import Texts


def words_of(event: Event) -> str:
    """What somebody typed, without the mention of the bot or the quote in front: `[@10001] /ping` -> `/ping`."""
    message = event.get("message")
    segments = parse(message) if isinstance(message, str) else message
    words = "".join(_text(part) for part in segments if isinstance(part, dict)) if isinstance(segments, list) else ""
    return words.strip()


def _text(part: Mapping[str, Any]) -> str:
    data = part.get("data")
    return str(data.get("text", "")) if part.get("type") == "text" and isinstance(data, dict) else ""


class Menu:
    """Answers about modules.

    Args:
        workers: name -> module; what there is now.
        switches: are turned.
        owners: who may turn them.
        texts: the words.
        revive: brings a module back that was switched off because it failed.

    Attributes:
        owners: who may turn switches now.
    """

    def __init__(
        self,
        workers: Mapping[str, Worker],
        switches: Switches,
        owners: Iterable[int],
        texts: Texts,
        revive: Callable[[str], None],
    ) -> None:
        self._workers, self._switches, self._texts, self._revive = workers, switches, texts, revive
        self.owners = {*owners}

    def answer(self, command: str, args: str, event: Event) -> str | None:
        """What to say to somebody; None for nothing."""
        place = event.get("group_id") or EVERYWHERE
        if command == "menu":
            return self._menu(place)
        if command != "modules" or event.get("user_id") not in self.owners:
            return None
        verb, _, name = args.partition(" ")
        if verb in ("on", "off"):
            return self._turn(name.strip(), verb == "on", place)
        return "\n".join([self._texts("modules.usage"), *(self._state(name, place) for name in sorted(self._workers))])

    def _turn(self, name: str, on: bool, place: int) -> str:
        if name not in self._workers:
            return self._texts("modules.unknown", name=name)
        self._switches.turn(name, on, place)
        if on:
            self._revive(name)
        return self._state(name, place)

    def _state(self, name: str, place: int) -> str:
        problem = self._workers[name].problem
        if problem:
            return self._texts("modules.off", name=name, problem=problem)
        if not self._switches.is_on(name):
            return self._texts("modules.state.off_everywhere", name=name)
        return self._texts("modules.state.on" if self._switches.is_on(name, place) else "modules.state.off", name=name)

    def _menu(self, place: int) -> str:
        there = [name for name in sorted(self._workers) if self._switches.is_on(name, place)]
        lines = [line for name in there for line in self._lines(self._workers[name])]
        return "\n".join(lines) or self._texts("modules.nothing")

    def _lines(self, worker: Worker) -> Iterator[str]:
        """`welcome: Greets newcomers.`, then its commands: `  /ping  Answers pong.`"""
        if worker.loaded is None or worker.problem:
            return
        yield ": ".join(filter(None, (worker.source.name, worker.loaded.about)))
        for one in worker.loaded.handlers:
            if one.kind == "command":
                yield f"  {PREFIX}{one.name}  {one.about}".rstrip()
