"""The doctor, on the faults of a first day."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from qq_api import Bot, Texts
from qq_api.config import Config, ForwardWebSocket, Http, ReverseWebSocket
from qq_api.doctor import examine, in_words
from qq_api.runtime import running
from qq_api.sandbox.run import Options, sandbox, small_world
from support import free_port, until

HEADERS = {"X-Self-ID": "1", "X-Client-Role": "Universal", "Authorization": "Bearer good"}


async def test_nobody_connected_says_where_to_click(texts: Texts) -> None:
    ways = [ReverseWebSocket(port=free_port(), token="good"), Http(port=free_port(), secret="x")]
    async with running(Bot(), Config(connections=ways), texts) as runtime:
        reverse, http = await examine(Bot(), runtime, texts)
        assert f"ws://127.0.0.1:{ways[0].port}/ws" in reverse
        assert "WebSocket client" in reverse
        assert f"http://127.0.0.1:{ways[1].port}/" in http


@pytest.mark.parametrize(
    ("path", "headers", "words"),
    [
        ("/ws", {"Authorization": "Bearer bad"}, "wrong token"),
        ("/onebot", {}, "knocked at '/onebot'"),
        ("/ws", {"X-Self-ID": ""}, "which QQ account"),
    ],
)
async def test_whoever_was_refused_is_the_finding(texts: Texts, path: str, headers: dict[str, str], words: str) -> None:
    port = free_port()
    bot = Bot()
    config = Config(connections=[ReverseWebSocket(port=port, token="good")])
    async with running(bot, config, texts) as runtime:
        with pytest.raises(InvalidStatus):
            async with connect(f"ws://127.0.0.1:{port}{path}", additional_headers=HEADERS | headers):
                pass
        (finding,) = await examine(bot, runtime, texts)
        assert words in finding


@pytest.mark.parametrize(("status", "words"), [({"online": False, "good": False}, "QQ itself is offline"), (None, "")])
async def test_connected_but_offline_is_found(texts: Texts, status: Any, words: str) -> None:
    port, bot = free_port(), Bot()
    config = Config(connections=[ReverseWebSocket(port=port, token="good")])
    knocking = connect(f"ws://127.0.0.1:{port}/ws", additional_headers=HEADERS)
    async with running(bot, config, texts) as runtime, knocking as client:
        await until(bot.accounts)
        looking = asyncio.create_task(examine(bot, runtime, texts))
        call = json.loads(await client.recv())
        await client.send(json.dumps({"status": "ok", "retcode": 0, "data": status, "echo": call["echo"]}))
        findings = await looking
        assert [words in finding for finding in findings] == ([True, False] if words else [True])
        assert "no message came yet" in findings[-1]


async def test_a_busy_port_a_dead_server_and_no_connection_at_all_are_found(texts: Texts) -> None:
    bot, port = Bot(), free_port()
    async with running(Bot(), Config(connections=[ReverseWebSocket(port=port, token="x")]), texts):
        ways = [ReverseWebSocket(port=port, token="x"), ForwardWebSocket.model_validate({"url": "ws://127.0.0.1:1"})]
        async with running(bot, Config(connections=ways), texts) as runtime:
            await until(lambda: getattr(runtime.held[1].transport, "problem", ""))
            busy, dead = await examine(bot, runtime, texts)
            assert "another program listens there already" in busy
            assert "nobody answers at ws://127.0.0.1:1" in dead
            await runtime.apply(Config(connections=[]))
            assert await examine(bot, runtime, texts) == [texts("doctor.no_connection")]


def test_it_says_so_when_all_is_well(texts: Texts) -> None:
    assert in_words([], texts) == "All is well"
    assert in_words(["a", "b"], texts) == "Findings (2):\n- a\n- b"


def doctor(folder: Path, config: dict[str, Any] | None, seconds: str = "0.2") -> subprocess.CompletedProcess[str]:
    if config is not None:
        (folder / "config.yml").write_text(json.dumps(config))
    command = [sys.executable, "-m", "qq_api", "doctor", "--config", str(folder), "--seconds", seconds]
    root = Path(__file__).resolve().parent.parent
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=60)


async def test_the_command_line_takes_mcdrs_place_and_waits_for_qq(tmp_path: Path) -> None:
    port = free_port()
    config = {"connections": [{"type": "websocket_reverse", "port": port, "token": "t"}]}
    missing = await asyncio.to_thread(doctor, tmp_path, None)
    assert (missing.returncode, "--config DIR" in missing.stderr) == (2, True)
    alone = await asyncio.to_thread(doctor, tmp_path, config)
    assert (alone.returncode, "nobody knocked" in alone.stdout) == (1, True)
    async with sandbox(small_world(), Options(url=f"ws://127.0.0.1:{port}/ws", token="t")):
        well = await asyncio.to_thread(doctor, tmp_path, config, "20")
    assert (well.returncode, "All is well" in well.stdout) == (0, True), well.stdout + well.stderr


async def test_the_command_line_leads_to_the_mcdr_that_runs_already(tmp_path: Path, texts: Texts) -> None:
    port = free_port()
    config = {"connections": [{"type": "websocket_reverse", "port": port, "token": "t"}]}
    async with running(Bot(), Config(connections=[ReverseWebSocket(port=port, token="t")]), texts):
        done = await asyncio.to_thread(doctor, tmp_path, config)
    assert (done.returncode, texts("cli.in_use") in done.stdout) == (1, True), done.stdout + done.stderr
