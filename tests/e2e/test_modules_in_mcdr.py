"""The same folder of modules inside a real MCDR."""

import sys
from pathlib import Path

from mcdr import house, mcdr, reverse, way
from mcdr_folder import write, write_folder
from qq_api.sandbox.run import GROUP_ID, sandbox, small_world
from support import child, free_port

ADMIN, MEMBER = 10003, 10004

MODULE = '''
from qq_api.modules import on_command

@on_command("where")
def where(bot, event):
    """Says where it runs."""
    bot.sync.send_group_msg(group_id=event.group_id, message="in MCDR")
'''


async def test_modules_run_inside_mcdr_and_after_a_reload(tmp_path: Path, packed: dict[str, Path]) -> None:
    folder = tmp_path / "config" / "qq_api" / "modules"
    folder.mkdir(parents=True)
    (folder / "place.py").write_text(MODULE, "utf-8")
    (folder / "broken.py").write_text("import nothing_there\n", "utf-8")
    async with house(tmp_path, packed) as home:
        await home.mcdr.line(r"broken: off \(cannot be imported: ModuleNotFoundError")
        home.say("/where")
        await home.in_group("in MCDR")
        await home.mcdr.command("!!MCDR plugin reload qq_api", r"Reload \"qq_api.* successfully")
        (folder / "place.py").write_text(MODULE.replace("in MCDR", "reloaded"), "utf-8")
        await home.mcdr.line("Module place was loaded again")
        home.say("/where")
        await home.in_group("reloaded")
        home.say("/menu")
        await home.in_group("/where  Says where it runs.")


LOADERS = """
from app.api import *
from app.config import owner_id
from app.switch import load_switch, save_switch


async def handle_Echo_group_message(websocket, msg):
    group_id, words, user_id = str(msg["group_id"]), msg["raw_message"], str(msg["user_id"])
    if words == "echo on" and user_id in owner_id:
        save_switch(group_id, "echo", True)
    elif words.startswith("echo ") and load_switch(group_id, "echo"):
        await send_group_msg(websocket, group_id, words[5:])
"""
"""In the style of W1ndys' Module-Loader."""


async def test_the_same_folder_works_without_mcdr_and_inside_it(tmp_path: Path, packed: dict[str, Path]) -> None:
    """Modules, the switches in QQ, the modules' own switches and the owners: all go along with `config/qq_api`."""
    ours = tmp_path / "config" / "qq_api"
    folder, port = ours / "modules", free_port()
    (folder / "Echo").mkdir(parents=True)
    (folder / "Echo" / "main.py").write_text(LOADERS, "utf-8")
    (folder / "place.py").write_text(MODULE, "utf-8")
    write(ours / "config.yml", reverse(port) | {"notify": {"owners": [ADMIN]}})
    command = (sys.executable, packed["qq_api"], "bot", "--modules", folder, "--config", ours, "--until-eof")
    qq = sandbox(small_world(), way("websocket_reverse", port)[0])
    async with qq, child(*command):
        await qq.connected(10001, 30)
        for words in ("echo on", "/modules off place"):
            qq.world.say(ADMIN, words, group_id=GROUP_ID)
        await qq.next_action("send_msg", timeout=30)  # place is off here
        qq.world.say(MEMBER, "echo alone", group_id=GROUP_ID)
        assert (await qq.next_action("send_group_msg", timeout=30)).params["message"] == "alone"
    write_folder(tmp_path, "", packed.values(), {})
    qq = sandbox(small_world(), way("websocket_reverse", port)[0])
    async with qq, mcdr(tmp_path, "--no-server-start") as running:
        await running.line("QQ 10001 connected")
        qq.world.say(MEMBER, "/where", group_id=GROUP_ID)
        qq.world.say(MEMBER, "/modules on place", group_id=GROUP_ID)
        qq.world.say(MEMBER, "echo inside", group_id=GROUP_ID)
        assert (await qq.next_action("send_group_msg", timeout=30)).params["message"] == "inside"
        qq.world.say(ADMIN, "/modules on place", group_id=GROUP_ID)
        await qq.next_action("send_msg", timeout=30)
        qq.world.say(MEMBER, "/where", group_id=GROUP_ID)
        assert (await qq.next_action("send_group_msg", timeout=30)).params["message"] == "in MCDR"
        assert not running.found("Traceback")
