"""The official platform as a part of the sandbox: beside OneBot, on the page, on the command line."""

import json
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import httpx
import pytest
from official_client import ALICE, GROUPS, Client, bot
from test_official_platform_group import red_dot
from websockets.exceptions import ConnectionClosed

from browser import browser, expect, watched_page
from qq_api import Texts, message
from qq_api.errors import PortBusy
from qq_api.sandbox import run
from qq_api.sandbox.python import Sandbox
from qq_api.sandbox.run import GROUP_ID, SELF_ID, small_world
from support import child, free_port, until

ROOT = Path(__file__).resolve().parent.parent.parent
PEER = 10003


def config(**official: Any) -> dict[str, Any]:
    return {
        "page": None,
        "accounts": [
            {"user_id": SELF_ID, "official": {"port": 0, "app_id": "102000001", "secret": SECRET, **official}},
            {"user_id": PEER, "endpoints": [{"type": "websocket", "port": 0}]},
        ],
        "groups": [{"group_id": GROUP_ID, "owner": ALICE, "members": [ALICE, SELF_ID, PEER]}],
    }


SECRET = "naOC0ocQE3shWLAfffVLB1rhYPG7"


async def test_an_official_bot_and_a_onebot_account_are_in_one_group() -> None:
    async with Sandbox(config(), small_world()) as qq, httpx.AsyncClient(trust_env=False) as http:
        official = qq.official[SELF_ID]
        http.base_url = httpx.URL(official.url)
        client, heard = Client(official, http), list[dict[str, Any]]()
        await client.login()
        assert not qq.is_connected(SELF_ID)
        with qq.account(PEER).listening(heard.append):
            async with client.listening() as link:
                await qq.connected(SELF_ID)
                await qq.group(GROUP_ID).say(PEER, [message.at(SELF_ID), message.text(" hi")])
                anchor = (await link.hear("GROUP_AT_MESSAGE_CREATE"))["d"]["id"]
                picture = {"file_type": 1, "file_data": b64encode(red_dot()).decode()}
                given = await client.ok("POST", f"/v2/groups/{client.group}/files", picture)
                media = {"file_info": given["file_info"]}
                await client.to_group("look", msg_id=anchor, msg_type=7, media=media)
            (event,) = heard
            assert [one["type"] for one in event["message"]] == ["text", "image"]
            assert event["user_id"] == SELF_ID
            assert (await http.get(event["message"][1]["data"]["url"])).content == red_dot()
        await until(lambda: not qq.is_connected(SELF_ID))


async def test_a_port_that_is_taken_is_told_before_anything_runs() -> None:
    async with bot() as client:
        port = int(client.official.url.rpartition(":")[2])
        with pytest.raises(PortBusy):
            await Sandbox(config(port=port), small_world()).__aenter__()


async def test_what_a_bot_calls_is_on_the_page_and_its_secrets_are_not() -> None:
    async with Sandbox({**config(), "page": {"port": 0}}, small_world()) as qq:
        async with httpx.AsyncClient(trust_env=False) as http:
            official = qq.official[SELF_ID]
            http.base_url = httpx.URL(official.url)
            client = Client(official, http)
            await client.login()
            await client.to_group("hello")
            await client.to_group("see mc.example.com")
        assert qq.page is not None
        shown = qq.page.qq.traffic.shown()
        names = [one["name"] for one in shown if one["kind"] == "action"]
        assert names == [f"POST /v2/groups/{client.group}/messages"] * 2
        assert [one["failed"] for one in shown if one["kind"] == "action"] == [False, True]
        assert SECRET not in json.dumps(shown) and client.token[6:] not in json.dumps(shown)
        assert SECRET not in repr(qq.config) and client.token[6:] not in repr(official.api.calls)


async def test_the_command_says_what_to_put_into_config_yml() -> None:
    port = free_port()
    command = (sys.executable, "-m", "qq_api", "sandbox", "--official", str(port), "--page-port", "0", "--until-eof")
    async with child(*command, LC_ALL="C", PYTHONPATH=str(ROOT)) as program:
        await until(lambda: any(line.startswith("sandbox ready") for line in program.log), 20, program.log)
        assert program.log[0] == f"official ready http://127.0.0.1:{port}"
        said = "\n".join(program.log)
        assert f"api_base: http://127.0.0.1:{port}" in said
        assert f"token_url: http://127.0.0.1:{port}/app/getAppAccessToken" in said
        asked = {"appId": "102000001", "clientSecret": "make-believe-AppSecret"}
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.post(f"http://127.0.0.1:{port}/app/getAppAccessToken", json=asked)
            assert answer.json()["expires_in"] == "7200"


async def test_nothing_is_lost_over_fifty_disconnects_under_traffic() -> None:
    async with bot() as client:
        heard: list[str] = []
        session, seq = "", 0
        for number in range(50):
            for piece in range(3):
                client.says(f"{number}.{piece}")
            async with client.linked() as link:
                if session:
                    await link.send(6, {"token": client.token, "session_id": session, "seq": seq})
                else:
                    session = (await client.identify(link, GROUPS))["session_id"]
                    client.says("first")
                client.says(f"{number}.live")
                try:
                    while f"{number}.live" not in heard:
                        frame = await link.take()
                        seq = frame.get("s") or seq
                        heard += [frame["d"]["content"].strip()] if frame["d"] and "content" in frame["d"] else []
                    await client.official.gateway.drop()
                    client.says(f"{number}.gone")
                    await link.take()
                except ConnectionClosed:
                    continue
        expected = ["first", "0.live", "0.gone"]
        for number in range(1, 50):
            expected += [f"{number}.{piece}" for piece in (*range(3), "live", "gone")]
        assert heard == expected[:-1]


async def test_groups_of_an_official_bot_are_marked_on_the_page() -> None:
    world = small_world()
    world.add_group(20009, "Elsewhere", owner=ALICE)
    async with (
        Sandbox({**config(), "page": {"port": 0}}, world) as qq,
        browser() as chromium,
        watched_page(chromium) as page,
    ):
        await page.goto(qq.url)
        for title, count in (("生存服 Survival", 1), ("Elsewhere", 0)):
            row = page.get_by_test_id("chat").filter(has_text=title)
            await expect(row).to_have_count(1)
            await expect(row.get_by_text("Official bot")).to_have_count(count)


@pytest.mark.parametrize(("language", "words"), [("en_us", "pip install cryptography"), ("zh_cn", "没有安装")])
def test_webhooks_without_their_library_are_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    path = tmp_path / "sandbox.yml"
    path.write_text("page:\naccounts:\n  - {user_id: 1, official: {port: 0, webhook_url: 'http://127.0.0.1:9/'}}\n")
    assert run.main(["--config", str(path)], Texts.load("qq_api", language)) == 1
    assert words in capsys.readouterr().err
