"""A World in a file: there and back it is the same, and a broken file is told and left alone."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_world_chance import DEED, IN, do, living

from qq_api import ConfigError
from qq_api.config.disk import write_text
from qq_api.sandbox import keeping, run
from qq_api.sandbox.actions import act
from qq_api.sandbox.keeping import kept, load_world
from qq_api.sandbox.python import Sandbox
from qq_api.sandbox.world import World, boards, friends, groups, talk
from qq_api.sandbox.world.saved import Unreadable, loaded, saved
from qq_api.texts import Texts
from support import until

ENGLISH = Texts.load("qq_api", "en_us")


def state(world: World) -> dict[str, Any]:
    """All there is but who listens."""
    hidden = {"_listeners", "_own", "_watchers", "restarting", "store", "_clock", "random"}
    return {key: value for key, value in vars(world).items() if key not in hidden} | {"chance": world.random.getstate()}


def there_and_back(world: World) -> World:
    return loaded(json.loads(json.dumps(saved(world))), world._clock)


def full() -> World:
    """A World that has one of everything."""
    world, group_id = living(1), IN["group_id"]
    said = world.say(10001, [{"type": "face", "data": {"id": "178", "sub_type": 1}}], group_id=group_id)
    talk.react(world, 10002, said, "76", True)
    boards.mark(world, 10002, said)
    talk.read(world, 10003, world.messages[said])
    world.say(10003, "temporary", to=10004)
    friends.like(world, 10002, 10001, 3)
    world.people[10001].friends[10002].category_id = world.people[10001].category("服务器")
    groups.kick(world, 10002, group_id, 10005, for_good=True)
    act(world, 10001, "set_group_remark", {**IN, "remark": "服"})
    act(world, 10001, "set_group_msg_mask", {**IN, "mask": 4})
    act(world, 10001, "set_input_status", {"user_id": 10002, "event_type": 1})
    act(world, 10001, "send_group_sign", IN)
    act(world, 10002, "_send_group_notice", {**IN, "content": "公告"})
    act(world, 10002, "create_group_file_folder", {**IN, "name": "存档"})
    act(world, 10001, "upload_group_file", {**IN, "file": "base64://aGVsbG8=", "name": "a.txt"})
    album = act(world, 10001, "create_group_album", {**IN, "name": "截图"})["album_id"]
    act(world, 10001, "upload_group_album", {**IN, "album_id": album, "files": ["a.png"]})
    (lloc,) = world.groups[group_id].albums[album].pictures
    act(world, 10002, "do_group_album_comment", {**IN, "album_id": album, "lloc": lloc, "content": "好"})
    act(world, 10001, "upload_flash_file", {"paths": ["a.zip"]})
    card = [{"type": "node", "data": {"content": "x", "name": "y"}}]
    act(world, 10001, "send_group_forward_msg", {**IN, "messages": card})
    act(world, 10001, "send_group_ai_record", {**IN, "character": "voice-1", "text": "你好"})
    act(world, 10002, "set_group_anonymous", IN)
    world.say(10001, [{"type": "anonymous", "data": {}}, {"type": "text", "data": {"text": "?"}}], group_id=group_id)
    act(world, 10001, "set_config", {"ob11": {"enable": True}})
    act(world, 10001, "upload_private_file", {"user_id": 10002, "file": "b.txt"})
    world.faces["服务器"], world.pictures["a.png"] = ["https://x.invalid/a.png"], ["第一行"]
    return world


def test_everything_there_is_comes_back() -> None:
    world = full()
    assert state(there_and_back(world)) == state(world)
    empty = [key for key, value in saved(world).items() if value in ({}, [])]
    assert empty == []  # nothing was left out of the test
    (group,) = world.groups.values()
    assert [key for key, value in vars(group).items() if value in ({}, [], set())] == []


def test_what_is_done_afterwards_is_the_same() -> None:
    world = full()
    for one in (again := there_and_back(world), world):
        one.started += 1
        act(one, 10001, "send_group_msg", {**IN, "message": "[CQ:dice]"})
    assert state(again) == state(world)


@settings(max_examples=40)
@given(seed=st.integers(), deeds=st.lists(DEED, max_size=12), later=st.lists(DEED, max_size=3))
def test_whatever_was_done_there_and_back_is_the_same(seed: int, deeds: list[Any], later: list[Any]) -> None:
    world = living(seed)
    for deed in deeds:
        do(world, *deed)
    again = there_and_back(world)
    assert state(again) == state(world)
    assert [do(again, *deed) for deed in later] == [do(world, *deed) for deed in later]


def without(*path: Any) -> Callable[[Any], None]:
    def cut(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        del data[path[-1]]

    return cut


def with_it(key: str, value: Any) -> Callable[[Any], None]:
    return lambda data: data.update({key: value})


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (with_it("layout", 2), "layout: expected 1, found 2"),
        (without("layout"), "layout: expected 1, found None"),
        (without("people"), "people: Field required"),
        (without("people", "10001", "nickname"), r"people\.10001\.nickname"),
        (without("people", "10004"), "nobody has the number 10004"),
        (with_it("groups", []), "groups: "),
        (with_it("chance", [3, [1, 2], None]), "state"),
        (with_it("messages", {"x": {}}), r"messages\.x"),
    ],
)
def test_data_that_is_no_world_is_refused(tmp_path: Path, spoil: Callable[[Any], None], where: str) -> None:
    data = saved(full())
    spoil(data)
    with pytest.raises((Unreadable, ValueError), match=where):
        loaded(data)
    path = tmp_path / "world.json"
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(ConfigError, match=where):
        load_world(path, ENGLISH)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "5", "[" * 100_000, '{"layout": 1}', "\ud83d".encode("utf-16", "surrogatepass")]
)
@pytest.mark.parametrize(("language", "words"), [("en_us", "left as it is"), ("zh_cn", "文件未作改动")])
def test_a_broken_file_is_told_and_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | bytes, language: str, words: str
) -> None:
    path = tmp_path / "world.json"
    path.write_bytes(before := text if isinstance(text, bytes) else text.encode())
    assert run.main(["--url", "", "--page-port", "0", "--world", str(path)], Texts.load("qq_api", language)) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "world.json" in said
    assert words in said or isinstance(text, bytes)
    assert path.read_bytes() == before


CONFIG = {"page": None, "accounts": [{"user_id": 1}], "groups": [{"group_id": 9, "owner": 1, "members": [3]}]}


async def test_a_sandbox_goes_on_where_it_ended(tmp_path: Path) -> None:
    config = {**CONFIG, "world": tmp_path / "new" / "world.json"}
    async with Sandbox(config) as qq:
        await qq.group(9).say(3, "你好")
        qq.world.people[3].nickname = "Steve"
    more = {**config, "accounts": [{"user_id": 1}, {"user_id": 2}], "friends": [[1, 2]]}
    async with Sandbox(more) as qq:
        assert [one.segments[0]["data"]["text"] for one in qq.world.messages.values()] == ["你好"]
        assert (qq.world.name(3), qq.world.people[2].online, [*qq.world.people[1].friends]) == ("Steve", True, [2])
        friends.unfriend(qq.world, 1, 2)
    async with Sandbox(more) as qq:
        assert qq.world.people[1].friends == {}


def left_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


async def test_it_is_saved_in_between(tmp_path: Path) -> None:
    world, path = living(1), tmp_path / "world.json"
    async with kept(world, path, 0.01):
        await until(path.exists)
        world.say(10001, "later", group_id=20001)
        await until(lambda: "later" in path.read_text("utf-8"))
    assert state(load_world(path, ENGLISH))["messages"] == world.messages
    assert left_in(tmp_path) == ["world.json"]


async def test_a_slow_disk_does_not_bring_back_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world, path, begun, go_on, written = living(1), tmp_path / "world.json", Event(), Event(), []

    def slow(path: Path, text: str) -> None:
        is_first = not begun.is_set()
        begun.set()
        if is_first:
            go_on.wait(30)
        write_text(path, text)
        written.append(text)

    monkeypatch.setattr(keeping, "write_text", slow)
    async with kept(world, path, 0.01):
        await until(begun.is_set)
        world.say(10001, "later", group_id=20001)
        asyncio.get_running_loop().call_later(0.2, go_on.set)
    await until(lambda: len(written) == 2)
    assert "later" in path.read_text("utf-8")


async def test_a_full_disk_is_told_and_the_sandbox_runs_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    async with kept(living(1), tmp_path / "file" / "world.json"):
        pass
    assert "could not be saved" in caplog.text


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Children hear Ctrl-C, also where a shell started the tests in its background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name != "posix", reason="Windows ends a program at once")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.usefixtures("interruptible")
async def test_a_program_that_is_told_to_end_saves_its_world(tmp_path: Path, how: signal.Signals) -> None:
    path = tmp_path / "world.json"
    command = (sys.executable, "-m", "qq_api", "sandbox", "--url", "", "--page-port", "0", "--world", path)
    process = await asyncio.create_subprocess_exec(*map(str, command), stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    await asyncio.wait_for(process.stdout.readuntil(b"sandbox ready"), 20)
    process.send_signal(how)
    assert await asyncio.wait_for(process.wait(), 20) == 0
    assert 10002 in load_world(path, ENGLISH).people


def test_the_file_of_a_configuration_is_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.yml"
    path.write_text("accounts: [{user_id: 1}]\npage:\nworld: worlds/mine.json\nseed: 5\n")
    assert run._made(path, run.Options(), ENGLISH).config.world == tmp_path / "worlds" / "mine.json"
    given = run._made(path, run.Options(world=tmp_path / "other.json", seed=6), ENGLISH).config
    assert (given.world, given.seed) == (tmp_path / "other.json", 6)
