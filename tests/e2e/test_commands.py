"""`!!qqapi` in a real MCDR."""

import json
from pathlib import Path

from mcdr import house, reverse
from qq_api.sandbox.run import GROUP_ID
from support import free_port, until


async def test_status_says_who_is_there_and_what_went_through(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        await home.mcdr.command("!!qqapi", "!!qqapi reconnect")
        after = home.mcdr.mark()
        await home.mcdr.command("!!qqapi status", "events")
        assert home.mcdr.found(rf"websocket_reverse 127.0.0.1:{home.port}: 10001 \(online\)", after)
        await home.mcdr.command(f"!!qqapi send group {GROUP_ID} [CQ:at,qq=all] hi", "Sent")
        await until(lambda: "[CQ:at,qq=all] hi" in home.group())
        await home.mcdr.command("!!qqapi send group 1 hi", "Not sent: retcode 1200 no group 1")
        await home.mcdr.command("!!qqapi status", "The last failure: send_group_msg: retcode 1200")
        home.play(type="chat", player="Steve", text="!!qqapi reload")
        await until(lambda: any("You may not do that" in line for line in home.game()))


async def test_a_changed_configuration_applies_without_dropping_what_is_the_same(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    async with house(tmp_path, packed) as home:
        path, port = tmp_path / "config" / "qq_api" / "config.yml", free_port()
        both = reverse(home.port)
        both["connections"].append({"type": "websocket_reverse", "port": port, "token": "other"})
        path.write_text(json.dumps(both))
        after = home.mcdr.mark()
        await home.mcdr.command("!!qqapi reload", "config.yml was read")
        await home.mcdr.line(f"Waiting for QQ at ws://127.0.0.1:{port}/ws", after)
        home.say("still connected")
        await home.in_game("still connected")
        assert not home.mcdr.found("disconnected|QQ 10001 connected", after)
        path.write_text("connections: 5")
        await home.mcdr.command("!!qqapi reload", "nothing changed: .*config.yml:1")
        path.write_text(json.dumps(reverse(port)))
        await home.mcdr.command("!!qqapi reload", "config.yml was read")
        await home.mcdr.line("QQ 10001 disconnected", after)
        assert not home.mcdr.found("Traceback")


async def test_reconnect_begins_anew(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        after = home.mcdr.mark()
        await home.mcdr.command("!!qqapi reconnect", "began anew")
        await home.mcdr.line("QQ 10001 connected", after)
        home.say("back again")
        await home.in_game("back again")
