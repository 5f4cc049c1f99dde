"""The stand-in as a child process: what goes into its stdin and what comes out of its stdout."""

import asyncio
import re
import signal
import socket
import sys
from pathlib import Path

import pytest
from mcdreforged.handler.impl.vanilla_handler import VanillaHandler
from mcdreforged.minecraft.rcon.rcon_connection import RconConnection
from minecraft_program import DEADLINE, Start

from qq_api.sandbox.minecraft.console import run
from qq_api.sandbox.minecraft.options import parse_options


async def test_it_starts_as_vanilla_does(start: Start) -> None:
    program = await start("--version-name", "1.20.1", "--port", "25566", "--players", "Steve,Alex")
    await program.line(r"^\[\d\d:\d\d:\d\d\] \[Server thread/INFO\]: Starting minecraft server version 1\.20\.1$")
    await program.line(r"Starting Minecraft server on \*:25566$")
    await program.line(r'Preparing level "world"$')
    await program.line(r'Done \(\d+\.\d{3}s\)! For help, type "help"$')
    await program.line("Steve joined the game$")
    await program.line("Alex joined the game$")


async def test_every_line_is_one_mcdreforged_reads(start: Start) -> None:
    program = await start("--players", "Steve", "--rcon-port", "0", "--rcon-password", "secret")
    await program.type("#chat Steve hi", "help", "foo", "#die Steve", "stop")
    assert await program.exit_code() == 0
    infos = [VanillaHandler().parse_server_stdout(line) for line in program.output.decode().splitlines()]
    assert [info.player for info in infos if info.is_player] == ["Steve"]


async def test_stop_ends_it_in_order(start: Start) -> None:
    program = await start("--players", "Steve")
    await program.type("stop")
    for line in ("Stopping the server", "Stopping server", "Steve left the game", "Saving worlds"):
        await program.line(f": {line}$")
    assert await program.exit_code() == 0


async def test_the_end_of_stdin_stops_it_in_order(start: Start) -> None:
    program = await start()
    await program.type("#join Steve")
    program.close_stdin()
    await program.line("Steve joined the game$")
    await program.line("Stopping server$")
    assert await program.exit_code() == 0


async def test_the_end_of_stdin_stops_a_slow_start(start: Start) -> None:
    program = await start("--startup-seconds", "600")
    await program.line("Preparing level")
    program.close_stdin()
    await program.line("Stopping server$")
    assert await program.exit_code() == 0


async def test_what_is_typed_early_waits_for_the_start(start: Start) -> None:
    program = await start("--startup-seconds", "0.2", "--players", "Steve")
    await program.type("#chat Steve early")
    await program.line("Done ")
    await program.line("<Steve> early$")


async def test_a_crash_ends_it_at_once(start: Start) -> None:
    program = await start()
    await program.type("#crash")
    assert await program.exit_code() == 1
    assert b"Stopping" not in program.output


async def test_a_crash_need_not_wait_for_the_start(start: Start) -> None:
    program = await start("--startup-seconds", "600")
    await program.type("#crash")
    assert await program.exit_code() == 1
    assert b"Done" not in program.output


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_stops_it_in_order(start: Start, number: signal.Signals) -> None:
    program = await start()
    await program.line("Done ")
    program.process.send_signal(number)
    await program.line("Stopping server$")
    assert await program.exit_code() == 0


async def test_players_are_driven_from_the_console(start: Start) -> None:
    program = await start()
    lines = ["#join Steve", "#chat Steve 你好, 😀  two  spaces", "#die Steve lava", "#advance Steve Hot Stuff"]
    await program.type(*lines, "#die Steve", "#leave Steve", "#raw [x]  as it is")
    for wanted in (
        "Steve joined the game",
        "<Steve> 你好, 😀  two  spaces",
        "Steve tried to swim in lava",
        r"Steve has made the advancement \[Hot Stuff\]",
        "Steve was slain by Zombie",
        "Steve left the game",
    ):
        await program.line(f"INFO\\]: {wanted}$")
    await program.line(r"^\[x\]  as it is$")


async def test_a_server_that_hangs_says_so_and_ends(start: Start) -> None:
    program = await start()
    await program.type("#lag 2034", "#lag soon", "#hang")
    await program.line(r"Running 2034ms or 40 ticks behind$")
    await program.line(r"Refused: \"soon\" is no whole number$")
    await program.line(r"FATAL\]: A single server tick took 60\.00 seconds")
    assert await program.exit_code() == 1


async def test_what_cannot_be_is_refused_on_the_console(start: Start) -> None:
    program = await start()
    for line in ("#chat Steve hi", "#chat", "#join a", "#join", "#die", "#advance", "#leave", "#die  "):
        await program.type(line)
        await program.line(r"WARN\]: Refused: ")
    await program.type("#join Alex")
    await program.line("Alex joined the game$")


async def test_tellraw_in_any_language_prints_nothing(start: Start) -> None:
    program = await start("--players", "Steve")
    await program.type('execute at @p run tellraw @a {"text":"你好 😀"}', "say 早上好 🎉")
    assert "tellraw" not in await program.line("早上好 🎉$")
    assert "你好".encode() not in program.output


async def test_bytes_that_are_no_utf_8_do_no_harm(start: Start) -> None:
    program = await start()
    assert program.process.stdin
    program.process.stdin.write(b"say \xff\xfe \xc4\xe3\r\nlist\n")
    await program.line(r"\[Server\] \ufffd")
    await program.line("There are 0 of a max")


async def test_an_endless_line_is_left_out(start: Start) -> None:
    program = await start()
    assert program.process.stdin
    program.process.stdin.write(b"say " + b"x" * 3_000_000)
    await program.type("", "list")
    await program.line("There are 0 of a max")
    assert b"xxx" not in program.output


async def test_stdin_is_kept_in_a_file(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "stdin.log"
    path.write_text("before\n", encoding="utf-8")
    program = await start("--stdin-log", str(path))
    await program.type("say 你好", "#join Steve", "stop")
    assert await program.exit_code() == 0
    assert path.read_text(encoding="utf-8") == "before\nsay 你好\n#join Steve\nstop\n"


async def test_the_file_may_be_named_by_the_environment(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "stdin.log"
    program = await start(QQ_SANDBOX_STDIN_LOG=str(path))
    await program.type("stop")
    assert await program.exit_code() == 0
    assert path.read_text(encoding="utf-8") == "stop\n"


async def test_a_file_that_cannot_be_written_is_an_error(start: Start, tmp_path: Path) -> None:
    program = await start("--stdin-log", str(tmp_path))
    assert await program.exit_code() == 1
    assert b"Error" in program.output


async def test_rcon_answers_as_the_console_does(start: Start) -> None:
    program = await start("--rcon-port", "0", "--rcon-password", "secret", "--players", "Steve")
    line = await program.line(r"RCON running on [\w.]+:\d+$")
    port = int(line.rpartition(":")[2])

    def ask() -> list[str | None]:
        with RconConnection("127.0.0.1", port, "secret") as rcon:
            return [rcon.send_command(command) for command in ("list", "stop")]

    answers = await asyncio.wait_for(asyncio.to_thread(ask), DEADLINE)
    assert answers == ["There are 1 of a max of 20 players online: Steve", "Stopping the server"]
    await program.line(r"\[Rcon: Stopping the server\]$")
    assert await program.exit_code() == 0


async def test_rcon_without_a_password_stays_off(start: Start) -> None:
    program = await start("--rcon-port", "0", "--players", "Steve")
    await program.line(r"WARN\]: No rcon password set in server\.properties, rcon disabled!$")
    await program.line("Steve joined the game$")


async def test_a_busy_rcon_port_does_not_keep_it_from_starting(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        program = await start("--rcon-port", str(port), "--rcon-password", "secret", "--players", "Steve")
        await program.line(rf"WARN\]: Unable to initialise RCON on 127\.0\.0\.1:{port}: ")
        await program.line("Steve joined the game$")


def test_secrets_are_not_shown() -> None:
    options = parse_options(["--token", "t0ken", "--rcon-password", "s3cret"])
    assert (options.token, options.rcon_password) == ("t0ken", "s3cret")
    assert not re.search("t0ken|s3cret", repr(options))


def test_the_token_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QQ_SANDBOX_TOKEN", "t0ken")
    assert parse_options([]).token == "t0ken"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--players", "Steve,a b"], '"a b" is not a player\'s name'),
        (["--page", "http://localhost"], "does not begin with ws:// or wss://"),
        (["--version-name", "1.21\nx"], "illegal characters"),
    ],
)
def test_a_wrong_flag_is_named(flags: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(flags)
    assert said in capsys.readouterr().err
