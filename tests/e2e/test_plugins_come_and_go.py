"""Reload, unload and load, under traffic, ending in counts; and nothing left behind."""

import asyncio
import itertools
import json
import os
import re
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from mcdr import House, Mcdr, house, mcdr, reverse
from mcdr_folder import write_folder
from support import free_port, longer, until

COUNTER = """
import json, threading

PLUGIN_METADATA = {"id": "counter", "version": "1.0.0", "dependencies": {"qq_api": "*"}}

def on_load(server, prev_module):
    from qq_api import MessageEvent

    def take(_server, bot, event):
        if not isinstance(event, MessageEvent):
            raise TypeError(type(event))
        with open("counted.jsonl", "a", encoding="utf-8") as file:
            file.write(json.dumps(event.content) + "\\n")

    server.register_event_listener("qq_api.on_message", take)
    server.register_event_listener("qq_api.on_meta_event", lambda _s, _b, e: server.logger.info("meta %s", e.name))

def on_unload(server):
    server.logger.info("threads %s", sorted(t.name for t in threading.enumerate()))
"""

SLOW = """
import time

PLUGIN_METADATA = {"id": "slow", "version": "1.0.0"}

def on_load(server, prev_module):
    time.sleep(0.3)

def on_unload(server):
    time.sleep(0.2)
"""

KEEPER = """
import threading

from mcdreforged.api.command import Literal

PLUGIN_METADATA = {"id": "keeper", "version": "1.0.0"}
BOTS = []

def on_load(server, prev_module):
    def send(source):
        BOTS[:] = BOTS or [server.get_plugin_instance("qq_api").get_bot()]
        source.reply("sent %s" % BOTS[0].sync.send_group_msg(group_id=20001, message="hello"))

    def threads(source):
        source.reply("threads %s" % sorted(thread.name for thread in threading.enumerate()))

    server.register_command(Literal("!!send").runs(send))
    server.register_command(Literal("!!threads").runs(threads))
"""


@dataclass
class Count:
    """What became of numbered messages."""

    sent: int
    delivered: int
    lost: int
    doubled: int
    out_of_order: int


def count(home: House, sent: int) -> Count:
    path = home.folder / "counted.jsonl"
    contents = [json.loads(line) for line in path.read_text().split("\n")[:-1]] if path.exists() else []
    numbers = [int(content.split()[1]) for content in contents if content.startswith("number ")]
    reordered = sum(later < earlier for earlier, later in itertools.pairwise(numbers))
    unique = set(numbers)
    return Count(sent, len(unique), sent - len(unique), len(numbers) - len(unique), reordered)


OTHERS = {"counter.py": COUNTER, "slow.py": SLOW}


def last_heard(home: House) -> int:
    """The number that was heard last; cheap, because tests ask a hundred times a second."""
    path = home.folder / "counted.jsonl"
    if not path.exists():
        return -1
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 200))
        said = [line for line in file.read().decode().split("\n")[:-1] if line.startswith('"number ')]
    return int(said[-1].strip('"').split()[1]) if said else -1


def heard_last(home: House, number: int) -> bool:
    return last_heard(home) == number


async def talk(home: House, first: int, stop: asyncio.Event) -> int:
    """Say numbered lines, 200 a second, until told to stop; returns the next number."""
    number, began = first, time.monotonic()
    while not stop.is_set():
        while number - first < (time.monotonic() - began) * 200:
            home.say(f"number {number}")
            number += 1
        await asyncio.sleep(0.005)
    return number


async def reload_under_traffic(home: House, plugin: str, times: int, first: int = 0) -> int:
    """Reload a plugin again and again while people talk; returns how many lines were said."""
    stop = asyncio.Event()
    talking = asyncio.create_task(talk(home, first, stop))
    for _ in range(times):
        await home.mcdr.command(f"!!MCDR plugin reload {plugin}", "Reloaded|reloaded")
        heard = count(home, 0).delivered
        await until(lambda heard=heard: count(home, 0).delivered >= heard + 50)  # type: ignore[misc]
    stop.set()
    return await talking


@pytest.mark.parametrize("plugin", ["qq_chat", *longer("counter", "slow")])
async def test_reloading_a_plugin_under_traffic_loses_no_event(
    tmp_path: Path, packed: dict[str, Path], plugin: str
) -> None:
    async with house(tmp_path, packed, others=OTHERS) as home:
        sent = await reload_under_traffic(home, plugin, 5)
        home.say(f"number {sent}")
        await until(lambda: heard_last(home, sent))
        print(result := count(home, sent + 1))
        assert result == Count(sent + 1, sent + 1, 0, 0, 0)


def sockets(process: psutil.Process) -> list[tuple[Any, ...]]:
    """The open connections of a process to QQ's side and to its listener, by their addresses."""
    return sorted((one.status, one.laddr, one.raddr) for one in process.net_connections("tcp"))


@pytest.mark.faults
async def test_reloading_qq_api_twenty_times_keeps_the_connection_and_every_event(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    async with house(tmp_path, packed, others=OTHERS) as home:
        process = psutil.Process(home.mcdr.process.pid)
        before = sockets(process), process.num_threads(), process.num_fds()
        sent = await reload_under_traffic(home, "qq_api", 20)
        home.say(f"number {sent}")
        await until(lambda: heard_last(home, sent))
        print(result := count(home, sent + 1))
        assert result == Count(sent + 1, sent + 1, 0, 0, 0)
        await until(lambda: (sockets(process), process.num_fds()) == (before[0], before[2]), 10)
        await until(lambda: process.num_threads() <= before[1] + 1, 10)  # the loop's helper may have begun meanwhile
        assert not home.mcdr.found("Traceback|TypeError|disconnected")
        home.say("still here")
        assert await home.in_game("still here")
        home.play(type="chat", player="Steve", text="and so am I")
        assert await home.in_group("and so am I")


async def test_heartbeats_are_not_emitted_again(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, others=OTHERS) as home:
        account = home.qq.world
        for kind in ("heartbeat", "lifecycle"):
            event = {"post_type": "meta_event", "meta_event_type": kind, "self_id": 10001, "time": 1}
            for self_id, emit in account._listeners:
                assert self_id == 10001
                emit(event)
        await home.mcdr.line(r"meta meta_event\.lifecycle")
        assert not home.mcdr.found(r"meta meta_event\.heartbeat")


def listens(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


async def unload(home: House) -> float:
    """Seconds until nobody listens any more."""
    began = time.monotonic()
    await home.mcdr.command("!!MCDR plugin unload qq_api", "Plugin qq_api@1.5.0 unloaded")
    await until(lambda: not listens(home.port))
    return time.monotonic() - began


async def test_an_unload_leaves_no_thread_and_no_port_within_five_seconds(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    async with house(tmp_path, packed, others={"keeper.py": KEEPER}) as home:
        process = psutil.Process(home.mcdr.process.pid)
        assert "'QQ API'" in await home.mcdr.command("!!threads", "threads")
        before = process.num_threads(), process.num_fds() if os.name == "posix" else 0
        for _ in range(3):  # the machine may stand still for a moment
            if (took := await unload(home)) < 5:
                break
            await home.mcdr.command(f"!!MCDR plugin load {packed['qq_api'].name}", "Waiting for QQ")
        assert took < 5
        while "QQ API" in await home.mcdr.command("!!threads", "threads"):
            pass
        after = process.num_threads(), process.num_fds() if os.name == "posix" else 0
        assert after < before, (before, after)
        home.say("nobody hears this")
        assert not home.mcdr.found("Traceback|did not stop|never awaited|unclosed")


@pytest.mark.faults
async def test_load_and_unload_twenty_times_in_a_row_works(tmp_path: Path, packed: dict[str, Path]) -> None:
    port = free_port()
    write_folder(tmp_path, "", [packed["qq_api"]], {"qq_api": reverse(port)})
    async with mcdr(tmp_path, "--no-server-start") as running:
        await running.line("Waiting for QQ")
        process = psutil.Process(running.process.pid)
        threads = []
        for _ in range(20):
            threads.append(process.num_threads())
            await running.command("!!MCDR plugin unload qq_api", "Plugin qq_api@1.5.0 unloaded")
            await running.command(f"!!MCDR plugin load {packed['qq_api'].name}", "Waiting for QQ")
        assert max(threads[2:]) == threads[2], threads
        assert listens(port)
        assert not running.found("ERROR|Traceback|WARN.*qq_api")


async def test_sending_after_an_unload_is_a_quiet_nothing(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, others={"keeper.py": KEEPER}) as home:
        await home.mcdr.command("!!send", r"sent \{'message_id': -?\d+\}")
        await home.mcdr.command("!!MCDR plugin unload qq_api", "Plugin qq_api@1.5.0 unloaded")
        await home.mcdr.command("!!send", "sent None")
        assert not home.mcdr.found("Traceback")


async def start(folder: Path, packed: dict[str, Path], config: dict[str, object]) -> None:
    write_folder(folder, "", packed.values(), {"qq_api": config})


async def test_a_busy_port_is_one_clear_line_and_mcdr_goes_on(tmp_path: Path, packed: dict[str, Path]) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as taken:
        await start(tmp_path, packed, reverse(port))
        async with mcdr(tmp_path, "--no-server-start") as running:
            line = await running.line("Cannot listen")
            assert f"127.0.0.1:{port}" in line
            assert "another program listens there already" in line
            await running.command("!!MCDR plugin list", "qq_chat")
            assert len(running.found("Cannot listen")) == 1
            assert not running.found("Traceback|Errno")
            taken.close()
            await running.command("!!MCDR plugin reload qq_api", "Waiting for QQ")


async def test_a_listener_for_everybody_without_a_token_is_refused(tmp_path: Path, packed: dict[str, Path]) -> None:
    port = free_port()
    config = {"config_version": 1, "connections": [{"type": "websocket_reverse", "host": "0.0.0.0", "port": port}]}
    await start(tmp_path, packed, config)
    async with mcdr(tmp_path, "--no-server-start") as running:
        line = await running.line("Configuration error")
        assert "a token (HTTP: a secret) is required" in line
        await running.command("!!MCDR plugin list", "qq_chat")
        assert not listens(port)
        assert not running.found("Traceback")


@pytest.mark.usefixtures("alone_on_5700")
async def test_the_first_start_writes_a_token_and_shows_it_once(tmp_path: Path, packed: dict[str, Path]) -> None:
    write_folder(tmp_path, "", packed.values(), {})
    async with mcdr(tmp_path, "--no-server-start") as running:
        await running.line("Waiting for QQ|Cannot listen")
        text = (tmp_path / "config" / "qq_api" / "config.yml").read_text("utf-8")
        found = re.search("token: (\\S{20,})", text)
        assert found is not None
        await running.line("!!qqchat group <number>")
        assert len(running.found(re.escape(found[1]))) == 1
        if os.name == "posix":
            assert (tmp_path / "config" / "qq_api" / "config.yml").stat().st_mode & 0o077 == 0
        after = running.mark()
        await running.command("!!MCDR plugin reload qq_api", "Waiting for QQ|Cannot listen")
        assert not running.found(re.escape(found[1]), after)


async def test_the_old_configurations_are_carried_over_once(tmp_path: Path, packed: dict[str, Path]) -> None:
    port = free_port()
    write_folder(tmp_path, "", packed.values(), {})
    old = {"http": {"enable": False}, "websocket": {"enable": True, "host": "127.0.0.1", "port": port}}
    chat = {"main_group": [123456], "message_sync_groups": ["20001"], "server_name": "旧服", "multi_server": True}
    for plugin_id, tree in (("qq_api", old), ("qq_chat", chat)):
        (tmp_path / "config" / plugin_id).mkdir()
        (tmp_path / "config" / plugin_id / "config.json").write_text(json.dumps(tree))
    async with mcdr(tmp_path, "--no-server-start") as running:
        await running.line(f"Waiting for QQ at ws://127.0.0.1:{port}/ws")
        await running.line(r"\[qq_chat\]: The settings of .*config.json were carried over")
        await running.line("has no token")
        assert "server_name: 旧服" in (tmp_path / "config" / "qq_chat" / "config.yml").read_text("utf-8")
        after = running.mark()
        await running.command("!!MCDR plugin reload qq_api", "Waiting for QQ")
        assert not running.found("carried over", after)


async def refused(running: Mcdr, port: int, headers: dict[str, str], path: str = "/ws") -> str:
    """The line MCDR prints for a handshake; knocking again prints no second one."""
    from websockets.asyncio.client import connect
    from websockets.exceptions import InvalidStatus

    after = running.mark()
    for _ in range(2):
        with pytest.raises(InvalidStatus):
            async with connect(f"ws://127.0.0.1:{port}{path}", additional_headers=headers):
                pass
    line = await running.line(r"\[qq_api\]: 127.0.0.1", after)
    assert len(running.found(r"\[qq_api\]: 127.0.0.1", after)) == 1
    return line


async def test_each_wrong_handshake_is_one_line_with_the_cure(tmp_path: Path, packed: dict[str, Path]) -> None:
    port = free_port()
    await start(tmp_path, packed, reverse(port, "topsecret"))
    good = {"Authorization": "Bearer topsecret", "X-Self-ID": "1", "X-Client-Role": "Universal"}
    async with mcdr(tmp_path, "--no-server-start") as running:
        await running.line("Waiting for QQ")
        assert "Put the token from config.yml into QQ's settings" in await refused(running, port, {})
        assert "wrong token" in await refused(running, port, good | {"Authorization": "Bearer topsecre"})
        assert "X-Self-ID" in await refused(running, port, good | {"X-Self-ID": ""})
        assert "X-Client-Role" in await refused(running, port, good | {"X-Client-Role": "boss"})
        assert "/ws" in await refused(running, port, good, "/onebot")
        assert not running.found("topsecret|Traceback"), "\n".join(running.lines[-60:])
        await running.command("!!MCDR plugin list", "qq_chat")
