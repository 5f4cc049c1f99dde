"""What players say and what happens in the game, as groups read it: each kind through a real MCDR."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from mcdr import House, Mcdr, chat, house, mcdr, reverse
from mcdr_folder import write, write_folder
from qq_api import at, at_all, image, text
from qq_api.sandbox.minecraft.rcon import Packet, read_packet
from qq_api.sandbox.run import GROUP_ID, Options, sandbox, small_world
from room import ALICE, NOTCH, OTHER, WANG, bind, in_group, texts
from support import DATA, free_port, until

pytestmark = pytest.mark.faults  # minutes together

HEAD = "[12:00:00] [Server thread/INFO]: "
LIFE = ["starting", "started", "stopping", "stopped"]


@pytest.fixture
async def pixel() -> AsyncIterator[str]:
    """Where every address is a picture."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\nContent-Length: "
    content = (DATA / "pixel.png").read_bytes()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head + f"{len(content)}\r\n\r\n".encode() + content)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_players_words_arrive_clean_and_what_they_mean_is_real(
    tmp_path: Path, packed: dict[str, Path], pixel: str
) -> None:
    bind(tmp_path, Steve=WANG)
    config = chat(language="zh_cn", mentions={"everybody": 3}, pictures_from_game=3, game={"commands": ["!!", "."]})
    async with house(tmp_path, packed, chat_config=config) as home:
        home.play(type="join", player="Notch")  # the owner of this MCDR
        await home.in_group("Notch 首次加入游戏")

        async def says(player: str, words: str) -> list[dict[str, Any]]:
            before = len(in_group(home))
            home.play(type="chat", player=player, text=words)
            return (await until(lambda: in_group(home)[before:], what=words))[0]

        head = "[survival] <Steve> "
        assert await says("Steve", "&6Gold&r R&D [CQ:face,id=1]") == [text(f"{head}Gold R&D [CQ:face,id=1]")]
        item = 'look {id:"minecraft:diamond_sword",Count:1b}'
        assert await says("Steve", item) == [text(f"{head}look [diamond_sword]")]
        waypoint = "xaero-waypoint:Home:H:10:64:-20:5:false:0:Internal-overworld-waypoints"
        assert await says("Steve", waypoint) == [text(f"{head}[Home (10, 64, -20)]")]
        # names: nickname, card, bound player; nobody's name stays text
        assert await says("Alex", "@alice @老王 [腐竹] @STEVE @Stev") == [
            *(text("[survival] <Alex> "), at(ALICE), text(" "), at(WANG), text(" "), at(WANG), text(" @Stev")),
        ]
        # everybody: by permission only
        assert await says("Steve", "@all @全体成员") == [text(f"{head}@all @全体成员")]
        assert await says("Notch", "@全体成员 开饭") == [text("[survival] <Notch> "), at_all(), text(" 开饭")]
        # pictures: by permission only
        code = f"[[CICode,url={pixel}/1.png,name=cat]]"
        assert await says("Steve", f"{code} {pixel}/2.png") == [text(f"{head}[图片] {pixel}/2.png")]
        await says("Notch", f"看 {code} {pixel}/2.png")
        while "<Notch> 看" not in str(asked := (await home.qq.next_action("send_group_msg")).params):
            pass
        assert asked["message"] == [
            *(text("[survival] <Notch> 看 "), image(f"{pixel}/1.png"), text(" "), image(f"{pixel}/2.png")),
        ]
        # commands stay in the game
        before = len(in_group(home))
        for command in ("!!MCDR status", "!!help me", ".home"):
            home.play(type="chat", player="Alex", text=command)
        await says("Alex", "the next")
        assert texts(in_group(home))[before:] == ["[survival] <Alex> the next"]
        assert not home.mcdr.found("Traceback")


SWITCHES = {
    "starting": {"enabled": True},
    "started": {"template": "[{server}] 开服用时 {seconds} 秒"},
    "stopping": {"enabled": True},
    "me": {"template": "{time}|{player} {text}|{online} 人", "groups": [OTHER]},
    "leave": {"enabled": False},
    "advancement": {"groups": [GROUP_ID]},
}

ROUTES = [
    {"servers": ["creative"], "stop": True},
    {"groups": [OTHER], "events": ["death"], "template": "{player}({qq}，群 {group}，{card})：{text}"},
    {"groups": [OTHER], "events": ["say"], "pattern": "^公告", "not_pattern": "机密", "senders": ["Server"]},
    {"groups": [OTHER], "events": ["chat"], "prefix": "#", "template": "{text}"},
    {"groups": [OTHER], "events": ["advancement", "me"]},
    {
        "groups": [OTHER],
        "events": ["join", "first_join", "started", "starting", "stopped", "stopping"],
        "stop": True,
    },
]


async def took(home: House) -> str:
    """How long the server says it took to start: `0.1`, or `0`."""
    found = re.search(r"Done \((.+)s\)!", await home.mcdr.line("Done "))
    assert found is not None
    return f"{float(found[1]):.1f}".removesuffix(".0")


def everything_happens(home: House) -> None:
    """One of each thing that is told."""
    home.play(type="console", text="say 公告：今晚维护 §4红")
    home.play(type="console", text="say 随便说说")
    home.play(type="console", text="say 公告 机密")
    home.play(type="raw", text=f"{HEAD}* Steve 挥手")
    home.play(type="console", text="me 也挥手")
    home.play(type="chat", player="Steve", text="#大家好")
    home.play(type="chat", player="Steve", text="只有这里")
    home.play(type="leave", player="Steve")
    home.play(type="join", player="Steve")
    home.play(type="die", player="Alex", cause="arrow.item", killer="Skeleton", weapon="Bow")
    home.play(type="advance", player="Steve", title="How Did We Get Here?", kind="challenge")
    home.play(type="advance", player="Steve", title="Stone Age", kind="task")


async def test_each_thing_that_happens_has_its_switch_its_words_and_its_groups(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    bind(tmp_path, Alex=NOTCH)
    config = chat(language="zh_cn", message_sync_groups=[OTHER, GROUP_ID], game=SWITCHES, routes=ROUTES)
    world = small_world()
    world.add_group(OTHER, "创造服", owner=ALICE, members={10001: "", NOTCH: "脑缺"})
    async with house(tmp_path, packed, chat_config=config, world=world) as home:
        here, there = (lambda: texts(in_group(home))), (lambda: texts(in_group(home, OTHER)))
        await until(lambda: len(here()) == 4)
        assert here()[:2] == ["[survival] 服务器正在启动", f"[survival] 开服用时 {await took(home)} 秒"]
        assert sorted(here()[2:]) == [f"[survival] {name} 首次加入游戏，欢迎！" for name in ("Alex", "Steve")]

        everything_happens(home)
        await until(lambda: "石器时代" in here()[-1], what=here)
        assert here()[4:] == [
            "[survival] [Server] 公告：今晚维护 红",
            "[survival] [Server] 随便说说",
            "[survival] [Server] 公告 机密",
            "[survival] <Steve> #大家好",
            "[survival] <Steve> 只有这里",
            "[survival] Steve 加入了游戏",
            "[survival] Alex 被骷髅用[弓]射杀了",
            "[survival] Steve 完成了挑战「为什么会变成这样呢？」",
            "[survival] Steve 取得了进度「石器时代」",
        ]
        await until(lambda: len(there()) == 5, what=there)
        assert there()[0] == "[survival] [Server] 公告：今晚维护 红"
        assert [line.partition("|")[2] for line in there()[1:3]] == ["Steve 挥手|2 人", "Server 也挥手|2 人"]
        assert there()[3:] == ["大家好", f"Alex({NOTCH}，群 {OTHER}，脑缺)：Alex 被骷髅用[弓]射杀了"]

        home.mcdr.type("stop")
        await until(lambda: "已关闭" in here()[-1])
        ends = [line for line in here()[13:] if "离开" not in line]
        assert ends == ["[survival] 服务器正在关闭", "[survival] 服务器已关闭"]
        assert len(there()) == 5


async def test_of_fake_and_vanished_players_nothing_is_told(tmp_path: Path, packed: dict[str, Path]) -> None:
    silent = {"fake": ["(?i:bot_.*)", "挂机.*"]}
    config = chat(language="zh_cn", game={"silent": silent})
    async with house(tmp_path, packed, chat_config=config) as home:
        raw = lambda line: home.play(type="raw", text=HEAD + line)  # noqa: E731 - the line is all there is
        home.play(type="join", player="BOT_farm")
        home.play(type="chat", player="BOT_farm", text="I farm")
        home.play(type="die", player="BOT_farm", cause="lava")
        home.play(type="leave", player="BOT_farm")
        raw("Miner[local] logged in with entity id 9 at (0.5, 64.0, 0.5)")  # carpet's `/player Miner spawn`
        raw("Miner joined the game")
        raw("Miner drowned")
        raw("<Miner> I mine")
        raw("Miner left the game")
        raw("Alex issued server command: /vanish")
        home.play(type="chat", player="Alex", text="nobody sees me")
        home.play(type="die", player="Alex", cause="lava")
        raw("* Alex hides")
        raw("[Alex] from the dark")
        home.play(type="chat", player="Steve", text="marker one")
        await home.in_group("marker one")
        await home.mcdr.command("!!MCDR plugin reload qq_chat", "eloaded")
        home.play(type="chat", player="Alex", text="still nobody sees me")
        home.say("/list")
        assert (await home.in_group("在线玩家共")).partition("] ")[2] == "在线玩家共1人，玩家列表：\n--玩家--\nSteve"
        raw("Alex issued server command: /vanish off")
        home.play(type="chat", player="Alex", text="here I am")
        await home.in_group("here I am")
        said = [line for line in home.group() if "首次加入" not in line and "启动" not in line]
        said = [line for line in said if "在线" not in line]
        assert said == ["[survival] <Steve> marker one", "[survival] <Alex> here I am"]
        assert [line for line in home.group() if "BOT" in line or "Miner" in line] == []


async def test_players_are_found_behind_prefixes_and_under_every_name(tmp_path: Path, packed: dict[str, Path]) -> None:
    names = {"prefixes": [r"\[[^\]]*\]\s*", "★+"], "players": [r"\.?[A-Za-z0-9_ ]{1,17}", r"[\u4e00-\u9fff]{1,8}"]}
    config = chat(language="zh_cn", game={"names": names})
    # a mod's death, in the words of the owner's own language files
    for language, words in (("en_us", "%1$s was eaten by a grue"), ("zh_cn", "%1$s被格鲁吃掉了")):
        write(tmp_path / "config" / "qq_chat" / f"{language}.json", {"death.attack.grue": words})
    async with house(tmp_path, packed, chat_config=config) as home:
        raw = lambda line: home.play(type="raw", text=HEAD + line)  # noqa: E731 - the line is all there is
        for name in (".Bed Rock", "小明"):
            raw(f"{name}[/127.0.0.1:1] logged in with entity id 9 at (0.5, 64.0, 0.5)")
        raw("[VIP] Steve was slain by Zombie")
        raw("★★小明 drowned")
        raw("<[管理] 小明> 你好")
        raw(".Bed Rock has made the advancement [Stone Age]")
        raw("小明 was eaten by a grue")
        raw("小明 was slain by [VIP] Steve using [Diamond Sword]")
        raw(".Bed Rock left the game")
        raw("小明 left the game")
        await home.in_group("小明 离开了游戏")
        assert home.group()[-10:] == [
            "[survival] .Bed Rock 首次加入游戏，欢迎！",
            "[survival] 小明 首次加入游戏，欢迎！",
            "[survival] Steve 被僵尸杀死了",
            "[survival] 小明淹死了",
            "[survival] <小明> 你好",
            "[survival] .Bed Rock 取得了进度「石器时代」",
            "[survival] 小明被格鲁吃掉了",
            "[survival] 小明被 Steve 用[钻石剑]杀死了",
            "[survival] .Bed Rock 离开了游戏",
            "[survival] 小明 离开了游戏",
        ]


MG_EVENTS = """
from mcdreforged.api.all import LiteralEvent

PLUGIN_METADATA = {"id": "mg_events", "version": "1.0.0"}


class Content:
    def __init__(self, **said):
        self.__dict__.update(said)


def on_info(server, info):
    if info.content == "Steve was eaten by a grue":
        said = [Content(locale="zh_cn", raw="Steve 被格鲁吃掉了", killer="grue", weapon=None)]
        server.dispatch_event(LiteralEvent("PlayerDeathEvent"), ("Steve", "death.attack.grue", said))
    if info.content == "Steve learned":
        said = [Content(locale="en_us", advancement="[Stone Age]")]
        server.dispatch_event(LiteralEvent("PlayerAdvancementEvent"), ("Steve", "chat.type.advancement.task", said))
"""

MORE_APIS = """
from mcdreforged.api.all import LiteralEvent

PLUGIN_METADATA = {"id": "more_apis", "version": "1.0.0"}


def on_info(server, info):
    content = info.content.removeprefix("more: ")
    if content != info.content:
        kind = "player_made_advancement" if "advancement" in content else "death_message"
        server.dispatch_event(LiteralEvent("more_apis." + kind), (content,))
"""


async def test_where_mg_events_or_more_apis_tell_deaths_ours_are_not_told(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    others = {
        "mg_events.py": MG_EVENTS.replace('        server.dispatch_event(LiteralEvent("mg_events.death"), ())\n', "")
    }
    async with house(tmp_path, packed, chat_config=chat(language="zh_cn"), others=others) as home:
        raw = lambda line: home.play(type="raw", text=HEAD + line)  # noqa: E731 - the line is all there is
        told = lambda: [line.removeprefix("[survival] Steve ") for line in home.group() if "Steve " in line][1:]  # noqa: E731
        await home.in_group("Steve 首次加入")
        raw("Steve drowned")
        raw("Steve was eaten by a grue")
        raw("Steve has made the advancement [Stone Age]")
        raw("Steve learned")
        await home.in_group("石器时代")
        assert told() == ["被格鲁吃掉了", "取得了进度「石器时代」"]

        plugins = home.folder / "plugins"
        (plugins / "mg_events.py").unlink()
        (plugins / "more_apis.py").write_text(MORE_APIS, encoding="utf-8")
        await home.mcdr.command("!!MCDR reload plugin", "[Ll]oaded: .*more_apis|more_apis.* loaded")
        raw("Steve drowned")
        raw("more: Steve drowned")
        raw("more: Steve has made the advancement [Monster Hunter]")
        await home.in_group("怪物猎人")
        assert told()[2:] == ["淹死了", "取得了进度「怪物猎人」"]

        (plugins / "more_apis.py").unlink()
        await home.mcdr.command("!!MCDR reload plugin", "[Uu]nloaded: .*more_apis|more_apis.* unloaded")
        raw("Steve tried to swim in lava")
        await home.in_group("熔岩")
        assert len(told()) == 5
        assert not home.mcdr.found("Traceback")


SERVER = """
import sys
HEAD = sys.argv[1]
print(HEAD + "Starting minecraft server version 1.21", flush=True)
print(HEAD + 'Done (1.0s)! For help, type "help"', flush=True)
for line in sys.stdin:
    if line.startswith("#"):
        print(HEAD + line[1:].rstrip(), flush=True)
    if line.strip() == "stop":
        break
"""


@asynccontextmanager
async def console(folder: Path, packed: dict[str, Path], handler: str, head: str) -> AsyncIterator[tuple[Mcdr, Any]]:
    """A server whose lines look as another one's, and the sandbox that hears of them."""
    port = free_port()
    configs = {"qq_api": reverse(port), "qq_chat": chat(language="zh_cn")}
    write_folder(folder, [sys.executable, "-u", "-c", SERVER, head], packed.values(), configs, handler=handler)
    options = Options(url=f"ws://127.0.0.1:{port}/ws", token="secret")
    async with sandbox(small_world(), options) as qq, mcdr(folder) as running:
        await running.line("QQ 10001 connected")
        await running.line(r"^\[Server\].*Done \(")  # not the command line that has it, too
        yield running, qq


@pytest.mark.parametrize(
    ("handler", "head"),
    [
        ("bukkit_handler", "[12:00:00 INFO]: "),  # Paper
        ("forge_handler", "[12:00:00] [Server thread/INFO] [net.minecraft.server.MinecraftServer/]: "),
        ("bukkit14_handler", "[12:00:00] [Server thread/INFO]: "),  # Spigot; Fabric's are vanilla's
    ],
)
async def test_deaths_and_advancements_are_read_from_every_console(
    tmp_path: Path, packed: dict[str, Path], handler: str, head: str
) -> None:
    async with console(tmp_path, packed, handler, head) as (running, qq):
        for line in (
            "Steve[/127.0.0.1:1] logged in with entity id 9 at ([world]0.5, 64.0, 0.5)",
            "Steve joined the game",
            "Steve was slain by Zombie",
            "Steve has made the advancement [Stone Age]",
            "<Steve> 你好",
            "[Not Secure] [Server] 维护",
            "* Steve waves",
            "Steve left the game",
        ):
            running.type(f"#{line}")

        def said() -> list[str]:
            return texts([one.segments for one in qq.world.messages.values()])

        await until(lambda: "离开了游戏" in said()[-1] if said() else False, what=said)
        assert not running.found("Traceback")
        assert [line for line in said() if "启动" not in line] == [
            "[survival] Steve 首次加入游戏，欢迎！",
            "[survival] Steve 被僵尸杀死了",
            "[survival] Steve 取得了进度「石器时代」",
            "[survival] <Steve> 你好",
            "[survival] [Server] 维护",
            "[survival] * Steve waves",
            "[survival] Steve 离开了游戏",
        ]


async def nth(home: House, pattern: str, number: int) -> int:
    """The seconds in the line of the group that is the first, second, … of its kind."""

    def found() -> list[str]:
        return re.findall(pattern, "\n".join(home.group()))

    return int((await until(lambda: found()[number - 1 :], 30, home.group))[0])


class Rcon:
    """A server's RCON that may stop answering."""

    def __init__(self) -> None:
        self.asked = 0
        self.answers = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client."""
        try:
            while True:
                packet = await read_packet(reader)
                if packet.kind == 2:
                    self.asked += 1
                    await self.answers.wait()
                writer.write(Packet(packet.request_id, 2 if packet.kind == 3 else 0, "").dump())
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def test_a_server_that_does_not_answer_is_told_and_its_crash_with_the_exit_code(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    rcon = Rcon()
    config = chat(language="zh_cn", game={"hanging": {"after": 10}})
    async with await asyncio.start_server(rcon.serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        settings = {"rcon": {"enable": True, "address": "127.0.0.1", "port": port, "password": "x"}}
        async with house(tmp_path, packed, chat_config=config, settings=settings) as home:
            home.play(type="raw", text=f"{HEAD}RCON running on 127.0.0.1:{port}")
            await home.mcdr.line("Rcon connected")
            home.play(type="lag", milliseconds="3000")  # no news
            home.play(type="lag", milliseconds="70000")
            await home.in_group("服务器恢复响应，此前停顿了 70 秒")
            home.play(
                type="raw",
                text="[12:00:00] [Paper Watchdog Thread/ERROR]: The server has not responded for 12 seconds!",
            )
            await home.in_group("服务器已有 12 秒没有响应")
            home.play(type="raw", text=f"{HEAD}* Steve waves")
            await home.in_group("服务器恢复响应，此前停顿了 12")
            await until(lambda: rcon.asked, 30)
            assert await nth(home, r"服务器已有 (\d+).* 秒没有响应", 2) >= 10
            rcon.answers.set()
            assert await nth(home, r"服务器恢复响应，此前停顿了 (\d+).* 秒", 3) >= 10
            home.mcdr.type("#crash")
            await home.in_group("服务器崩溃了（退出码 1）")
            assert not [line for line in home.group() if "停顿了 3 秒" in line or "已关闭" in line]
            assert not home.mcdr.found("Traceback")
