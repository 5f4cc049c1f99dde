"""A real MCDReforged as a child, with the packed plugins, the stand-in server, and the sandbox in this process."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcdr_folder import write_folder
from qq_api import Texts
from qq_api.official.database import Database
from qq_api.official.identity import Identity
from qq_api.official.parts import FILE
from qq_api.sandbox.official import OfficialPlatform
from qq_api.sandbox.official.ids import Ids
from qq_api.sandbox.run import GROUP_ID, SELF_ID, Options, Sandbox, sandbox, small_world
from qq_api.sandbox.world import World
from support import free_port, until

ANSI = re.compile(r"\x1b\[[0-9;]*m")
RACES = ("RuntimeError: No executor thread", "RuntimeError: event_loop is None")


def _is_race_of_mcdr(lines: list[str]) -> bool:
    """MCDR's own watchdog may look at an executor in the moment before that is there; a slow machine is enough.

    It says so with a traceback that ends in one of `RACES`; any other one stays.
    """
    starts = lines[0].endswith("[WatchDog/ERROR]: Error ticking watch dog")
    return starts and not any(line.startswith("[MCDR]") for line in lines[1:])


class Mcdr:
    """A running MCDReforged: its lines, and its console."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path) -> None:
        self.process, self.folder = process, folder
        self.lines: list[str] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        race: list[str] = []
        async for raw in self.process.stdout:
            race.append(ANSI.sub("", raw.decode("utf-8", "replace").rstrip()))
            if not _is_race_of_mcdr(race):
                self.lines += race
                race.clear()
            elif race[-1].startswith(RACES):
                race.clear()

    def type(self, line: str) -> None:
        """Type a line at the console."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())

    def mark(self) -> int:
        """Where the log stands now, for `line(after=…)`."""
        return len(self.lines)

    def found(self, pattern: str, after: int = 0) -> list[str]:
        """The lines in which a pattern is found."""
        return [line for line in self.lines[after:] if re.search(pattern, line)]

    async def line(self, pattern: str, after: int = 0, seconds: float = 30) -> str:
        """The first line with a pattern, as soon as there is one."""
        try:
            return (await until(lambda: self.found(pattern, after), seconds, pattern))[0]
        except AssertionError:
            raise AssertionError(f"{pattern!r} not in the log:\n" + "\n".join(self.lines[-40:])) from None

    async def command(self, line: str, answer: str, seconds: float = 30) -> str:
        """Type a line and wait for its answer."""
        after = self.mark()
        self.type(line)
        return await self.line(answer, after, seconds)

    async def stop(self) -> int:
        """Stop the server and with it MCDR; kill both if they do not."""
        if self.process.returncode is None:
            self.type("stop" if self.found("Server is running at PID|服务端正在以 PID") else "!!MCDR server exit")
        try:
            await asyncio.wait_for(self.process.wait(), 20)
        except asyncio.TimeoutError:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise AssertionError("MCDR did not stop:\n" + "\n".join(self.lines[-40:])) from None
        await self._reading
        return await self.process.wait()


@asynccontextmanager
async def mcdr(
    folder: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    python: str | Path = sys.executable,
) -> AsyncIterator[Mcdr]:
    """Run MCDR in a folder that `write_folder` made, with an interpreter that has it."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    process = await asyncio.create_subprocess_exec(
        *(str(python), "-m", "mcdreforged", "start", *arguments),
        cwd=folder,
        env={**inherited, "MCDREFORGED_TELEMETRY_DISABLED": "1", **(environment or {})},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        limit=2**24,
    )
    running = Mcdr(process, folder)
    try:
        yield running
    finally:
        await running.stop()


@dataclass
class House:
    """QQ's sandbox in this process, MCDR with both plugins in a child, and the game between."""

    qq: Sandbox
    mcdr: Mcdr
    folder: Path
    port: int
    official: OfficialPlatform | None = None

    def group(self) -> list[str]:
        """What the bot said in the group."""
        said = self.qq.world.messages.values()
        return [words(one.segments) for one in said if one.user_id == 10001]

    def game(self) -> list[str]:
        """What players saw, as plain text."""
        return [plain(line["component"]) for line in self.qq.page.game.lines]

    def say(self, text: Any, user_id: int = 10003) -> int:
        """Somebody says something in the group."""
        return self.qq.world.say(user_id, text, group_id=GROUP_ID)

    def play(self, **frame: str) -> None:
        """A player does something: `type="chat", player="Steve", text="hi"`."""
        assert self.qq.page.game.send is not None
        self.qq.page.game.send(frame)

    async def in_group(self, words: str, seconds: float = 30) -> str:
        """The first line of the bot in the group that holds these words."""
        return (await until(lambda: [line for line in self.group() if words in line], seconds, words))[0]

    async def in_game(self, words: str, seconds: float = 30) -> str:
        """The first line of the game's chat that holds these words."""
        return (await until(lambda: [line for line in self.game() if words in line], seconds, words))[0]


def answers(home: House) -> list[str]:
    """What the bot answered in the group, without the quotes."""
    return [line.removeprefix("[reply]") for line in home.group() if line.startswith("[reply]")]


async def answer(home: House, words: Any, user_id: int = 10003) -> str:
    """The next answer of the bot, to an admin of the group if to nobody else."""
    before = len(answers(home))
    home.say(words, user_id)
    await until(lambda: len(answers(home)) > before, 20, words)
    return answers(home)[before]


def words(segments: list[dict[str, Any]]) -> str:
    """What the bot said: `[image]`, `@10003` for what is no text."""
    kinds = {"text": "text", "at": "qq"}
    return "".join(
        ("@" if part["type"] == "at" else "") + str(part["data"][kinds[part["type"]]])
        if part["type"] in kinds
        else f"[{part['type']}]"
        for part in segments
    )


def plain(component: Any) -> str:
    """The text of a Minecraft component."""
    if isinstance(component, list):
        return "".join(map(plain, component))
    if isinstance(component, dict):
        return str(component.get("text", "")) + plain(component.get("extra", []))
    return str(component)


def reverse(port: int, token: str = "secret") -> dict[str, Any]:
    """A `config.yml` of qq_api with one reverse WebSocket."""
    return {"config_version": 1, "connections": [{"type": "websocket_reverse", "port": port, "token": token}]}


AT_ONCE = {"per_group": {"seconds": 0}, "per_account": {"seconds": 0}, "jitter": 0, "merge": {"lines": 1}}


def chat(**keys: Any) -> dict[str, Any]:
    """A `config.yml` of qq_chat for the sandbox's group; lines leave at once, each in a message of its own."""
    head = {"config_version": 1, "message_sync_groups": [GROUP_ID], "admins": [10003], "outbox": AT_ONCE}
    return head | keys


APP_ID, APP_SECRET = "102000001", "naOC0ocQE3shWLAfffVLB1rhYPG7"


def official_way(over: str, port: int, qq: Sandbox) -> tuple[OfficialPlatform, dict[str, Any]]:
    """The make-believe official platform, for `official` or `official_webhook`, and what qq_api's connection says.

    It has no group cards: people are called there what they are called in the group elsewhere.
    """
    for number, member in qq.world.groups[GROUP_ID].members.items():
        qq.world.people[number].nickname = member.card or qq.world.people[number].nickname
    both = {"app_id": APP_ID, "secret": APP_SECRET}
    platform: dict[str, Any] = {"port": free_port(), "all_messages": True, **both}
    url = f"http://127.0.0.1:{platform['port']}"
    connection = {
        "type": "official",
        **both,
        "self_id": SELF_ID,
        "api_base": url,
        "token_url": f"{url}/app/getAppAccessToken",
    }
    if over == "official_webhook":
        platform["webhook_url"] = f"http://127.0.0.1:{port}/qq"
        connection |= {"mode": "webhook", "port": port, "path": "/qq"}
    return OfficialPlatform(qq.world, platform, store=qq.store), connection


def remember(folder: Path, world: World) -> None:
    """The bot was here before, and knows people and groups by the numbers that the World has for them."""
    database = Database(folder / "config" / "qq_api" / FILE, Texts({}, "en_us"))
    ids, numbers = Ids(world, APP_ID), {}
    for kind, them in (("user", world.people), ("group", world.groups)):
        numbers |= {(kind, ids.of(kind, number)): number for number in them}
    identity = Identity(database, APP_ID, SELF_ID, lambda kind, _, openid: numbers[kind, openid])
    for kind, openid in numbers:
        identity.note(kind, openid, state="in" if kind == "group" else "friend")
    database.close()


def way(over: str, port: int) -> tuple[Options, dict[str, Any]]:
    """The sandbox's options and qq_api's connection, of a type of connection."""
    api, both = free_port(), {"type": over, "token": "secret"}
    if over.startswith("official"):
        return Options(page_token="page"), {}
    if over.startswith("mirai"):
        connection = {"type": "mirai", "url": f"ws://127.0.0.1:{port}", "verify_key": "secret", "qq": 10001}
        connection |= {"mode": "http", "poll_seconds": 0.1} if over == "mirai_http" else {}
        return Options(url="", mirai_port=port, token="secret", page_token="page"), connection
    if over == "websocket":
        return Options(ws_port=port, token="secret", page_token="page"), {**both, "url": f"ws://127.0.0.1:{port}"}
    if over == "http":
        options = Options(post_url=f"http://127.0.0.1:{port}/", api_port=api, token="secret", secret="signed")
        options.page_token = "page"
        return options, {**both, "port": port, "secret": "signed", "api_url": f"http://127.0.0.1:{api}"}
    return Options(url=f"ws://127.0.0.1:{port}/ws", token="secret", page_token="page"), {**both, "port": port}


@asynccontextmanager
async def house(
    folder: Path,
    packed: Mapping[str, Path],
    *,
    chat_config: dict[str, Any] | None = None,
    others: Mapping[str, str] | None = None,
    python: str | Path = sys.executable,
    over: str = "websocket_reverse",
    rcon: bool = False,
    settings: Mapping[str, Any] | None = None,
    world: World | None = None,
) -> AsyncIterator[House]:
    """All of it, up and connected; `others` are further plugins, file name -> source, `over` is the way to QQ,
    `settings` are MCDR's own, `world` is another QQ than the small one."""
    port = free_port()
    async with AsyncExitStack() as stack:
        options, connection = way(over, port)
        qq = await stack.enter_async_context(sandbox(world or small_world(), options))
        official = None
        if over.startswith("official"):
            official, connection = official_way(over, port, qq)
            await stack.enter_async_context(official)
        link = qq.url.replace("http", "ws").split("?")[0] + "game"
        server = [sys.executable, "-u", packed["qq_api"], "minecraft", "--page", link, "--players", "Steve,Alex"]
        own = {**(settings or {})}
        if rcon:
            rcon_port = free_port()
            server += ["--rcon-port", str(rcon_port), "--rcon-password", "rcon"]
            own["rcon"] = {"enable": True, "address": "127.0.0.1", "port": rcon_port, "password": "rcon"}
        configs = {"qq_api": {"config_version": 1, "connections": [connection]}, "qq_chat": chat_config or chat()}
        write_folder(folder, server, packed.values(), configs, **own)
        if official is not None:
            remember(folder, qq.world)
        for name, source in (others or {}).items():
            (folder / "plugins" / name).write_text(source)
        running = await stack.enter_async_context(mcdr(folder, environment={"QQ_SANDBOX_TOKEN": "page"}, python=python))
        await running.line(r"QQ 10001 connected|Connected to (QQ|mirai)|\(HTTP POST\)|bot 102000001 is connected")
        if official is not None:
            await official.connected()
        assert not running.found("Suspicious entrypoint"), "the packed plugin is what is tested"
        await until(lambda: qq.page.game.ready and len(qq.page.game.players) == 2, 20, "the game")
        # MCDR hears of it a moment after the page, and deals with it before what is typed then
        await running.line("Alex joined the game")
        while "True" not in await running.command("!!MCDR status", "Server startup"):
            pass
        yield House(qq, running, folder, port, official)
