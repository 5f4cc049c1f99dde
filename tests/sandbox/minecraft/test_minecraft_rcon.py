"""RCON, against MCDReforged's own client and against whoever does not speak it."""

import asyncio
import logging
import struct
from collections.abc import Callable

import pytest
from mcdreforged.minecraft.rcon.rcon_connection import RconConnection

from qq_api.sandbox.minecraft.game import Game
from qq_api.sandbox.minecraft.rcon import Packet, serve_rcon

DEADLINE = 20.0
SECRET = "secret"


async def ask(port: int, *commands: str, password: str = SECRET) -> list[str | None]:
    """Let MCDReforged's client ask, in a thread of its own."""

    def talk() -> list[str | None]:
        rcon = RconConnection("127.0.0.1", port, password, logger=logging.getLogger(__name__))
        if not rcon.connect():
            return []
        answers = [rcon.send_command(command, max_retry_time=1) for command in commands]
        rcon.disconnect()  # type: ignore[no-untyped-call]
        return answers

    return await asyncio.wait_for(asyncio.to_thread(talk), DEADLINE)


def keeping(asked: list[str]) -> Callable[[str], str]:
    """Answer nothing and keep what was asked."""

    def answer(command: str) -> str:
        asked.append(command)
        return ""

    return answer


async def send_raw(port: int, data: bytes) -> bytes:
    """Send some bytes and read until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    answer = await asyncio.wait_for(reader.read(), DEADLINE)
    writer.close()
    await writer.wait_closed()
    return answer


async def test_mcdreforged_gets_the_games_answers() -> None:
    game = Game(lambda _line: None)
    game.join("Steve")
    async with serve_rcon(game.rcon, SECRET, port=0) as port:
        answers = await ask(port, "list", 'tellraw @a "hi"', "whitelist add Alex")
    assert answers == ["There are 1 of a max of 20 players online: Steve", "", "Added Alex to the whitelist"]


@pytest.mark.parametrize("length", [0, 1, 4095, 4096, 4097, 20_000])
async def test_an_answer_of_any_length_arrives_whole(length: int) -> None:
    text = "你" * length
    async with serve_rcon(lambda _command: text, SECRET, port=0) as port:
        assert await ask(port, "help") == [text]


async def test_chinese_commands_arrive_whole() -> None:
    async with serve_rcon(lambda command: command, SECRET, port=0) as port:
        assert await ask(port, "say 你好 😀") == ["say 你好 😀"]


async def test_a_wrong_password_is_refused() -> None:
    asked: list[str] = []
    async with serve_rcon(keeping(asked), SECRET, port=0) as port:
        assert await ask(port, "stop", password="guess") == []
    assert asked == []


async def test_nothing_is_carried_out_before_the_login() -> None:
    asked: list[str] = []
    async with serve_rcon(keeping(asked), SECRET, port=0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(Packet(7, 2, "stop").dump())
        answer = await asyncio.wait_for(reader.readexactly(14), DEADLINE)
        writer.close()
        await writer.wait_closed()
    assert struct.unpack("<iii", answer[:12]) == (10, -1, 2)
    assert asked == []


LOGIN = Packet(0, 3, SECRET).dump()
BAD = {
    "too long": struct.pack("<i", 10_000_000) + b"x" * 100,
    "negative": struct.pack("<i", -1),
    "too short": struct.pack("<i", 9) + b"x" * 9,
    "without its end": struct.pack("<iii", 11, 1, 2) + b"lis",
    "not UTF-8": struct.pack("<iii", 11, 1, 2) + b"\xff\0\0",
    "HTTP": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("greeting", [b"", LOGIN], ids=["before the login", "after the login"])
@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
async def test_a_bad_packet_ends_its_own_connection_only(data: bytes, greeting: bytes) -> None:
    async with serve_rcon(lambda command: command, SECRET, port=0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(LOGIN)
        await asyncio.wait_for(reader.readexactly(14), DEADLINE)
        await send_raw(port, greeting + data)
        writer.write(Packet(1, 2, "still here").dump())
        answer = await asyncio.wait_for(reader.readexactly(24), DEADLINE)
        writer.close()
        await writer.wait_closed()
    assert answer == Packet(1, 0, "still here").dump()


async def test_packets_may_come_in_pieces_or_together() -> None:
    async with serve_rcon(lambda command: command, SECRET, port=0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        data = LOGIN + Packet(1, 2, "one").dump() + Packet(2, 2, "two").dump()
        for start in range(0, len(data), 5):
            writer.write(data[start : start + 5])
            await writer.drain()
        wanted = Packet(0, 2, "").dump() + Packet(1, 0, "one").dump() + Packet(2, 0, "two").dump()
        assert await asyncio.wait_for(reader.readexactly(len(wanted)), DEADLINE) == wanted
        writer.close()
        await writer.wait_closed()


async def test_the_end_of_the_block_ends_every_connection() -> None:
    async with serve_rcon(lambda command: command, SECRET, port=0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(LOGIN)
        await asyncio.wait_for(reader.readexactly(14), DEADLINE)
    assert await asyncio.wait_for(reader.read(), DEADLINE) == b""
    writer.close()
    with pytest.raises(OSError, match=r"."):
        await asyncio.open_connection("127.0.0.1", port)
