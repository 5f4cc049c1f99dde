"""The wrapper around a real server, here a few lines of Python."""

import shlex
import sys
from pathlib import Path

import pytest
from minecraft_program import Page, Start

from qq_api.sandbox.minecraft.wrapper import split_command

SERVER = r"""
import sys

def say(text):
    sys.stdout.buffer.write(f"[12:00:00] [Server thread/INFO]: {text}\n".encode())
    sys.stdout.buffer.flush()

say('Done (1.000s)! For help, type "help"')
for raw in sys.stdin.buffer:
    line = raw.decode().rstrip("\n")
    if line == "stop":
        say("Stopping server")
        sys.exit(7)
    elif line == "raw":
        sys.stdout.buffer.write(b"\xff\xfe no utf-8 \r\n")
        sys.stdout.buffer.flush()
    elif line.startswith("print "):
        say(line[6:])
    else:
        say("got " + ascii(line))
"""

STUBBORN = r"""
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
while True:
    time.sleep(60)
"""


@pytest.fixture
def command(tmp_path: Path) -> str:
    path = tmp_path / "my server.py"
    path.write_text(SERVER, encoding="utf-8")
    return f'"{sys.executable}" "{path}"'


async def test_stdin_and_stdout_pass_through(start: Start, command: str) -> None:
    program = await start("--exec", command)
    await program.line('Done .*"help"$')
    await program.type("hello 你好 😀", "raw")
    await program.line(r"got 'hello \\u4f60\\u597d \\U0001f600'$")
    await program.type("stop")
    assert await program.exit_code() == 7
    assert b"\n\xff\xfe no utf-8 \r\n" in program.output
    assert program.output.count(b"\n") == 4


async def test_the_page_hears_what_goes_on(start: Start, command: str, page: Page) -> None:
    program = await start("--exec", command, "--page", page.url)
    hello = await page.next()
    assert (hello["type"], hello["kind"]) == ("hello", "real")
    await program.type("print Steve joined the game", "print <Steve> 你好 😀", 'tellraw @a {"text":"re"}')
    await page.frame("players", players=["Steve"])
    await page.frame("line", component={"text": "<Steve> 你好 😀"})
    await program.type("print Steve left the game")
    await page.frame("players", players=[])


async def test_what_is_told_to_the_server_is_seen(start: Start, command: str, page: Page) -> None:
    program = await start("--exec", command, "--page", page.url)
    await page.next()
    await program.type("print Steve joined the game")
    await page.frame("players", players=["Steve"])
    await program.type('execute at @p run tellraw @a {"text":"从QQ来"}')
    await page.frame("line", target="@a", component={"text": "从QQ来"})


async def test_the_page_types_at_the_console(start: Start, command: str, page: Page) -> None:
    program = await start("--exec", command, "--page", page.url)
    await program.line("Done ")
    await page.next()
    await page.send(type="console", text="say 你好")
    await program.line(r"got 'say \\u4f60\\u597d'$")


async def test_the_pages_line_never_lands_inside_another(start: Start, command: str, page: Page) -> None:
    program = await start("--exec", command, "--page", page.url)
    await program.line("Done ")
    await page.next()
    assert program.process.stdin
    await program.type("print Alex joined the game")
    await page.frame("players", players=["Alex"])
    program.process.stdin.write(b"say one")
    await program.process.stdin.drain()
    await page.send(type="console", text="say two")
    await page.send(type="fly")
    await page.frame("refused")
    program.process.stdin.write(b" half\n")
    got = [await program.line("got "), await program.line("got ")]
    assert sorted(line.partition("got ")[2] for line in got) == ["'say one half'", "'say two'"]


REFUSED = [
    {"type": "join", "player": "Steve"},
    {"type": "chat", "player": "Steve", "text": "hi"},
    {"type": "console", "text": "say hi\nstop"},
    {"type": "console", "text": "say \x1b[0m"},
    {"type": "fly"},
]


async def test_whatever_else_the_page_wants_is_refused(start: Start, command: str, page: Page) -> None:
    program = await start("--exec", command, "--page", page.url)
    await page.next()
    for frame in REFUSED:
        await page.send(**frame)
        assert (await page.frame("refused"))["reason"]
    await program.type("stop")
    assert await program.exit_code() == 7
    assert b"got" not in program.output


async def test_the_end_of_stdin_stops_the_server(start: Start, command: str) -> None:
    program = await start("--exec", command)
    await program.line("Done ")
    program.close_stdin()
    await program.line("Stopping server$")
    assert await program.exit_code() == 7


async def test_half_a_line_does_not_hide_the_stop(start: Start, command: str) -> None:
    program = await start("--exec", command)
    assert program.process.stdin
    program.process.stdin.write(b"say half")
    program.close_stdin()
    await program.line("got 'say half'$")
    await program.line("Stopping server$")
    assert await program.exit_code() == 7


async def test_the_end_of_the_page_stops_the_server(start: Start, command: str, page: Page) -> None:
    program = await start("--exec", command, "--page", page.url)
    await program.line("Done ")
    await page.next()
    await page.close()
    await program.line("the sandbox's page is gone; stopping the server$")
    assert await program.exit_code() == 7


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGTERM a program could ignore")
async def test_a_server_that_does_not_stop_is_killed(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "stubborn.py"
    path.write_text(STUBBORN, encoding="utf-8")
    command = shlex.join([sys.executable, str(path)])
    program = await start("--exec", command, "--stop-seconds", "0.2")
    await program.line("deaf")
    program.close_stdin()
    assert await program.exit_code() == 128 + 9


async def test_a_server_that_ends_by_itself_ends_the_wrapper(start: Start, page: Page) -> None:
    program = await start("--exec", f'"{sys.executable}" -c "print(5)"', "--page", page.url)
    assert await program.exit_code() == 0
    assert program.output.split() == [b"5"]


async def test_a_program_that_is_not_there_is_named(start: Start, tmp_path: Path) -> None:
    program = await start("--exec", str(tmp_path / "java"))
    await program.line("cannot run .*java")
    assert await program.exit_code() == 127


async def test_the_server_never_sees_the_token(start: Start) -> None:
    code = "import os; print(sorted(n for n in os.environ if n.startswith('QQ_')))"
    program = await start("--exec", f'"{sys.executable}" -c "{code}"', QQ_SANDBOX_TOKEN="t0ken")
    await program.line(r"^\[\]$")


async def test_stdin_is_kept_in_a_file_here_too(start: Start, command: str, tmp_path: Path) -> None:
    path = tmp_path / "stdin.log"
    program = await start("--exec", command, "--stdin-log", str(path))
    await program.type("say 你好", "stop")
    assert await program.exit_code() == 7
    assert path.read_text(encoding="utf-8") == "say 你好\nstop\n"


def test_windows_backslashes_are_no_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_api.sandbox.minecraft.wrapper.os.name", "nt")
    command = r'"C:\Program Files\Java\java.exe" -jar server.jar'
    assert split_command(command) == [r"C:\Program Files\Java\java.exe", "-jar", "server.jar"]
