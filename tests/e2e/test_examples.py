"""The example plugins of docs/examples, all together in a real MCDR: each does what its first line says."""

import json
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect

from mcdr import House, Mcdr, chat, house, mcdr, reverse
from mcdr_folder import write_folder
from qq_api import plain
from qq_api.sandbox.run import GROUP_ID
from support import free_port, until

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
SOURCES = {file.name: file.read_text("utf-8") for file in sorted(EXAMPLES.glob("*.py"))}
ICON = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


@pytest.fixture
async def home(tmp_path: Path, packed: dict[str, Path]) -> AsyncIterator[House]:
    silent = chat(message_sync_groups=[])  # whatever the bot says in the group is an example's
    async with house(tmp_path, packed, others=SOURCES, chat_config=silent) as running:
        yield running


async def answer(home: House, words: str, user_id: int = 10003, **place: int) -> list[dict[str, Any]]:
    """Somebody says something; what the bot says next, in segments."""
    last = home.qq.world.say(user_id, words, **(place or {"group_id": GROUP_ID}))
    said = home.qq.world.messages
    before = [*said].index(last)
    later = await until(lambda: [one for one in [*said.values()][before:] if one.user_id == 10001], what=words)
    return later[0].segments


def test_every_example_is_documented_in_both_languages() -> None:
    for page in ("README.md", "README.zh.md"):
        words = (EXAMPLES / page).read_text("utf-8")
        assert [name for name in SOURCES if f"({name})" not in words] == []


@pytest.mark.parametrize("name", SOURCES)
def test_an_example_is_short_enough_to_copy(name: str) -> None:
    assert 15 <= len(SOURCES[name].splitlines()) <= 40


async def test_the_examples_do_in_mcdr_what_they_say(home: House) -> None:
    await listeners_answer(home)
    await rich_messages_arrive(home)
    await a_handler_is_gone_after_a_reload(home)
    await a_thread_of_its_own_asks_qq(home)
    await accounts_are_told(home)
    await outcomes_are_told(home)
    await all_of_it_works_after_a_reload_of_qq_api(home)
    assert not home.mcdr.found(r"Traceback|ERROR\]: (?!Unloading plugin)")


async def listeners_answer(home: House) -> None:
    assert plain(await answer(home, "!role")) == "老王: admin"
    assert plain(await answer(home, "!count")) == "You said 2 lines"
    assert plain(await answer(home, "!count", 10002, to=10001)) == "You said 1 lines"


async def rich_messages_arrive(home: House) -> None:
    (home.folder / "server" / "server-icon.png").write_bytes(ICON)
    quote, mention, words, icon = await answer(home, "!icon")
    asked = home.qq.world.messages[int(quote["data"]["id"])]
    assert plain(asked.segments) == "!icon"
    assert plain([mention, words]) == "[@10003] here it is: "
    assert await home.qq.store.read(home.qq.store.known(icon["data"]["url"]) or "") == ICON
    assert icon["data"]["summary"] == "[our icon]"
    assert "28949129" in (await answer(home, "!song", 10002, to=10001))[0]["data"]["data"]
    (card,) = await answer(home, "!rules")
    rules = home.qq.world.cards[card["data"]["id"]]
    assert [plain(one["content"]) for one in rules] == ["Be kind.", "No griefing.", "Bring cake."]


async def a_handler_is_gone_after_a_reload(home: House) -> None:
    assert plain(await answer(home, "!hello")) == "[回复]Hello, 老王"  # LLOneBot quotes what a handler answers
    changed = SOURCES["bot_handler.py"].replace("!hello", "!hi")
    (home.folder / "plugins" / "bot_handler.py").write_text(changed, "utf-8")
    await home.mcdr.command("!!MCDR plugin reload example_bot_handler", "Reload .*example_bot_handler.* successfully")
    home.say("!hello", 10002)
    assert plain(await answer(home, "!hi", 10004)) == "[回复]Hello, Notch"
    await answer(home, "!role")  # what the old one would have said is there by now
    assert not [one for one in home.qq.world.messages.values() if "Hello, Alice" in plain(one.segments)]


async def a_thread_of_its_own_asks_qq(home: House) -> None:
    await home.mcdr.command("!!groups", "生存服 Survival: 5 members")


async def accounts_are_told(home: House) -> None:
    await home.mcdr.line("QQ accounts now: ")
    await home.mcdr.line("QQ 10001 came: 小麦 Bot")
    headers = {"Authorization": "Bearer secret", "X-Self-ID": "77", "X-Client-Role": "Universal"}
    async with connect(f"ws://127.0.0.1:{home.port}/ws", additional_headers=headers) as other:
        asked: dict[str, Any] = {}
        while asked.get("action") != "get_login_info":  # others ask, too
            asked = json.loads(await other.recv())
        named = {"status": "ok", "retcode": 0, "data": {"nickname": "seven"}, "echo": asked["echo"]}
        await other.send(json.dumps(named))
        await home.mcdr.line("QQ 77 came: seven")
    await home.mcdr.line("QQ 77 went: ")


async def outcomes_are_told(home: House) -> None:
    await home.mcdr.command(f"!!tell {GROUP_ID} [CQ:at,qq=all]", "Said")
    assert plain(list(home.qq.world.messages.values())[-1].segments) == "[CQ:at,qq=all]"
    await home.mcdr.command("!!tell 5 hi", "QQ refused: retcode 1200 no group 5")


async def all_of_it_works_after_a_reload_of_qq_api(home: House) -> None:
    after = home.mcdr.mark()
    home.mcdr.type("!!MCDR plugin reload qq_api")
    await home.mcdr.line("QQ 10001 came: ", after)
    assert plain(await answer(home, "!hi")) == "[回复]Hello, 老王"
    assert plain(await answer(home, "!role")) == "老王: admin"
    await home.mcdr.command("!!groups", "生存服 Survival: 5 members")
    await home.mcdr.command("!!MCDR plugin unload qq_api", "Unloaded|unloaded")
    await home.mcdr.command("!!MCDR plugin list", "example_|Failed")


async def test_what_was_not_sent_and_what_nobody_answered_are_told_apart(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    port = free_port()
    write_folder(tmp_path, "", [packed["qq_api"]], {"qq_api": reverse(port)})
    (tmp_path / "plugins" / "outcomes.py").write_text(SOURCES["outcomes.py"], "utf-8")
    async with mcdr(tmp_path, "--no-server-start") as running:
        await running.line("Waiting for QQ")
        await running.command("!!tell 20001 hi", "Not sent, nobody is connected")
        await unanswered(running, port)
        assert not running.found("Traceback")


async def unanswered(running: Mcdr, port: int) -> None:
    headers = {"Authorization": "Bearer secret", "X-Self-ID": "1", "X-Client-Role": "Universal"}
    async with connect(f"ws://127.0.0.1:{port}/ws", additional_headers=headers) as silent:
        await running.line("QQ 1 connected")
        running.type("!!tell 20001 hi")
        assert "send_group_msg" in str(await silent.recv())
    await running.line("No answer, perhaps it was said")
