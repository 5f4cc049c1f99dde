"""The program: a stand-in Minecraft server, or with `--exec` a wrapper around a real one.

    python -m qq_api.sandbox.minecraft.console --players Steve --rcon-port 25575 --rcon-password secret

Type what you would type at vanilla's console; lines that begin with `#` play the players:

    #join Steve                 #chat Steve hello            #die Steve [cause [killer]]     #lag [milliseconds]
    #leave Steve                #raw a line as it is         #advance Steve [title]          #hang           #crash
"""

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any, Final

from qq_api.sandbox.minecraft.game import Game
from qq_api.sandbox.minecraft.link import Frame, Link, linked, text_of, texts_of
from qq_api.sandbox.minecraft.options import Options, parse_options
from qq_api.sandbox.minecraft.rcon import serve_rcon
from qq_api.sandbox.minecraft.refused import BadFrame, NotYet, Refused, check_line, whole_number
from qq_api.sandbox.minecraft.streams import on_signals, recording, stdin_lines, write_line
from qq_api.sandbox.minecraft.syntax import Component
from qq_api.sandbox.minecraft.wrapper import wrap

CRASHED: Final = 1
INTERRUPTED: Final = 130
DEATH: Final = ("cause", "killer", "weapon")


def run(argv: list[str]) -> int:
    """Run the program.

    Args:
        argv: the command line without the program's name; see `options`.

    Returns:
        The exit code: 0 after an orderly stop, 1 after `#crash`; a wrapped server's own.
    """
    options = parse_options(argv)
    try:
        return asyncio.run(wrap(options) if options.exec else _stand_in(options))
    except KeyboardInterrupt:
        return INTERRUPTED


async def _stand_in(options: Options) -> int:
    return await StandIn(options).play()


class StandIn:
    """The stand-in server: one game, and the streams it is played through.

    Args:
        options: what the program was started with.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._up = asyncio.Event()
        self._tell: Callable[[Frame], None] = _tell_nobody
        self._game = Game(
            log=self._print,
            seen=self._see,
            clock=lambda: time.strftime("%H:%M:%S"),
            changed=lambda names: self._tell({"type": "players", "players": names}),
            stopping=lambda: self._end(0),
        )
        self._typed: dict[str, Callable[[str], None]] = {
            "#join": self._game.join,
            "#leave": self._game.leave,
            "#chat": lambda text: self._game.chat(*_name_and_text(text)),
            "#die": lambda text: self._game.die(*_words(text, 3)),
            "#advance": lambda text: self._game.advance(*_words(text, 2)),
            "#raw": self._print,
            "#lag": lambda text: self._game.lag(whole_number(text or "2000")),
            "#hang": lambda _: self._hang(),
            "#crash": lambda _: self._end(CRASHED),
        }
        self._received: dict[str, Callable[[Frame], object]] = {
            "join": lambda frame: self._check_ready(text_of(frame, "player")).join(text_of(frame, "player")),
            "leave": lambda frame: self._game.leave(text_of(frame, "player")),
            "chat": lambda frame: self._game.chat(text_of(frame, "player"), text_of(frame, "text")),
            "die": lambda frame: self._game.die(
                text_of(frame, "player"), **texts_of(frame, "cause", "killer", "weapon")
            ),
            "advance": lambda frame: self._game.advance(text_of(frame, "player"), **texts_of(frame, "title", "kind")),
            "lag": lambda frame: self._game.lag(whole_number(text_of(frame, "milliseconds"))),
            "hang": lambda _: self._hang(),
            "raw": lambda frame: self._print(check_line(text_of(frame, "text"))),
            "console": lambda frame: self._game.console(check_line(text_of(frame, "text"))),
        }

    async def play(self) -> int:
        """Start, play until told to stop, stop; gives the exit code."""
        async with AsyncExitStack() as life:
            life.enter_context(on_signals(self._stop))
            await self._connect(life)
            typing = self._spawn(self._type())
            life.callback(typing.cancel)
            await self._start(life)
            code = await self._ended
            if code == 0:
                self._game.close()
        return code

    async def _connect(self, life: AsyncExitStack) -> None:
        if self._options.page:
            link = Link(self._options.page, self._options.token, greet=self._greet, receive=self._receive)
            self._tell = link.send
            await life.enter_async_context(linked(link, self._lose))

    async def _start(self, life: AsyncExitStack) -> None:
        begun = time.monotonic()
        self._game.start(self._options.version_name, self._options.port)
        await asyncio.wait({self._ended}, timeout=self._options.startup_seconds)
        if self._ended.done():
            return
        self._game.open(time.monotonic() - begun)
        await self._open_rcon(life)
        self._up.set()
        self._tell({"type": "ready"})
        for name in self._options.players:
            self._try(self._game.join, name)

    async def _open_rcon(self, life: AsyncExitStack) -> None:
        port, password = self._options.rcon_port, self._options.rcon_password
        if port is None:
            return
        if not password:
            self._game.note("No rcon password set in server.properties, rcon disabled!", level="WARN")
            return
        self._game.note("Starting remote control listener")
        try:
            port = await life.enter_async_context(serve_rcon(self._game.rcon, password, port=port))
        except OSError as error:
            self._game.note(f"Unable to initialise RCON on 127.0.0.1:{port}: {error}", level="WARN")
            return
        self._game.note("Thread RCON Listener started")
        self._game.note(f"RCON running on 127.0.0.1:{port}")

    async def _type(self) -> None:
        with recording(self._options.stdin_log) as record:
            async for line in stdin_lines():
                record(line)
                if line != "#crash":
                    await self._up.wait()  # vanilla, too, looks at its console once it is up
                self._take_typed(line)
        self._stop()

    def _take_typed(self, line: str) -> None:
        command, _, argument = line.partition(" ")
        if command in self._typed:
            self._try(self._typed[command], argument)
        else:
            self._game.console(line)

    def _try(self, act: Callable[[str], None], argument: str) -> None:
        try:
            act(argument)
        except Refused as refused:
            self._game.note(f"Refused: {refused}", level="WARN")

    def _receive(self, frame: Frame) -> None:
        kind = text_of(frame, "type")
        if kind not in self._received:
            raise BadFrame(kind)
        self._received[kind](frame)

    def _check_ready(self, name: str) -> Game:
        if not self._up.is_set():
            raise NotYet(name)
        return self._game

    def _greet(self) -> Frame:
        return {
            "type": "hello",
            "kind": "stand-in",
            "players": self._game.players,
            "ready": self._up.is_set(),
        }

    def _print(self, line: str) -> None:
        write_line(line)
        self._tell({"type": "console", "text": line})

    def _see(self, target: str, component: Component) -> None:
        self._tell({"type": "line", "target": target, "component": component})

    def _lose(self, reason: str) -> None:
        if not self._ended.done():
            self._game.note(f"{reason}; stopping", level="WARN")
            self._stop()

    def _stop(self) -> None:
        # As if `stop` was typed: at stdin's end, a signal, or the end of the link.
        if not self._ended.done():
            self._game.console("stop")

    def _hang(self) -> None:
        # As vanilla's watchdog: it complains, and ends the server.
        self._game.hang()
        self._end(CRASHED)

    def _end(self, code: int) -> None:
        if not self._ended.done():
            self._ended.set_result(code)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        task.add_done_callback(self._check_failure)
        return task

    def _check_failure(self, task: "asyncio.Task[None]") -> None:
        # What breaks beside `play` ends it, with its traceback.
        if not task.cancelled() and (error := task.exception()) and not self._ended.done():
            self._ended.set_exception(error)


def _name_and_text(argument: str) -> tuple[str, str]:
    # "Steve hello there" -> ("Steve", "hello there")
    name, _, text = argument.partition(" ")
    return name, text


def _words(argument: str, most: int) -> list[str]:
    # "Steve lava", 3 -> ["Steve", "lava"]: the game's default stands for the word that is missing
    return argument.split(maxsplit=most - 1) or [""]


def _tell_nobody(_frame: Frame) -> None:
    pass


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
