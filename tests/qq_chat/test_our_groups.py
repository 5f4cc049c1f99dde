"""An owner who has named no group is told which there are, and names one by a command."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from asking import GROUP, Asking

from qq_api import ActionFailed, MessageEvent, load_config
from qq_chat.commands.our_groups import MOST, OurGroups
from qq_chat.config import Config
from qq_chat.config.obtain import obtain_config
from support import until


class House:
    """A first start in memory.

    Attributes:
        groups: what QQ answers; an error is raised.
        reloaded: the plugins that were reloaded.
        replies: to the owner.
    """

    def __init__(self, folder: Path, **config: Any) -> None:
        self.asking = Asking(folder, **config)
        self.folder, self.common, self.log = folder, self.asking.common, self.asking.log
        self.groups: Any = []
        self.reloaded: list[str] = []
        self.replies: list[str] = []
        self.common.loop, self.common.bot = asyncio.get_running_loop(), self
        self.common.server.get_self_metadata = lambda: SimpleNamespace(id="qq_chat")
        self.common.server.reload_plugin = self.reloaded.append
        obtain_config(folder, self.common.texts, logging.getLogger("qq_chat.test"))
        self.feature = OurGroups(self.common)

    def accounts(self) -> list[int]:
        return []

    def openid_number(self, _kind: str, _openid: str) -> int | None:
        return None

    async def call_action(self, action: str, **params: Any) -> Any:
        assert (action, params) == ("get_group_list", {"self_id": 9})
        if isinstance(self.groups, Exception):
            raise self.groups
        return self.groups

    def listener(self, event: str) -> Callable[..., None]:
        return self.feature.listeners()[event]

    def type(self, group_id: int) -> str:
        """`!!qqchat group <group_id>`"""
        self.feature._add(SimpleNamespace(reply=self.replies.append), {"group_id": group_id})  # type: ignore[arg-type]
        return self.replies[-1]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    one = House(tmp_path, message_sync_groups=[])
    yield one
    one.feature.close()
    one.asking.database.close()


def message(group_id: int | None) -> MessageEvent:
    place = {"message_type": "group", "group_id": group_id} if group_id else {"message_type": "private"}
    return MessageEvent({"user_id": 5, "self_id": 9, "message": "hi", "content": "hi", **place})


async def test_the_groups_of_an_account_that_comes_are_named_harmlessly(house: House) -> None:
    names = ("Survival", "\x1b[31m红\n!!stop", None)
    house.groups = [{"group_id": 1 + number, "group_name": name} for number, name in enumerate(names)]
    house.listener("qq_api.on_connect")(None, None, 9)
    await until(lambda: house.log.lines)
    (line,) = house.log.lines
    assert "1 (Survival), 2 ([31m红 ⏎ !!stop), 3. " in line
    assert "!!qqchat group <number>" in line
    house.listener("qq_api.on_message")(None, None, message(2))
    assert house.log.lines == [line], "that one was named"


@pytest.mark.parametrize("groups", [[], None, [{"id": 5}], ActionFailed({"retcode": 1404})])
async def test_where_qq_tells_of_none_the_first_word_names_a_group_once(house: House, groups: Any) -> None:
    house.groups = groups
    house.listener("qq_api.on_connect")(None, None, 9)
    await asyncio.gather(*map(asyncio.wrap_future, house.feature._asking))
    told = len(house.log.lines)
    for group_id in (7, None, 7, 8):
        house.listener("qq_api.on_message")(None, None, message(group_id))
    assert [line.rpartition("group ")[2] for line in house.log.lines[told:]] == ["7", "8"]


async def test_hundreds_of_groups_are_no_flood(house: House) -> None:
    house.groups = [{"group_id": 1 + number, "group_name": "x"} for number in range(500)]
    house.listener("qq_api.on_connect")(None, None, 9)
    await until(lambda: house.log.lines)
    house.listener("qq_api.on_message")(None, None, message(400))
    assert len(house.log.lines) == 1 and house.log.lines[0].count("(x)") == MOST


async def test_the_group_that_is_named_is_written_and_the_plugin_begins_anew(house: House) -> None:
    path = house.folder / "config.yml"
    path.write_text(path.read_text("utf-8").replace("server_name: survival", "server_name: mine  # my words"), "utf-8")
    assert "20001 was written" in house.type(GROUP)
    assert house.reloaded == ["qq_chat"]
    assert load_config(path, Config, "en_us").message_sync_groups == [GROUP]
    assert "server_name: mine  # my words" in path.read_text("utf-8")
    house.type(20002)
    assert load_config(path, Config, "en_us").message_sync_groups == [GROUP, 20002]


async def test_a_broken_file_stays_as_it_is_and_is_told(house: House) -> None:
    path = house.folder / "config.yml"
    path.write_text("message_sync_groups: [1\n", "utf-8")
    assert "Nothing was changed" in house.type(GROUP) and "config.yml" in house.replies[-1]
    assert (path.read_text("utf-8"), house.reloaded) == ("message_sync_groups: [1\n", [])


async def test_whoever_has_groups_is_left_alone(tmp_path: Path) -> None:
    house = House(tmp_path, message_sync_groups=[GROUP])
    assert house.feature.listeners() == {}
    assert "is in" in house.type(GROUP)
    assert house.reloaded == []
    house.asking.database.close()
