"""How lines leave for QQ through a real MCDR: while QQ is away, over a kill, when it refuses; long ones and links."""

import asyncio
import json
import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mcdr import AT_ONCE, House, Mcdr, chat, house, mcdr, reverse
from mcdr_folder import write
from qq_api.sandbox.run import GROUP_ID, small_world
from qq_chat.relay.outbox import picture
from room import ALICE, OTHER, configure, in_group, texts
from support import until

pytestmark = pytest.mark.faults  # minutes together

AGAIN = {"QQ_SANDBOX_TOKEN": "page"}


async def ended(home: House) -> None:
    """Wait for the end of MCDR."""
    await until(lambda: home.mcdr.process.returncode is not None, 20)


@asynccontextmanager
async def next_life(home: House) -> AsyncIterator[Mcdr]:
    """MCDR once more, in the same folder."""
    async with mcdr(home.folder, environment=AGAIN) as running:
        await running.line("QQ 10001 connected")
        yield running


async def started_again(home: House, before: int) -> None:
    """Wait until the group has heard of the next start."""
    await until(lambda: [line for line in home.group()[before:] if "已启动" in line], 20, home.group)


def away(home: House, is_away: bool = True) -> None:
    """QQ cannot come in any more, or can again."""
    home.qq.endpoints[0].faults.wrong_token = is_away
    if is_away:
        home.qq.endpoints[0].faults.drop()


def speak(home: House, *lines: str) -> None:
    """Steve says something."""
    for line in lines:
        home.play(type="chat", player="Steve", text=line)


async def test_lines_wait_for_qq_over_a_restart_and_arrive_with_their_time_oldest_first(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    outbox = AT_ONCE | {"time_after": 0.3, "keep": {"lines": 8}}
    async with house(tmp_path, packed, chat_config=chat(language="zh_cn", outbox=outbox)) as home:
        speak(home, "at once")
        await home.in_group("at once")
        away(home)
        await home.mcdr.line("10001 .*disconnected|disconnected.*10001")
        before = len(home.group())
        speak(home, *(f"away {number}" for number in range(10)))
        await home.mcdr.line("QQ 不在线（.*），消息会先排队等待")
        await home.mcdr.line("<Steve> away 9")
        home.mcdr.type("stop")
        await home.mcdr.line("还有 8 条发往 QQ 的消息没有送出，已保存")
        await ended(home)
        # of a full queue the oldest are given up
        assert home.mcdr.found("有 5 条发往群 .*没有送出")
        assert home.group()[before:] == []
        away(home, False)
        roomy = chat(language="zh_cn", outbox=AT_ONCE | {"time_after": 0.3})
        write(home.folder / "config" / "qq_chat" / "config.yml", roomy)
        async with next_life(home) as again:
            await again.line("上次有 8 条发往 QQ 的消息没来得及送出，现在继续发送")
            await home.in_group("Alex 加入了游戏", 20)
            arrived = [re.sub(r"^\[\d\d:\d\d\] ", "@", line) for line in home.group()[before:]]
            said = [*(f"<Steve> away {number}" for number in range(5, 10)), "Steve 离开了游戏", "Alex 离开了游戏"]
            assert arrived[:8] == [f"@[survival] {line}" for line in (*said, "服务器已关闭")]
            new = ["服务器已启动", "Steve 加入了游戏", "Alex 加入了游戏"]
            assert [line.removeprefix("@") for line in arrived[8:]] == [f"[survival] {line}" for line in new]
            assert not again.found("Traceback")


async def test_a_kill_while_lines_are_sent_doubles_none_and_counts_the_one_in_flight(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    async with house(tmp_path, packed, chat_config=chat(language="zh_cn")) as home:
        await home.in_group("Alex 首次加入")
        await home.mcdr.command("!!MCDR status", "MCDR state")  # the answer to that is there
        home.qq.endpoints[0].faults.late_answers = 600  # QQ says it, and does not say so
        speak(home, "in flight", "waits", "waits, too")
        await home.in_group("in flight")
        await until(lambda: waiting(home) == 3)
        before = len(home.group())
        os.kill(home.mcdr.process.pid, signal.SIGKILL)
        await ended(home)
        home.qq.endpoints[0].faults.late_answers = 0
        async with next_life(home) as again:
            await again.line("上次服务器被强制结束时，有 1 条消息正在发往 QQ，无法确定是否送达；不会重发")
            await again.line("上次有 2 条发往 QQ 的消息没来得及送出，现在继续发送")
            await started_again(home, before)
            said = [line.partition("<Steve> ")[2] for line in home.group() if "<Steve> " in line]
            assert said == ["in flight", "waits", "waits, too"]
            assert not again.found("Traceback")


def waiting(home: House) -> int:
    """Lines in the file, as far as it was written."""
    folder = home.folder / "config" / "qq_chat"
    names = ("in flight", "waits", "waits, too")
    kept = b"".join(path.read_bytes() for path in folder.glob("outbox.sqlite3*"))
    return sum(json.dumps(f"<Steve> {name}")[1:-1].encode() + b'"' in kept for name in names)


@pytest.fixture
async def phone() -> AsyncIterator[tuple[str, list[str]]]:
    """The owner's: a URL for Apprise, and what came."""
    told: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].split("\r\n")[0])
        told.append(json.loads(await reader.readexactly(length))["message"])
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"json://127.0.0.1:{server.sockets[0].getsockname()[1]}/", told


async def test_a_group_that_refuses_is_left_alone_the_owner_told_once_and_tried_again(
    tmp_path: Path, packed: dict[str, Path], phone: tuple[str, list[str]]
) -> None:
    url, told = phone
    breaker = {"failures": 2, "seconds": 1, "at_most": 2}
    config = chat(language="zh_cn", outbox=AT_ONCE | {"breaker": breaker, "time_after": 0})
    async with house(tmp_path, packed, chat_config=config) as home:
        await home.in_group("Alex 首次加入")
        path = home.folder / "config" / "qq_api" / "config.yml"
        path.write_text(json.dumps(reverse(home.port) | {"notify": {"urls": [url]}}), encoding="utf-8")
        await home.mcdr.command("!!qqapi reload", "config.yml was read")
        member, before = home.qq.world.groups[GROUP_ID].members[10001], len(home.group())
        member.muted_until = home.qq.world.now() + 600
        speak(home, *(f"muted {number}" for number in range(6)))
        await home.mcdr.line(f"群 {GROUP_ID} 暂时无法发送消息（机器人被禁言）.*1 秒后再试")
        await until(lambda: told, 30)
        calls = len(home.mcdr.found("muted in group"))
        assert home.group()[before:] == []
        member.muted_until = 0
        await home.mcdr.line(f"群 {GROUP_ID} 已恢复发送")
        await home.in_group("muted 5")
        assert [line[-7:] for line in home.group()[before:]] == [f"muted {number}" for number in range(6)]
        assert len(home.mcdr.found("暂时无法发送消息")) == 1
        assert [one for one in told if "muted" in one] == told[:1], calls
        assert not home.mcdr.found("Traceback")


async def test_one_account_paces_all_of_its_groups_and_bursts_are_merged(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    paced = AT_ONCE | {"per_account": {"burst": 1, "seconds": 0.5}, "merge": {"lines": 30}}
    world = small_world()
    world.add_group(OTHER, "二群", owner=ALICE, members={10001: ""})
    config = chat(language="zh_cn", message_sync_groups=[GROUP_ID, OTHER], outbox=paced)
    async with house(tmp_path, packed, chat_config=config, world=world) as home:
        speak(home, *(f"line {number}" for number in range(20)))
        for group in (GROUP_ID, OTHER):
            said = await until(lambda group=group: whole(home, group), 20)  # type: ignore[misc]
            lines = [line for message in said for line in message.split("\n") if "> line" in line]
            assert lines == [f"[survival] <Steve> line {number}" for number in range(20)]
            assert len(said) < 12


def whole(home: House, group: int) -> list[str]:
    """What a group heard, once the last line is there."""
    said = texts(in_group(home, group))
    return said if said and "line 19" in said[-1] else []


LONG = "很长的一句话。" * 30


async def test_long_texts_links_and_repeats_leave_as_the_owner_wants(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, chat_config=chat(language="zh_cn")) as home:

        async def said(*lines: str, **outbox: object) -> list[str]:
            await configure(home, chat(language="zh_cn", outbox=AT_ONCE | outbox))
            before = len(in_group(home))
            speak(home, *lines, "the end")
            await until(lambda: [one for one in texts(in_group(home))[before:] if one.endswith("<Steve> the end")], 15)
            return [one.removeprefix("[survival] ") for one in texts(in_group(home))[before:-1]]

        await home.in_group("Alex 首次加入", 20)
        parts = await said(LONG, long_text={"over": 100})
        assert len(parts) == 3 and "".join(parts) == f"<Steve> {LONG}"
        assert {one[-1] for one in parts} == {"。"}, "split where a sentence ends"
        assert await said(LONG, long_text={"over": 100, "style": "forward"}) == ["[forward]"]
        if picture.find_font("") is not None:
            assert await said(LONG, long_text={"over": 100, "style": "picture"}) == ["[image]"]
        link = "看 https://a.example/b.html 吧"
        assert await said(link) == [f"<Steve> {link}"]
        assert await said(link, links="spaces") == ["<Steve> 看 https:// a . example /b.html 吧"]
        assert await said(link, links="dots") == ["<Steve> 看 a点example/b.html 吧"]
        again = await said("6", "6", "6", "7", repeat_seconds=1)
        assert (
            "".join(again).replace(" ×2", "<Steve> 6").replace(" ×3", "<Steve> 6<Steve> 6")
            == "<Steve> 6" * 3 + "<Steve> 7"
        )
        assert again.count("<Steve> 6") <= 1, "never the same twice in a row"

        # delivered, and answered as failed: the group's history shows it, so it is not said again
        home.qq.endpoints[0].faults.fail_delivered = True
        assert await said("once") == ["<Steve> once"]
        assert not home.mcdr.found("无法确定")
        home.qq.endpoints[0].faults.fail_delivered = False
        assert await said("twice") == ["<Steve> twice"]
        assert not home.mcdr.found("Traceback")
