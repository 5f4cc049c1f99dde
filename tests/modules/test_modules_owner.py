"""Requests reach modules; the owner is told in QQ that the bot is online, and by DingTalk that it is not."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from modules_house import ALICE, BOB, GROUP, SELF, room
from pydantic import SecretStr

from qq_api import Texts
from qq_api.config import Config, Notify, ReverseWebSocket
from qq_api.sandbox.python import Sandbox
from qq_api.sandbox.world.requests import ask_to_join
from qq_api.standalone import bot_with_modules
from support import free_port, until


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the modules that Apprise loads
@pytest.mark.parametrize("language", ["en_us", "zh_cn"])
async def test_the_owner_reads_in_qq_that_the_bot_is_online_and_on_dingtalk_that_it_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    letters: list[tuple[str, str]] = []

    def post(url: str, data: Any = None, **_: Any) -> Any:
        letters.append((url, json.loads(data)["text"]["content"]))
        return SimpleNamespace(status_code=200, content=b'{"errcode": 0, "errmsg": "ok"}')

    monkeypatch.setattr(requests, "post", post)
    port, texts = free_port(), Texts.load("qq_api", language)
    notify = Notify(owners=[ALICE], urls=[SecretStr("dingtalk://SEC0123456789@accesstoken1234")], offline_after=0)
    config = Config(connections=[ReverseWebSocket(port=port, token="t")], notify=notify)
    endpoint = {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/ws", "token": "t"}
    account = {"user_id": SELF, "endpoints": [endpoint]}
    (tmp_path / "modules").mkdir()
    async with bot_with_modules(tmp_path / "modules", config, texts):
        async with Sandbox({"page": None, "accounts": [account], "friends": [[SELF, ALICE]]}) as qq:
            greeted = await qq.next_action("send_private_msg")
            said = greeted.params["message"][0]["data"]["text"]
            assert (greeted.params["user_id"], said) == (ALICE, texts("bot.greeting", self_id=SELF))
        offline = texts("notify.offline", about=SELF)
        await until(lambda: [words for _, words in letters if offline in words], 20, lambda: letters)
    assert {url.partition("?")[0] for url, _ in letters} == {"https://oapi.dingtalk.com/robot/send"}


async def test_requests_reach_modules(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        here.write(
            "door.py",
            """
            from qq_api.modules import on_request

            @on_request
            async def let_in(bot, event):
                if event.request_type == "group" and event.comment == "survival":
                    await bot.set_group_add_request(flag=event.flag, sub_type=event.sub_type, approve=True)
            """,
        )
        await here.ready("door")
        here.qq.add_person(10009, "New")
        here.qq.groups[GROUP].members[SELF].role = "admin"
        ask_to_join(here.qq, 10009, GROUP, "survival")
        await until(lambda: 10009 in here.qq.groups[GROUP].members)
        assert BOB in here.qq.groups[GROUP].members
