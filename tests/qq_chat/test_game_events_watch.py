"""From the stand-in server's lines, through MCDR's handler, to what QQ hears; and from the packed plugin."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from mcdreforged.handler.impl import VanillaHandler

from qq_api import Texts
from qq_api.sandbox.minecraft.game import Game
from qq_chat.game.events import GameEvent, Joined, Left
from qq_chat.game.lexicon import load_lexicon
from qq_chat.game.life import Life
from qq_chat.game.newcomers import Newcomers
from qq_chat.game.reader import Reader
from qq_chat.game.settings import GameEvents
from qq_chat.game.silence import Silence
from qq_chat.game.telling import Telling
from qq_chat.game.watch import Watch


class Played:
    """A stand-in server whose lines go the way they go in MCDR; `said` is what QQ hears."""

    def __init__(self, *known: str, others: bool = False, announced: bool = False) -> None:
        self.said: list[str] = []
        self.online: list[str] = []
        self.sent_away: set[str] = set()
        self.known: list[str] = list(known)
        self.now = 0.0
        lexicon = load_lexicon("zh_cn")
        silence = Silence(announced=announced)
        everything = {"starting": {"enabled": True}, "stopping": {"enabled": True}}
        settings = GameEvents.model_validate(everything)
        self._telling = Telling(settings, lexicon, Texts.load("qq_chat", "zh_cn"), silence)
        self.watch = Watch(
            Reader(lexicon),
            Life(lambda: self.now),
            silence,
            Newcomers(known, self._save),
            lambda: self.online,
            lambda: others,
            announced_only=announced,
            turns_away=lambda player: player in self.sent_away,
        )
        self._handler = VanillaHandler()
        self.game = Game(log=self.printed)

    def _save(self, names: list[str]) -> None:
        self.known = names

    def printed(self, line: str) -> None:
        """As MCDR does: the line itself first, then what MCDR makes of it."""
        info = self._handler.parse_server_stdout(line)
        if info.player is None:
            self.tell(self.watch.line(info.content))
        if name := self._handler.parse_player_joined(info):
            self.tell(self.watch.joined(name, info.content))
        if name := self._handler.parse_player_left(info):
            self.tell(self.watch.left(name))
        if self._handler.test_server_startup_done(info):
            self.tell(self.watch.server_is_up())

    def tell(self, events: list[GameEvent]) -> None:
        for event in events:
            if isinstance(event, Joined) and event.player not in self.online:
                self.online.append(event.player)
            words = self._telling.words(event, {"server": "s", "time": "t", "online": str(len(self.online))})
            if words:
                self.said.append(words.text)
            if isinstance(event, Left):
                self.online.remove(event.player)

    def heard(self) -> list[str]:
        """What was said since the last time."""
        said, self.said = self.said, []
        return said


@pytest.fixture
def played() -> Iterator[Played]:
    yield Played("Alex")


@pytest.mark.parametrize("announced", [False, True])
def test_whoever_is_sent_away_at_the_door_is_not_spoken_of_until_they_may_play(announced: bool) -> None:
    played = Played("Alex", announced=announced)
    played.game.start()
    played.game.open()
    played.heard()
    played.sent_away = {"Steve"}
    played.game.join("Steve")
    played.game.leave("Steve")
    assert (played.heard(), played.known) == ([], ["Alex"])
    played.sent_away.clear()
    played.game.join("Steve")
    played.game.leave("Steve")
    assert played.heard() == ["Steve 首次加入游戏，欢迎！", "Steve 离开了游戏"]


def test_a_day_on_the_server(played: Played) -> None:
    played.watch.server_starts()
    played.game.start()
    played.game.open()
    assert played.heard() == ["服务器正在启动", "服务器已启动"]
    played.game.join("Alex")
    played.game.join("Steve")
    assert played.heard() == ["Alex 加入了游戏", "Steve 首次加入游戏，欢迎！"]
    assert played.known == ["Alex", "Steve"]
    played.game.chat("Steve", "Alex was slain by Zombie")
    assert played.heard() == [], "MCDR tells chat itself"
    played.game.die("Steve", "player.item", "Alex", "Diamond Sword")
    played.game.console("kill Alex")
    played.game.console("advancement grant @a only story/mine_stone")
    assert played.heard() == [
        "Steve 被 Alex 用[钻石剑]杀死了",
        "Alex 被杀死了",
        "Alex 取得了进度「石器时代」",
        "Steve 取得了进度「石器时代」",
    ]
    played.game.console("say Steve died")
    played.game.console("me drowned")
    assert played.heard() == ["[Server] Steve died", "* Server drowned"]
    played.game.leave("Steve")
    played.game.console("stop")
    played.game.close()
    played.tell(played.watch.server_ended(0))
    assert played.heard() == ["Steve 离开了游戏", "服务器正在关闭", "Alex 离开了游戏", "服务器已关闭"]


def test_a_bad_day_on_the_server(played: Played) -> None:
    played.game.start()
    played.game.open()
    played.heard()
    played.game.hang()
    played.tell(played.watch.server_ended(1))
    assert played.heard() == ["服务器已有 60 秒没有响应", "服务器崩溃了（退出码 1）"]


def test_a_server_that_does_not_answer_and_then_does(played: Played) -> None:
    played.game.open()
    played.game.join("Alex")
    played.heard()
    for _ in range(100):
        played.now += 1
        played.tell(played.watch.tick().events)
    assert played.heard() == ["服务器已有 60 秒没有响应"]
    played.game.die("Alex", "starve")
    assert played.heard() == ["服务器恢复响应，此前停顿了 85 秒", "Alex 饿死了"]
    played.game.lag(2000)
    played.tell(played.watch.answered())
    assert played.heard() == []


def test_players_whom_mcdr_does_not_know(played: Played) -> None:
    played.printed("[12:00:00] [Server thread/INFO]: .Bed[/127.0.0.1:1] logged in with entity id 1 at (0.5, 64.0, 0.5)")
    played.printed("[12:00:00] [Server thread/INFO]: .Bed joined the game")
    played.printed("[12:00:00] [Server thread/INFO]: <.Bed> hi")
    played.printed("[12:00:00] [Server thread/INFO]: .Bed fell out of the world")
    played.printed("[12:00:00] [Server thread/INFO]: .Bed left the game")
    assert played.heard() == [".Bed 首次加入游戏，欢迎！", "<.Bed> hi", ".Bed 掉出了这个世界", ".Bed 离开了游戏"]
    assert played.online == []


def test_fake_players_are_online_but_nobody_hears_of_them(played: Played) -> None:
    played.printed("[12:00:00] [Server thread/INFO]: Farm[local] logged in with entity id 1 at (0.5, 64.0, 0.5)")
    played.printed("[12:00:00] [Server thread/INFO]: Farm joined the game")
    played.printed("[12:00:00] [Server thread/INFO]: Farm was slain by Zombie")
    assert played.online == ["Farm"]
    played.printed("[12:00:00] [Server thread/INFO]: Farm left the game")
    assert played.heard() == []
    assert played.known == ["Alex"], "no newcomer either"


def test_with_announced_only_vanished_players_come_unheard() -> None:
    played = Played("Alex", "Steve", announced=True)
    played.printed("[12:00:00] [Server thread/INFO]: Alex[/127.0.0.1:1] logged in with entity id 1 at (0.5, 64.0, 0.5)")
    played.printed("[12:00:00] [Server thread/INFO]: Alex drowned")
    assert played.online == ["Alex"]
    played.game.join("Steve")
    assert played.heard() == ["Steve 加入了游戏"]
    played.printed("[12:00:00] [Server thread/INFO]: Alex joined the game")
    assert played.heard() == ["Alex 加入了游戏"], "when the plugin says that she is there, she is"


def test_what_another_plugin_tells_is_not_told_by_us() -> None:
    played = Played("Alex", others=True)
    played.game.join("Alex")
    played.game.die("Alex")
    played.game.advance("Alex")
    played.game.console("say hi")
    assert played.heard() == ["Alex 加入了游戏", "[Server] hi"]


def test_a_plugin_loaded_while_the_server_runs_tells_no_start(played: Played) -> None:
    played.watch.server_is_up()
    played.game.open()
    assert played.heard() == []


def test_the_packed_plugin_has_its_words(packed: dict[str, Path], tmp_path: Path) -> None:
    code = (
        "from qq_chat.game.lexicon import load_lexicon; import qq_chat; print(qq_chat.__file__);"
        "print(ascii(load_lexicon('zh_cn').name('entity', 'Creeper')))"
    )
    path = f"import sys; sys.path[:0] = [{str(packed['qq_chat'])!r}, {str(packed['qq_api'])!r}]; "
    done = subprocess.run([sys.executable, "-c", path + code], cwd=tmp_path, capture_output=True, text=True, check=True)
    place, word = done.stdout.split()
    assert re.search(r"\.mcdr.qq_chat", place)
    assert word == ascii("苦力怕")
