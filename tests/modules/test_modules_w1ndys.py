"""Modules in the style of W1ndys' Module-Loader run unchanged.

That loader's repository names no licence, so nothing of it is here: the module below has the shape of its example (a
folder with `main.py`, the way to `app` added to `sys.path`, the three imports, `DATA_DIR` from `__file__`, a switch
read and saved, the handlers of group messages and notices, all fields made strings) in our own words.
"""

import json
import sys
from pathlib import Path

import pytest
from modules_house import ALICE, BOB, GROUP, OTHER, SELF, room
from pydantic import SecretStr

from qq_api import Texts
from qq_api.config import Config, ForwardWebSocket, Notify
from qq_api.modules.switches import Switches
from qq_api.modules.w1ndys import known_of, served
from qq_api.sandbox.world.groups import mute
from support import until

EXAMPLE = """
    import logging
    import os
    import sys

    # so that the loader's own folder can be imported
    sys.path.append(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

    from app.config import owner_id
    from app.api import *
    from app.switch import load_switch, save_switch

    ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    DATA_DIR = os.path.join(ROOT, "data", "Sample")


    def is_switched_on(group_id):
        return load_switch(group_id, "sample")


    def switch_to(group_id, status):
        save_switch(group_id, "sample", status)


    async def handle_Sample_group_message(websocket, msg):
        os.makedirs(DATA_DIR, exist_ok=True)
        try:
            user_id = str(msg.get("user_id"))
            group_id = str(msg.get("group_id"))
            raw_message = str(msg.get("raw_message"))
            role = str(msg.get("sender", {}).get("role"))
            message_id = str(msg.get("message_id"))
            if raw_message == "sample on" and is_authorized(role, user_id):
                switch_to(group_id, True)
                await send_group_msg(websocket, group_id, f"[CQ:reply,id={message_id}]on")
            elif raw_message == "sample" and is_switched_on(group_id):
                await send_group_msg(websocket, group_id, f"[CQ:at,qq={user_id}] {role} {user_id in owner_id}")
            elif raw_message == "who":
                found = await get_group_member_info(websocket, group_id, user_id)
                sent = await send_group_msg_with_reply(websocket, group_id, str(found["user_id"]))
                await send_group_msg_no_cq(websocket, group_id, f"[CQ:id] {type(sent).__name__}")
            elif raw_message == "raw":
                frame = {"action": "get_login_info", "params": {}, "echo": "mine"}
                await websocket.send(json.dumps(frame))
                answer = json.loads(await websocket.recv())
                await send_group_msg(websocket, group_id, f"{answer['echo']} {answer['data']['user_id']}")
            elif raw_message == "wrong":
                await send_group_msg(websocket, "1", "into the void")
                await send_group_msg(websocket, group_id, "and on")
        except Exception as e:
            logging.error(f"Sample: {e}")
            return


    async def handle_Sample_group_notice(websocket, msg):
        group_id = str(msg.get("group_id"))
        await send_group_msg(websocket, group_id, f"notice {msg.get('notice_type')}")


    async def handle_Sample_private_message(websocket, msg):
        await send_private_msg(websocket, msg["user_id"], content="in private")
"""


async def test_the_example_of_that_loader_runs_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    async with room(tmp_path, "one") as here:
        here.write("Sample/main.py", EXAMPLE)
        await here.ready("Sample")
        assert not here.host.workers["Sample"].problem, here.told
        here.say("sample")
        here.say("sample on", BOB)
        here.say("sample on", ALICE)
        assert await here.answer("on") == "on"
        here.say("sample", ALICE)
        assert await here.answer("owner True")
        here.say("sample", group_id=OTHER)
        here.say("who")
        assert await here.answer("[CQ:id] int")
        here.say("raw")
        assert await here.answer(f"mine {SELF}")
        here.say("wrong")
        assert await here.answer("and on")
        mute(here.qq, ALICE, GROUP, BOB, 60)
        assert await here.answer("notice group_ban")
        here.say("hi", ALICE, to=SELF)
        assert await here.answer("in private")
        assert len(here.answers()) == 8, here.answers()
        assert json.loads((here.folder / "switches.json").read_text()) == {"own": {str(GROUP): {"sample": True}}}
        assert (tmp_path / "data" / "Sample").is_dir()
        here.write("Sample/main.py", EXAMPLE.replace("    DATA_DIR", "    raise_it = 1 / 0\n    DATA_DIR"))
        await until(lambda: here.told)
        assert "ZeroDivisionError" in here.told[0][1]


def test_app_config_is_filled_from_ours(tmp_path: Path) -> None:
    config = Config(
        connections=[ForwardWebSocket(url="ws://127.0.0.1:3001", token="t")],
        notify=Notify(owners=[5, 6], urls=[SecretStr("mailto://x"), SecretStr("dingtalk://SECab%2Bc@AbC123/")]),
    )
    texts = Texts.load("qq_api", "en_us")
    with served(known_of(config), Switches(tmp_path / "switches.json", texts), texts):
        from app import config as found  # type: ignore[import-not-found]
        from app.api import get_msg, is_authorized, set_group_ban  # type: ignore[import-not-found]

        assert (found.ws_url, found.token) == ("ws://127.0.0.1:3001/", "t")
        assert (found.DD_BOT_TOKEN, found.DD_BOT_SECRET) == ("AbC123", "SECab+c")
        assert [*found.owner_id] == ["5", "6"] and 5 in found.owner_id and "7" not in found.owner_id
        assert is_authorized("member", 6) and is_authorized("admin", 1) and not is_authorized("member", 1)
        assert (get_msg.__name__, set_group_ban.__name__) == ("get_msg", "set_group_ban")
    with pytest.raises(ModuleNotFoundError):
        __import__("app.config")


def test_without_such_settings_app_config_is_empty() -> None:
    known = known_of(Config(connections=[]))
    assert (known.owners, known.ws_url, known.token, known.dingtalk) == ((), "", None, ("", ""))


def test_somebody_elses_app_stays(tmp_path: Path, caplog: pytest.LogCaptureFixture, texts: Texts) -> None:
    import types

    theirs = sys.modules["app"] = types.ModuleType("app")
    try:
        with served(known_of(Config(connections=[])), Switches(tmp_path / "s.json", texts), texts):
            assert sys.modules["app"] is theirs and "app.api" not in sys.modules
        assert sys.modules["app"] is theirs
    finally:
        del sys.modules["app"]
    assert "A module named app is there already" in caplog.text
